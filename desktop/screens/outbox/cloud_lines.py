"""What the main window says of the cloud: who keeps a message, whether it will be sent, what needs the person. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from desktop.gateway.cloud_port import CloudKind, CloudStanding, CloudStatus, MoveReport, WorkerLife
from desktop.language import plural, tr
from desktop.screens.outbox.acts import acts_in
from desktop.screens.outbox.state import (
    AccountCloud,
    AccountLine,
    Act,
    ActButton,
    Banner,
    BannerAct,
    CloudLine,
    PlaceSign,
    Weight,
)
from desktop.words import StateWords, Tone, span_words, state_words, when_words
from nightmail.delivery.model import DeliveryState
from nightmail.ports import Item, OutboxRow, Place

# Of messages with the same fate, this many are named.
_NAMED = 4
_IN_HAND = frozenset({DeliveryState.HELD, DeliveryState.CANCELLED})
_MOVABLE = frozenset({DeliveryState.SCHEDULED, DeliveryState.HELD})


def is_out_of_sight(seen: OutboxRow | Item, standing: CloudStanding) -> bool:
    """It is in the cloud, and nobody is signed in to ask how it stands. This PC has but the record of its leaving."""
    return seen.place is Place.CLOUD and not standing.status.is_signed_in


def state_of(seen: OutboxRow | Item, standing: CloudStanding, *, is_stuck: bool, is_in_hand: bool = False) -> StateWords:
    if is_in_hand and seen.delivery.state is DeliveryState.HELD:
        return StateWords(tr("Being edited"), "edit", Tone.CALM)
    if is_out_of_sight(seen, standing):
        return StateWords(tr("In the cloud"), "cloud", Tone.CALM)
    return StateWords(tr("Waits: account paused"), "hold", Tone.WARN) if is_stuck else state_words(seen.delivery)


def is_stuck(seen: OutboxRow | Item, paused: Collection[UUID], now: datetime) -> bool:
    """Its time has come, and its account sends nothing."""
    delivery = seen.delivery
    return delivery.state is DeliveryState.SCHEDULED and delivery.due_at <= now and delivery.account_id in paused


def place_sign(seen: OutboxRow | Item, standing: CloudStanding) -> PlaceSign | None:
    """None where there is but one place."""
    id = seen.delivery.id
    if seen.is_moving:
        words = (
            tr("On its way to the cloud; it is not known yet whether it arrived")
            if standing.status.is_signed_in
            else tr("On its way to the cloud; sign in again to learn who has it")
        )
        return PlaceSign("cloud", words, Tone.WARN)
    if not standing.status.is_signed_in:
        return None
    if seen.place is Place.CLOUD:
        return PlaceSign("cloud", tr("In the cloud, sent by its worker"))
    if id in standing.bound:
        return PlaceSign("computer", tr("On this PC; goes to the cloud when it can be reached"), Tone.WARN)
    if id in standing.stays:
        return PlaceSign("computer", tr("On this PC: {why}", why=standing.stays[id]), Tone.WARN)
    return PlaceSign("computer", tr("On this PC"))


def acts_of(
    seen: OutboxRow | Item, standing: CloudStanding, *, is_stuck: bool = False, is_in_hand: bool = False
) -> tuple[ActButton, ...]:
    """What can be done with it. On its way it is nobody's to change: it can only be called back. Of a paused account nothing goes
    before that is mended. While it is a draft, it is dealt with there, or it would go twice."""
    if is_in_hand and seen.delivery.state in _IN_HAND:
        return (ActButton(Act.SHOW_DRAFT, tr("Show the draft"), "edit", Weight.PRIMARY),)
    if is_out_of_sight(seen, standing) or (seen.is_moving and not standing.status.is_signed_in):
        return (ActButton(Act.SIGN_IN, tr("Sign in"), "cloud", Weight.PRIMARY),)
    own = () if seen.is_moving else acts_in(seen.delivery.state)
    if is_stuck and own:
        mend = ActButton(Act.MEND, tr("Let its account send"), "play", Weight.PRIMARY)
        own = (mend, *(each for each in own if each.act is not Act.SEND_NOW))
    return (*own, *_move_acts(seen, standing))


def _move_acts(seen: OutboxRow | Item, standing: CloudStanding) -> tuple[ActButton, ...]:
    if not standing.status.is_signed_in or seen.delivery.state not in _MOVABLE:
        return ()
    if seen.is_moving or seen.delivery.id in standing.bound:
        return (ActButton(Act.MOVE_DOWN, tr("Keep on this PC"), "computer"),)
    if seen.place is Place.CLOUD:
        return (ActButton(Act.MOVE_DOWN, tr("Move to this PC"), "computer"),)
    return (ActButton(Act.MOVE_UP, tr("Move to the cloud"), "cloud"),)


def account_cloud(id: UUID, standing: CloudStanding) -> AccountCloud:
    if not standing.status.is_signed_in:
        return AccountCloud.HERE
    if id in standing.only_there:
        return AccountCloud.THERE
    sealed = standing.sealed.get(id)
    if sealed is None:
        return AccountCloud.HERE
    return AccountCloud.SEALED if sealed.is_current else AccountCloud.STALE


def cloud_line(standing: CloudStanding, now: datetime, zone: str) -> CloudLine:
    status = standing.status
    match status.kind:
        case CloudKind.UNCONNECTED:
            return CloudLine(tr("Connect a cloud"))
        case CloudKind.SIGNED_OUT:
            return CloudLine(tr("Cloud: sign in"))
        case CloudKind.LOCKED:
            return CloudLine(tr("Cloud: locked"), tr("Cloud: sealed until you give the passphrase"), Tone.WARN)
        case CloudKind.ENDED:
            return CloudLine(tr("Cloud: sign in"), tr("Cloud: your session has ended"), Tone.WARN)
        case CloudKind.OFFLINE:
            return CloudLine(tr("Cloud: offline"), _no_answer(status, now, zone), Tone.WARN)
        case CloudKind.PAUSED:
            return CloudLine(tr("Cloud: paused"), tr("Cloud: the project is paused"), Tone.BAD)
        case CloudKind.SKEWED:
            return CloudLine(tr("Cloud: trouble"), tr("Cloud: this PC's clock differs"), Tone.WARN)
        case CloudKind.TROUBLE:
            return CloudLine(tr("Cloud: trouble"), tr("Cloud: the project refuses"), Tone.WARN)
        case CloudKind.SIGNED_IN:
            return _worker_line(standing, now)


def _worker_line(standing: CloudStanding, now: datetime) -> CloudLine:
    worker = standing.status.worker
    if worker is None:
        return CloudLine(tr("Cloud"), tr("Cloud: connected"), Tone.CALM)
    if worker.is_alive and worker.seen_at is not None:
        return CloudLine(tr("Cloud"), tr("Cloud: worker alive {span} ago", span=span_words(now - worker.seen_at)), Tone.GOOD)
    tone = Tone.BAD if standing.waiting_there else Tone.WARN
    if worker.seen_at is None:
        return CloudLine(tr("Cloud: no worker"), tr("Cloud: no worker is running"), tone)
    return CloudLine(tr("Cloud: no worker"), tr("Cloud: no worker for {span}", span=span_words(now - worker.seen_at)), tone)


def cloud_banner(standing: CloudStanding, accounts: Sequence[AccountLine], now: datetime, zone: str) -> Banner:
    """What of the cloud needs the person, or at least their knowing."""
    status = standing.status
    match status.kind:
        case CloudKind.ENDED:
            return Banner(
                tr("{why} What is on this PC goes on as planned.", why=status.why).strip(), tr("Sign in"), BannerAct.CLOUD
            )
        case CloudKind.OFFLINE | CloudKind.PAUSED | CloudKind.SKEWED | CloudKind.TROUBLE if standing.waiting_there:
            return Banner(f"{status.why} {_as_of(standing, now, zone)}", tr("Try again"), BannerAct.LOOK)
        case CloudKind.PAUSED | CloudKind.TROUBLE | CloudKind.SKEWED:
            return Banner(status.why, tr("Try again"), BannerAct.LOOK)
        case CloudKind.SIGNED_IN:
            return _changed_key(accounts) or _no_worker(standing)
        case _:
            return Banner()


def _changed_key(accounts: Sequence[AccountLine]) -> Banner | None:
    stale = next((account for account in accounts if account.cloud is AccountCloud.STALE), None)
    if stale is None:
        return None
    words = tr(
        "The worker's key or the account's servers changed. The cloud can't send from {address} until you agree again.",
        address=stale.address,
    )
    return Banner(words, tr("Look at it"), BannerAct.SEAL, stale)


def _no_worker(standing: CloudStanding) -> Banner:
    worker = standing.status.worker
    if worker is None or worker.is_alive or not standing.waiting_there:
        return Banner()
    words = plural(
        "No cloud worker is running, and {count} message waits there. Ask whoever runs the project, or move them to this PC.",
        "No cloud worker is running, and {count} messages wait there. Ask whoever runs the project, or move them to this PC.",
        standing.waiting_there,
    )
    return Banner(words, tr("Details"), BannerAct.CLOUD)


def _as_of(standing: CloudStanding, now: datetime, zone: str) -> str:
    """What is shown may be old, and is no worse for it."""
    if standing.status.kind is CloudKind.PAUSED:
        return plural(
            "{count} message there will not be sent until it is resumed.",
            "{count} messages there will not be sent until it is resumed.",
            standing.waiting_there,
        )
    since = standing.status.since
    shown = (
        tr("Its part of the list is shown as of {when}", when=when_words(since, now, zone))
        if since
        else tr("Its part of the list is shown as last seen")
    )
    return _worker_then(shown, standing.status, now, zone)


def _worker_then(shown: str, status: CloudStatus, now: datetime, zone: str) -> str:
    """What was last known of who sends there; nothing is promised."""
    match status.worker:
        case None:
            return tr("{shown}.", shown=shown)
        case WorkerLife(is_alive=True, seen_at=datetime() as seen_at):
            return tr("{shown}; its worker was running at {when}.", shown=shown, when=when_words(seen_at, now, zone))
        case _:
            return tr("{shown}; no worker was running there.", shown=shown)


def _no_answer(status: CloudStatus, now: datetime, zone: str) -> str:
    if not status.since:
        return tr("Cloud: does not answer")
    return tr("Cloud: does not answer since {when}", when=when_words(status.since, now, zone))


def report_words(report: MoveReport) -> tuple[str, str]:
    """What became of a move of everything, where not all went: a title, and the reasons, each once."""
    whole = report.moved + len(report.stays)
    reasons: dict[str, list[str]] = {}
    for subject, why in report.stays:
        reasons.setdefault(why, []).append(subject)
    lines = []
    for why, subjects in reasons.items():
        named = ", ".join(f"“{subject}”" for subject in subjects[:_NAMED])
        more = len(subjects) - _NAMED
        lines.append(
            tr("{subjects} and {count} more: {why}", subjects=named, count=more, why=why)
            if more > 0
            else tr("{subjects}: {why}", subjects=named, why=why)
        )
    told = plural(
        "{moved} of {whole} moved; {count} message stays on this PC.",
        "{moved} of {whole} moved; {count} messages stay on this PC.",
        len(report.stays),
        moved=report.moved,
        whole=whole,
    )
    return told, "\n\n".join(lines)
