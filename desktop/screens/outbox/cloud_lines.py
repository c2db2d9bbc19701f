"""What the main window says of the cloud: who keeps a message, whether it will be sent, what needs the person. Pure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime
from uuid import UUID

from desktop.gateway.cloud_port import CloudKind, CloudStanding, CloudStatus, MoveReport, WorkerLife
from desktop.screens.outbox.acts import ACTS
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
from desktop.words import StateWords, Tone, count_words, span_words, state_words, when_words
from nightmail.delivery.model import DeliveryState
from nightmail.ports import Item, OutboxRow, Place

_UP = ActButton(Act.MOVE_UP, "Move to the cloud", "cloud")
_DOWN = ActButton(Act.MOVE_DOWN, "Move to this PC", "computer")
_KEEP = ActButton(Act.MOVE_DOWN, "Keep on this PC", "computer")
_MEND = ActButton(Act.MEND, "Let its account send", "play", Weight.PRIMARY)
_SIGN_IN = ActButton(Act.SIGN_IN, "Sign in", "cloud", Weight.PRIMARY)
_IN_THE_CLOUD = StateWords("In the cloud", "cloud", Tone.CALM)
_PAUSED = StateWords("Waits: account paused", "hold", Tone.WARN)
# Of messages with the same fate, this many are named.
_NAMED = 4
_MOVABLE = frozenset({DeliveryState.SCHEDULED, DeliveryState.HELD})


def is_out_of_sight(seen: OutboxRow | Item, standing: CloudStanding) -> bool:
    """It is in the cloud, and nobody is signed in to ask how it stands. This PC has but the record of its leaving."""
    return seen.place is Place.CLOUD and not standing.status.is_signed_in


def state_of(seen: OutboxRow | Item, standing: CloudStanding, *, is_stuck: bool) -> StateWords:
    if is_out_of_sight(seen, standing):
        return _IN_THE_CLOUD
    return _PAUSED if is_stuck else state_words(seen.delivery)


def is_stuck(seen: OutboxRow | Item, paused: Collection[UUID], now: datetime) -> bool:
    """Its time has come, and its account sends nothing."""
    delivery = seen.delivery
    return delivery.state is DeliveryState.SCHEDULED and delivery.due_at <= now and delivery.account_id in paused


def place_sign(seen: OutboxRow | Item, standing: CloudStanding) -> PlaceSign | None:
    """None where there is but one place."""
    id = seen.delivery.id
    if seen.is_moving:
        ask = "it is not known yet whether it arrived" if standing.status.is_signed_in else "sign in again to learn who has it"
        return PlaceSign("cloud", f"On its way to the cloud; {ask}", Tone.WARN)
    if not standing.status.is_signed_in:
        return None
    if seen.place is Place.CLOUD:
        return PlaceSign("cloud", "In the cloud, sent by its worker")
    if id in standing.bound:
        return PlaceSign("computer", "On this PC; goes to the cloud when it can be reached", Tone.WARN)
    if id in standing.stays:
        return PlaceSign("computer", f"On this PC: {standing.stays[id]}", Tone.WARN)
    return PlaceSign("computer", "On this PC")


def acts_of(seen: OutboxRow | Item, standing: CloudStanding, *, is_stuck: bool = False) -> tuple[ActButton, ...]:
    """What can be done with it. On its way it is nobody's to change: it can only be called back. Of a paused account nothing goes
    before that is mended."""
    if is_out_of_sight(seen, standing) or (seen.is_moving and not standing.status.is_signed_in):
        return (_SIGN_IN,)
    own = () if seen.is_moving else ACTS[seen.delivery.state]
    if is_stuck and own:
        own = (_MEND, *(each for each in own if each.act is not Act.SEND_NOW))
    return (*own, *_move_acts(seen, standing))


def _move_acts(seen: OutboxRow | Item, standing: CloudStanding) -> tuple[ActButton, ...]:
    if not standing.status.is_signed_in or seen.delivery.state not in _MOVABLE:
        return ()
    if seen.is_moving or seen.delivery.id in standing.bound:
        return (_KEEP,)
    return (_DOWN,) if seen.place is Place.CLOUD else (_UP,)


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
            return CloudLine("Connect a cloud")
        case CloudKind.SIGNED_OUT:
            return CloudLine("Cloud: sign in")
        case CloudKind.LOCKED:
            return CloudLine("Cloud: locked", "Cloud: sealed until you give the passphrase", Tone.WARN)
        case CloudKind.ENDED:
            return CloudLine("Cloud: sign in", "Cloud: your session has ended", Tone.WARN)
        case CloudKind.OFFLINE:
            return CloudLine("Cloud: offline", f"Cloud: does not answer{_since(status, now, zone)}", Tone.WARN)
        case CloudKind.PAUSED:
            return CloudLine("Cloud: paused", "Cloud: the project is paused", Tone.BAD)
        case CloudKind.SKEWED:
            return CloudLine("Cloud: trouble", "Cloud: this PC's clock differs", Tone.WARN)
        case CloudKind.TROUBLE:
            return CloudLine("Cloud: trouble", "Cloud: the project refuses", Tone.WARN)
        case CloudKind.SIGNED_IN:
            return _worker_line(standing, now)


def _worker_line(standing: CloudStanding, now: datetime) -> CloudLine:
    worker = standing.status.worker
    if worker is None:
        return CloudLine("Cloud", "Cloud: connected", Tone.CALM)
    if worker.is_alive and worker.seen_at is not None:
        return CloudLine("Cloud", f"Cloud: worker alive {span_words(now - worker.seen_at)} ago", Tone.GOOD)
    tone = Tone.BAD if standing.waiting_there else Tone.WARN
    if worker.seen_at is None:
        return CloudLine("Cloud: no worker", "Cloud: no worker is running", tone)
    return CloudLine("Cloud: no worker", f"Cloud: no worker for {span_words(now - worker.seen_at)}", tone)


def cloud_banner(standing: CloudStanding, accounts: Sequence[AccountLine], now: datetime, zone: str) -> Banner:
    """What of the cloud needs the person, or at least their knowing."""
    status = standing.status
    match status.kind:
        case CloudKind.ENDED:
            return Banner(f"{status.why} What is on this PC goes on as planned.".strip(), "Sign in", BannerAct.CLOUD)
        case CloudKind.OFFLINE | CloudKind.PAUSED | CloudKind.SKEWED | CloudKind.TROUBLE if standing.waiting_there:
            return Banner(f"{status.why} {_as_of(standing, now, zone)}", "Try again", BannerAct.LOOK)
        case CloudKind.PAUSED | CloudKind.TROUBLE | CloudKind.SKEWED:
            return Banner(status.why, "Try again", BannerAct.LOOK)
        case CloudKind.SIGNED_IN:
            return _changed_key(accounts) or _no_worker(standing)
        case _:
            return Banner()


def _changed_key(accounts: Sequence[AccountLine]) -> Banner | None:
    stale = next((account for account in accounts if account.cloud is AccountCloud.STALE), None)
    if stale is None:
        return None
    words = f"The worker's key or the account's servers changed. The cloud can't send from {stale.address} until you agree again."
    return Banner(words, "Look at it", BannerAct.SEAL, stale)


def _no_worker(standing: CloudStanding) -> Banner:
    worker = standing.status.worker
    if worker is None or worker.is_alive or not standing.waiting_there:
        return Banner()
    waiting = count_words(standing.waiting_there, "message waits", "messages wait")
    return Banner(
        f"No cloud worker is running, and {waiting} there. Ask whoever runs the project, or move them to this PC.",
        "Details",
        BannerAct.CLOUD,
    )


def _as_of(standing: CloudStanding, now: datetime, zone: str) -> str:
    """What is shown may be old, and is no worse for it."""
    many = count_words(standing.waiting_there, "message", "messages")
    if standing.status.kind is CloudKind.PAUSED:
        return f"{many} there will not be sent until it is resumed."
    since = standing.status.since
    seen = f" as of {when_words(since, now, zone)}" if since else " as last seen"
    return f"Its part of the list is shown{seen}{_worker_then(standing.status, now, zone)}."


def _worker_then(status: CloudStatus, now: datetime, zone: str) -> str:
    """What was last known of who sends there; nothing is promised."""
    match status.worker:
        case None:
            return ""
        case WorkerLife(is_alive=True, seen_at=datetime() as seen_at):
            return f"; its worker was running at {when_words(seen_at, now, zone)}"
        case _:
            return "; no worker was running there"


def _since(status: CloudStatus, now: datetime, zone: str) -> str:
    return f" since {when_words(status.since, now, zone)}" if status.since else ""


def report_words(report: MoveReport) -> tuple[str, str]:
    """What became of a move of everything, where not all went: a title, and the reasons, each once."""
    whole = report.moved + len(report.stays)
    reasons: dict[str, list[str]] = {}
    for subject, why in report.stays:
        reasons.setdefault(why, []).append(subject)
    lines = []
    for why, subjects in reasons.items():
        named = ", ".join(f"“{subject}”" for subject in subjects[:_NAMED])
        more = f" and {len(subjects) - _NAMED} more" if len(subjects) > _NAMED else ""
        lines.append(f"{named}{more}: {why}")
    stays = count_words(len(report.stays), "message stays", "messages stay")
    return f"{report.moved} of {whole} moved; {stays} on this PC.", "\n\n".join(lines)
