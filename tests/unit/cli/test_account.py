"""Where an account's password comes from: a pipe, a terminal, or nowhere because the server asks for none."""

from __future__ import annotations

import asyncio
import io
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from nightmail.account.model import Options
from nightmail.cli.main import run
from nightmail.store.sqlite import SqliteStore
from tests.patience import PATIENCE

ADD = ("account", "add", "--address", "anna@example.org", "--smtp")


def test_a_user_name_without_a_password_is_refused_where_nobody_can_be_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--json", "--profile", str(tmp_path))

    assert run([*ADD, "smtps://anna@smtp.example.org", *at]) == 3
    error = json.loads(capsys.readouterr().err)["error"]
    assert run(["account", "list", *at]) == 0

    assert error["code"] == "password-needed"
    assert "--password-stdin" in error["next"]
    assert "nightmail account password" in error["next"]
    assert capsys.readouterr().out == ""


def test_a_server_without_a_user_name_needs_no_password(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*ADD, "smtp://127.0.0.1:2525", "--profile", str(tmp_path)]) == 0


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo terminals")
def test_on_a_terminal_the_password_is_asked_for_and_never_shown(tmp_path: Path) -> None:
    keeper, terminal = os.openpty()
    environment = {**os.environ, "NIGHTMAIL_KEYRING": "file", "NIGHTMAIL_MASTER_KEY": "master"}
    words = [*ADD, "smtps://anna@smtp.example.org", "--profile", str(tmp_path)]

    # In a session of its own it has no other terminal to ask on.
    with subprocess.Popen(
        [sys.executable, "-m", "nightmail.cli.main", *words],
        stdin=terminal,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment,
        start_new_session=True,
    ) as process:
        assert process.stderr is not None
        asked = b""
        while not asked.endswith(b": "):
            asked += process.stderr.read(1)
        os.write(keeper, b"hunter2\n")
        out, err = process.communicate(timeout=PATIENCE)
    os.close(terminal)
    shown = _shown(keeper)

    assert (process.returncode, asked) == (0, b"Password of anna@example.org: ")
    assert b"hunter2" not in out + err + shown


def test_a_password_never_takes_the_place_of_a_sign_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    run([*ADD, "smtp://127.0.0.1:2525", "--profile", str(tmp_path)])
    asyncio.run(_sign_in(tmp_path))
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(b"hunter2\n")))
    capsys.readouterr()

    code = run(["account", "password", "anna@example.org", "--password-stdin", "--json", "--profile", str(tmp_path)])

    error = json.loads(capsys.readouterr().err)["error"]
    assert (code, error["code"]) == (3, "signs-in-with-provider")
    assert error["message"].startswith("anna@example.org signs in with Google")
    assert error["next"].endswith("nightmail account sign-in anna@example.org")


async def _sign_in(profile: Path) -> None:
    store = SqliteStore(profile / "nightmail.sqlite3")
    await store.open()
    (account,) = await store.accounts()
    await store.save_account(replace(account, options=Options(oauth="google")))
    await store.close()


def _shown(keeper: int) -> bytes:
    """What the terminal shows; Linux says EIO where nothing is left."""
    try:
        return os.read(keeper, 1000)
    except OSError:
        return b""
    finally:
        os.close(keeper)


def _refused(tmp_path: Path, capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    code = run([*words, "--json", "--profile", str(tmp_path)])
    return code, json.loads(capsys.readouterr().err.splitlines()[-1])["error"]["code"]


def test_no_client_id_is_shipped_and_that_is_said_before_any_browser_opens(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for provider, address in (("google", "anna@gmail.com"), ("microsoft", "anna@outlook.com"), ("yahoo", "anna@yahoo.com")):
        said = _refused(tmp_path, capsys, "account", "add", "--address", address, "--oauth", provider)
        assert said == (3, "no-client-id")


def test_servers_are_asked_for_only_where_they_are_not_known(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add, urls = ("account", "add", "--address", "anna@example.invalid"), ("--authorize-url", "https://id.example/a")

    assert _refused(tmp_path, capsys, *add, "--oauth", "google") == (3, "no-client-id")
    own = ("--oauth", "custom", *urls, "--token-url", "https://id.example/t")
    assert _refused(tmp_path, capsys, *add, *own) == (3, "servers-unknown")


@pytest.mark.parametrize(
    "words",
    [
        ("--client-id", "x"),
        ("--tenant", "contoso"),
        ("--oauth", "google", "--password-stdin"),
        ("--oauth", "google", "--token-url", "https://x.example/"),
        ("--oauth", "google", "--client-secret-stdin"),
        ("--oauth", "custom"),
    ],
)
def test_words_of_a_sign_in_that_make_no_sense_together_are_refused(
    words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert _refused(tmp_path, capsys, "account", "add", "--address", "anna@gmail.com", *words) == (2, "usage")


def test_a_provider_nobody_knows_and_an_open_address_are_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    add = ("account", "add", "--address", "anna@gmail.com")

    assert _refused(tmp_path, capsys, *add, "--oauth", "gogle") == (3, "no-such-provider")
    urls = ("--authorize-url", "http://id.example/a", "--token-url", "https://id.example/t")
    assert _refused(tmp_path, capsys, *add, "--oauth", "custom", *urls) == (3, "bad-endpoint")
