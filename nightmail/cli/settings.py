"""What one command works on: the flags over the environment, in a frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from nightmail.account.secret import Secret
from nightmail.environment import Environment, read_environment


@dataclass(frozen=True, slots=True)
class Flags:
    """The options every command takes, before or after its name; None where not given."""

    json: bool = False
    profile: Path | None = None
    owner: str | None = None

    def over(self, earlier: Flags) -> Flags:
        """These flags where given, else the earlier ones."""
        return Flags(self.json or earlier.json, self.profile or earlier.profile, self.owner or earlier.owner)


@dataclass(frozen=True, slots=True)
class Settings:
    """`database_url` None: the command works on the local profile in `profile`. `variables` are as they came, for the doctor."""

    profile: Path
    database_url: Secret | None
    owner: str | None
    environment: Environment
    variables: Mapping[str, str] = field(repr=False)


def read_settings(variables: Mapping[str, str], flags: Flags) -> Settings:
    """Raises Invalid with every wrong variable. A profile that is named beats the database of the environment."""
    environment = read_environment(variables)
    return Settings(
        profile=(flags.profile or environment.profile or default_profile()).absolute(),
        database_url=None if flags.profile else environment.database_url,
        owner=flags.owner,
        environment=environment,
        variables=variables,
    )


def log_folder() -> Path:
    from platformdirs import user_log_path

    return user_log_path("Nightmail", appauthor=False)


def default_profile() -> Path:
    from platformdirs import user_data_path

    return user_data_path("Nightmail", appauthor=False)
