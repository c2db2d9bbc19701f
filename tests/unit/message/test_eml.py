"""Reading .eml files as drafts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.errors import Blame, PersonError
from nightmail.message.draft import check
from nightmail.message.eml import draft_from_eml
from nightmail.message.model import Address
from tests.unit.message.mails import Blobs, mail, sent

PLAIN = b"From: jo@x.org\r\nTo: anna@x.org\r\nSubject: Hi\r\n\r\nHello\r\n"


def test_a_plain_mail_is_read() -> None:
    draft = draft_from_eml(PLAIN)

    assert (draft.to, draft.subject, draft.text, draft.html, draft.files) == (("anna@x.org",), "Hi", "Hello\n", None, ())


def test_what_we_write_is_read_back_as_it_was() -> None:
    blobs = Blobs()
    html = '<p>Grüße</p><img src="cid:pic@1">'
    message = mail(
        to=(Address("j@x.org", 'Doe, "J"'), Address("a@xn--bcher-kva.example", "Jürgen, Müller")),
        cc=(Address("c@x.org"),),
        subject="Grüße " * 30 + "end",
        text="Grüße\n.dot\n",
        html=html,
        attachments=(blobs.put(b"png", "bild ü.png", "image/png", "pic@1"), blobs.put(b"\0\xff" * 99, "Übersicht.pdf")),
        reply_to=Address("desk@x.org"),
        in_reply_to="<a@x.org>",
        references=("<r@x.org>", "<a@x.org>"),
    )

    draft = draft_from_eml(sent(message, blobs))

    assert draft.to == ('"Doe, \\"J\\"" <j@x.org>', '"Jürgen, Müller" <a@bücher.example>')
    assert (draft.cc, draft.bcc, draft.reply_to) == (("c@x.org",), (), "desk@x.org")
    assert draft.subject == message.subject
    assert (draft.text, draft.html) == (message.text, html)
    assert (draft.in_reply_to, draft.references) == ("<a@x.org>", ("<r@x.org>", "<a@x.org>"))
    assert [(file.filename, file.media_type, file.content, file.content_id) for file in draft.files] == [
        ("bild ü.png", "image/png", b"png", "pic@1"),
        ("Übersicht.pdf", "application/pdf", b"\0\xff" * 99, None),
    ]
    assert check(draft, max_size=None) == ()


def test_bcc_is_honoured_and_undisclosed_recipients_are_nobody() -> None:
    draft = draft_from_eml(b"To: undisclosed-recipients:;\nBcc: =?utf-8?q?J=C3=BCrgen?= <j@x.org>,\n k@x.org\nSubject: x\n\nx")

    assert (draft.to, draft.bcc) == ((), ("Jürgen <j@x.org>", "k@x.org"))


def test_raw_utf8_and_old_charsets_are_read() -> None:
    draft = draft_from_eml(
        "To: Jürgen <j@x.org>\nSubject: Grüße\nContent-Type: text/plain; charset=iso-8859-1\n\n".encode()
        + "Grüße".encode("latin-1")
    )

    assert (draft.to, draft.subject, draft.text) == (("Jürgen <j@x.org>",), "Grüße", "Grüße")


def test_an_unknown_charset_is_read_as_well_as_can_be() -> None:
    assert (
        draft_from_eml(b"Subject: =?nonsense?q?G=C3=BC?=\nContent-Type: text/plain; charset=nonsense\n\nG\xc3\xbc").text == "Gü"
    )


def test_an_attached_mail_stays_one_file() -> None:
    inner = b"From: a@x.org\nTo: other@x.org\nSubject: inner\n\nInner text\n"
    draft = draft_from_eml(
        b'To: a@x.org\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\nOuter\n--b\nContent-Type: message/rfc822\n\n'
        + inner
        + b"\n--b--\n"
    )

    assert (draft.to, draft.text) == (("a@x.org",), "Outer")
    assert [(file.filename, file.media_type, file.content) for file in draft.files] == [("part-1.eml", "message/rfc822", inner)]


def test_a_second_text_becomes_a_file_and_nothing_is_lost() -> None:
    draft = draft_from_eml(b'To: a@x.org\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\none\n--b\n\ntwo\n--b--\n')

    assert (draft.text, [file.content for file in draft.files]) == ("one", [b"two"])


def test_a_filename_never_leads_out_of_its_folder() -> None:
    draft = draft_from_eml(
        b'To: a@x.org\nContent-Type: application/pdf\nContent-Disposition: attachment; filename="..\\\\..\\\\etc/pass\x01wd"\n\nx'
    )

    assert [file.filename for file in draft.files] == ["pass_wd"]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0\0",
        b"just some words\nand more",
        b"\xff\xd8\xff\xe0 a picture",
        b"<html><body>no</body></html>",
        b'To: a@x.org\nContent-Type: multipart/mixed; boundary="b"\n\nno parts',
        b'To: a@x.org\nContent-Type: multipart/mixed; boundary="b"\n\n--b\n\ncut off',
        b"To: a@x.org\nContent-Type: multipart/mixed\n\n--b\n\nno boundary\n--b--",
        b"To: a@x.org\nContent-Type: application/pdf\nContent-Transfer-Encoding: base64\n\nAAAAA",
    ],
)
def test_a_file_that_is_no_mail_or_cut_off_is_told_to_the_person(content: bytes) -> None:
    with pytest.raises(PersonError) as raised:
        draft_from_eml(content)

    assert raised.value.code == "eml-unreadable"
    assert raised.value.blame is Blame.PERSON
    assert raised.value.message.endswith(".") and raised.value.next


def test_parts_nested_a_thousand_deep_are_refused_and_do_no_harm() -> None:
    content = b"To: a@x.org\n" + b"".join(
        b'Content-Type: multipart/mixed; boundary="b%d"\n\n--b%d\n' % (n, n) for n in range(3000)
    )

    with pytest.raises(PersonError):
        draft_from_eml(content)


@given(
    st.lists(
        st.sampled_from(
            [
                b"To: ",
                b"Subject: ",
                b"\n",
                b"\r\n",
                b"=?utf-8?b?",
                b"?=",
                b"Content-Type: multipart/mixed; boundary=b\n",
                b"--b\n",
                b"--b--",
                b"Content-Type: message/rfc822\n",
                b"Content-Transfer-Encoding: base64\n",
                b"=\xff",
                b";",
                b'"',
                b"<a@x.org>",
                b"Content-Disposition: attachment; filename*0*=x'",
                b"charset=\0",
            ]
        )
    ).map(b"".join)
)
def test_hostile_bytes_are_a_draft_or_a_sentence(content: bytes) -> None:
    try:
        draft = draft_from_eml(content)
    except PersonError:
        return

    assert all(problem.code != "header-injection" for problem in check(draft, max_size=None))
