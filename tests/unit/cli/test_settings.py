"""Flags and environment, read once and whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from nightmail.account.secret import Secret
from nightmail.cli.settings import Flags, read_settings
from nightmail.environment import VARIABLES, unknown_variables
from nightmail.errors import Invalid

URL = "postgresql://worker:hunter2@db.example.org:5432/postgres"


def test_a_database_in_the_environment_is_worked_on() -> None:
    settings = read_settings({"NIGHTMAIL_DATABASE_URL": URL}, Flags(owner="anna@example.org"))

    assert settings.database_url == Secret(URL)
    assert settings.owner == "anna@example.org"


def test_a_profile_that_is_named_beats_the_database_of_the_environment() -> None:
    settings = read_settings({"NIGHTMAIL_DATABASE_URL": URL, "NIGHTMAIL_PROFILE": "/elsewhere"}, Flags(profile=Path("/here")))

    assert settings.database_url is None
    assert settings.profile == Path("/here")


def test_every_mistake_is_listed_and_no_password_is_repeated() -> None:
    variables = {"NIGHTMAIL_DATABASE_URL": "mysql://worker:hunter2@db", "NIGHTMAIL_KEYRING": "plain"}

    with pytest.raises(Invalid) as caught:
        read_settings(variables, Flags())

    assert [problem.field for problem in caught.value.problems] == ["NIGHTMAIL_DATABASE_URL", "NIGHTMAIL_KEYRING"]
    assert "hunter2" not in caught.value.message + caught.value.next


def test_blank_variables_mean_nothing() -> None:
    settings = read_settings({"NIGHTMAIL_DATABASE_URL": " ", "NIGHTMAIL_KEYRING": "", "NIGHTMAIL_MASTER_KEY": ""}, Flags())

    environment = settings.environment
    assert (settings.database_url, environment.keyring, environment.master_key) == (None, "auto", None)


def test_settings_show_no_secret() -> None:
    settings = read_settings({"NIGHTMAIL_DATABASE_URL": URL, "NIGHTMAIL_MASTER_KEY": "hunter3"}, Flags())

    assert "hunter" not in repr(settings)


def test_a_misspelt_variable_is_noticed() -> None:
    known = {f"NIGHTMAIL_{variable.name}": "x" for variable in VARIABLES}

    assert unknown_variables({**known, "NIGHTMAIL_DATABSE_URL": "x", "HOME": "x"}) == ("NIGHTMAIL_DATABSE_URL",)
