"""What the account dialog shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.gateway.port import PasswordHome
from nightmail.account.model import Security

SECURITY_WORDS = {
    Security.TLS: "TLS (port 465)",
    Security.STARTTLS: "STARTTLS (port 587)",
    Security.PLAIN: "None (this computer only)",
}

_SEALED = "The password is kept on this PC only, in a sealed file in the profile folder."
HOME_WORDS = {
    PasswordHome.KEYRING: "The password is kept in this computer's keyring and never leaves it.",
    PasswordHome.SEALED: _SEALED,
    PasswordHome.LOCKED: _SEALED,
    PasswordHome.UNMADE: "The password is kept on this PC only, in a file sealed with a passphrase you choose when you save.",
    PasswordHome.WORKER: "The password is sealed on this PC; only the cloud worker can open it.",
}


@dataclass(frozen=True, slots=True)
class Fields:
    """Everything typed, as typed; the port is text so that a slip stays visible."""

    name: str = ""
    address: str = ""
    host: str = ""
    port: str = ""
    security: Security = Security.TLS
    user: str = ""
    password: str = ""
    imap_host: str = ""
    client_id: str = ""
    client_secret: str = ""
    is_for_cloud: bool = False


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the connection test: ticked, or crossed with what went wrong."""

    words: str
    is_good: bool


@dataclass(frozen=True, slots=True)
class SignIn:
    """Signing in with the provider in the browser. `key` and `provider`, its name, are empty where the address belongs to none
    that is known. `is_only_way`: it takes no passwords. `wants_client`: this program is not registered there."""

    key: str = ""
    provider: str = ""
    is_only_way: bool = False
    is_under_way: bool = False
    is_done: bool = False
    wants_client: bool = False


@dataclass(frozen=True, slots=True)
class AccountState:
    fields: Fields = Fields()
    hint: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    checks: tuple[Check, ...] = ()
    failure: str = ""
    is_testing: bool = False
    sign_in: SignIn = SignIn()
    is_saving: bool = False
    shows_servers: bool = False
    password_home: str = ""
    offers_cloud: bool = False

    @property
    def is_by_sign_in(self) -> bool:
        return self.sign_in.is_done or self.sign_in.is_only_way

    @property
    def home_words(self) -> str:
        return self.password_home.replace("The password", "The sign-in") if self.is_by_sign_in else self.password_home
