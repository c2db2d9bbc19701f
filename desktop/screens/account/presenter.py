"""The account set-up's mind: an address suggests servers, a sign-in is tried on both, and only then anything is kept. No Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from desktop.gateway.cloud_port import CloudGateway, CloudStanding
from desktop.gateway.port import Gateway, NewAccount, PasswordHome, needs_passphrase
from desktop.gateway.set_up import SetUp
from desktop.gateway.sign_ins import SignIns
from desktop.language import tr
from desktop.misspelt import meant_address
from desktop.running import Errand, Runner
from desktop.screens.account import entries, words
from desktop.screens.account.probing import Probing
from desktop.screens.account.state import AccountState, Check, Probe, SignIn, Step, home_words
from desktop.screens.account.trying import Trying
from desktop.words import sentence_of
from nightmail.account.model import Account
from nightmail.account.secret import Secret
from nightmail.account.trust import read_trust, waits_for_trust
from nightmail.discovery.model import Found, Suggestion
from nightmail.environment import OauthClient
from nightmail.errors import Invalid, PersonError
from nightmail.oauth.providers import provider, provider_for

# Their servers take no password any more, not even an app password.
_TOKEN_ONLY = frozenset({"microsoft"})


class AccountScreen(Protocol):
    def render(self, state: AccountState) -> None: ...

    def added(self, account: Account, *, is_for_cloud: bool) -> None:
        """It is kept. `is_for_cloud`: the person wants the cloud to send from it too, and is to read what that means."""
        ...

    def changed(self, account: Account) -> None:
        """An account that was there has the servers that were entered."""
        ...

    def finished(self) -> None:
        """Nothing is left to do here."""
        ...

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        """Nothing can keep the password until the person gave a passphrase; `then` goes on."""
        ...


class AccountPresenter:
    """`editing`: the account whose servers are to be changed, instead of a new one."""

    def __init__(
        self,
        gateway: Gateway,
        cloud: CloudGateway,
        sign_ins: SignIns,
        set_up: SetUp,
        runner: Runner,
        screen: AccountScreen,
        *,
        editing: Account | None = None,
    ) -> None:
        self._gateway = gateway
        self._cloud = cloud
        self._sign_ins = sign_ins
        self._set_up = set_up
        self._runner = runner
        self._screen = screen
        self._editing = editing
        self._home = PasswordHome.KEYRING
        self._tokens: Secret | None = None
        self._found: tuple[Suggestion, ...] = ()
        self._looking: Errand | None = None
        self._waiting: Errand | None = None
        self._account: Account | None = None
        self._asks_cloud = False
        self._trying = Trying(gateway, set_up, runner, self)
        self._probing = Probing(gateway, set_up)
        self.state = AccountState()
        if editing is not None:
            self.state = AccountState(Step.OTHER, is_editing=True, fields=entries.fields_of(editing))

    def open(self) -> None:
        """Learn where the password would live, to say it beside its field. An account that waits for its person's word on a
        certificate is tried at once, to come to that word."""
        self._runner.run(self._gateway.password_home(), done=self._home_known, failed=lambda _: None)
        self._runner.run(self._cloud.standing(), done=self._cloud_known, failed=lambda _: None)
        if self._editing is not None and waits_for_trust(self._editing):
            self._go(Step.TEST)
            self.test()

    def close(self) -> None:
        """Nobody waits for anything any more."""
        self.stop_sign_in()
        if self._looking is not None:
            self._looking.cancel()

    def change(self, field: str, value: object) -> None:
        fields = replace(self.state.fields, **{field: value})  # type: ignore[arg-type]  # the view names fields of Fields
        fields = entries.with_port(fields, field)
        if field == "address":
            self._forget_sign_in()
            self._found = ()
            if self.state.meant:
                self.show(replace(self.state, meant="", notice=""))
        problems = {name: said for name, said in self.state.problems.items() if name != field}
        self.show(replace(self.state, fields=fields, problems=problems, failure=""))

    # ------------------------------------------------------------------------------------- steps

    def next(self) -> None:
        """The step's own button."""
        if self.state.is_bound:
            return
        match self.state.step:
            case Step.ADDRESS:
                self._leave_address()
            case Step.SERVERS:
                self._take(self._found[self.state.chosen])
            case Step.OTHER:
                if self._is_right(entries.server_problems(self.state.fields)):
                    self._to_sign_in()
            case Step.SIGN_IN:
                self._leave_sign_in()
            case Step.TEST if self.state.works:
                self.go_on()
            case Step.TEST:
                self.test()
            case Step.HOME:
                self.save()
            case Step.READY:
                self._screen.finished()

    def back(self) -> None:
        if self.state.is_busy and self.state.step is not Step.ADDRESS:
            return
        self.stop_sign_in()
        steps = {Step.SERVERS: Step.ADDRESS, Step.TEST: Step.SIGN_IN, Step.HOME: Step.TEST}
        steps[Step.SIGN_IN] = Step.SERVERS if len(self._found) > 1 else Step.OTHER if not self._found else Step.ADDRESS
        steps[Step.OTHER] = Step.SERVERS if self._found else Step.ADDRESS
        if self._editing is not None:
            steps[Step.SIGN_IN] = Step.OTHER
        self._trying.stop()
        self._go(steps.get(self.state.step, self.state.step))

    def choose(self, place: int) -> None:
        self.show(replace(self.state, chosen=place))

    def other_servers(self) -> None:
        """Everything can be typed by hand, beginning from what was found."""
        fields = self.state.fields
        if self._found and not fields.host:
            chosen = self._found[self.state.chosen]
            fields = entries.with_servers(fields, chosen.smtp, chosen.imap)
        self.show(replace(self.state, fields=fields))
        self._go(Step.OTHER)

    def _leave_address(self) -> None:
        if not self._is_right(entries.address_problems(self.state.fields)):
            return
        meant = meant_address(self.state.fields.address)
        if meant and meant != self.state.meant:
            # Asked once: whoever presses the button again means what stands there.
            asked = tr("Did you mean {address}? If not, go on.", address=meant)
            self.show(replace(self.state, meant=meant, notice=asked))
            return
        self.show(replace(self.state, is_busy=True, meant="", notice=""))
        self._looking = self._runner.run(
            self._set_up.find_servers(self.state.fields.address.strip()), done=self._servers_found, failed=self._not_found
        )

    def use_meant(self) -> None:
        """The address as it was probably meant, and on."""
        fields = replace(self.state.fields, address=self.state.meant)
        self.show(replace(self.state, fields=fields, meant="", notice=""))
        self._leave_address()

    def _servers_found(self, found: Found) -> None:
        self._found, self._looking = found.suggestions, None
        choices = words.choices_of(found)
        self.show(replace(self.state, is_busy=False, choices=choices, chosen=0, log=found.log))
        if len(choices) == 1 and not choices[0].warning and found.suggestions[0].provider:
            self._take(found.suggestions[0])
        elif choices:
            self._go(Step.SERVERS)
        else:
            self._none_found(was_answered=found.was_answered)

    def _not_found(self, problem: Exception) -> None:
        self._looking = None
        self.show(replace(self.state, is_busy=False))
        self._none_found(was_answered=False)

    def _none_found(self, *, was_answered: bool) -> None:
        address = self.state.fields.address.strip()
        domain = address.rpartition("@")[2]
        fields = self.state.fields
        if not fields.user:
            fields = replace(fields, user=address)
        self.show(replace(self.state, fields=fields, choices=()))
        nobody = tr("Nobody says where the servers of {domain} are. Your provider's help pages do.", domain=domain)
        unasked = tr(
            "The servers of {domain} could not be looked up: the network did not answer. "
            "Try again later, or enter them from your provider's help pages.",
            domain=domain,
        )
        self._go(Step.OTHER, notice=nobody if was_answered else unasked)

    def _take(self, suggestion: Suggestion) -> None:
        fields = entries.with_servers(self.state.fields, suggestion.smtp, suggestion.imap)
        self.show(replace(self.state, fields=fields))
        self._to_sign_in()

    def _to_sign_in(self) -> None:
        fields = self.state.fields
        smtp = entries.smtp_of(fields)
        self._offer_sign_in()
        keeps = self._editing is not None and not self._editing.options.oauth
        self.show(replace(self.state, password_help=words.help_for(smtp, is_editing=keeps)))
        notice = ""
        if self._editing is None and self.state.choices:
            notice = tr("Sends by {smtp}.", smtp=f"{smtp.host}:{smtp.port}")
        self._go(Step.SIGN_IN, notice=notice)

    def _leave_sign_in(self) -> None:
        fields = self.state.fields
        needed = not (self._tokens or fields.password or self._editing or entries.is_open(fields))
        if needed and self.state.sign_in.is_only_way:
            said = tr("Sign in with {provider} in your browser.", provider=self.state.sign_in.provider)
        else:
            said = tr("Enter the password, or the app password your provider gave you.")
        if self._is_right({"password": said} if needed else {}):
            self._go(Step.TEST)
            self.test()

    def go_on(self) -> None:
        """From the test, whatever it has shown: a server may be away just now."""
        if self.state.is_bound:
            return
        if self._asks_cloud and self._editing is None:
            self._go(Step.HOME)
        else:
            self.save()

    def _go(self, step: Step, *, notice: str = "") -> None:
        asks = step is not Step.TEST
        self.show(
            replace(
                self.state,
                step=step,
                notice=notice,
                problems={},
                failure="",
                is_busy=False,
                smtp=Check() if asks and step is not Step.HOME else self.state.smtp,
                imap=Check() if asks and step is not Step.HOME else self.state.imap,
                can_trust=False,
                shown=None,
                password_home=home_words(self._home, is_sign_in=self.state.is_by_sign_in),
            )
        )

    def _is_right(self, problems: dict[str, str]) -> bool:
        self.show(replace(self.state, problems=problems, failure=""))
        return not problems

    # ------------------------------------------------------------------------------------- signing in with the browser

    def _offer_sign_in(self) -> None:
        """With the provider of the address or of the server; what is under way or done with that one stays."""
        key = provider_for(self.state.fields.address.strip(), self.state.fields.host.strip())
        if key == self.state.sign_in.key:
            return
        self._forget_sign_in()
        if key:
            sign_in = SignIn(key, provider(key).name, is_only_way=key in _TOKEN_ONLY)
            self.show(replace(self.state, sign_in=sign_in))

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
        self._waiting = self._runner.run(
            self._sign_ins.sign_in(self.state.sign_in.key, fields.address.strip(), client),
            done=self._signed_in,
            failed=self._not_signed_in,
        )

    def stop_sign_in(self) -> None:
        """Nobody waits for the browser any more."""
        if self._waiting is not None:
            self._waiting.cancel()
            self._waiting = None
        if self.state.sign_in.is_under_way:
            self._sign_in_is(replace(self.state.sign_in, is_under_way=False))

    def _signed_in(self, tokens: Secret) -> None:
        self._tokens, self._waiting = tokens, None
        self._sign_in_is(replace(self.state.sign_in, is_under_way=False, is_done=True, wants_client=False))
        self.show(replace(self.state, problems={}))

    def _not_signed_in(self, problem: Exception) -> None:
        self._waiting = None
        code = problem.code if isinstance(problem, PersonError) else ""
        wants_client = code in ("no-client-id", "client-refused") or self.state.sign_in.wants_client
        self._sign_in_is(replace(self.state.sign_in, is_under_way=False, wants_client=wants_client))
        failure = sentence_of(problem)
        if code == "no-client-id":
            where = provider(self.state.sign_in.key).register
            failure = tr("{what} Make one at {where}; then enter its id and secret.", what=failure, where=where)
        self.show(replace(self.state, failure=failure))

    def _forget_sign_in(self) -> None:
        """It was somebody else's."""
        self.stop_sign_in()
        self._tokens = None
        self.show(replace(self.state, sign_in=SignIn()))

    def _sign_in_is(self, sign_in: SignIn) -> None:
        home = home_words(self._home, is_sign_in=sign_in.is_done or sign_in.is_only_way)
        self.show(replace(self.state, sign_in=sign_in, failure="", password_home=home))

    # ------------------------------------------------------------------------------------- trying

    def test(self) -> None:
        if not self.state.is_bound:
            self._trying.run(self._entered())

    def look_at_certificate(self) -> None:
        """Of the server that nobody vouches for."""
        self._trying.look_at_certificate()

    def trust(self) -> None:
        """The person has compared what was shown; this certificate alone is trusted, for this account alone."""
        if self.state.shown is not None and self.state.shown.fits:
            self._trust(self.state.shown.pem)

    def trust_file(self, text: str) -> None:
        """A file with the certificate of the server's issuer, or of the server."""
        try:
            self._trust(read_trust(text))
        except PersonError as problem:
            self.show(replace(self.state, failure=sentence_of(problem)))

    def _trust(self, pem: str) -> None:
        self.show(replace(self.state, fields=replace(self.state.fields, ca=pem), can_trust=False, shown=None, failure=""))
        self.test()

    # ------------------------------------------------------------------------------------- keeping

    def save(self) -> None:
        if self.state.is_bound:
            return
        self.show(replace(self.state, is_busy=True, failure=""))
        new = self._entered()
        if self._editing is not None:
            self._runner.run(self._set_up.change_servers(new), done=self._screen.changed, failed=self._not_saved)
        else:
            self._runner.run(self._gateway.add_account(new), done=self._saved, failed=self._not_saved)

    def _saved(self, account: Account) -> None:
        self._account = account
        self._go(Step.READY)
        self._screen.added(account, is_for_cloud=self.state.fields.is_for_cloud)

    def _not_saved(self, problem: Exception) -> None:
        self.show(replace(self.state, is_busy=False))
        if needs_passphrase(problem):
            self._screen.ask_passphrase(self.save)
            return
        problems = {each.field: each.message for each in problem.problems} if isinstance(problem, Invalid) else {}
        if problems:
            self._go(Step.ADDRESS)
        self.show(replace(self.state, problems=problems, failure=sentence_of(problem)))

    def probe(self) -> None:
        """A message from the account to itself, through the queue that all mail takes."""
        if self._account is None or self.state.is_bound:
            return
        self.show(replace(self.state, probe=Probe(tr("On its way…"), is_running=True)))
        self._runner.run(self._probing.run(self._account), done=self._probed, failed=self._not_probed)

    def _probed(self, probe: Probe) -> None:
        self.show(replace(self.state, probe=probe))

    def _not_probed(self, problem: Exception) -> None:
        self.show(replace(self.state, probe=words.not_probed(problem)))

    # ------------------------------------------------------------------------------------- what is known

    def _entered(self) -> NewAccount:
        fields = self.state.fields
        secret = self._tokens or (Secret(fields.password) if fields.password else None)
        return entries.account_of(fields, secret, id=self._editing.id if self._editing else None)

    def _cloud_known(self, standing: CloudStanding) -> None:
        self._asks_cloud = standing.status.is_signed_in
        self.show(replace(self.state, offers_cloud=self._asks_cloud))

    def _home_known(self, home: PasswordHome) -> None:
        self._home = home
        self.show(replace(self.state, password_home=home_words(home, is_sign_in=self.state.is_by_sign_in)))

    def show(self, state: AccountState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)
