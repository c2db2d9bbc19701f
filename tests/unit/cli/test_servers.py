"""Where the servers of a new account come from on the command line, what is said of it, and what is trusted there."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from nightmail.account.model import Security, Server
from nightmail.cli import servers
from nightmail.cli.failure import UsageProblem
from nightmail.cli.main import run
from nightmail.cli.servers import servers_of, trust_in
from nightmail.discovery.model import Found, Source, Suggestion
from nightmail.errors import PersonError
from nightmail.sandbox.certificate import make_certificate
from nightmail.store.sqlite import SqliteStore

ANNA = "anna@example.org"
SMTP = Server("smtp.example.org", 465, Security.TLS, ANNA)
IMAP = Server("imap.example.org", 993, Security.TLS, ANNA)


class Said:
    """What a person reads, and a domain that answers as told."""

    def __init__(self, *suggestions: Suggestion, was_answered: bool = True) -> None:
        self.lines: list[str] = []
        self.asked: list[str] = []
        self._found = Found("example.org", suggestions, was_answered=was_answered)

    def find(self, address: str) -> Found:
        self.asked.append(address)
        return self._found

    def servers(self, address: str = ANNA, smtp: str | None = None, imap: str | None = None) -> tuple[Server, Server | None]:
        return servers_of(address, smtp, imap, find=self.find, say=self.lines.append)


def test_servers_that_are_given_are_not_looked_for() -> None:
    said = Said(Suggestion(SMTP, IMAP, Source.AUTOCONFIG, "example.org"))

    assert said.servers(smtp="smtps://anna@other.example.net:465")[0].host == "other.example.net"
    assert (said.asked, said.lines) == ([], [])


def test_a_known_providers_servers_are_not_looked_for() -> None:
    said = Said()

    assert said.servers("anna@gmail.com")[0].host == "smtp.gmail.com"
    assert said.asked == []


@pytest.mark.parametrize(
    ("provider", "host"),
    [("google", "smtp.gmail.com"), ("microsoft", "smtp.office365.com"), ("yahoo", "smtp.mail.yahoo.com")],
)
def test_whom_one_signs_in_with_has_known_servers_for_any_domain(provider: str, host: str) -> None:
    asked: list[str] = []

    def find(address: str) -> Found:
        asked.append(address)
        return Found("example.org", (), was_answered=False)

    smtp, imap = servers_of(ANNA, None, None, provider=provider, find=find, say=asked.append)

    assert (smtp.host, smtp.username) == (host, ANNA)
    assert imap is not None and imap.username == ANNA
    assert asked == []


def test_the_servers_of_a_provider_of_ones_own_are_looked_for() -> None:
    said = Said(Suggestion(SMTP, IMAP, Source.AUTOCONFIG, "example.org"))

    assert servers_of(ANNA, None, None, provider="custom", find=said.find, say=said.lines.append) == (SMTP, IMAP)


def test_an_unknown_provider_is_refused_before_any_server_is_looked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(servers, "_asked", lambda address: pytest.fail("looked for"))

    assert run(["account", "add", "--address", ANNA, "--oauth", "nonsense", "--profile", str(tmp_path)]) == 3

    assert "Use google, microsoft, yahoo or custom." in capsys.readouterr().err


def test_servers_that_the_domain_names_are_used_and_said() -> None:
    said = Said(Suggestion(SMTP, IMAP, Source.AUTOCONFIG, "autoconfig.example.org"))

    assert said.servers() == (SMTP, IMAP)
    assert said.lines == [
        "autoconfig.example.org names the servers of anna@example.org: smtps://anna%40example.org@smtp.example.org:465 and "
        "imaps://anna%40example.org@imap.example.org:993. Others are given with --smtp and --imap."
    ]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source.MX, "Mail for anna@example.org is taken by Fastmail"),
        (Source.GUESS, "Nobody names the servers of anna@example.org"),
    ],
)
def test_it_is_said_how_sure_the_servers_are(source: Source, words: str) -> None:
    said = Said(Suggestion(SMTP, None, source, "mx.example.org", "Fastmail"))

    assert said.servers() == (SMTP, None)
    assert said.lines[0].startswith(words)


def test_a_mailbox_that_is_given_stands_beside_the_found_server() -> None:
    said = Said(Suggestion(SMTP, IMAP, Source.AUTOCONFIG, "example.org"))

    _, imap = said.servers(imap="imaps://anna@mail.example.net")

    assert imap is not None and imap.host == "mail.example.net"


def test_servers_of_another_domain_that_only_dns_names_are_not_taken_unasked() -> None:
    away = Server("smtp.example.com", 465, Security.TLS, ANNA)
    said = Said(Suggestion(away, None, Source.SRV, "example.org"))

    with pytest.raises(PersonError, match="nothing proves that this is right") as caught:
        said.servers()

    assert caught.value.code == "servers-elsewhere"
    assert "--smtp smtps://anna%40example.org@smtp.example.com:465" in caught.value.next


@pytest.mark.parametrize(("was_answered", "words"), [(True, "are not known here."), (False, "nobody could be asked")])
def test_where_nothing_is_found_the_person_is_told_what_to_do(was_answered: bool, words: str) -> None:
    with pytest.raises(PersonError, match=words) as caught:
        Said(was_answered=was_answered).servers()

    assert caught.value.code == "servers-unknown"
    assert "--smtp" in caught.value.next


async def test_a_certificate_file_is_kept_with_the_account_and_trusted_for_it(tmp_path: Path) -> None:
    pem = make_certificate(datetime.now(UTC)).pem
    (tmp_path / "ca.pem").write_text(f"words before it\n{pem}", "ascii")
    profile = tmp_path / "profile"
    store = SqliteStore(profile / "nightmail.sqlite3")

    add = ["account", "add", "--address", ANNA, "--smtp", "smtp+starttls://127.0.0.1:2525", "--ca", str(tmp_path / "ca.pem")]
    assert await run_beside(*add, "--profile", str(profile)) == 0
    await store.open()
    (anna,) = await store.accounts()
    await store.close()

    assert anna.options.ca == pem


async def run_beside(*words: str) -> int:
    return await asyncio.to_thread(run, list(words))


@pytest.mark.parametrize("content", ["", "-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n"])
def test_a_file_without_a_certificate_is_refused(tmp_path: Path, content: str) -> None:
    (tmp_path / "ca.pem").write_text(content, "ascii")

    with pytest.raises(PersonError) as caught:
        trust_in(tmp_path / "ca.pem")

    assert caught.value.code == "bad-certificate"


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageProblem, match=r"gone\.pem can't be read"):
        trust_in(tmp_path / "gone.pem")
