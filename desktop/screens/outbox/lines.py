"""Turn one reading of the outbox into the main window's lines. Pure: facts, an instant and a zone in, words out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from desktop.drafts import SavedDraft
from desktop.gateway.cloud_port import CloudKind, CloudStanding
from desktop.gateway.port import SANDBOX_ADDRESS, AgentKind, AgentStatus
from desktop.language import plural, tr
from desktop.screens.outbox.causes import Why
from desktop.screens.outbox.cloud_lines import account_cloud, acts_of, cloud_banner, is_stuck, place_sign, state_of
from desktop.screens.outbox.state import (
    FOLDER_STATES,
    AccountAct,
    AccountCloud,
    AccountLine,
    AgentLine,
    Banner,
    BannerAct,
    Empty,
    Folder,
    FolderLine,
    Row,
    folder_words,
)
from desktop.screens.outbox.waits import Holds, held_by, held_state, hold_notices, pause_notices
from desktop.words import (
    StateWords,
    Tone,
    group_of,
    people_words,
    person_word,
    wait_words,
    when_words,
)
from nightmail.account.model import Account, AccountState
from nightmail.accounts import PAUSED_BY_PERSON
from nightmail.delivery.breaker import Hold
from nightmail.delivery.model import DeliveryState
from nightmail.ports import OutboxRow, Stuck, StuckReason
from nightmail.watchdog import stuck_words

OPEN = frozenset({DeliveryState.SCHEDULED, DeliveryState.CLAIMED, DeliveryState.TRANSMITTING})


NOTHING_STUCK = Stuck(0, None, {})
NOTHING_HELD: Holds = {}


@dataclass(frozen=True, slots=True)
class Page:
    """One reading of everything the main window shows. `next_row` goes first of all, `next_here` of what this PC sends.
    `behind` is what is due from accounts that are paused, `whys` what those that failed met, `proven` which of the paused
    accounts ever sent anything, `elsewhere` how many messages of other folders match the words that found nothing here."""

    rows: tuple[OutboxRow, ...]
    counts: Mapping[DeliveryState, int]
    next_row: OutboxRow | None
    next_here: OutboxRow | None
    accounts: tuple[Account, ...]
    drafts: tuple[SavedDraft, ...]
    agent: AgentStatus
    cloud: CloudStanding
    stuck: Stuck = NOTHING_STUCK
    holds: Holds = field(default_factory=dict)
    behind: tuple[OutboxRow, ...] = ()
    whys: Mapping[UUID, Why] = field(default_factory=dict)
    proven: frozenset[UUID] = frozenset()
    elsewhere: int = 0

    @property
    def in_hand(self) -> dict[UUID, UUID]:
        """The drafts that messages are now, by message."""
        return {saved.stands_for: saved.id for saved in self.drafts if saved.stands_for is not None}

    @property
    def edited(self) -> int:
        """How many messages on hold are drafts at the moment."""
        return min(sum(saved.replaces is not None for saved in self.drafts), self.counts.get(DeliveryState.HELD, 0))

    @property
    def paused(self) -> frozenset[UUID]:
        return frozenset(account.id for account in self.accounts if account.state is AccountState.PAUSED)


def empty() -> dict[Folder, Empty]:
    return {
        Folder.DRAFTS: Empty(
            "draft", tr("No drafts"), tr("What you write is kept here until you send or schedule it."), tr("New message")
        ),
        Folder.SCHEDULED: Empty(
            "moon", tr("Nothing is scheduled"), tr("Write now; it leaves at the moment you choose."), tr("New message")
        ),
        Folder.SENDING: Empty(
            "sending", tr("Nothing is being sent"), tr("Messages pass through here for a moment on their way out."), ""
        ),
        Folder.ATTENTION: Empty("tick", tr("All is well"), tr("No message needs you."), ""),
        Folder.SENT: Empty(
            "sent",
            tr("Nothing sent yet"),
            tr("Messages that a server accepted stay here with their timeline."),
            tr("New message"),
        ),
        Folder.HELD: Empty("hold", tr("Nothing is on hold"), tr("Messages you pause wait here until you resume them."), ""),
        Folder.CANCELLED: Empty(
            "cancelled", tr("Nothing was cancelled"), tr("A cancelled message can be scheduled again from here."), ""
        ),
    }


def title(folder: Folder) -> str:
    return folder_words()[folder][0]


def folder_line(folder: Folder, page: Page) -> FolderLine:
    label, icon = folder_words()[folder]
    count = sum(page.counts.get(state, 0) for state in FOLDER_STATES[folder])
    # As many as the folder lists: what waits for a paused account stands among the scheduled and needs attention too.
    match folder:
        case Folder.DRAFTS:
            count = len(page.drafts)
        case Folder.ATTENTION:
            count += len(page.behind)
        case Folder.HELD:
            count -= page.edited
    is_quiet = folder in (Folder.SENT, Folder.CANCELLED)
    told = plural("{count} message", "{count} messages", count) if is_quiet else ""
    return FolderLine(folder, label, icon, 0 if is_quiet else count, folder is Folder.ATTENTION and count > 0, told)


def account_line(index: int, account: Account, standing: CloudStanding) -> AccountLine:
    cloud = account_cloud(account.id, standing)
    is_paused = account.state is AccountState.PAUSED
    return AccountLine(
        id=account.id,
        address=account.address,
        label=account.name or account.address,
        colour=index,
        pause_reason=(account.pause_reason or "Paused.") if is_paused else "",
        is_paused_by_person=is_paused and account.pause_reason == PAUSED_BY_PERSON,
        acts=_account_acts(account, cloud, standing),
        cloud=cloud,
    )


def _account_acts(account: Account, cloud: AccountCloud, standing: CloudStanding) -> tuple[AccountAct, ...]:
    resume = AccountAct.RESUME if account.state is AccountState.PAUSED else AccountAct.PAUSE
    if account.address == SANDBOX_ADDRESS:
        return (AccountAct.CAUGHT, resume, AccountAct.SETTINGS, AccountAct.LEAVE)
    return (
        *_sign_in_acts(account, cloud),
        resume,
        *(_CLOUD_ACTS[cloud] if standing.status.is_signed_in else ()),
        *((AccountAct.SERVERS, AccountAct.SETTINGS) if cloud is not AccountCloud.THERE else ()),
        AccountAct.REMOVE,
    )


def _sign_in_acts(account: Account, cloud: AccountCloud) -> tuple[AccountAct, ...]:
    if not account.smtp.username or cloud is AccountCloud.THERE:
        return ()
    return (AccountAct.SIGN_IN,) if account.options.oauth else (AccountAct.PASSWORD,)


_CLOUD_ACTS = {
    AccountCloud.HERE: (AccountAct.SEAL,),
    AccountCloud.STALE: (AccountAct.SEAL, AccountAct.REVOKE),
    AccountCloud.SEALED: (AccountAct.REVOKE,),
    AccountCloud.THERE: (),
}


def row(
    row: OutboxRow,
    colours: Mapping[UUID, int],
    standing: CloudStanding,
    now: datetime,
    zone: str,
    *,
    paused: Collection[UUID] = (),
    holds: Holds = NOTHING_HELD,
    group: str = "",
    is_in_hand: bool = False,
) -> Row:
    delivery = row.delivery
    at = when_of(row)
    stuck = is_stuck(row, paused, now)
    hold = None if stuck else held_by(row, holds, now)
    return Row(
        id=delivery.id,
        state=held_state(hold) if hold else state_of(row, standing, is_stuck=stuck, is_in_hand=is_in_hand),
        people=people_words([person_word(typed) for typed in row.to]),
        subject=row.subject or tr("(no subject)"),
        when=when_words(at, now, zone),
        wait=_wait(row, hold, now, zone) if delivery.state is DeliveryState.SCHEDULED and not stuck else "",
        group=group,
        colour=colours.get(delivery.account_id, 0),
        has_attachments=row.has_attachments,
        acts=acts_of(row, standing, is_stuck=stuck, is_in_hand=is_in_hand),
        place=place_sign(row, standing),
    )


def when_of(row: OutboxRow) -> datetime:
    """While it is not confirmed, what is due is only the next look for it."""
    delivery = row.delivery
    return row.sent_at or (delivery.wanted_at if delivery.state is DeliveryState.IN_DOUBT else delivery.due_at)


def _wait(row: OutboxRow, hold: Hold | None, now: datetime, zone: str) -> str:
    return tr("next try {when}", when=when_words(hold.until, now, zone)) if hold else wait_words(row.delivery.due_at - now)


def draft_row(saved: SavedDraft, colours: Mapping[UUID, int], now: datetime, zone: str) -> Row:
    draft = saved.draft
    return Row(
        id=saved.id,
        state=StateWords(tr("Draft"), "draft", Tone.CALM),
        people=people_words([person_word(typed) for typed in draft.to]),
        subject=draft.subject or tr("(no subject)"),
        when=when_words(saved.saved_at, now, zone),
        wait="",
        group=group_of(saved.saved_at, now, zone),
        colour=colours.get(saved.account_id, 0) if saved.account_id else 0,
        has_attachments=bool(draft.files),
        is_draft=True,
    )


def agent_line(page: Page, now: datetime, zone: str) -> AgentLine:
    match page.agent.kind:
        case AgentKind.OPENING:
            return AgentLine(tr("Opening…"), Tone.CALM)
        case AgentKind.HERE:
            return AgentLine(_with_next(tr("This PC sends"), page, now, zone), Tone.GOOD)
        case AgentKind.ELSEWHERE:
            return AgentLine(_with_next(tr("Another Nightmail on this PC sends"), page, now, zone), Tone.GOOD)
        case AgentKind.LOCKED:
            return AgentLine(tr("Nothing is being sent: the passwords are sealed"), Tone.BAD)
        case AgentKind.STOPPED:
            return AgentLine(tr("Nothing is being sent from this PC"), Tone.BAD)


def _with_next(sends: str, page: Page, now: datetime, zone: str) -> str:
    upcoming = next_words(page.next_here, now, zone)
    if upcoming:
        return tr("{sends} · next: {line}", sends=sends, line=upcoming)
    return sends if still_to_go(page) else tr("{sends} · nothing waits", sends=sends)


def next_words(row: OutboxRow | None, now: datetime, zone: str) -> str:
    """Of what goes next; of what waits beyond its time other lines tell."""
    if row is None or row.delivery.due_at < now:
        return ""
    subject = row.subject or tr("(no subject)")
    return tr("{when}, {subject}", when=when_words(row.delivery.due_at, now, zone), subject=subject)


def still_to_go(page: Page) -> int:
    """From this PC."""
    return max(sum(page.counts.get(state, 0) for state in OPEN) - page.cloud.waiting_there, 0)


def queue_words(page: Page) -> str:
    waiting = sum(page.counts.get(state, 0) for state in OPEN)
    if waiting:
        return plural("{count} message to go", "{count} messages to go", waiting)
    if page.edited:
        return plural("{count} message is being edited", "{count} messages are being edited", page.edited)
    return tr("Queue empty")


def stuck_line(page: Page, now: datetime) -> str:
    """What should have left and does not move, for reasons that nothing else on the screen tells."""
    told = (StuckReason.PAUSED, StuckReason.BREAKER)
    reasons = {reason: many for reason, many in page.stuck.reasons.items() if reason not in told}
    if not reasons or page.stuck.oldest_due is None:
        return ""
    return stuck_words(Stuck(sum(reasons.values()), page.stuck.oldest_due, reasons), since=now - page.stuck.oldest_due)


def notices(
    page: Page, accounts: Sequence[AccountLine], now: datetime, zone: str, *, has_cards: bool = False
) -> tuple[Banner, ...]:
    """What is to be said above the list, what matters most first; nothing where all is well. Cards tell of accounts and servers
    at more length."""
    paused = pause_notices(accounts, Counter(row.delivery.account_id for row in page.behind), page.proven)
    cloud = cloud_banner(page.cloud, accounts, now, zone)
    is_over = page.cloud.status.kind is CloudKind.ENDED
    found = (
        _agent_notice(page, now),
        *((cloud,) if is_over else ()),
        *(() if has_cards else (*paused, *hold_notices(page.holds, accounts, now, zone))),
        *(() if is_over else (cloud,)),
        _try_out_notice(accounts),
    )
    return tuple(each for each in found if each.sentence)


def _try_out_notice(accounts: Sequence[AccountLine]) -> Banner:
    """Nobody is to take what only was tried for sent."""
    tried = next((each for each in accounts if each.address == SANDBOX_ADDRESS), None)
    if tried is None or len(accounts) > 1:
        return Banner()
    words = tr("You are trying Nightmail out: nothing leaves this PC.")
    return Banner(words, tr("See what was caught"), BannerAct.CAUGHT, tried, is_calm=True)


def _agent_notice(page: Page, now: datetime) -> Banner:
    """Whatever keeps this PC from sending at all."""
    if page.agent.kind is AgentKind.LOCKED:
        return Banner(
            tr("The passwords of your accounts are sealed. This PC sends nothing until you give the passphrase."),
            tr("Unlock"),
            BannerAct.UNLOCK,
        )
    if page.agent.kind is AgentKind.STOPPED and page.agent.why:
        return Banner(tr("This PC sends nothing. {why}", why=page.agent.why))
    if stuck := stuck_line(page, now):
        return Banner(stuck)
    return Banner()
