from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from desktop.gateway.cloud_port import CloudKind, WorkerLife
from desktop.screens.cloud.presenter import CloudPresenter
from desktop.screens.cloud.state import CloudState, Step, steps
from desktop.words import Tone
from nightmail.errors import OutsideError, PersonError
from tests.unit.desktop.fakes import NOW_AT, ZONE, AtOnce, FakeCloud, StillClock

GOOD_PASSWORD = "correct horse battery"


class Screen:
    def __init__(self) -> None:
        self.came: list[str] = []
        self.left = 0
        self.waiting: list[Callable[[], None]] = []
        self.asked: list[str] = []
        self.is_closed = False

    def render(self, state: CloudState) -> None: ...

    def signed_in(self, email: str) -> None:
        self.came.append(email)

    def signed_out(self) -> None:
        self.left += 1

    def ask_sign_out(self, words: str, then: Callable[[], None]) -> None:
        self.asked.append(words)
        self.waiting.append(then)

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        self.waiting.append(then)

    def close(self) -> None:
        self.is_closed = True


class Dialog:
    def __init__(self) -> None:
        self.cloud = FakeCloud()
        self.screen = Screen()
        self.presenter = CloudPresenter(self.cloud, AtOnce(), StillClock(), self.screen, zone=ZONE)

    @property
    def state(self) -> CloudState:
        return self.presenter.state

    def type(self, **fields: str) -> None:
        for name, typed in fields.items():
            self.presenter.change(name, typed)

    def at(self, step: Step, **fields: str) -> None:
        self.presenter.go(step)
        self.type(**fields)


@pytest.fixture
def dialog() -> Dialog:
    made = Dialog()
    made.presenter.open()
    return made


def test_a_first_time_leads_from_the_project_to_the_sign_in(dialog: Dialog) -> None:
    steps = [dialog.state.step]
    dialog.type(url="https://abcdefgh.supabase.co", key="sb_publishable_abc")
    dialog.presenter.accept()
    steps.append(dialog.state.step)

    dialog.type(email="anna@example.org", password=GOOD_PASSWORD)
    dialog.presenter.accept()

    assert [*steps, dialog.state.step] == [Step.CONNECT, Step.SIGN_IN, Step.SIGNED_IN]
    assert dialog.cloud.asked("connect") == [("https://abcdefgh.supabase.co", "sb_publishable_abc")]
    assert dialog.cloud.asked("sign_in") == [("anna@example.org", GOOD_PASSWORD)]
    assert dialog.screen.came == ["anna@example.org"]
    assert dialog.state.fields.password == ""


@pytest.mark.parametrize(
    "pasted",
    [
        '{"url": "https://abcdefgh.supabase.co", "key": "sb_publishable_abc"}',
        "https://abcdefgh.supabase.co sb_publishable_abc",
        "SUPABASE_URL=https://abcdefgh.supabase.co/ SUPABASE_KEY='sb_publishable_abc'",
    ],
)
def test_address_and_key_can_be_pasted_at_once_into_either_field(dialog: Dialog, pasted: str) -> None:
    for field in ("url", "key"):
        dialog.type(url="", key="")
        dialog.type(**{field: pasted})

        assert (dialog.state.fields.url, dialog.state.fields.key) == ("https://abcdefgh.supabase.co", "sb_publishable_abc")


def test_what_is_missing_is_said_at_its_field_before_anybody_is_asked(dialog: Dialog) -> None:
    dialog.presenter.accept()
    assert set(dialog.state.problems) == {"url", "key"}

    dialog.at(Step.SIGN_UP, email="anna", password="short")
    dialog.presenter.accept()
    assert set(dialog.state.problems) == {"email", "password"}
    dialog.type(email="anna@example.org", password=GOOD_PASSWORD, again="something else")
    dialog.presenter.accept()

    assert dialog.state.problems == {"again": "The two differ."}
    assert dialog.cloud.calls == []


@pytest.mark.parametrize(
    ("step", "call", "problem", "field"),
    [
        (Step.CONNECT, "connect", PersonError("bad-project-url", "That is no project's address."), "url"),
        (Step.CONNECT, "connect", PersonError("secret-key", "That is the project's secret key."), "key"),
        (Step.SIGN_IN, "sign_in", PersonError("wrong-password", "The e-mail address or the password is wrong."), "password"),
        (Step.SIGN_UP, "sign_up", PersonError("already-signed-up", "There is already a user."), "email"),
        (Step.SIGN_UP, "sign_up", PersonError("weak-password", "The password is too weak."), "password"),
        (Step.RESET, "reset", PersonError("wrong-code", "The code is wrong or has expired."), "code"),
    ],
)
def test_a_refusal_stands_at_the_field_it_is_about(
    dialog: Dialog, step: Step, call: str, problem: PersonError, field: str
) -> None:
    dialog.at(step, url="https://x.supabase.co", key="sb_publishable_x", email="anna@example.org", code="123456")
    dialog.type(password=GOOD_PASSWORD, again=GOOD_PASSWORD)
    dialog.cloud.refuses[call] = problem

    dialog.presenter.accept()

    assert dialog.state.step is step
    assert dialog.state.problems[field].startswith(problem.message)
    assert dialog.state.failure == ""
    assert not dialog.state.is_busy


def test_what_is_about_no_field_stands_below_the_form_and_leaves_what_was_typed(dialog: Dialog) -> None:
    dialog.at(Step.SIGN_IN, email="anna@example.org", password=GOOD_PASSWORD)
    dialog.cloud.refuses["sign_in"] = OutsideError(
        "cloud-unreachable", "The cloud does not answer.", next="Check the connection."
    )

    dialog.presenter.accept()

    assert dialog.state.failure == "The cloud does not answer. Check the connection."
    assert dialog.state.fields.password == GOOD_PASSWORD


def test_a_sign_up_that_is_to_be_confirmed_asks_for_the_code_from_the_mail(dialog: Dialog) -> None:
    dialog.cloud.confirms = True
    dialog.at(Step.SIGN_UP, email="anna@example.org", password=GOOD_PASSWORD, again=GOOD_PASSWORD)

    dialog.presenter.accept()
    assert dialog.state.step is Step.CONFIRM
    assert dialog.state.fields.email == "anna@example.org"
    dialog.type(code=" 123456 ")
    dialog.presenter.accept()

    assert dialog.cloud.asked("confirm") == [("anna@example.org", "123456")]
    assert dialog.screen.came == ["anna@example.org"]


def test_whoever_signs_in_unconfirmed_is_led_to_the_code(dialog: Dialog) -> None:
    dialog.at(Step.SIGN_IN, email="anna@example.org", password=GOOD_PASSWORD)
    dialog.cloud.refuses["sign_in"] = PersonError("not-confirmed", "The e-mail address is not confirmed yet.")

    dialog.presenter.accept()

    assert dialog.state.step is Step.CONFIRM
    assert dialog.state.failure.startswith("The e-mail address is not confirmed yet.")


def test_a_forgotten_password_is_replaced_with_the_code_from_the_mail(dialog: Dialog) -> None:
    dialog.at(Step.FORGOT, email="anna@example.org")
    dialog.presenter.accept()
    then = dialog.state.step

    dialog.type(code="123456", password=GOOD_PASSWORD, again=GOOD_PASSWORD)
    dialog.presenter.accept()

    assert dialog.cloud.asked("ask_reset") == ["anna@example.org"]
    assert dialog.cloud.asked("reset") == [("anna@example.org", "123456", GOOD_PASSWORD)]
    assert (then, dialog.state.step) == (Step.RESET, Step.SIGNED_IN)


def test_where_nothing_can_keep_the_session_the_passphrase_comes_first_and_signing_in_goes_on(dialog: Dialog) -> None:
    dialog.at(Step.SIGN_IN, email="anna@example.org", password=GOOD_PASSWORD)
    dialog.cloud.refuses["sign_in"] = PersonError("passphrase-needed", "Passwords are sealed on this PC.")
    dialog.presenter.accept()
    dialog.cloud.refuses.clear()

    dialog.screen.waiting[0]()

    assert dialog.state.step is Step.SIGNED_IN


def test_how_it_stands_is_told_line_by_line(dialog: Dialog) -> None:
    dialog.cloud.sign_in_quietly(sealed={})
    status = dialog.cloud.stands.status
    dialog.cloud.stands = replace(dialog.cloud.stands, status=replace(status, ahead=timedelta(minutes=7)))

    dialog.presenter.open()

    facts = {fact.name: fact for fact in dialog.state.facts}
    assert (facts["Signed in as"].words, facts["Project"].words) == ("anna@example.org", "abcdefghijkl.supabase.co")
    assert facts["Worker"].words == "Running; heard of 20 s ago."
    assert facts["Clock"].words == "This PC's clock is 7 min behind the project's."
    assert facts["May send from"].tone is Tone.WARN


def test_a_worker_that_is_silent_and_a_project_that_is_away_are_said(dialog: Dialog) -> None:
    dialog.cloud.sign_in_quietly()
    status = dialog.cloud.stands.status
    gone = replace(status, worker=WorkerLife(False, NOW_AT - timedelta(hours=3)), kind=CloudKind.OFFLINE)
    away = replace(gone, why="The cloud does not answer.", since=NOW_AT - timedelta(minutes=40))
    dialog.cloud.stands = replace(dialog.cloud.stands, status=away)

    dialog.presenter.open()

    facts = {fact.name: fact.words for fact in dialog.state.facts}
    assert facts["Worker"] == "None has been heard of for 3 h, so the cloud sends nothing."
    assert facts["Connection"] == "The cloud does not answer. Last heard of 17:23."


def test_signing_out_is_for_this_pc_and_leaves_the_address_for_the_next_time(dialog: Dialog) -> None:
    dialog.cloud.sign_in_quietly()
    dialog.presenter.open()

    dialog.presenter.sign_out()

    assert dialog.state.step is Step.SIGN_IN
    assert "Your other PCs stay signed in." in dialog.state.notice
    assert dialog.state.fields.email == "anna@example.org"
    assert dialog.screen.left == 1


def test_whoever_signs_out_hears_what_becomes_of_the_messages_in_the_cloud(dialog: Dialog) -> None:
    dialog.cloud.sign_in_quietly(waiting_there=3)
    dialog.presenter.open()

    dialog.presenter.sign_out()
    before = dialog.cloud.asked("sign_out")
    dialog.screen.waiting.pop()()

    said = "3 messages stay in the cloud and go out on time; sign in to see or change them."
    assert before == []
    assert dialog.screen.asked == [said]
    assert dialog.state.notice.endswith(said)
    assert len(dialog.cloud.asked("sign_out")) == 1


def test_signing_out_promises_nothing_where_no_worker_runs(dialog: Dialog) -> None:
    dialog.cloud.sign_in_quietly(waiting_there=1)
    status = replace(dialog.cloud.stands.status, worker=WorkerLife(False, None))
    dialog.cloud.stands = replace(dialog.cloud.stands, status=status)
    dialog.presenter.open()

    dialog.presenter.sign_out()

    assert dialog.screen.asked == ["1 message stays in the cloud, where no worker is running; sign in to see or change it."]


def test_the_dialog_does_not_send_anybody_to_itself(dialog: Dialog) -> None:
    dialog.cloud.refuses["sign_in"] = PersonError("signed-out", "You are signed out of night.example.")
    dialog.at(Step.SIGN_IN, email="anna@example.org", password=GOOD_PASSWORD)

    dialog.presenter.accept()

    assert dialog.state.failure == "You are signed out of night.example. What is on this PC stays as it is."


def test_a_wrong_code_after_signing_up_advises_nothing_that_is_not_there(dialog: Dialog) -> None:
    dialog.cloud.refuses["confirm"] = PersonError("wrong-code", "The code is wrong or has expired.", next="nightmail cloud x")
    dialog.at(Step.CONFIRM, email="anna@example.org", code="1")

    dialog.presenter.accept()

    assert dialog.state.problems == {"code": "The code is wrong or has expired. Look at the newest mail."}
    assert {link.step for link in steps()[Step.CONFIRM].links} == {Step.SIGN_IN, Step.SIGN_UP}


@pytest.mark.parametrize("typed", ["https://abcdefgh.supabase.co/rest/v1", " https://abcdefgh.supabase.co/auth/v1/ "])
def test_the_path_of_an_interface_behind_the_address_is_taken_off(dialog: Dialog, typed: str) -> None:
    dialog.type(url=typed, key="sb_publishable_abc")

    dialog.presenter.accept()

    assert dialog.cloud.asked("connect") == [("https://abcdefgh.supabase.co", "sb_publishable_abc")]


def test_a_session_that_ended_opens_at_the_sign_in_and_says_why(dialog: Dialog) -> None:
    dialog.cloud.fail(CloudKind.ENDED, "Your session in the cloud has ended.")

    dialog.presenter.open()

    assert (dialog.state.step, dialog.state.failure) == (Step.SIGN_IN, "Your session in the cloud has ended.")


def test_news_does_not_disturb_what_is_being_typed(dialog: Dialog) -> None:
    dialog.at(Step.SIGN_IN, email="anna@example.org", password="half a pass")
    dialog.cloud.fail(CloudKind.SIGNED_OUT, "")

    dialog.presenter.refresh()

    assert dialog.state.fields.password == "half a pass"


def test_what_is_dropped_fills_both_fields_and_what_holds_no_project_says_so(dialog: Dialog) -> None:
    dialog.presenter.take("SUPABASE_URL=https://abcdefgh.supabase.co\nSUPABASE_PUBLISHABLE_KEY=sb_publishable_x")
    fields = dialog.presenter.state.fields
    assert (fields.url, fields.key) == ("https://abcdefgh.supabase.co", "sb_publishable_x")
    assert "Found" in dialog.presenter.state.notice

    dialog.presenter.take("my holiday photo")

    assert "no project in it" in dialog.presenter.state.failure
    assert dialog.presenter.state.fields == fields
