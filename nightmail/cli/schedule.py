"""`nightmail schedule`: one message from options, or many from a file of JSON lines (see `bulk.py`)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from nightmail.cli import shapes
from nightmail.cli.command import Call, command
from nightmail.cli.failure import UsageProblem
from nightmail.cli.priorities import PriorityWord, priority_of
from nightmail.cli.render import local
from nightmail.cli.settings import Settings
from nightmail.cli.times import AtOption, DeadlineOption, InOption, NowOption, ZoneOption, schedule_of, wait_of
from nightmail.cli.wiring import opened
from nightmail.clock import SystemClock
from nightmail.delivery.retry import DEFAULT_LIFETIME
from nightmail.errors import PersonError
from nightmail.ports import Scheduled, Suppression
from nightmail.schedule.model import NOW, Schedule

if TYPE_CHECKING:
    from nightmail.message.draft import Draft

AccountOption = Annotated[str | None, typer.Option("--account", metavar="ADDRESS", help="The account to send from.")]
ToOption = Annotated[list[str] | None, typer.Option("--to", metavar="ADDRESS", help="Recipient; may be repeated.")]
CcOption = Annotated[list[str] | None, typer.Option("--cc", metavar="ADDRESS", help="Copy; may be repeated.")]
BccOption = Annotated[list[str] | None, typer.Option("--bcc", metavar="ADDRESS", help="Blind copy; may be repeated.")]
SubjectOption = Annotated[str | None, typer.Option("--subject", metavar="TEXT")]
TextOption = Annotated[str | None, typer.Option("--text", metavar="TEXT", help="The message as plain text.")]
HtmlOption = Annotated[Path | None, typer.Option("--html", metavar="FILE", help="The message as HTML.")]
EmlOption = Annotated[Path | None, typer.Option("--eml", metavar="FILE", help="A whole message (RFC 5322).")]
AttachOption = Annotated[list[Path] | None, typer.Option("--attach", metavar="FILE", help="Attachment; may be repeated.")]
PriorityOption = Annotated[
    PriorityWord | None, typer.Option("--priority", help="Which of several due messages leaves first; normal where not given.")
]
KeyOption = Annotated[str | None, typer.Option("--idempotency-key", metavar="KEY", help="The same key is scheduled once.")]
JsonlOption = Annotated[
    str | None, typer.Option("--jsonl", metavar="FILE", help="Many messages, one JSON object a line; - is stdin.")
]


def register(app: typer.Typer) -> None:
    command(app, "schedule")(schedule)


def schedule(
    call: Call,
    *,
    account: AccountOption = None,
    to: ToOption = None,
    cc: CcOption = None,
    bcc: BccOption = None,
    subject: SubjectOption = None,
    text: TextOption = None,
    html: HtmlOption = None,
    eml: EmlOption = None,
    attach: AttachOption = None,
    at: AtOption = None,
    zone: ZoneOption = None,
    wait: InOption = None,
    now: NowOption = False,
    deadline: DeadlineOption = None,
    idempotency_key: KeyOption = None,
    priority: PriorityOption = None,
    jsonl: JsonlOption = None,
) -> object:
    """Schedule a message. Without a time it leaves now."""
    if jsonl is not None:
        from nightmail.cli.bulk import schedule_lines

        _refuse_beside_jsonl(
            to, cc, bcc, subject, text, html, eml, attach, at, zone, wait, deadline, idempotency_key, priority, now or None
        )
        schedule_lines(call, jsonl, default_account=account)
        return None
    if account is None:
        raise UsageProblem("Missing option '--account': which account is it sent from?")
    if text is None and html is None and eml is None:
        raise UsageProblem("Missing one of '--text', '--html' and '--eml': what does the message say?")
    if eml is not None and (text is not None or html is not None):
        raise UsageProblem("--eml is a whole message; --text and --html can't be given with it.")
    when = schedule_of(at=at, zone=zone, wait=wait, now=now, said_at=SystemClock().now()) or NOW
    lifetime = DEFAULT_LIFETIME if deadline is None else wait_of(deadline)
    rank = priority_of(priority) if priority else None
    draft = _draft(to or (), cc or (), bcc or (), subject, text, html, eml, attach or ())

    async def work() -> None:
        async with opened(call.settings) as room:
            kept = await room.accounts.find(account)
            receipt = await room.outbox.schedule(
                draft, kept, when, idempotency_key=idempotency_key, lifetime=lifetime, priority=rank
            )
            warned = await room.outbox.warnings([*draft.to, *draft.cc, *draft.bcc])
        call.out.answer(shapes.scheduled(receipt, warned), lambda: _as_text(call.settings, receipt, when, warned, draft))

    return work()


def _named_again(draft: Draft) -> list[str]:
    """A sentence for each recipient that is named more than once, in whatever capitals."""
    from nightmail.message.addresses import parse_address
    from nightmail.message.model import Address, without_capitals

    read = [parse_address(typed) for typed in (*draft.to, *draft.cc, *draft.bcc)]
    named = Counter(without_capitals(one.spec) for one in read if isinstance(one, Address))
    return [f"{spec} is named {times} times and gets one mail." for spec, times in named.items() if times > 1]


def _as_text(settings: Settings, receipt: Scheduled, when: Schedule, warned: Sequence[Suppression], draft: Draft) -> str:
    from nightmail.outbox import bounced_words

    said = "It leaves" if receipt.is_new else "It was scheduled before with this key, and leaves"
    words = f"{said} {local(receipt.due_at)}. Follow it: nightmail outbox show {receipt.id}"
    if receipt.is_new and when != NOW and _has_cloud(settings):
        words += f"\nTo have it leave while this PC is off: nightmail outbox move {receipt.id} --to cloud"
    return "\n".join([words, *_named_again(draft), *map(bounced_words, warned)])


def _has_cloud(settings: Settings) -> bool:
    """Somebody has signed in to a cloud from this profile. Whether it can send from the account, the move will say."""
    from nightmail.cloud.settings import read_connection

    if settings.database_url is not None:
        return False
    try:
        connection = read_connection(settings.profile)
    except PersonError:
        # The message is scheduled: a damaged file of settings is told where it is needed.
        return False
    return connection is not None and connection.user_id is not None


def _refuse_beside_jsonl(*options: object) -> None:
    if any(option for option in options):
        raise UsageProblem(
            "With --jsonl every line says its own recipients, content and time; only --account can be given with it."
        )


def _draft(
    to: Sequence[str],
    cc: Sequence[str],
    bcc: Sequence[str],
    subject: str | None,
    text: str | None,
    html: Path | None,
    eml: Path | None,
    attach: Sequence[Path],
) -> Draft:
    """What was typed, over what the .eml says."""
    from nightmail.message.addresses import split_addresses
    from nightmail.message.attach import file_for

    draft = _first_draft(text, html, eml)
    people = {
        name: tuple(address for typed in given for address in split_addresses(typed))
        for name, given in (("to", to), ("cc", cc), ("bcc", bcc))
        if given
    }
    return replace(
        draft,
        to=people.get("to", draft.to),
        cc=people.get("cc", draft.cc),
        bcc=people.get("bcc", draft.bcc),
        subject=draft.subject if subject is None else subject,
        files=draft.files + tuple(file_for(path) for path in attach),
    )


def _first_draft(text: str | None, html: Path | None, eml: Path | None) -> Draft:
    from nightmail.message.draft import Draft
    from nightmail.message.eml import draft_from_eml

    if eml is not None:
        return draft_from_eml(_content(eml))
    try:
        return Draft(text=text or "", html=None if html is None else _content(html).decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PersonError("html-unreadable", f"{html} is not UTF-8 text.", next="Save it as UTF-8.") from error


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise PersonError("file-unreadable", f"{path} can't be read: {error.strerror}.", next="Check its name.") from error
