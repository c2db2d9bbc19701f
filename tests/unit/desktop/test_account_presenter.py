from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
import trustme

from desktop.gateway.port import NewAccount, PasswordHome
from desktop.screens.account.presenter import AccountPresenter
from desktop.screens.account.probing import Probing
from desktop.screens.account.state import AccountState as SetUpState
from desktop.screens.account.state import CheckKind, Step
from nightmail.account.model import Account, AccountState, Options, Security, Server
from nightmail.account.secret import Secret
from nightmail.account.servers import ServerKind
from nightmail.account.trust import TRUST_IT
from nightmail.delivery.model import DeliveryState
from nightmail.discovery.model import Found, Source, Suggestion
from nightmail.environment import OauthClient
from nightmail.errors import OutsideError, PersonError
from nightmail.imap.probe import Probed
from tests.unit.desktop.fakes import ACCOUNTS, AtOnce, FakeCloud, FakeGateway, FakeSetUp, FakeSignIns, Later

UNVOUCHED = PersonError("certificate-unvouched", "Nobody vouches for mail.verein.example:465.", next="Trust it if it is yours.")


class Screen:
    def __init__(self) -> None:
        self.accounts: list[Account] = []
        self.for_cloud: list[bool] = []
        self.edited: list[Account] = []
        self.ends = 0
        self.waiting: list[Callable[[], None]] = []

    def render(self, state: SetUpState) -> None: ...

    def added(self, account: Account, *, is_for_cloud: bool) -> None:
        self.accounts.append(account)
        self.for_cloud.append(is_for_cloud)

    def changed(self, account: Account) -> None:
        self.edited.append(account)

    def finished(self) -> None:
        self.ends += 1

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        self.waiting.append(then)


class Dialog:
    def __init__(self, editing: Account | None = None) -> None:
        self.cloud = FakeCloud()
        self.gateway = FakeGateway(known=())
        self.sign_ins = FakeSignIns()
        self.set_up = FakeSetUp()
        self.screen = Screen()
        self.presenter = AccountPresenter(
            self.gateway, self.cloud, self.sign_ins, self.set_up, AtOnce(), self.screen, editing=editing
        )

    @property
    def state(self) -> SetUpState:
        return self.presenter.state

    def is_at(self, step: Step) -> bool:
        return self.state.step is step

    def type(self, **fields: object) -> None:
        for name, value in fields.items():
            self.presenter.change(name, value)

    def enter(self, address: str) -> None:
        self.type(address=address)
        self.presenter.next()

    def sign_in_with(self, password: str) -> None:
        self.type(password=password)
        self.presenter.next()


@pytest.fixture
def dialog() -> Dialog:
    return Dialog()


def assert_shown(dialog: Dialog) -> None:
    assert dialog.state.shown == dialog.set_up.shown


def server(host: str, port: int = 465, security: Security = Security.TLS) -> Server:
    return Server(host, port, security, "anna@verein.example")


def found(*suggestions: Suggestion) -> Found:
    return Found("verein.example", suggestions, ("MX of verein.example: none",))


# ---------------------------------------------------------------------------------------------- steps


def test_a_known_address_leads_straight_to_its_sign_in(dialog: Dialog) -> None:
    dialog.enter("anna@gmail.com")

    fields = dialog.state.fields
    assert dialog.is_at(Step.SIGN_IN)
    assert (fields.host, fields.port, fields.imap_host, fields.user) == (
        "smtp.gmail.com",
        "465",
        "imap.gmail.com",
        "anna@gmail.com",
    )
    assert "app password" in dialog.state.password_help.words
    assert dialog.state.password_help.link.startswith("https://myaccount.google.com/")


def test_what_a_domain_names_is_to_be_chosen_from_and_who_said_so(dialog: Dialog) -> None:
    dialog.set_up.found = found(
        Suggestion(
            server("smtp.verein.example"), server("imap.verein.example", 993), Source.AUTOCONFIG, "autoconfig.verein.example"
        ),
        Suggestion(server("smtp.hoster.example", 587, Security.STARTTLS), None, Source.SRV, "verein.example"),
    )
    dialog.enter("anna@verein.example")

    assert dialog.is_at(Step.SERVERS)
    assert "autoconfig.verein.example says so itself" in dialog.state.choices[0].source
    assert "another domain" in dialog.state.choices[1].warning

    dialog.presenter.choose(1)
    dialog.presenter.next()

    assert (dialog.state.fields.host, dialog.state.fields.security) == ("smtp.hoster.example", Security.STARTTLS)
    assert dialog.is_at(Step.SIGN_IN)


def test_servers_nobody_names_are_typed_by_hand(dialog: Dialog) -> None:
    dialog.enter("anna@verein.example")
    assert dialog.is_at(Step.OTHER)
    assert "verein.example" in dialog.state.notice

    dialog.type(host="mail.verein.example", security=Security.STARTTLS)
    dialog.presenter.next()

    assert dialog.state.fields.port == "587"
    assert dialog.is_at(Step.SIGN_IN)


def test_a_failed_search_is_no_dead_end(dialog: Dialog) -> None:
    dialog.set_up.refuses["find_servers"] = OutsideError("dns", "No network.")

    dialog.enter("anna@verein.example")

    assert dialog.is_at(Step.OTHER) and not dialog.state.is_busy


def test_back_leads_the_same_way_and_loses_nothing(dialog: Dialog) -> None:
    dialog.set_up.found = found(
        Suggestion(server("one.verein.example"), None, Source.SRV, "verein.example"),
        Suggestion(server("two.verein.example"), None, Source.GUESS, "verein.example"),
    )
    dialog.enter("anna@verein.example")
    dialog.presenter.next()
    dialog.sign_in_with("abcd")
    seen = []
    for _ in range(3):
        dialog.presenter.back()
        seen.append(dialog.state.step)

    assert seen == [Step.SIGN_IN, Step.SERVERS, Step.ADDRESS]
    assert (dialog.state.fields.address, dialog.state.fields.password) == ("anna@verein.example", "abcd")


def test_known_servers_can_be_overruled_by_hand(dialog: Dialog) -> None:
    dialog.enter("anna@gmail.com")

    dialog.presenter.other_servers()

    assert dialog.is_at(Step.OTHER)
    assert dialog.state.fields.host == "smtp.gmail.com"


def test_the_port_follows_the_encryption_until_it_is_typed(dialog: Dialog) -> None:
    dialog.type(security=Security.STARTTLS, imap_security=Security.STARTTLS)
    assert (dialog.state.fields.port, dialog.state.fields.imap_port) == ("587", "143")

    dialog.type(port="2525", security=Security.TLS)

    assert dialog.state.fields.port == "2525"


def test_every_mistake_of_a_step_is_named_at_its_field_at_once(dialog: Dialog) -> None:
    dialog.enter("anna")
    assert set(dialog.state.problems) == {"address"}
    dialog.enter("anna@verein.example")
    dialog.type(host="smtp.verein.example", port="99999", security=Security.PLAIN, imap_host="a b", imap_port="x")

    dialog.presenter.next()

    assert set(dialog.state.problems) == {"port", "security", "imap_host", "imap_port"}
    assert dialog.is_at(Step.OTHER)
    dialog.type(port="465")
    assert "port" not in dialog.state.problems


def test_without_a_password_nothing_is_tried(dialog: Dialog) -> None:
    dialog.enter("anna@gmail.com")

    dialog.presenter.next()

    assert set(dialog.state.problems) == {"password"}
    assert dialog.gateway.calls == []


def test_a_server_on_this_computer_needs_no_password(dialog: Dialog) -> None:
    dialog.enter("anna@verein.example")
    dialog.type(host="127.0.0.1", port="2525", security=Security.PLAIN)
    dialog.presenter.next()
    dialog.presenter.next()
    dialog.presenter.next()

    (new,) = dialog.gateway.asked("add_account")
    assert isinstance(new, NewAccount)
    assert new.smtp == Server("127.0.0.1", 2525, Security.PLAIN, None)


# ---------------------------------------------------------------------------------------------- the test


def test_both_servers_are_tried_apart_and_ticked_apart(dialog: Dialog) -> None:
    dialog.set_up.refuses["test_mailbox"] = PersonError("mailbox-sign-in-refused", "IMAP is switched off.", next="Switch it on.")
    dialog.enter("anna@gmail.com")

    dialog.sign_in_with("abcd efgh")

    assert (dialog.state.step, dialog.state.smtp.kind, dialog.state.imap.kind) == (Step.TEST, CheckKind.GOOD, CheckKind.BAD)
    assert "35.0 MB" in dialog.state.smtp.words
    assert dialog.state.imap.words == "IMAP is switched off. Switch it on."
    assert not dialog.state.works


def test_the_log_tells_what_happened_and_never_the_password(dialog: Dialog) -> None:
    dialog.gateway.refuses["test_account"] = PersonError("password-refused", "It said: 535 hunter22 is wrong")
    dialog.enter("anna@gmail.com")

    dialog.sign_in_with("hunter22")

    log = "\n".join(dialog.state.log)
    assert "! password-refused: It said: 535 •••••• is wrong" in log
    assert "hunter22" not in log and "hunter22" not in dialog.state.smtp.words
    assert "IMAP imap.gmail.com:993 (tls)" in log


def test_without_an_incoming_server_its_test_is_left_out(dialog: Dialog) -> None:
    dialog.enter("anna@verein.example")
    dialog.type(host="smtp.verein.example")
    dialog.presenter.next()
    dialog.sign_in_with("abcd")

    assert dialog.state.imap.kind is CheckKind.NONE
    assert dialog.state.works
    assert dialog.set_up.asked("test_mailbox") == []


def test_what_does_not_work_now_may_be_kept_all_the_same(dialog: Dialog) -> None:
    dialog.gateway.refuses["test_account"] = OutsideError("server-unreachable", "No answer.")
    dialog.enter("anna@gmail.com")
    dialog.sign_in_with("abcd")
    dialog.presenter.next()
    assert dialog.gateway.asked("add_account") == []

    dialog.presenter.go_on()

    assert [account.address for account in dialog.screen.accounts] == ["anna@gmail.com"]


def test_a_certificate_nobody_vouches_for_is_shown_before_it_is_trusted(dialog: Dialog) -> None:
    authority = trustme.CA().cert_pem.bytes().decode()
    dialog.set_up.shown = replace(dialog.set_up.shown, pem=authority)
    dialog.gateway.refuses["test_account"] = UNVOUCHED
    dialog.enter("anna@verein.example")
    dialog.type(host="mail.verein.example")
    dialog.presenter.next()
    dialog.sign_in_with("abcd")
    assert dialog.state.can_trust and dialog.state.shown is None

    dialog.presenter.trust()
    assert dialog.state.fields.ca == ""
    dialog.presenter.look_at_certificate()
    assert dialog.set_up.asked("certificate")[0][1] is ServerKind.SMTP
    assert_shown(dialog)
    dialog.gateway.refuses.clear()
    dialog.presenter.trust()

    assert dialog.state.works
    assert dialog.gateway.asked("test_account")[-1].ca == authority


def test_a_certificate_for_another_name_is_not_trusted(dialog: Dialog) -> None:
    dialog.set_up.shown = replace(dialog.set_up.shown, fits=False)
    dialog.gateway.refuses["test_account"] = UNVOUCHED
    dialog.enter("anna@verein.example")
    dialog.type(host="mail.verein.example")
    dialog.presenter.next()
    dialog.sign_in_with("abcd")
    dialog.presenter.look_at_certificate()

    dialog.presenter.trust()

    assert "another server" in dialog.state.failure
    assert dialog.state.fields.ca == ""


def test_a_file_of_certificates_is_trusted_too_and_another_file_refused(dialog: Dialog) -> None:
    dialog.gateway.refuses["test_account"] = UNVOUCHED
    dialog.enter("anna@verein.example")
    dialog.type(host="mail.verein.example")
    dialog.presenter.next()
    dialog.sign_in_with("abcd")

    dialog.presenter.trust_file("hello")
    assert "no certificate" in dialog.state.failure
    dialog.gateway.refuses.clear()
    dialog.presenter.trust_file(trustme.CA().cert_pem.bytes().decode())

    assert dialog.state.works and dialog.state.failure == ""


# ---------------------------------------------------------------------------------------------- keeping


def test_saving_hands_over_the_servers_and_the_secret(dialog: Dialog) -> None:
    dialog.type(name="Anna")
    dialog.enter(" anna@gmail.com ")
    dialog.sign_in_with("abcd")

    dialog.presenter.next()

    assert dialog.gateway.asked("add_account") == [
        NewAccount(
            "anna@gmail.com",
            "Anna",
            Server("smtp.gmail.com", 465, Security.TLS, "anna@gmail.com"),
            Server("imap.gmail.com", 993, Security.TLS, "anna@gmail.com"),
            Secret("abcd"),
        )
    ]
    assert dialog.is_at(Step.READY)
    dialog.presenter.next()
    assert dialog.screen.ends == 1


def test_whoever_has_a_cloud_is_asked_where_the_password_may_live(dialog: Dialog) -> None:
    dialog.cloud.sign_in_quietly()
    dialog.presenter.open()
    dialog.enter("anna@gmail.com")
    dialog.sign_in_with("abcd")
    dialog.presenter.next()
    assert dialog.is_at(Step.HOME)

    dialog.type(is_for_cloud=True)
    dialog.presenter.next()

    assert dialog.screen.for_cloud == [True]


def test_an_account_that_can_not_be_saved_says_why_and_keeps_the_form(dialog: Dialog) -> None:
    dialog.gateway.refuses["add_account"] = OutsideError("keyring-failed", "The keyring did not answer.", next="Unlock it.")
    dialog.enter("anna@gmail.com")
    dialog.sign_in_with("abcd")

    dialog.presenter.next()

    assert dialog.state.failure == "The keyring did not answer. Unlock it."
    assert dialog.state.fields.password == "abcd"
    assert not dialog.state.is_busy


def test_without_a_keyring_a_passphrase_is_asked_for_and_saving_goes_on(dialog: Dialog) -> None:
    dialog.gateway.home = PasswordHome.UNMADE
    dialog.gateway.refuses["add_account"] = PersonError("passphrase-needed", "Passwords are sealed with a passphrase.")
    dialog.presenter.open()
    dialog.enter("anna@gmail.com")
    dialog.sign_in_with("abcd")
    dialog.presenter.next()
    assert "sealed with a passphrase" in dialog.state.password_home
    assert dialog.state.failure == ""

    dialog.gateway.refuses.clear()
    dialog.screen.waiting[0]()

    assert [account.address for account in dialog.screen.accounts] == ["anna@gmail.com"]


# ---------------------------------------------------------------------------------------------- editing


def test_the_servers_of_an_account_that_is_there_are_changed_and_its_password_stays() -> None:
    anna = replace(ACCOUNTS[0], imap=server("imap.example.org", 993))
    dialog = Dialog(editing=anna)
    assert (dialog.state.step, dialog.state.fields.imap_host) == (Step.OTHER, "imap.example.org")

    dialog.type(imap_host="box.example.org")
    dialog.presenter.next()
    dialog.presenter.next()
    dialog.presenter.next()

    (new,) = dialog.set_up.asked("change_servers")
    assert (new.id, new.imap.host, new.password) == (anna.id, "box.example.org", None)
    assert [account.id for account in dialog.screen.edited] == [anna.id]
    assert dialog.gateway.asked("add_account") == []


def test_an_account_that_trusts_a_certificate_goes_on_trusting_it() -> None:
    dialog = Dialog(editing=replace(ACCOUNTS[0], options=Options(ca="PEM")))
    for _ in range(3):
        dialog.presenter.next()

    assert dialog.set_up.asked("change_servers")[0].ca == "PEM"


# ---------------------------------------------------------------------------------------------- the probe


async def no_time(seconds: float) -> None: ...


@pytest.mark.parametrize(
    ("state", "reason", "probed", "said"),
    [
        (DeliveryState.SENT, "", Probed(True, True, "Gesendet", timedelta(seconds=3)), "files what you send in “Gesendet”"),
        (DeliveryState.SENT, "", Probed(False, True, "Sent", timedelta(seconds=3)), "keeps no copy"),
        (DeliveryState.SENT, "", Probed(None, None, "", None), "did not turn up"),
        (DeliveryState.FAILED, "550 5.7.1 not you", Probed(None, None, "", None), "550 5.7.1 not you"),
        (DeliveryState.SCHEDULED, "451 later", Probed(None, None, "", None), "451 later"),
        (DeliveryState.SCHEDULED, "", Probed(None, None, "", None), "has not left"),
    ],
)
async def test_a_message_to_oneself_is_answered_with_what_was_learned(
    state: DeliveryState, reason: str, probed: Probed, said: str
) -> None:
    gateway, set_up = FakeGateway(), FakeSetUp()
    set_up.probed = probed
    anna = replace(ACCOUNTS[0], imap=server("imap.example.org", 993))
    schedule = gateway.schedule

    async def scheduled(*args: object, **more: object) -> object:
        answer = await schedule(*args, **more)  # type: ignore[arg-type]
        item = gateway.items[answer.id]
        gateway.items[answer.id] = replace(item, delivery=replace(item.delivery, state=state, reason=reason))
        return answer

    gateway.schedule = scheduled  # type: ignore[method-assign,assignment]

    probe = await Probing(gateway, set_up, sleep=no_time, looks=3).run(anna)

    assert said in probe.words
    assert gateway.asked("schedule")[0][0].to == ("anna@example.org",)


def test_a_probe_that_can_not_be_scheduled_says_why(dialog: Dialog) -> None:
    dialog.enter("anna@gmail.com")
    dialog.sign_in_with("abcd")
    dialog.presenter.next()
    dialog.gateway.refuses["schedule"] = OutsideError("disk-full", "The disk is full.")

    dialog.presenter.probe()

    assert dialog.state.probe.words == "The disk is full."


# ---------------------------------------------------------------------------------------------- signing in with the browser


@pytest.mark.parametrize(
    ("address", "name", "is_only_way"), [("anna@gmail.com", "Google", False), ("anna@outlook.com", "Microsoft", True)]
)
def test_whoever_has_an_address_of_a_known_provider_may_sign_in_with_the_browser(
    dialog: Dialog, address: str, name: str, is_only_way: bool
) -> None:
    dialog.enter(address)

    assert (dialog.state.sign_in.provider, dialog.state.sign_in.is_only_way) == (name, is_only_way)


def test_the_server_tells_the_provider_where_the_address_does_not(dialog: Dialog) -> None:
    dialog.enter("anna@verein.example")
    assert dialog.state.sign_in.provider == ""

    dialog.type(host="smtp.office365.com")
    dialog.presenter.next()

    assert dialog.state.sign_in.provider == "Microsoft"


def test_signed_in_an_account_needs_no_password_and_is_saved_with_its_tokens(dialog: Dialog) -> None:
    dialog.enter("anna@outlook.com")
    dialog.presenter.next()
    assert dialog.state.problems == {"password": "Sign in with Microsoft in your browser."}

    dialog.presenter.sign_in()
    assert dialog.state.sign_in.is_done and dialog.state.problems == {}
    dialog.presenter.next()
    dialog.presenter.next()

    (new,) = dialog.gateway.asked("add_account")
    assert isinstance(new, NewAccount)
    assert new.password == dialog.sign_ins.tokens and new.smtp.username == "anna@outlook.com"
    assert dialog.sign_ins.asked == [("microsoft", "anna@outlook.com", None)]


def test_a_sign_in_does_not_outlive_the_address_it_was_for(dialog: Dialog) -> None:
    dialog.enter("anna@gmail.com")
    dialog.presenter.sign_in()
    dialog.presenter.back()

    dialog.enter("ben@gmail.com")
    dialog.presenter.next()

    assert not dialog.state.sign_in.is_done and "password" in dialog.state.problems


def test_where_no_client_id_is_known_one_is_asked_for(dialog: Dialog) -> None:
    dialog.sign_ins.refuses = PersonError("no-client-id", "Nightmail is not registered with Google.", next="Make one.")
    dialog.enter("anna@gmail.com")
    dialog.presenter.sign_in()
    assert dialog.state.sign_in.wants_client and "console.cloud.google.com" in dialog.state.failure

    dialog.sign_ins.refuses = None
    dialog.type(client_id=" mine ", client_secret="hunter2")
    dialog.presenter.sign_in()

    assert dialog.state.sign_in.is_done and dialog.state.failure == ""
    assert dialog.sign_ins.asked[-1] == ("google", "anna@gmail.com", OauthClient("mine", Secret("hunter2")))


def test_waiting_for_the_browser_can_be_stopped() -> None:
    runner, sign_ins = Later(), FakeSignIns()
    presenter = AccountPresenter(FakeGateway(known=()), FakeCloud(), sign_ins, FakeSetUp(), runner, Screen())
    presenter.change("address", "anna@gmail.com")
    presenter.next()
    runner.turn()

    def standing() -> tuple[bool, bool]:
        return presenter.state.sign_in.is_under_way, presenter.state.sign_in.is_done

    sign_ins.nobody_comes_back = True
    presenter.sign_in()
    runner.turn()
    assert standing() == (True, False)
    presenter.sign_in()
    runner.turn()
    assert standing() == (False, False)

    sign_ins.nobody_comes_back = False
    presenter.sign_in()
    runner.turn()
    assert standing() == (False, True)
    runner.close()


def test_a_denial_is_a_sentence_and_costs_nothing(dialog: Dialog) -> None:
    dialog.sign_ins.refuses = PersonError("sign-in-declined", "Google did not allow Nightmail to send.", next="Sign in again.")
    dialog.enter("anna@gmail.com")
    dialog.presenter.sign_in()

    assert dialog.state.failure == "Google did not allow Nightmail to send. Sign in again."
    assert not dialog.state.sign_in.is_under_way and not dialog.state.sign_in.wants_client


def test_an_account_that_waits_for_trust_comes_straight_to_its_certificate() -> None:
    paused = replace(ACCOUNTS[0], state=AccountState.PAUSED, pause_reason=f"Nobody vouches. {TRUST_IT}")
    dialog = Dialog(editing=paused)
    dialog.set_up.shown = replace(dialog.set_up.shown, pem=trustme.CA().cert_pem.bytes().decode())
    dialog.gateway.refuses["test_account"] = UNVOUCHED

    dialog.presenter.open()
    assert dialog.is_at(Step.TEST) and dialog.state.can_trust
    dialog.presenter.look_at_certificate()
    dialog.gateway.refuses.clear()
    dialog.presenter.trust()
    dialog.presenter.next()

    assert dialog.set_up.asked("change_servers")[0].ca == dialog.set_up.shown.pem
    assert [account.id for account in dialog.screen.edited] == [paused.id]


def test_a_slip_in_a_providers_domain_is_asked_about_and_mended_in_one_step(dialog: Dialog) -> None:
    dialog.enter("anna@gmial.com")
    assert dialog.is_at(Step.ADDRESS)
    assert dialog.state.notice == "Did you mean anna@gmail.com? If not, go on."

    dialog.presenter.use_meant()

    assert dialog.is_at(Step.SIGN_IN)
    assert dialog.state.fields.address == "anna@gmail.com"


def test_whoever_goes_on_all_the_same_means_what_stands_there(dialog: Dialog) -> None:
    dialog.enter("anna@gmial.com")

    dialog.presenter.next()

    assert dialog.is_at(Step.OTHER)
    assert dialog.state.fields.address == "anna@gmial.com"


def test_another_address_takes_the_question_away(dialog: Dialog) -> None:
    dialog.enter("anna@gmial.com")

    dialog.type(address="anna@gmail.com")

    assert (dialog.state.meant, dialog.state.notice) == ("", "")


def test_where_nobody_could_be_asked_it_is_not_said_that_nobody_knows(dialog: Dialog) -> None:
    dialog.set_up.found = Found("verein.example", was_answered=False)

    dialog.enter("anna@verein.example")

    assert dialog.is_at(Step.OTHER)
    assert dialog.state.notice.startswith("The servers of verein.example could not be looked up")
