"""Make of what was read the state that the main window shows. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from desktop.drafts import SavedDraft
from desktop.gateway.port import AgentKind
from desktop.language import plural, tr
from desktop.screens.outbox.body import Body
from desktop.screens.outbox.causes import cards
from desktop.screens.outbox.cloud_lines import cloud_line
from desktop.screens.outbox.detail import detail_of
from desktop.screens.outbox.lines import (
    Page,
    account_line,
    agent_line,
    draft_row,
    empty,
    folder_line,
    next_words,
    notices,
    queue_words,
    still_to_go,
    stuck_line,
)
from desktop.screens.outbox.state import (
    FOLDER_STATES,
    AccountLine,
    Act,
    ActButton,
    Banner,
    Card,
    Chosen,
    Detail,
    Empty,
    Folder,
    OutboxState,
    Row,
    attention_count,
)
from desktop.screens.outbox.waits import held_by
from nightmail.delivery.model import DeliveryState
from nightmail.message.words import is_in
from nightmail.ports import Item

# Outside “Needs attention” the list itself keeps its room.
_MOST_NOTICES = 2
# What is done to each of many alike; the others ask something of the one.
_MANY = frozenset(
    {Act.SEND_NOW, Act.RESCHEDULE, Act.HOLD, Act.RESUME, Act.CANCEL, Act.ARRIVED, Act.SEND_AGAIN, Act.REDRIVE}
    | {Act.MOVE_UP, Act.MOVE_DOWN}
)


def shown(state: OutboxState, page: Page, rows: tuple[Row, ...], detail: Detail | None, now: datetime, zone: str) -> OutboxState:
    """`state` with all that follows from the page; where the list begins and ends is the caller's to say."""
    accounts = tuple(account_line(index, account, page.cloud) for index, account in enumerate(page.accounts))
    is_attention = state.folder is Folder.ATTENTION and not state.is_everywhere
    # Of what a search left, the cards would tell only a part.
    has_cards = is_attention and not state.search.strip()
    told = notices(page, accounts, now, zone, has_cards=has_cards)
    most = len(told) if is_attention else _MOST_NOTICES
    return replace(
        state,
        folders=tuple(folder_line(folder, page) for folder in Folder),
        accounts=accounts,
        rows=rows,
        cards=_cards(page, accounts, now, zone) if has_cards else (),
        detail=detail,
        agent=agent_line(page, now, zone),
        queue=queue_words(page),
        next_due=page.next_row.delivery.due_at if page.next_row else None,
        is_sending=any(page.counts.get(each, 0) for each in FOLDER_STATES[Folder.SENDING]),
        next_up=next_words(page.next_row, now, zone),
        still_to_go=still_to_go(page),
        sent=page.counts.get(DeliveryState.SENT, 0),
        can_move_up=page.cloud.status.answers and any(sealed.is_current for sealed in page.cloud.sealed.values()),
        cloud=cloud_line(page.cloud, now, zone),
        empty=_empty(state, elsewhere(page, state)) if state.is_loaded and not rows else None,
        banner=told[0] if told else Banner(),
        notices=told[1:most],
        more_notices=max(len(told) - most, 0),
        stuck=stuck_line(page, now),
        is_sent_elsewhere=page.agent.kind is AgentKind.ELSEWHERE,
        is_locked=page.agent.kind is AgentKind.LOCKED,
        is_welcome=state.is_loaded and not page.accounts,
    )


def _cards(page: Page, accounts: Sequence[AccountLine], now: datetime, zone: str) -> tuple[Card, ...]:
    due = Counter(row.delivery.account_id for row in page.behind)
    return cards(page.rows, page.whys, accounts, page.accounts, page.holds, due, now, zone, proven=page.proven)


def window_title(state: OutboxState) -> str:
    """What the taskbar says where there is no badge."""
    count = attention_count(state)
    said = plural("{count} message needs your attention – Nightmail", "{count} messages need your attention – Nightmail", count)
    return said if count else "Nightmail"


def is_of_drafts(state: OutboxState) -> bool:
    return state.folder is Folder.DRAFTS and not state.is_everywhere


def drafts_found(page: Page, state: OutboxState) -> tuple[SavedDraft, ...]:
    """Those of the account that is looked at, with the words that are looked for."""
    wanted = state.search.strip()
    return tuple(
        saved
        for saved in page.drafts
        if (not wanted or is_in(wanted, saved.draft.subject, *saved.draft.to, *saved.draft.cc, saved.draft.text))
        and state.account_id in (None, saved.account_id)
    )


def draft_rows(page: Page, state: OutboxState, now: datetime, zone: str) -> tuple[Row, ...]:
    """In their folder by day; among what was found in all folders, under a heading of their own."""
    colours = {account.id: index for index, account in enumerate(page.accounts)}
    rows = tuple(draft_row(saved, colours, now, zone) for saved in drafts_found(page, state))
    if not state.is_everywhere:
        return rows
    return tuple(replace(row, group=tr("Drafts") if state.is_grouped else "") for row in rows)


def elsewhere(page: Page, state: OutboxState) -> int:
    """What a search that finds nothing here would find in all folders."""
    if not state.search.strip() or state.is_everywhere:
        return 0
    return page.elsewhere + (0 if state.folder is Folder.DRAFTS else len(drafts_found(page, state)))


def _empty(state: OutboxState, found_elsewhere: int) -> Empty:
    words = state.search.strip()
    if not words:
        return empty()[state.folder]
    press = plural("Show {count} found elsewhere", "Show {count} found elsewhere", found_elsewhere)
    said = tr("No message here matches “{search}”.", search=words)
    if state.is_everywhere:
        said = tr("No message in any folder matches “{search}”.", search=words)
    return Empty("search", tr("Nothing found"), said, press if found_elsewhere else tr("Clear search"))


def chosen_of(rows: Sequence[Row], ids: Sequence[UUID]) -> Chosen:
    """What can be done with at least one of them; each act once, in the order the rows offer them."""
    wanted = set(ids)
    offered: dict[Act, ActButton] = {}
    for each in rows:
        if each.id in wanted:
            offered.update({act.act: act for act in each.acts if act.act in _MANY and act.act not in offered})
    words = plural("{count} message chosen", "{count} messages chosen", len(ids))
    return Chosen(tuple(ids), words, tuple(offered.values()))


def neighbour_of(id: UUID, before: Sequence[UUID], there: Collection[UUID]) -> UUID | None:
    """Of those that are still there, the nearest that stood behind it; else the nearest before."""
    place = before.index(id)
    return next((near for near in (*before[place + 1 :], *reversed(before[:place])) if near in there), None)


def detail_now(page: Page, item: Item, body: Body, now: datetime, zone: str) -> Detail:
    its = item.delivery.account_id
    whole = detail_of(
        item,
        page.cloud,
        sends=_sends(page.agent.kind),
        now=now,
        zone=zone,
        paused=page.paused,
        hold=held_by(item, page.holds, now),
        has_mailbox=any(account.imap is not None for account in page.accounts if account.id == its),
        in_hand=page.in_hand,
    )
    return body.put_into(whole)


def _sends(kind: AgentKind) -> str:
    match kind:
        case AgentKind.LOCKED:
            return tr("this PC, once it is unlocked")
        case AgentKind.STOPPED:
            return tr("this PC, once it sends again")
        case _:
            return tr("this PC")
