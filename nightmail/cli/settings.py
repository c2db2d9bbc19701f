"""What one command works on: the flags and the environment, read once, whole, into a frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from nightmail.account.secret import Secret
from nightmail.environment import Reader


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
    """`database_url` None: the command works on the local profile in `profile`."""

    profile: Path
    database_url: Secret | None
    owner: str | None
    keyring: Literal["auto", "file"]
    master_key: Secret | None
    variables: Mapping[str, str] = field(repr=False)


def read_settings(variables: Mapping[str, str], flags: Flags) -> Settings:
    """Raises Invalid with every wrong variable. A profile that is named beats the database of the environment."""
    reader = Reader(variables)
    url = reader.database_url("DATABASE_URL")
    settings = Settings(
        profile=(flags.profile or reader.folder("PROFILE") or default_profile()).absolute(),
        database_url=None if flags.profile or url is None else Secret(url),
        owner=flags.owner,
        keyring=reader.one_of("KEYRING", ("auto", "file"), "auto"),
        master_key=reader.secret("MASTER_KEY"),
        variables=variables,
    )
    reader.finish()
    return settings


def log_folder() -> Path:
    from platformdirs import user_log_path

    return user_log_path("Nightmail", appauthor=False)


def default_profile() -> Path:
    from platformdirs import user_data_path

    return user_data_path("Nightmail", appauthor=False)
