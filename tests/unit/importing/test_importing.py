from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.account.model import Account, Limits, Security, Server
from nightmail.errors import OutsideError, PersonError
from nightmail.importing.files import LARGEST_MAIL, RawMail, read_mails
from nightmail.importing.ledger import Ledger, id_for, marks_of
from nightmail.importing.plan import Fate, Note, Planned, plan
from nightmail.importing.send_later import read_header

NOW = datetime(2026, 11, 11, 17, 3, tzinfo=UTC)
ZONE = "Europe/Berlin"
ANNA = Account(
    UUID(int=1),
    UUID(int=0),
    "anna@example.org",
    "Anna",
    Server("smtp.example.org", 465, Security.TLS),
    None,
    Limits(2, 100, 50, 25_000_000),
)
WORK = Account(
    UUID(int=2),
    UUID(int=0),
    "anna@studio.example",
    "",
    Server("smtp.studio.example", 465, Security.TLS),
    None,
    Limits(2, 100, 50),
)


def mail(
    subject: str = "Hello",
    *,
    to: str = "Tom <tom@example.net>",
    sender: str = "Anna <anna@example.org>",
    id: str = "<1@example.org>",
    at: str = "",
    more: str = "",
    body: str = "Dear Tom\n",
) -> bytes:
    later = f"X-Send-Later-At: {at}\nX-Send-Later-Uuid: {{u-{subject}}}\n" if at else ""
    return f"From: {sender}\nTo: {to}\nSubject: {subject}\nMessage-ID: {id}\n{later}{more}\n{body}".encode()


def planned(
    *contents: bytes,
    known: frozenset[str] = frozenset(),
    accounts: tuple[Account, ...] = (ANNA, WORK),
    chosen: Account | None = None,
) -> list[Planned]:
    mails = [RawMail(Path("Drafts"), number, content) for number, content in enumerate(contents, 1)]
    return list(plan(mails, known=known, accounts=accounts, chosen=chosen, now=NOW, zone=ZONE))


MORNING = "Thu, 12 Nov 2026 08:00:00 +0100"


# -------------------------------------------------------------------------------------------- files


def mbox(*contents: bytes) -> bytes:
    return b"".join(
        b"From - Wed Nov 11 10:00:00 2026\n" + content.replace(b"\nFrom ", b"\n>From ") + b"\n" for content in contents
    )


def subjects(path: Path) -> list[str]:
    return [planned(each.content or b"")[0].draft.subject for each in read_mails(path)]


def test_an_mbox_is_read_mail_by_mail_and_its_quoting_undone(tmp_path: Path) -> None:
    file = tmp_path / "Drafts"
    file.write_bytes(mbox(mail("One", body="a\n\nFrom here on\n"), mail("Two"), mail("Drei ü")))

    found = list(read_mails(file))

    assert [each.number for each in found] == [1, 2, 3]
    assert found[0].content is not None and b"\nFrom here on\n" in found[0].content
    assert subjects(file) == ["One", "Two", "Drei ü"]


def test_a_profile_is_searched_for_drafts_and_nothing_else(tmp_path: Path) -> None:
    box = tmp_path / "ImapMail" / "imap.example.org"
    box.mkdir(parents=True)
    (box / "Drafts").write_bytes(mbox(mail("In Drafts")))
    (box / "Entwürfe").write_bytes(mbox(mail("In Entwürfe")))
    (box / "INBOX").write_bytes(mbox(mail("Private")))
    (box / "Drafts.msf").write_bytes(b"// <!-- <mdb:mork")
    (tmp_path / "one.eml").write_bytes(mail("An eml"))
    (tmp_path / "link.eml").symlink_to(tmp_path / "one.eml")

    assert sorted(subjects(tmp_path)) == ["An eml", "In Drafts", "In Entwürfe"]


def test_a_maildir_is_read_without_what_is_being_written_or_was_thrown_away(tmp_path: Path) -> None:
    for part in ("cur", "new", "tmp"):
        (tmp_path / "Drafts" / part).mkdir(parents=True)
    (tmp_path / "Drafts" / "cur" / "1.host:2,DS").write_bytes(mail("Kept"))
    (tmp_path / "Drafts" / "cur" / "2.host:2,DT").write_bytes(mail("Trashed"))
    (tmp_path / "Drafts" / "new" / "3.host").write_bytes(mail("New"))
    (tmp_path / "Drafts" / "tmp" / "4.host").write_bytes(mail("Half"))

    found = {planned(each.content or b"")[0].draft.subject: each.is_deleted for each in read_mails(tmp_path)}

    assert found == {"Kept": False, "Trashed": True, "New": False}


def test_what_thunderbird_deleted_and_did_not_compact_is_known_as_deleted(tmp_path: Path) -> None:
    file = tmp_path / "Drafts"
    file.write_bytes(mbox(mail("Gone", more="X-Mozilla-Status: 0009\n"), mail("Here", more="X-Mozilla-Status: 0001\n")))

    assert [each.is_deleted for each in read_mails(file)] == [True, False]


def test_a_huge_mail_is_named_and_not_read(tmp_path: Path) -> None:
    file = tmp_path / "huge.eml"
    with file.open("wb") as handle:
        handle.truncate(LARGEST_MAIL + 1)

    (found,) = read_mails(file)
    (each,) = plan([found], known=(), accounts=(ANNA,), now=NOW, zone=ZONE)

    assert found.content is None
    assert (each.fate, each.notes) == (Fate.SKIP, (Note.TOO_LARGE,))


def test_a_file_that_is_not_there_or_can_not_be_read_is_said(tmp_path: Path) -> None:
    with pytest.raises(PersonError, match="There is no"):
        list(read_mails(tmp_path / "nothing"))
    empty = tmp_path / "empty.eml"
    empty.write_bytes(b"")
    assert [each.notes for each in plan(read_mails(empty), known=(), accounts=(), now=NOW, zone=ZONE)] == [(Note.UNREADABLE,)]


@given(st.binary(max_size=400))
def test_any_octets_are_planned_and_nothing_is_raised(octets: bytes) -> None:
    planned(octets, b"X-Send-Later-At: " + octets + b"\n\nx", mail(more="") + octets)


# -------------------------------------------------------------------------------------------- the plan


def test_a_send_later_draft_is_scheduled_at_its_time_from_its_own_account() -> None:
    (each,) = planned(mail(at=MORNING, sender="anna@STUDIO.example", more="Bcc: lena@example.net\n"))

    assert each.fate is Fate.SCHEDULE
    assert each.schedule is not None
    assert (each.schedule.local_time, each.schedule.zone) == (datetime(2026, 11, 12, 8), ZONE)
    assert each.account_id == WORK.id
    assert each.draft.bcc == ("lena@example.net",)
    assert each.notes == ()


@pytest.mark.parametrize(
    ("content", "notes"),
    [
        (mail(), ()),
        (mail(at="Wed, 11 Nov 2026 08:00:00 +0100"), (Note.PAST,)),
        (mail(at="soon"), (Note.GARBLED_TIME,)),
        (mail(at="Thu, 12 Nov 2026 08:00:00"), (Note.GARBLED_TIME,)),
        (mail(at=MORNING, to="nobody"), (Note.UNSENDABLE,)),
        (mail(at=MORNING, to=""), (Note.UNSENDABLE,)),
    ],
)
def test_what_can_not_be_scheduled_becomes_a_draft_and_says_why(content: bytes, notes: tuple[Note, ...]) -> None:
    (each,) = planned(content)

    assert each.fate is Fate.DRAFT
    assert each.notes == notes
    assert each.schedule is None


def test_without_an_account_everything_becomes_a_draft() -> None:
    (each,) = planned(mail(at=MORNING), accounts=())

    assert (each.fate, each.notes, each.account_id) == (Fate.DRAFT, (Note.NO_ACCOUNT,), None)


@pytest.mark.parametrize("accounts", [(ANNA, WORK), (ANNA,)])
@pytest.mark.parametrize(
    ("sender", "note"), [("Old <old@elsewhere.example>", Note.OTHER_SENDER), ("", Note.NO_SENDER), ("Anna", Note.OTHER_SENDER)]
)
def test_what_names_none_of_the_accounts_becomes_a_draft_and_takes_none_of_them(
    sender: str, note: Note, accounts: tuple[Account, ...]
) -> None:
    (each,) = planned(mail(at=MORNING, sender=sender), accounts=accounts)

    assert (each.fate, each.notes, each.account_id, each.schedule) == (Fate.DRAFT, (note,), None, None)


def test_an_account_that_is_chosen_sends_all_and_says_from_whom_it_was() -> None:
    stranger, other, own = planned(
        mail(at=MORNING, sender="old@elsewhere.example"),
        mail("b", at=MORNING, sender="anna@example.org", id="<b@x.example>"),
        mail("c", at=MORNING, sender="anna@studio.example", id="<c@x.example>"),
        chosen=WORK,
    )

    assert {(each.fate, each.account_id) for each in (stranger, other, own)} == {(Fate.SCHEDULE, WORK.id)}
    assert (stranger.notes, stranger.sender) == ((Note.SENDER_CHANGED,), "old@elsewhere.example")
    assert (other.notes, own.notes) == ((Note.SENDER_CHANGED,), ())


@pytest.mark.parametrize(
    ("rule", "recurs"),
    [("weekly", True), ("monthly 2 / 3 between 0900 1700", True), ("none", False), ("none between 9 17", False)],
)
def test_of_what_recurs_only_the_next_one_is_taken(rule: str, recurs: bool) -> None:
    (each,) = planned(mail(at=MORNING, more=f"X-Send-Later-Recur: {rule}\n"))

    assert (Note.RECURS in each.notes) is recurs
    assert each.fate is Fate.SCHEDULE


def test_a_damaged_mail_is_skipped_with_its_reason_and_hides_no_other() -> None:
    broken = b"Content-Type: multipart/mixed; boundary=x\nSubject: cut\n\n--x\n\nhalf"

    first, second = planned(broken, mail())

    assert (first.fate, first.notes) == (Fate.SKIP, (Note.UNREADABLE,))
    assert first.said
    assert second.fate is Fate.DRAFT


# -------------------------------------------------------------------------------------------- never twice


def test_what_is_there_twice_is_taken_once() -> None:
    copy = mail("Other words, same id")

    fates = [each.fate for each in planned(mail(), mail(), copy, mail(id="<2@example.org>"))]

    assert fates == [Fate.DRAFT, Fate.SKIP, Fate.SKIP, Fate.DRAFT]


def test_what_was_imported_before_is_not_imported_again(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path)
    (first,) = planned(mail(at=MORNING))
    ledger.note(first.marks)

    (again,) = planned(mail(at=MORNING), known=Ledger(tmp_path).known())
    (saved_anew,) = planned(mail(at=MORNING, id="<new@example.org>"), known=ledger.known())

    assert (again.fate, again.notes) == (Fate.SKIP, (Note.KNOWN,))
    assert saved_anew.notes == (Note.KNOWN,)


def test_the_same_mail_gets_the_same_id_and_another_one_another() -> None:
    (one,), (again,), (other,) = (
        planned(mail(at=MORNING)),
        planned(mail(at=MORNING)),
        planned(mail("x", at=MORNING, id="<3@x.example>")),
    )

    assert one.id == again.id != other.id
    assert one.id.version == 7


def test_mails_without_an_id_are_told_apart_by_their_bytes() -> None:
    assert marks_of("", "", b"one") != marks_of("", "", b"two")
    assert id_for(marks_of("", "", b"one")[0], 0) != id_for(marks_of("", "", b"two")[0], 0)


def test_a_damaged_ledger_is_read_as_empty_and_a_full_disk_is_said(tmp_path: Path) -> None:
    (tmp_path / "imported.json").write_text("{", encoding="utf-8")
    assert Ledger(tmp_path).known() == frozenset()
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(OutsideError, match="could not be noted"):
        Ledger(tmp_path / "file").note(["x"])


def test_a_time_needs_its_zone() -> None:
    assert read_header(mail(at=MORNING)).at == datetime(2026, 11, 12, 7, tzinfo=UTC)
    assert read_header(mail(at="Thu, 12 Nov 2026 08:00:00 -0000")).is_garbled
    assert read_header(mail()).at is None and not read_header(mail()).is_garbled
    assert read_header(mail(at="Thu, 32 Nov 99999 08:00:00 +0100")).is_garbled


def test_a_due_time_right_now_is_past() -> None:
    just = (NOW + timedelta(0)).strftime("%a, %d %b %Y %H:%M:%S +0000")

    assert planned(mail(at=just))[0].notes == (Note.PAST,)


def test_of_what_recurs_it_is_said_also_where_its_time_is_past() -> None:
    (each,) = planned(mail(at="Wed, 04 Nov 2026 08:00:00 +0100", more="X-Send-Later-Recur: weekly\n"))

    assert each.fate is Fate.DRAFT
    assert {Note.PAST, Note.RECURS} <= set(each.notes)
