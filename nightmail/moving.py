"""Move a message between this PC and the cloud, so that at every instant exactly one of the two may send it.

It decides nothing by itself: the row here is frozen first, then one transaction in the cloud decides, then the row here follows.
Whatever dies or is lost in between, the frozen row says what to ask again, with the same count, and the answer is the same.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from uuid import UUID

from nightmail.delivery.model import DeliveryState
from nightmail.errors import NightmailError, PersonError
from nightmail.ports import CloudSide, MovableStore, NewDelivery, Parcel, Place, Scheduled, TransferStep

_FROM_HERE = frozenset({DeliveryState.SCHEDULED, DeliveryState.HELD})
# A claim in the cloud is no hindrance: whoever holds it finds its fence shut before the dot.
_FROM_THE_CLOUD = _FROM_HERE | {DeliveryState.CLAIMED}
_IN_THE_CLOUD = "Moved to the cloud."
_UNKNOWN_THERE = "The cloud no longer knows this message and may have sent it. Release it to send it from this PC."
_TAKEN_BEFORE = "The cloud gave this message to this PC before, so it may have been sent. Release it to send it."
_OF_THE_MESSAGE = frozenset({"blob-missing", "blob-damaged"})


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of a move that had been left half-way. With an `error` it stands where it stood, or was called off."""

    id: UUID
    place: Place | None
    error: NightmailError | None = None


class Mover:
    """One person's moves. Every method may be repeated, by several processes of one profile at once.

    Beside what is named, raises what `CloudSide` and the store raise. After an OutsideError the move is not lost: the message
    stays frozen until `recover` has learned who has it."""

    def __init__(self, store: MovableStore, cloud: CloudSide, *, owner_id: UUID) -> None:
        self._store = store
        self._cloud = cloud
        self._owner_id = owner_id

    async def to_cloud(self, id: UUID) -> None:
        """Raises PersonError `no-such-message`, `too-late`, `account-not-in-cloud`, `file-too-large`, `moved-on`: then it is
        here as before."""
        kept = await self._kept(id)
        if kept.step is None:
            _require(kept, _FROM_HERE)
            await self._require_account_there(kept)
            # Before it is frozen: files take long, and until they are there it may as well be sent from here.
            await self._cloud.upload(kept.message.attachments)
            frozen = await self._store.freeze(self._owner_id, id, cloud=self._cloud.name, device=self._cloud.device)
            _require(frozen or kept, _FROM_HERE)
        await self._finish(id)
        if (await self._kept(id)).step is None:
            raise PersonError("moved-on", "The move was called off meanwhile.", next="Move it again if you still want to.")

    async def to_local(self, id: UUID) -> None:
        """Raises PersonError `no-such-message`, `too-late`, `elsewhere`, `account-not-here`, `key-taken`."""
        kept = await self._store.parcel(self._owner_id, id)
        if kept is None or kept.step is TransferStep.GONE:
            await self._fetch(id, kept)
        elif kept.step is TransferStep.GOING:
            await self.call_off(id)
        await self._finish(id)
        if (await self._kept(id)).step is not None:
            raise _too_late(id)

    async def call_off(self, id: UUID) -> None:
        """Keep here what is on its way to the cloud; what has arrived already is asked back. It may be too late for that:
        then it is the cloud's. Harmless for a message that does not move."""
        kept = await self._kept(id)
        if kept.step is TransferStep.GOING:
            await self._store.recall(self._owner_id, id, kept.transfer)
        await self._finish(id)

    async def keep(self, new: NewDelivery) -> Scheduled:
        """Keep a message here, frozen, that was to be scheduled in the cloud, where nobody knows whether the request arrived.

        It goes up, once, as soon as the cloud answers (`recover`)."""
        return await self._store.schedule_going(self._owner_id, new, cloud=self._cloud.name, device=self._cloud.device)

    async def recover(self) -> tuple[Recovered, ...]:
        """Finish what was left half-way. To be run at start, and whenever the cloud can be reached again.

        Raises at the first sign that it can't; what one message is refused for comes back with it."""
        return tuple([await self._recovered(parcel) for parcel in await self._store.moving(self._owner_id)])

    async def _recovered(self, parcel: Parcel) -> Recovered:
        id = parcel.message.id
        try:
            await self._finish(id)
        except NightmailError as error:
            if _is_of_the_moment(error):
                raise
            return Recovered(id, await self._place(id), error)
        return Recovered(id, await self._place(id))

    async def _place(self, id: UUID) -> Place | None:
        """None: still on its way."""
        kept = await self._kept(id)
        if kept.is_frozen:
            return None
        return Place.CLOUD if kept.step is TransferStep.GONE else Place.LOCAL

    # ------------------------------------------------------------------ before anything is frozen

    async def _kept(self, id: UUID) -> Parcel:
        kept = await self._store.parcel(self._owner_id, id)
        if kept is None:
            raise _no_such(id)
        return kept

    async def _require_account_there(self, kept: Parcel) -> None:
        if not await self._cloud.sends_for(kept.message.account_id):
            address = kept.message.sender.spec
            raise PersonError(
                "account-not-in-cloud",
                f"The cloud can't send from {address}: it does not know the account, has no password for it, or paused it.",
                next=f"Let it: nightmail cloud seal {address}",
            )

    async def _fetch(self, id: UUID, kept: Parcel | None) -> None:
        """Everything of a message that is in the cloud, frozen here, before it is asked for."""
        there = await self._cloud.show(id)
        if there is None:
            raise _no_such(id)
        if there.step is TransferStep.GONE:
            raise PersonError("elsewhere", f"This message was moved to {there.device}.", next="Move it to the cloud from there.")
        _require(there, _FROM_THE_CLOUD)
        accounts = await self._store.accounts(self._owner_id)
        if there.message.account_id not in {account.id for account in accounts}:
            raise _not_here(there.message.sender.spec, {account.address for account in accounts})
        await self._cloud.download(there.message.attachments)
        transfer = max(there.transfer, kept.transfer if kept else 0) + 1
        await self._store.expect(self._owner_id, there, transfer, cloud=self._cloud.name, device=self._cloud.device)

    # ------------------------------------------------------------------ from the frozen row to the end

    async def _finish(self, id: UUID) -> None:
        """Ask, follow the answer, and look again, until the row is not frozen: another process may be at it too."""
        while (kept := await self._kept(id)).is_frozen:
            self._require_same_cloud(kept)
            if kept.step is TransferStep.GOING and not kept.is_called_off:
                await self._hand_over(kept)
            else:
                await self._ask_for(kept)

    async def _hand_over(self, kept: Parcel) -> None:
        id = kept.message.id
        try:
            await self._cloud.upload(kept.message.attachments)
            await self._taken(kept)
        except NightmailError as refusal:
            if _is_of_the_moment(refusal):
                raise
            # It did not arrive, but a copy of the request may still be under way: the call-off sees to that.
            await self.call_off(id)
            raise
        await self._store.gone(self._owner_id, id, kept.transfer, reason=_IN_THE_CLOUD)

    async def _taken(self, kept: Parcel) -> None:
        try:
            await self._cloud.take(kept)
        except PersonError as error:
            if error.code != "id-taken":
                raise
            # The same request was running from elsewhere: now it has ended and is found.
            await self._cloud.take(kept)

    async def _ask_for(self, kept: Parcel) -> None:
        id, transfer = kept.message.id, kept.transfer
        given = await self._cloud.give(id, transfer, kept.device)
        if given is None:
            # What was on its way never arrived, and now it can't any more.
            doubt = "" if kept.step is TransferStep.GOING else _UNKNOWN_THERE
            await self._store.stay(self._owner_id, id, transfer, doubt=doubt)
        elif given.step is not TransferStep.GONE or given.device != kept.device:
            await self._store.gone(self._owner_id, id, transfer, reason=_kept_elsewhere(given))
        elif given.transfer != transfer:
            await self._store.stay(self._owner_id, id, transfer, doubt=_TAKEN_BEFORE)
        elif given.was is DeliveryState.CANCELLED:
            # The cloud had let it go to this PC long before; what this PC did with it since is newer.
            doubt = "" if kept.step is TransferStep.GOING else _TAKEN_BEFORE
            await self._store.stay(self._owner_id, id, transfer, doubt=doubt)
        else:
            await self._store.arrive(self._owner_id, id, transfer, given)

    def _require_same_cloud(self, kept: Parcel) -> None:
        if kept.cloud != self._cloud.name:
            raise PersonError(
                "other-cloud",
                "This message was on its way to or from another cloud, or another person's part of it, when it was left.",
                next="Sign in there again, so that it can be asked who has the message.",
            )


def _is_of_the_moment(error: NightmailError) -> bool:
    """It says nothing about the message: asked again later, the cloud may answer otherwise."""
    if isinstance(error, PersonError):
        return error.code == "signed-out"
    return error.code not in _OF_THE_MESSAGE


def _kept_elsewhere(given: Parcel) -> str:
    if given.step is TransferStep.GONE:
        return f"Moved to {given.device}."
    return _IN_THE_CLOUD


def _require(parcel: Parcel, states: frozenset[DeliveryState]) -> None:
    """`parcel` may go: it is in one of the states, or on its way already."""
    if not parcel.is_frozen and parcel.delivery.state not in states:
        raise _too_late(parcel.message.id)


def _not_here(address: str, known: Set[str]) -> PersonError:
    if address not in known:
        return PersonError(
            "account-not-here",
            f"This PC does not have the account {address}.",
            next="Add it here first, under the same sign-in, or leave the message in the cloud.",
        )
    return PersonError(
        "account-not-here",
        f"This PC has {address} as another account than the cloud.",
        next="Leave the message in the cloud. Or remove the account from this PC, as long as there are no messages of it here, "
        "and add it again in the desktop app while you are signed in.",
    )


def _too_late(id: UUID) -> PersonError:
    return PersonError(
        "too-late",
        "This message can't be moved any more: it is being sent, or was sent or cancelled.",
        next=f"See what happened with: nightmail outbox show {id}",
    )


def _no_such(id: UUID) -> PersonError:
    return PersonError("no-such-message", f"There is no message {id}.", next="List them with: nightmail outbox list")
