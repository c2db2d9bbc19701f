"""The doctor looks at everything, says the mend, and changes its exit code only for what is bad."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nightmail.cli import doctor
from nightmail.cli.doctor import Check, Standing
from nightmail.cli.main import run
from nightmail.environment import VARIABLES

Checks = list[dict[str, str]]


@pytest.fixture(autouse=True)
def no_qt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Loading Qt takes a second in a process of its own; the journeys do it for real."""
    monkeypatch.setattr(doctor, "_load_qt", lambda: Check("qt", Standing.GOOD, "loads"))


def looked(capsys: pytest.CaptureFixture[str]) -> Checks:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_new_profile_is_well(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["doctor", "--json", "--profile", str(tmp_path)]) == 0

    checks = looked(capsys)
    assert {check["check"] for check in checks} == {"database", "migrations", "accounts", "keyring", "qt", "clock", "environment"}
    assert {check["standing"] for check in checks} == {"good", "note"}
    assert [check["check"] for check in checks].count("clock") == 1
    assert all(check["mend"] for check in checks if check["standing"] != "good")
    for variable in VARIABLES:
        assert any(check["found"].startswith(f"NIGHTMAIL_{variable.name} ") for check in checks)


def test_a_database_that_is_away_is_bad_and_an_outside_matter(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NIGHTMAIL_DATABASE_URL", "postgresql://x:hunter2@127.0.0.1:1/x")

    assert run(["doctor", "--json"]) == 4
    out, err = capsys.readouterr()
    assert [check["check"] for check in map(json.loads, out.splitlines()) if check["standing"] == "bad"] == ["database"]
    assert json.loads(err)["error"]["code"] == "not-well"
    assert "hunter2" not in out + err


def test_a_paused_account_and_a_misspelt_variable_are_noted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at = ("--profile", str(tmp_path))
    run(["account", "add", "--address", "a@example.org", "--smtp", "smtp://127.0.0.1:2525", *at])
    run(["account", "pause", "A@example.org", "--reason", "535 no", *at])
    monkeypatch.setenv("NIGHTMAIL_DATABSE_URL", "x")
    capsys.readouterr()

    assert run(["doctor", "--json", *at]) == 0
    notes = {check["found"]: check["mend"] for check in looked(capsys) if check["standing"] == "note"}
    assert notes["a@example.org is paused. 535 no"] == "Let it send again: nightmail account resume a@example.org"
    assert "NIGHTMAIL_DATABSE_URL means nothing to Nightmail." in notes


def test_a_master_key_makes_up_for_a_missing_keyring(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NIGHTMAIL_MASTER_KEY", "hunter2")

    assert run(["doctor", "--profile", str(tmp_path)]) == 0
    out = capsys.readouterr().out
    assert "no keyring here; sealed file" in out
    assert "hunter2" not in out
