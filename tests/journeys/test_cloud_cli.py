"""The command line before a stand-in project: connect, sign in, seal, take back, sign out; and what is said when it is away."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from nightmail.account.sealing import WorkerKey
from nightmail.cli.embedded_postgres import PostgresServer
from tests import databases
from tests.journeys.commands import Nightmail
from tests.supabase_stack.fixture import Stack, stack

ANNA = "anna@example.org"
PASSWORD = "correct horse battery"
MAIL_PASSWORD = "the mail provider's"


@pytest.fixture(scope="module")
def server() -> Iterator[PostgresServer]:
    with databases.server(18) as running:
        yield running


@pytest.fixture
def project(server: PostgresServer) -> Iterator[Stack]:
    with stack(server) as running:
        yield running


@pytest.fixture
def nightmail(tmp_path: Path) -> Nightmail:
    settings = {"PROFILE": str(tmp_path / "profile"), "KEYRING": "file", "MASTER_KEY": "for tests only"}
    return Nightmail({f"NIGHTMAIL_{name}": value for name, value in settings.items()})


@pytest.fixture
def connected(nightmail: Nightmail, project: Stack) -> Nightmail:
    project.create_user(ANNA, PASSWORD)
    nightmail.ok("cloud", "connect", "--url", project.url, "--key", project.publishable_key)
    nightmail.ok("cloud", "sign-in", "--email", ANNA, "--password-stdin", stdin=PASSWORD)
    return nightmail


def publish(project: Stack) -> WorkerKey:
    key = WorkerKey.new()
    with psycopg.connect(project.database_url, autocommit=True) as database:
        database.execute(
            "insert into worker_keys (id, public_key, note) values (%s, %s, 'first')", (key.fingerprint, key.public.octets)
        )
    return key


def test_an_account_is_sealed_after_consent_and_taken_back(connected: Nightmail, project: Stack) -> None:
    key = publish(project)
    connected.ok(
        "account", "add", "--address", ANNA, "--smtp", "smtps://anna@smtp.example.org", "--password-stdin", stdin=MAIL_PASSWORD
    )

    asked = connected("cloud", "seal", ANNA)
    assert (asked.code, asked.error["code"]) == (3, "not-agreed")
    assert all(
        words in asked.error["message"] for words in (key.fingerprint, "sealed on this PC", "private half", "cloud revoke")
    )
    assert connected.ok("cloud", "status").json["accounts"] == []

    sealed = connected.ok("cloud", "seal", ANNA, "--yes").json
    status = connected.ok("cloud", "status").json

    assert sealed["sealed_to"] == key.fingerprint
    assert (status["email"], status["is_signed_in"], status["is_reachable"]) == (ANNA, True, True)
    assert abs(status["clock_ahead_s"]) <= 2
    assert [(one["id"], one["state"], one["note"]) for one in status["keys"]] == [(key.fingerprint, "active", "first")]
    (account,) = status["accounts"]
    assert (account["address"], account["sealed_to"], account["is_current"]) == (ANNA, key.fingerprint, True)

    connected.ok("cloud", "revoke", ANNA)
    (account,) = connected.ok("cloud", "status").json["accounts"]
    assert (account["sealed_to"], account["state"]) == (None, "paused")


def test_an_account_without_a_password_needs_no_key(connected: Nightmail) -> None:
    connected.ok("account", "add", "--address", ANNA, "--smtp", "smtp://127.0.0.1:2525")

    assert connected.ok("cloud", "seal", ANNA, "--yes").json["sealed_to"] is None
    (account,) = connected.ok("cloud", "status").json["accounts"]
    assert account["state"] == "active"


def test_nothing_is_sealed_where_no_worker_has_published_a_key(connected: Nightmail) -> None:
    smtp = ("--smtp", "smtps://anna@smtp.example.org", "--password-stdin")
    connected.ok("account", "add", "--address", ANNA, *smtp, stdin=MAIL_PASSWORD)

    assert connected("cloud", "seal", ANNA, "--yes").error["code"] == "no-worker-key"


def test_signing_out_is_remembered_and_the_address_stays_for_the_next_time(connected: Nightmail) -> None:
    assert connected.ok("cloud", "sign-out").json == {"is_signed_in": False, "is_told": True}

    assert connected.ok("cloud", "status").json["is_signed_in"] is False
    refused = connected("cloud", "revoke", ANNA)
    assert (refused.code, refused.error["code"]) == (3, "signed-out")
    assert connected.ok("cloud", "sign-in", "--password-stdin", stdin=PASSWORD).json["email"] == ANNA


def test_a_new_person_signs_up_confirms_and_later_resets_the_password(nightmail: Nightmail, project: Stack) -> None:
    project.fault(confirm_emails=True)
    nightmail.ok("cloud", "connect", "--url", project.url, "--key", project.publishable_key)

    signed_up = nightmail.ok("cloud", "sign-up", "--email", ANNA, "--password-stdin", stdin=PASSWORD).json
    assert signed_up == {"email": ANNA, "is_signed_in": False}
    code = project.mail(ANNA)[-1]["code"]
    assert nightmail.ok("cloud", "sign-up", "--email", ANNA, "--code", code).json["is_signed_in"] is True

    assert nightmail.ok("cloud", "reset-password").json == {"email": ANNA, "is_mailed": True}
    code = project.mail(ANNA)[-1]["code"]
    nightmail.ok("cloud", "reset-password", "--code", code, "--password-stdin", stdin="a better one")
    assert nightmail.ok("cloud", "sign-in", "--password-stdin", stdin="a better one").json["email"] == ANNA


@pytest.mark.parametrize(
    ("url", "key", "code"),
    [
        ("{url}", "sb_publishable_of_another_project", "bad-project-key"),
        ("{url}", "{secret}", "secret-key"),
        ("http://project.example.org", "sb_publishable_x", "bad-project-url"),
        ("ftp://x", "sb_publishable_x", "bad-project-url"),
        ("{url}", "two words", "bad-project-key"),
    ],
)
def test_a_wrong_address_or_key_is_named_and_nothing_is_kept(
    nightmail: Nightmail, project: Stack, tmp_path: Path, url: str, key: str, code: str
) -> None:
    known = {"url": project.url, "secret": project.secret_key}

    refused = nightmail("cloud", "connect", "--url", url.format(**known), "--key", key.format(**known))

    assert (refused.code, refused.error["code"]) == (3, code)
    assert project.secret_key not in refused.err
    assert not (tmp_path / "profile" / "cloud.json").exists()


def test_a_project_without_our_tables_is_not_connected_to(nightmail: Nightmail, project: Stack) -> None:
    with psycopg.connect(project.database_url, autocommit=True) as database:
        database.execute("drop function public.count_messages()")

    refused = nightmail("cloud", "connect", "--url", project.url, "--key", project.publishable_key)

    assert refused.error["code"] == "migrations-differ"


def test_the_environment_names_the_project_where_the_profile_keeps_none(nightmail: Nightmail, project: Stack) -> None:
    assert nightmail("cloud", "status").error["code"] == "not-connected"
    project.create_user(ANNA, PASSWORD)
    with_project = Nightmail(
        {
            **nightmail.environment,
            "NIGHTMAIL_SUPABASE_URL": project.url,
            "NIGHTMAIL_SUPABASE_KEY": project.publishable_key,
        }
    )

    with_project.ok("cloud", "sign-in", "--email", ANNA, "--password-stdin", stdin=PASSWORD)

    assert nightmail.ok("cloud", "status").json["email"] == ANNA


def test_a_profile_that_is_signed_in_is_not_turned_to_another_project(connected: Nightmail) -> None:
    refused = connected("cloud", "connect", "--url", "https://other.example.org", "--key", "sb_publishable_x")

    assert refused.error["code"] == "already-connected"


def test_a_paused_project_is_said_to_be_paused_and_what_is_known_is_told(connected: Nightmail, project: Stack) -> None:
    project.fault(paused=True)

    answered = connected("cloud", "status")

    assert (answered.code, answered.error["code"]) == (4, "project-paused")
    assert (answered.json["email"], answered.json["is_reachable"]) == (ANNA, False)


def test_the_settings_file_is_the_persons_alone(connected: Nightmail, tmp_path: Path) -> None:
    kept = tmp_path / "profile" / "cloud.json"

    assert os.name == "nt" or (kept.stat().st_mode & 0o777, kept.parent.stat().st_mode & 0o777) == (0o600, 0o700)
