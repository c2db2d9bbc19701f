"""The law of the serializer: what was written is read back the same, whatever people put into it."""

from __future__ import annotations

from email.message import EmailMessage
from email.utils import getaddresses

from hypothesis import given
from hypothesis import strategies as st

from nightmail.message.addresses import parse_address
from nightmail.message.model import Address, Attachment
from tests.unit.message.mails import Blobs, body_text, header_lines, mail, parsed, readable, sent

_WORDS = st.sampled_from(
    ["a", "Jo", "Doe,", '"', "\\", "ü", "日本", "🎉", ".", "<", ">", "@", ";", "=?", "?=", "(", ")", "x" * 70, "'", "=", "_"]
)
HEADER_TEXT = st.lists(
    _WORDS | st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp", "Zs")), min_size=1, max_size=9), max_size=12
).map(" ".join)
BODY = st.lists(
    st.sampled_from(
        [
            ".",
            "..",
            "\n",
            "\n.",
            " ",
            "\t",
            "=",
            "From ",
            "\nFrom ",
            "ü",
            "日",
            "🎉",
            "\0",
            "\u2028",
            "\u0085",
            "\x0b",
            "x" * 74,
            "<p>",
            "--=_",
        ]
    )
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\r"), max_size=20)
    | st.integers(1, 1200).map(lambda length: "y" * length),
    max_size=20,
).map("".join)
SPECS = st.sampled_from(
    [
        "a@x.org",
        '"a b"@x.org',
        '"x,y\\"z"@x.org',
        "anna@bücher.example",
        "o'x+y@mail.example.org",
        f"{'l' * 64}@{'d' * 60}.example.org",
    ]
)


@st.composite
def addresses(draw: st.DrawFn) -> Address:
    address = parse_address(draw(SPECS))
    assert isinstance(address, Address)
    return Address(address.spec, draw(HEADER_TEXT))


@given(subject=HEADER_TEXT)
def test_subjects(subject: str) -> None:
    assert readable(header_lines(sent(mail(subject=subject))).get("Subject", "")) == subject


@given(st.lists(addresses(), min_size=1, max_size=12), st.lists(addresses(), max_size=3))
def test_addresses(to: list[Address], cc: list[Address]) -> None:
    lines = header_lines(sent(mail(to=tuple(to), cc=tuple(cc))))

    for name, written in (("To", to), ("Cc", cc)):
        found = getaddresses([lines.get(name, "")])
        assert [(readable(shown), spec) for shown, spec in found if spec] == [(one.name, one.spec) for one in written]


@given(text=BODY, html=BODY)
def test_texts(text: str, html: str) -> None:
    parts = list(parsed(mail(text=text, html=html)).iter_parts())

    assert [body_text(part) for part in parts] == [text, html]


@given(text=BODY)
def test_a_single_text_up_to_its_last_line_end(text: str) -> None:
    assert body_text(parsed(mail(text=text))).removesuffix("\n") == text.removesuffix("\n")


# The reader undoes a name's quoting twice, so it takes these off names that have them as their own.
_UNQUOTED_AGAIN = ("", '""', "<>")


@given(
    files=st.lists(
        st.tuples(
            st.binary(max_size=300),
            HEADER_TEXT.filter(lambda name: name[:1] + name[-1:] not in _UNQUOTED_AGAIN),
            st.sampled_from(["image/png", "application/x-y", "text/csv"]),
        ),
        max_size=4,
    ),
    html=st.none() | st.just('<img src="cid:pic@1">'),
)
def test_files(files: list[tuple[bytes, str, str]], html: str | None) -> None:
    blobs = Blobs()
    attachments: list[Attachment] = [blobs.put(content, filename, media_type) for content, filename, media_type in files]
    image = blobs.put(b"picture", "pic.png", "image/png", "pic@1")

    found = parsed(mail(html=html, attachments=(image, *attachments)), blobs)

    parts = [part for part in found.walk() if isinstance(part, EmailMessage) and not part.is_multipart() and part.get_filename()]
    read = [(part.get_payload(decode=True), part.get_filename(), part.get_content_type()) for part in parts]
    assert read == [(b"picture", "pic.png", "image/png"), *files]
