"""The worker's environment: read whole, every mistake named at once."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from cloud_worker.settings import dispatch_values, worker_settings
from nightmail.environment import read_environment
from nightmail.errors import Invalid, PersonError

URL = "postgresql://worker:hunter2@db.example.org/postgres"


def test_a_bare_environment_gives_careful_defaults() -> None:
    settings = worker_settings(read_environment({"NIGHTMAIL_DATABASE_URL": URL}), folder=Path("/data"), on_terminal=False)

    assert (settings.dispatch.concurrency, settings.dispatch.batch, settings.dispatch.lease) == (100, 400, timedelta(seconds=60))
    assert (settings.health_host, settings.health_port, settings.dispatch.log) == ("127.0.0.1", None, "json")
    assert "hunter2" not in repr(settings)


def test_values_are_read_as_what_they_mean() -> None:
    variables = {
        "NIGHTMAIL_DATABASE_URL": URL,
        "NIGHTMAIL_CONCURRENCY": "8",
        "NIGHTMAIL_LEASE": "2m",
        "NIGHTMAIL_LOG": "text",
        "NIGHTMAIL_HEALTH_PORT": "8080",
        "NIGHTMAIL_HEALTH_HOST": "0.0.0.0",
    }
    settings = worker_settings(read_environment(variables), folder=Path("/data"), on_terminal=False)

    assert (settings.dispatch.concurrency, settings.dispatch.lease, settings.dispatch.log) == (8, timedelta(minutes=2), "text")
    assert (settings.health_host, settings.health_port) == ("0.0.0.0", 8080)


def test_every_mistake_is_named_at_once() -> None:
    variables = {
        "NIGHTMAIL_DATABASE_URL": "sqlite:///x",
        "NIGHTMAIL_CONCURRENCY": "many",
        "NIGHTMAIL_BATCH": "0",
        "NIGHTMAIL_LEASE": "1s",
        "NIGHTMAIL_GRACE": "long",
        "NIGHTMAIL_LOG": "xml",
        "NIGHTMAIL_HEALTH_PORT": "99999",
        "NIGHTMAIL_KEYRING": "plain",
    }

    with pytest.raises(Invalid) as caught:
        read_environment(variables)

    assert {problem.field for problem in caught.value.problems} == set(variables)
    assert all(problem.next for problem in caught.value.problems)


def test_a_worker_without_a_database_is_told_what_to_set() -> None:
    with pytest.raises(PersonError) as caught:
        worker_settings(read_environment({}), folder=Path("/data"), on_terminal=False)

    assert caught.value.code == "no-database"
    assert "NIGHTMAIL_DATABASE_URL" in caught.value.next


def test_an_agent_needs_no_database_and_talks_plainly_on_a_terminal() -> None:
    assert dispatch_values(read_environment({}), on_terminal=True).log == "text"


@pytest.mark.parametrize("number", ["²", "1e3", "-1", "٣", "1" * 400, "1.5"])
def test_only_plain_numbers_are_numbers(number: str) -> None:
    with pytest.raises(Invalid):
        read_environment({"NIGHTMAIL_CONCURRENCY": number})


PROJECT = {"NIGHTMAIL_DATABASE_URL": URL, "NIGHTMAIL_SUPABASE_URL": "https://x.supabase.co"}


def test_the_worker_reads_attachments_as_a_user_of_its_own() -> None:
    variables = {**PROJECT, "NIGHTMAIL_SUPABASE_KEY": "sb_publishable_x"}
    with pytest.raises(PersonError) as caught:
        worker_settings(read_environment(variables), folder=Path("/data"), on_terminal=False)
    assert caught.value.code == "no-worker-user"

    variables |= {"NIGHTMAIL_WORKER_EMAIL": "worker@example.org", "NIGHTMAIL_WORKER_PASSWORD": "hunter2"}
    settings = worker_settings(read_environment(variables), folder=Path("/data"), on_terminal=False)
    assert settings.storage is not None and settings.storage.email == "worker@example.org"
    assert "hunter2" not in repr(settings)


def test_a_secret_key_is_credential_enough() -> None:
    variables = {**PROJECT, "NIGHTMAIL_SUPABASE_KEY": "sb_secret_hush"}
    settings = worker_settings(read_environment(variables), folder=Path("/data"), on_terminal=False)

    assert settings.storage is not None
    assert "hush" not in repr(settings)


def test_a_project_without_a_key_is_named() -> None:
    with pytest.raises(PersonError) as caught:
        worker_settings(read_environment(PROJECT), folder=Path("/data"), on_terminal=False)
    assert caught.value.code == "no-project-key"
