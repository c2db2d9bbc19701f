"""The account dialog's mind: an address suggests its servers, a test says what works, saving comes last. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from desktop.gateway.cloud_port import CloudGateway, CloudStanding
from desktop.gateway.port import Gateway, NewAccount, PasswordHome, needs_passphrase
from desktop.gateway.sign_ins import SignIns
from desktop.running import Errand, Runner
from desktop.screens.account.state import HOME_WORDS, AccountState, Check, Fields, SignIn
from desktop.words import sentence_of, size_words
from nightmail.account.model import Account, Security, Server
from nightmail.account.providers import servers_for
from nightmail.account.secret import Secret
from nightmail.account.servers import is_loopback
from nightmail.environment import OauthClient
from nightmail.errors import Invalid, PersonError, Problem
from nightmail.message.addresses import parse_address
from nightmail.oauth.providers import provider, provider_for
from nightmail.ports import ServerFacts

_PORTS = {Security.TLS: "465", Security.STARTTLS: "587", Security.PLAIN: "25"}
_HINTS = {
    "gmail.com": "Sign in with your browser, or enter an app password: Google Account, Security, App passwords.",
    "icloud.com": "iCloud wants an app-specific password: account.apple.com, Sign-In and Security.",
    "yahoo.com": "Yahoo wants an app password: Account Security, Generate app password.",
    "fastmail.com": "Fastmail wants an app password: Settings, Privacy & Security.",
    "outlook.com": "Outlook.com no longer takes passwords over SMTP. Sign in with your browser.",
    "hotmail.com": "Outlook.com no longer takes passwords over SMTP. Sign in with your browser.",
}
# Their servers take no password any more, not even an app password.
_TOKEN_ONLY = frozenset({"microsoft"})


class AccountScreen(Protocol):
    def render(self, state: AccountState) -> None: ...

    def added(self, account: Account, *, is_for_cloud: bool) -> None:
        """It is kept. `is_for_cloud`: the person wants the cloud to send from it too, and is to read what that means."""
        ...

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        """Nothing can keep the password until the person gave a passphrase; `then` goes on."""
        ...


class AccountPresenter:
    def __init__(self, gateway: Gateway, cloud: CloudGateway, sign_ins: SignIns, runner: Runner, screen: AccountScreen) -> None:
        self._gateway = gateway
        self._cloud = cloud
        self._sign_ins = sign_ins
        self._tokens: Secret | None = None
        self._under_way: Errand | None = None
        self._runner = runner
        self._screen = screen
        self._touched: set[str] = set()
        self.state = AccountState()

    def open(self) -> None:
        """Learn where the password would live, to say it beside its field."""
        self._runner.run(self._gateway.password_home(), done=self._home_known, failed=lambda _: None)
        self._runner.run(self._cloud.standing(), done=self._cloud_known, failed=lambda _: None)

    def change(self, field: str, value: object) -> None:
        """One field was edited by the person; from then on suggestions leave it alone."""
        self._touched.add(field)
        fields = replace(self.state.fields, **{field: value})  # type: ignore[arg-type]  # the view names fields of Fields
        if field == "security" and isinstance(value, Security) and fields.port in ("", *_PORTS.values()):
            self._touched.add("port")
            fields = replace(fields, port=_PORTS[value])
        if field == "address":
            self._forget_sign_in()
        self._show(replace(self.state, fields=fields, problems=self._left_of_problems(fields), checks=(), failure=""))
        if field == "host":
            self._offer_sign_in()

    def address_entered(self) -> None:
        """The address stands: fill in what is known of its servers, where the person wrote nothing."""
        address = self.state.fields.address.strip()
        domain = address.rpartition("@")[2].lower()
        if isinstance(parse_address(address), Problem):
            return
        known = servers_for(address)
        smtp, imap = known if known else (_guessed(domain, address), None)
        suggested = Fields(
            host=smtp.host,
            port=str(smtp.port),
            security=smtp.security,
            user=smtp.username or address,
            imap_host=imap.host if imap else "",
        )
        fields = self.state.fields
        for name in ("host", "port", "security", "user", "imap_host"):
            if name not in self._touched:
                fields = replace(fields, **{name: getattr(suggested, name)})
        guess = "" if known else f"The servers of {domain} are a guess: check them with your provider."
        problems = self._left_of_problems(fields)
        self._show(replace(self.state, fields=fields, problems=problems, hint=_HINTS.get(domain, guess), shows_servers=True))
        self._offer_sign_in()

    # ------------------------------------------------------------------------------------- signing in with the browser

    def _offer_sign_in(self) -> None:
        """With the provider of the address or of the server; what is under way or done with that one stays."""
        key = provider_for(self.state.fields.address.strip(), self.state.fields.host.strip())
        if key == self.state.sign_in.key:
            return
        self._forget_sign_in()
        if key:
            self._show(replace(self.state, sign_in=SignIn(key, provider(key).name, is_only_way=key in _TOKEN_ONLY)))

    def sign_in(self) -> None:
        """Open the browser at the provider's page; pressed again meanwhile, stop waiting for it."""
        if self.state.sign_in.is_under_way:
            self.stop_sign_in()
            return
        fields = self.state.fields
        client = None
        if fields.client_id.strip():
            secret = fields.client_secret.strip()
            client = OauthClient(fields.client_id.strip(), Secret(secret) if secret else None)
        self._sign_in_is(replace(self.state.sign_in, is_under_way=True, is_done=False))
        self._under_way = self._runner.run(
            self._sign_ins.sign_in(self.state.sign_in.key, fields.address.strip(), client),
            done=self._signed_in,
            failed=self._not_signed_in,
        )

    def stop_sign_in(self) -> None:
        """Nobody waits for the browser any more."""
        if self._under_way is not None:
            self._under_way.cancel()
            self._under_way = None
        if self.state.sign_in.is_under_way:
            self._sign_in_is(replace(self.state.sign_in, is_under_way=False))

    def _signed_in(self, tokens: Secret) -> None:
        self._tokens, self._under_way = tokens, None
        self._sign_in_is(replace(self.state.sign_in, is_under_way=False, is_done=True, wants_client=False))
        self._show(replace(self.state, problems=self._left_of_problems(self.state.fields)))

    def _not_signed_in(self, problem: Exception) -> None:
        self._under_way = None
        code = problem.code if isinstance(problem, PersonError) else ""
        wants_client = code in ("no-client-id", "client-refused") or self.state.sign_in.wants_client
        self._sign_in_is(replace(self.state.sign_in, is_under_way=False, wants_client=wants_client))
        key = self.state.sign_in.key
        where = f" Make one at {provider(key).register}; then enter its id and secret." if code == "no-client-id" else ""
        self._show(replace(self.state, failure=sentence_of(problem) + where))

    def _forget_sign_in(self) -> None:
        """It was somebody else's."""
        self.stop_sign_in()
        self._tokens = None
        self._show(replace(self.state, sign_in=SignIn()))

    def _sign_in_is(self, sign_in: SignIn) -> None:
        self._show(replace(self.state, sign_in=sign_in, failure="", checks=()))

    # ------------------------------------------------------------------------------------- testing and saving

    def test(self) -> None:
        new = self._checked()
        if new is None or self.state.is_testing:
            return
        self._show(replace(self.state, is_testing=True, checks=(), failure=""))
        self._runner.run(self._gateway.test_account(new), done=self._test_passed, failed=self._test_failed)

    def save(self) -> None:
        new = self._checked()
        if new is None or self.state.is_saving:
            return
        self._show(replace(self.state, is_saving=True, failure=""))
        self._runner.run(self._gateway.add_account(new), done=self._saved, failed=self._not_saved)

    def _test_passed(self, facts: ServerFacts) -> None:
        fields = self.state.fields
        checks = [Check(f"Reached {fields.host}", True)]
        checks.append(Check("The connection is encrypted" if facts.is_encrypted else "Not encrypted (this computer only)", True))
        if facts.is_authenticated:
            checks.append(Check(f"Signed in as {fields.user.strip()}", True))
        if facts.max_size:
            checks.append(Check(f"Takes messages up to {size_words(facts.max_size)}", True))
        self._show(replace(self.state, is_testing=False, checks=tuple(checks)))

    def _test_failed(self, problem: Exception) -> None:
        self._show(replace(self.state, is_testing=False, failure=sentence_of(problem)))

    def _saved(self, account: Account) -> None:
        self._screen.added(account, is_for_cloud=self.state.fields.is_for_cloud)

    def _cloud_known(self, standing: CloudStanding) -> None:
        self._show(replace(self.state, offers_cloud=standing.status.is_signed_in))

    def _home_known(self, home: PasswordHome) -> None:
        self._show(replace(self.state, password_home=HOME_WORDS[home]))

    def _not_saved(self, problem: Exception) -> None:
        if needs_passphrase(problem):
            self._show(replace(self.state, is_saving=False))
            self._screen.ask_passphrase(self.save)
            return
        problems = {each.field: each.message for each in problem.problems} if isinstance(problem, Invalid) else {}
        self._show(replace(self.state, is_saving=False, problems=problems, failure=sentence_of(problem)))

    def _checked(self) -> NewAccount | None:
        """None where something is wrong; then every problem stands at its field."""
        fields = self.state.fields
        problems = self._problems_of(fields)
        self._show(replace(self.state, problems=problems, shows_servers=self.state.shows_servers or bool(problems)))
        if problems:
            return None
        user = fields.user.strip() or None
        return NewAccount(
            address=fields.address.strip(),
            name=fields.name.strip(),
            smtp=Server(
                fields.host.strip(), int(fields.port), fields.security, user if self._secret or not _is_local(fields) else None
            ),
            imap=Server(fields.imap_host.strip(), 993, Security.TLS, user) if fields.imap_host.strip() else None,
            password=self._secret,
        )

    @property
    def _secret(self) -> Secret | None:
        return self._tokens or (Secret(self.state.fields.password) if self.state.fields.password else None)

    def _problems_of(self, fields: Fields) -> dict[str, str]:
        found = _problems(fields)
        if self._tokens is not None:
            found.pop("password", None)
        elif "password" in found and self.state.sign_in.is_only_way:
            found["password"] = f"Sign in with {self.state.sign_in.provider} in your browser."
        return found

    def _left_of_problems(self, fields: Fields) -> dict[str, str]:
        """What was said stays until its field is filled anew, by whomever, or another field has mended it."""
        before, ours, now = self.state.fields, _problems(self.state.fields), self._problems_of(fields)
        return {
            name: words
            for name, words in self.state.problems.items()
            if getattr(before, name, None) == getattr(fields, name, None) and (name in now or name not in ours)
        }

    def _show(self, state: AccountState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)


def _guessed(domain: str, address: str) -> Server:
    return Server(f"smtp.{domain}", 465, Security.TLS, address)


def _is_local(fields: Fields) -> bool:
    return is_loopback(fields.host.strip())


def _problems(fields: Fields) -> dict[str, str]:
    found: dict[str, str] = {}
    read = parse_address(fields.address.strip(), field="address")
    if isinstance(read, Problem):
        found["address"] = read.message if fields.address.strip() else "Enter the address you send from."
    if not fields.host.strip():
        found["host"] = "Enter your provider's outgoing (SMTP) server."
    if not (fields.port.isdecimal() and 0 < int(fields.port) < 65536):
        found["port"] = "A port is a number from 1 to 65535."
    if fields.security is Security.PLAIN and fields.host.strip() and not _is_local(fields):
        found["security"] = "Without encryption everybody on the way could read the mail. Choose TLS or STARTTLS."
    if fields.host.strip() and not _is_local(fields) and not fields.password:
        found["password"] = "Enter the password, or the app password your provider gave you."
    return found
