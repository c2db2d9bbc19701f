from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.account.model import Security, Server
from nightmail.account.servers import ServerKind, is_loopback, parse_server, server_url
from nightmail.errors import PersonError


def smtp(url: str) -> Server:
    return parse_server(url, kind=ServerKind.SMTP)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtps://user@smtp.example.org:465", Server("smtp.example.org", 465, Security.TLS, "user")),
        ("smtps://smtp.example.org", Server("smtp.example.org", 465, Security.TLS)),
        (
            "smtp+starttls://anna%40example.org@mx.example.org",
            Server("mx.example.org", 587, Security.STARTTLS, "anna@example.org"),
        ),
        ("smtp://127.0.0.1:2525", Server("127.0.0.1", 2525, Security.PLAIN)),
        ("smtp://[::1]:2525", Server("::1", 2525, Security.PLAIN)),
        ("SMTPS://Smtp.Example.ORG/", Server("smtp.example.org", 465, Security.TLS)),
        ("smtps://smtp.bücher.example", Server("smtp.xn--bcher-kva.example", 465, Security.TLS)),
        ("smtp.example.org", Server("smtp.example.org", 465, Security.TLS)),
        ("user@smtp.example.org:587", Server("smtp.example.org", 587, Security.STARTTLS, "user")),
    ],
)
def test_a_url_names_its_server(url: str, server: Server) -> None:
    assert smtp(url) == server


def test_an_imap_url_has_imaps_ports() -> None:
    assert parse_server("imaps://u@imap.example.org", kind=ServerKind.IMAP).port == 993
    assert parse_server("imap+starttls://imap.example.org", kind=ServerKind.IMAP).port == 143
    assert parse_server("imap.example.org:143", kind=ServerKind.IMAP).security is Security.STARTTLS


@pytest.mark.parametrize("url", ["smtp://smtp.example.org", "smtp://192.0.2.1:25", "smtp://localhost.example.org"])
def test_plain_text_is_refused_beyond_loopback(url: str) -> None:
    with pytest.raises(PersonError) as refused:
        smtp(url)

    assert refused.value.code == "plain-refused" and "smtps://" in refused.value.next


def test_a_password_in_a_url_is_refused_and_not_repeated() -> None:
    with pytest.raises(PersonError) as refused:
        smtp("smtps://user:hunter2@smtp.example.org")

    assert refused.value.code == "password-in-url"
    assert "hunter2" not in refused.value.message + refused.value.next


@pytest.mark.parametrize(
    "url",
    ["", "smtps://", "ftp://x.org", "imaps://x.org", "smtps://x.org:99999", "smtps://x.org/path", "smtps://a b", "smtps://[::1"],
)
def test_what_is_no_server_is_refused_with_an_example(url: str) -> None:
    with pytest.raises(PersonError) as refused:
        smtp(url)

    assert refused.value.code == "server-url" and "smtps://user@smtp.example.org:465" in refused.value.next


@given(
    host=st.sampled_from(["smtp.example.org", "127.0.0.1", "::1", "localhost"]),
    port=st.integers(1, 65535),
    username=st.none() | st.text(st.characters(exclude_categories=["Cs"]), min_size=1),
    kind=st.sampled_from(ServerKind),
)
def test_a_server_written_as_a_url_reads_back(host: str, port: int, username: str | None, kind: ServerKind) -> None:
    for security in Security:
        if security is not Security.PLAIN or is_loopback(host):
            server = Server(host, port, security, username)

            assert parse_server(server_url(server, kind=kind), kind=kind) == server


@pytest.mark.parametrize("url", ["smtp://127.0.0.1:", "smtps://anna@smtp.example.org:", "smtp.example.org:", "smtps://[::1]:/"])
def test_a_port_that_was_forgotten_is_not_guessed(url: str) -> None:
    with pytest.raises(PersonError) as raised:
        smtp(url)

    assert raised.value.code == "server-url" and "port is missing" in raised.value.message
