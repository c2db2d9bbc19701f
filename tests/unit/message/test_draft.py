"""What `check` names and what `freeze` makes of a draft."""

from __future__ import annotations

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.account.model import Account, Limits, Security, Server
from nightmail.errors import OurError
from nightmail.message.draft import Draft, DraftFile, check, freeze, size_text
from nightmail.message.mime import serialize
from nightmail.message.model import Address, Attachment, Message, RecipientKind
from tests.unit.message.mails import ACCOUNT, DATE, ID

GMAIL = 35_882_577


def account(address: str = "jo@example.org", name: str = "Jo Sender") -> Account:
    server = Server("smtp.example.org", 465, Security.TLS)
    return Account(ACCOUNT, UUID(int=1), address, name, server, None, Limits(1, 100, 50))


def frozen(draft: Draft, sender: Account | None = None, attachments: tuple[Attachment, ...] = ()) -> Message:
    return freeze(draft, id=ID, account=sender or account(), attachments=attachments, created_at=DATE)


def codes(draft: Draft, *, max_size: int | None = None, smtputf8: bool = False) -> list[tuple[str, str]]:
    return [(problem.code, problem.field) for problem in check(draft, max_size=max_size, smtputf8=smtputf8)]


def file(size: int, filename: str = "video.mp4", content_id: str | None = None) -> DraftFile:
    return DraftFile(filename, "video/mp4", size, content_id=content_id)


FINE = Draft(to=("Anna Example <anna@example.org>",), subject="Hello", text="Hello\n")


# ---------------------------------------------------------------------------------------------- check


def test_a_good_draft_has_no_problems() -> None:
    draft = Draft(
        to=('"Doe, J" <j@x.org>',),
        cc=("anna@bücher.example",),
        bcc=("b@x.org",),
        subject="Grüße 🎉",
        html="<p>Hi</p>",
        files=(file(1000, content_id="pic@1"),),
        reply_to="desk@x.org",
        in_reply_to="<a@x.org>",
        references=("<a@x.org>", "<b.c=d@[192.0.2.1]>"),
    )

    assert check(draft, max_size=GMAIL) == ()


def test_every_problem_is_named_at_once() -> None:
    draft = Draft(
        to=("anna",),
        cc=("b@x.org\r\nBcc: e@x.org",),
        subject="a\nb",
        html="a\0b",
        reply_to="nobody",
        references=("no id",),
        files=(file(2_000_000_000),),
    )

    assert codes(draft, max_size=GMAIL) == [
        ("bad-address", "to"),
        ("header-injection", "cc"),
        ("bad-address", "reply_to"),
        ("header-injection", "subject"),
        ("bad-reference", "references"),
        ("html-unreadable", "html"),
        ("too-large", "attach"),
    ]


def test_a_draft_without_recipients_is_told_so() -> None:
    assert codes(Draft(subject="x")) == [("no-recipients", "to")]
    assert codes(Draft(bcc=("a@x.org",))) == []


@pytest.mark.parametrize("evil", ["\r", "\n", "\0", "\x0b", "\x1b", "\x85", "\u2028", "\u2029", "\udfff"])
def test_a_control_character_is_refused_in_every_header(evil: str) -> None:
    draft = Draft(
        to=(f"a{evil}@x.org",),
        subject=f"a{evil}b",
        files=(file(1, f"a{evil}.pdf", content_id=f"a{evil}b"),),
        in_reply_to=f"<a{evil}@x.org>",
        references=(f"<a@x.org>{evil}",),
    )

    assert codes(draft) == [
        ("header-injection", "to"),
        ("header-injection", "subject"),
        ("header-injection", "attach"),
        ("bad-content-id", "attach"),
        ("bad-reference", "in_reply_to"),
        ("bad-reference", "references"),
    ]
    assert all(evil not in problem.message + problem.next for problem in check(draft, max_size=None)[:3])


def test_a_special_letter_before_the_at_waits_for_a_server_that_can() -> None:
    draft = Draft(to=("jürgen@example.org",))

    assert codes(draft) == [("needs-smtputf8", "to")]
    assert codes(draft, smtputf8=True) == []


def test_a_file_of_two_gigabytes_is_told_with_both_sizes_and_what_to_do() -> None:
    (problem,) = check(Draft(to=("a@x.org",), files=(file(2_000_000_000), file(10, "a.txt"))), max_size=GMAIL)

    assert problem.message == "Too large: 2.0 GB; this account takes 35.9 MB."
    assert problem.next == 'Remove "video.mp4" (2.0 GB), or share it by a link.'


def test_a_file_that_only_grows_too_large_on_the_wire_is_told_so() -> None:
    (problem,) = check(Draft(to=("a@x.org",), files=(file(27_000_000),)), max_size=GMAIL)

    assert problem.message == "Too large: 36.9 MB when encoded for mail; this account takes 35.9 MB."


def test_a_text_alone_can_be_too_large() -> None:
    draft = Draft(to=("a@x.org",), text="line of text\n" * 100_000)

    assert codes(draft, max_size=1_000_000) == [("too-large", "text")]
    assert codes(draft, max_size=1_500_000) == []


@pytest.mark.parametrize(
    ("octets", "told"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1.0 kB"), (999_960, "1.0 MB"), (GMAIL, "35.9 MB"), (2_000_000_000, "2.0 GB")],
)
def test_sizes_are_told_as_providers_tell_them(octets: int, told: str) -> None:
    assert size_text(octets) == told


@given(
    sizes=st.lists(st.integers(0, 3000), max_size=4),
    text=st.text(st.characters(exclude_categories=["Cs"]), max_size=400),
    people=st.integers(1, 30),
)
def test_a_draft_that_passes_fits_on_the_wire(sizes: list[int], text: str, people: int) -> None:
    files = tuple(file(size, "ä" * 20 + ".bin") for size in sizes)
    draft = Draft(
        to=tuple(f"Jürgen {n} <p{n}@example.org>" for n in range(people)), text=text, html=f"<p>{text}</p>", files=files
    )
    attachments = tuple(Attachment(one.filename, one.media_type, one.size, "00") for one in files)
    size = serialize(frozen(draft, attachments=attachments), date=DATE).size

    problems = codes(draft, max_size=size - 1)

    assert ("too-large", "attach" if files else "text") in problems


@pytest.mark.parametrize(
    "html", ["a\x00b", "\x01<p>x</p>", "<p>\ud800</p>", "<script>alert(1)</script>", "<!-- only this -->", "<style>p {}</style>"]
)
def test_html_that_shows_nothing_or_is_not_text_is_unreadable(html: str) -> None:
    assert codes(Draft(to=("a@x.org",), html=html)) == [("html-unreadable", "html")]


@pytest.mark.parametrize("html", ["", "<p>Hi</p>", "<img src='cid:a'>", "<!DOCTYPE html><p>Hi</p>", "plain", "<p><br></p>"])
def test_html_that_shows_something_is_fine(html: str) -> None:
    assert codes(Draft(to=("a@x.org",), html=html)) == []


def test_a_damaged_text_is_named() -> None:
    assert codes(Draft(to=("a@x.org",), text="a\ud83db")) == [("text-unreadable", "text")]


def test_a_thousand_references_are_the_most() -> None:
    assert codes(Draft(to=("a@x.org",), references=("<a@x.org>",) * 1001)) == [("too-many-references", "references")]


@given(
    st.builds(Draft, to=st.lists(st.text(), max_size=3).map(tuple), subject=st.text(), text=st.text(), html=st.none() | st.text())
)
def test_whatever_passes_the_check_can_be_sent(draft: Draft) -> None:
    if check(draft, max_size=None):
        with pytest.raises(OurError):
            frozen(Draft(subject="a\nb"))
        return

    assert serialize(frozen(draft), date=DATE).is_whole


# ---------------------------------------------------------------------------------------------- freeze


def test_a_draft_becomes_a_message() -> None:
    attachment = Attachment("video.mp4", "video/mp4", 5, "ab")
    draft = Draft(
        to=("Anna Example <anna@example.org>",),
        cc=("x@bücher.example",),
        bcc=("anna@example.org",),
        subject="  Hello ",
        text="a\r\nb\rc\0",
        html="<p>\r\nx</p>",
        files=(file(5),),
        reply_to="Desk <desk@x.org>",
        in_reply_to="<a@x.org>",
        references=("<a@x.org>",),
        metadata={"k": "v"},
    )

    message = frozen(draft, attachments=(attachment,))

    assert message == Message(
        id=ID,
        message_id=f"<{ID.hex}@example.org>",
        account_id=ACCOUNT,
        sender=Address("jo@example.org", "Jo Sender"),
        to=(Address("anna@example.org", "Anna Example"),),
        cc=(Address("x@xn--bcher-kva.example"),),
        bcc=(Address("anna@example.org"),),
        subject="Hello",
        text="a\nb\nc",
        created_at=DATE,
        html="<p>\nx</p>",
        attachments=(attachment,),
        reply_to=Address("desk@x.org", "Desk"),
        in_reply_to="<a@x.org>",
        references=("<a@x.org>",),
        metadata={"k": "v"},
    )
    assert [(kind, address.spec) for kind, address in message.recipients] == [
        (RecipientKind.TO, "anna@example.org"),
        (RecipientKind.CC, "x@xn--bcher-kva.example"),
    ]


def test_an_empty_text_is_derived_from_the_html() -> None:
    message = frozen(Draft(to=("a@x.org",), text=" \n", html="<p>Hello <b>Anna</b></p>"))

    assert message.text == "Hello Anna\n"


def test_the_message_id_names_the_senders_domain_as_an_a_label() -> None:
    assert frozen(FINE, account("jo@bücher.example", "")).message_id == f"<{ID.hex}@xn--bcher-kva.example>"


@pytest.mark.parametrize("draft", [Draft(to=("nobody",)), Draft(subject="a\nb"), Draft(to=("a@x.org",), files=(file(1),))])
def test_a_draft_that_was_not_checked_is_never_frozen(draft: Draft) -> None:
    with pytest.raises(OurError) as raised:
        frozen(draft)

    assert raised.value.code == "draft-unchecked"
