"""How the command fails: one sentence, one code, one exit code; and how fast it says how it is used."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

from nightmail.cli import main
from nightmail.errors import Invalid, NightmailError, OutsideError, PersonError, Problem
from nightmail.sandbox.faults import FAULTS


def error_of(capsys: pytest.CaptureFixture[str]) -> dict[str, object]:
    out, err = capsys.readouterr()
    assert out == ""
    found: dict[str, object] = json.loads(err.splitlines()[-1])["error"]
    return found


@pytest.mark.parametrize(
    "words",
    [
        ["outbox", "list", "--bogus"],
        ["bogus"],
        ["outbox"],
        ["outbox", "show"],
        ["outbox", "show", "not-an-id"],
        ["outbox", "list", "--state", "lost"],
        ["outbox", "list", "--limit", "0"],
        ["outbox", "resolve", "01a20105-d28c-7cee-b246-ac31b09c7294"],
        ["outbox", "reschedule", "01a20105-d28c-7cee-b246-ac31b09c7294"],
        ["schedule", "--to", "ben@example.org", "--text", "x"],
        ["schedule", "--account", "anna@example.org", "--to", "ben@example.org"],
        ["schedule", "--account", "a@b.org", "--to", "c@d.org", "--text", "x", "--in", "1s", "--now"],
        ["schedule", "--account", "a@b.org", "--to", "c@d.org", "--text", "x", "--zone", "Europe/Berlin"],
        ["schedule", "--account", "a@b.org", "--to", "c@d.org", "--text", "x", "--eml", "f.eml"],
        ["schedule", "--account", "a@b.org", "--to", "c@d.org", "--text", "x", "--at", "2027-01-01 09:00", "--zone", ""],
        ["schedule", "--jsonl", "-", "--to", "c@d.org"],
        ["account", "password", "anna@example.org"],
    ],
)
def test_words_that_make_no_sense_exit_with_2(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main.run([*words, "--json", "--profile", str(tmp_path)])

    assert code == 2
    error = error_of(capsys)
    assert (error["code"], error["blame"]) == ("usage", "person")
    assert error["message"]


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["outbox", "show", "nope"], "Invalid value for 'ID': An id looks like 01a20105-d28c-7cee-b246-ac31b09c7294."),
        (["outbox", "list", "--limit", "0"], "Invalid value for '--limit': It is at least 1."),
        (["outbox", "list", "--limit", "x"], "Invalid value for '--limit': It is a whole number."),
        (["sandbox", "--smtp-port", "99999"], "Invalid value for '--smtp-port': It is at most 65535."),
    ],
)
def test_a_value_of_the_wrong_kind_is_told_in_plain_words(
    words: list[str], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.run([*words, "--json"]) == 2

    assert error_of(capsys)["message"] == sentence


def test_an_unknown_state_is_told_with_the_known_ones(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["outbox", "list", "--state", "lost", "--json"]) == 2

    assert str(error_of(capsys)["message"]).startswith("Invalid value for '--state': 'lost' is not one of 'scheduled', ")


@pytest.mark.parametrize(
    ("error", "code"),
    [(PersonError("p", "Person."), 3), (OutsideError("o", "Outside."), 4), (Invalid([Problem("i", "to", "Invalid.")]), 3)],
)
def test_the_exit_code_says_who_can_mend_it(
    error: NightmailError, code: int, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(monkeypatch, error)

    assert main.run(["--json"]) == code
    assert error_of(capsys)["code"] == error.code


def test_an_error_in_a_group_of_tasks_keeps_its_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(monkeypatch, ExceptionGroup("tasks", [OutsideError("o", "Outside.")]))

    assert main.run(["--json"]) == 4
    assert error_of(capsys)["message"] == "Outside."


def test_every_problem_is_listed_at_once(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    problems = [Problem("a", "to", "First.", "Mend it."), Problem("b", "subject", "Second.")]
    fail_with(monkeypatch, Invalid(problems))

    assert main.run([]) == 3
    assert capsys.readouterr().err.splitlines()[1:] == ["  · First. Mend it.", "  · Second."]
    assert main.run(["--json"]) == 3
    assert error_of(capsys)["problems"] == [
        {"code": "a", "field": "to", "message": "First.", "next": "Mend it."},
        {"code": "b", "field": "subject", "message": "Second.", "next": ""},
    ]


def test_a_bug_leaves_a_log_and_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fail_with(monkeypatch, ZeroDivisionError("division by zero"))
    monkeypatch.setattr(main, "log_folder", lambda: tmp_path / "log")

    assert main.run(["--json"]) == 1
    error = error_of(capsys)
    (log,) = (tmp_path / "log").iterdir()
    assert (error["code"], error["blame"]) == ("bug", "ours")
    assert str(log) in str(error["message"])
    assert "ZeroDivisionError: division by zero" in log.read_text()


def test_an_interrupted_command_says_nothing(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    fail_with(monkeypatch, KeyboardInterrupt())

    assert main.run([]) == 130
    assert capsys.readouterr() == ("", "")


def test_help_says_how_it_is_used_and_imports_nothing_heavy() -> None:
    program = (
        "import sys; from nightmail.cli.main import run; code = run(['--help']);"
        "heavy = {'sqlalchemy', 'PySide6', 'psycopg', 'cryptography', 'structlog', 'rich', 'httpx', 'desktop', 'cloud_worker'};"
        "sys.exit(code or ' '.join(sorted(heavy & sys.modules.keys())) or 0)"
    )

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    said = set(re.findall(r"^  ([a-z]+)  ", done.stdout, re.MULTILINE))
    lines = "account agent audit cloud db demo desktop doctor import keys outbox queue sandbox schedule suppression"
    assert said == {*lines.split(), "updates", "worker"}


def test_a_profile_without_a_cloud_pays_nothing_for_one(tmp_path: Path) -> None:
    program = (
        "import sys; from nightmail.cli.main import run; code = run(['outbox', 'list', '--profile', sys.argv[1]]);"
        "heavy = {'httpx', 'supabase', 'nightmail.cloud.connection', 'nightmail.cloud.outbox', 'nightmail.moving'};"
        "sys.exit(code or ' '.join(sorted(heavy & sys.modules.keys())) or 0)"
    )

    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, check=False)

    assert (done.returncode, done.stdout, done.stderr) == (0, "Nothing is here.\n", "")


def test_the_sandbox_lists_its_faults_with_a_sentence_each(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["sandbox", "--faults", "--json"]) == 0

    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {row["name"]: row["what"] for row in rows if row["name"]} == FAULTS
    assert {row["number"] for row in rows} == set(range(1, 39)) and rows == sorted(rows, key=lambda row: row["number"])


@pytest.mark.parametrize("words", [["--json", "outbox", "list"], ["outbox", "--json", "list"], ["outbox", "list", "--json"]])
def test_shared_options_stand_before_or_after_the_command(
    words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main.run(["--profile", str(tmp_path / "before"), *words]) == 0
    assert main.run([*words, "--profile", str(tmp_path / "after")]) == 0

    assert capsys.readouterr().out == ""
    assert {folder.name for folder in tmp_path.iterdir()} == {"before", "after"}


def test_an_option_that_looks_like_a_shared_one_may_be_a_value(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code = main.run(["account", "add", "--address", "a@example.org", "--smtp", "smtp://127.0.0.1", "--name", "--json"])

    assert code == 0
    assert "a@example.org is added" in capsys.readouterr().out


@pytest.mark.parametrize("words", [["outbox", "list", "--search", "\udcff"], ["account", "pause", "a", "--reason", "\udcff"]])
def test_words_in_another_encoding_are_refused(words: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run([*words, "--json", "--profile", str(tmp_path)]) == 2
    assert "is not UTF-8 text" in str(error_of(capsys)["message"])


def test_without_a_display_the_desktop_says_so(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(variable, raising=False)

    assert main.run(["desktop", "--json"]) == 3
    assert error_of(capsys)["code"] == "no-display"


def fail_with(monkeypatch: pytest.MonkeyPatch, error: BaseException) -> None:
    """Let the bare command fail."""

    def fail(call: object) -> None:
        raise error

    monkeypatch.setattr("nightmail.cli.desktop.open_desktop", fail)


def test_it_says_which_version_it_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert main.run(["--version"]) == 0

    assert re.fullmatch(r"Nightmail \d+\.\d+\.\d+\S*\n", capsys.readouterr().out)
