"""What setting up an account shows: one step after the other, from an address to an account that was seen to work."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.gateway.port import PasswordHome
from desktop.language import tr
from desktop.words import Tone
from nightmail.account.model import Security
from nightmail.discovery.certificate import Shown


class Step(StrEnum):
    """SERVERS: what was found, to choose from; OTHER: typed by hand."""

    ADDRESS = "address"
    SERVERS = "servers"
    OTHER = "other"
    SIGN_IN = "sign-in"
    TEST = "test"
    HOME = "home"
    READY = "ready"


def security_words(security: Security) -> str:
    match security:
        case Security.TLS:
            return tr("TLS")
        case Security.STARTTLS:
            return tr("STARTTLS")
        case Security.PLAIN:
            return tr("None")


def home_words(home: PasswordHome, *, is_sign_in: bool) -> str:
    """Where the password, or what a sign-in gives in its place, is kept."""
    match home:
        case PasswordHome.KEYRING if is_sign_in:
            return tr("The sign-in is kept in this computer's keyring and never leaves it.")
        case PasswordHome.KEYRING:
            return tr("The password is kept in this computer's keyring and never leaves it.")
        case PasswordHome.UNMADE if is_sign_in:
            return tr("The sign-in is kept on this PC only, in a file sealed with a passphrase you choose when you save.")
        case PasswordHome.UNMADE:
            return tr("The password is kept on this PC only, in a file sealed with a passphrase you choose when you save.")
        case PasswordHome.WORKER:
            return tr("The password is sealed on this PC; only the cloud worker can open it.")
        case _ if is_sign_in:
            return tr("The sign-in is kept on this PC only, in a sealed file in the profile folder.")
        case _:
            return tr("The password is kept on this PC only, in a sealed file in the profile folder.")


@dataclass(frozen=True, slots=True)
class Fields:
    """Everything typed, as typed; ports are text so that a slip stays visible. `ca`: what was chosen to trust."""

    name: str = ""
    address: str = ""
    host: str = ""
    port: str = "465"
    security: Security = Security.TLS
    user: str = ""
    imap_host: str = ""
    imap_port: str = "993"
    imap_security: Security = Security.TLS
    imap_user: str = ""
    password: str = ""
    client_id: str = ""
    client_secret: str = ""
    ca: str = ""
    is_for_cloud: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """Servers that were found. `source` says who named them, `warning` what is to be thought of before they are used."""

    title: str
    servers: str
    source: str
    warning: str = ""


class CheckKind(StrEnum):
    WAITING = "waiting"
    RUNNING = "running"
    GOOD = "good"
    BAD = "bad"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Check:
    """One server's part of the test. `words` say what was seen, or what went wrong."""

    kind: CheckKind = CheckKind.WAITING
    words: str = ""


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
class PasswordHelp:
    """What to know of the password, and the page where that is done; `link` may be empty."""

    words: str = ""
    link: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Probe:
    """The message to oneself. `words`: what was learned by it, or how far it is."""

    words: str = ""
    tone: Tone = Tone.CALM
    is_running: bool = False


@dataclass(frozen=True, slots=True)
class AccountState:
    """`problems` by field. `notice` is said above a step, `failure` where something did not work. `can_trust`: a server showed a
    certificate that nobody vouches for; `shown` is that certificate, once it was looked at.
    `meant`: the address that was probably meant, where that is asked."""

    step: Step = Step.ADDRESS
    is_editing: bool = False
    fields: Fields = Fields()
    notice: str = ""
    meant: str = ""
    problems: Mapping[str, str] = field(default_factory=dict)
    failure: str = ""
    is_busy: bool = False
    choices: tuple[Choice, ...] = ()
    chosen: int = 0
    sign_in: SignIn = SignIn()
    password_help: PasswordHelp = PasswordHelp()
    password_home: str = ""
    smtp: Check = Check()
    imap: Check = Check()
    log: tuple[str, ...] = ()
    can_trust: bool = False
    shown: Shown | None = None
    offers_cloud: bool = False
    probe: Probe = Probe()

    @property
    def is_by_sign_in(self) -> bool:
        return self.sign_in.is_done or self.sign_in.is_only_way

    @property
    def is_testing(self) -> bool:
        return CheckKind.RUNNING in (self.smtp.kind, self.imap.kind)

    @property
    def works(self) -> bool:
        """Mail can be sent, and the mailbox, where there is one, can be looked into."""
        return self.smtp.kind is CheckKind.GOOD and self.imap.kind in (CheckKind.GOOD, CheckKind.NONE)

    @property
    def is_bound(self) -> bool:
        """What is under way is not to be begun a second time."""
        return self.is_busy or self.is_testing or self.probe.is_running
