"""The cloud dialog's mind: which step comes next, what is wrong with what was entered, and how things stand. No Qt."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from dataclasses import replace
from datetime import timedelta
from typing import Any, Protocol

from desktop.gateway.cloud_port import CloudGateway, CloudKind, CloudStanding, CloudStatus, WorkerLife
from desktop.gateway.port import needs_passphrase
from desktop.language import plural, tr
from desktop.running import Runner
from desktop.screens.cloud.pasted import project_in, trimmed
from desktop.screens.cloud.state import CloudState, Fact, Fields, Step, steps
from desktop.words import Tone, sentence_of, span_words, when_words
from nightmail.account.secret import Secret
from nightmail.clock import Clock
from nightmail.errors import PersonError, Problem
from nightmail.message.addresses import parse_address

# As Supabase's own default for a new project.
_SHORTEST = 8
_CLOCKS_AGREE = timedelta(minutes=2)
# Advice that leads to where the person is already.
_TO_THIS_DIALOG = re.compile(r"\s*[^.!?]*“Cloud”[^.!?]*[.!?]")
# What belongs to which field; anything else stands below the form.
_FIELD_OF = {
    "bad-project-url": "url",
    "bad-project-key": "key",
    "secret-key": "key",
    "bad-address": "email",
    "already-signed-up": "email",
    "not-confirmed": "email",
    "wrong-password": "password",
    "weak-password": "password",
    "same-password": "password",
    "wrong-code": "code",
}


class CloudScreen(Protocol):
    def render(self, state: CloudState) -> None: ...

    def signed_in(self, email: str) -> None:
        """Somebody is, from now on."""
        ...

    def signed_out(self) -> None: ...

    def ask_sign_out(self, words: str, then: Callable[[], None]) -> None:
        """Something stays behind: `then` goes on where the person means it."""
        ...

    def ask_passphrase(self, then: Callable[[], None]) -> None:
        """Nothing can keep the session until the person gave a passphrase; `then` goes on."""
        ...

    def close(self) -> None: ...


class CloudPresenter:
    def __init__(self, cloud: CloudGateway, runner: Runner, clock: Clock, screen: CloudScreen, *, zone: str) -> None:
        self._cloud = cloud
        self._runner = runner
        self._clock = clock
        self._screen = screen
        self._zone = zone
        self.state = CloudState()

    def open(self) -> None:
        """Begin where the profile stands."""
        self._runner.run(self._cloud.standing(), done=self._stands)

    def refresh(self) -> None:
        """How it stands may have changed; what is being typed stays."""
        if self.state.step is Step.SIGNED_IN and not self.state.is_busy:
            self.open()

    def change(self, name: str, typed: str) -> None:
        fields = replace(self.state.fields, **{name: typed})
        if name in ("url", "key"):
            fields = _with_pasted(fields, typed)
        problems = {field: words for field, words in self.state.problems.items() if field != name}
        self._show(replace(self.state, fields=fields, problems=problems, failure=""))

    def take(self, text: str) -> None:
        """What was dropped, pasted or read from a picture: whatever of a project is in it fills its field."""
        found = project_in(text)
        fields = self.state.fields
        if not (found.url or found.key):
            words = tr("There is no project in it. It should hold an address like https://abcdefgh.supabase.co and a key.")
            self._show(replace(self.state, failure=words, notice=""))
            return
        fields = replace(fields, url=found.url or fields.url, key=found.key or fields.key)
        notice = tr("Found the address and the key.") if found.is_whole else ""
        self._show(replace(self.state, fields=fields, problems={}, failure="", notice=notice))

    def go(self, step: Step) -> None:
        fields = replace(self.state.fields, password="", again="", code="")
        self._show(replace(self.state, step=step, fields=fields, problems={}, failure="", notice=""))

    def accept(self) -> None:
        """The step's own button."""
        state = self.state
        if state.is_busy:
            return
        problems = _problems(state.step, state.fields)
        self._show(replace(state, problems=problems, failure="", notice=""))
        if problems:
            return
        fields, cloud = state.fields, self._cloud
        email, password = fields.email.strip(), Secret(fields.password)
        match state.step:
            case Step.CONNECT:
                url = trimmed(fields.url)
                self._show(replace(self.state, fields=replace(fields, url=url)))
                self._ask(cloud.connect(url, fields.key), lambda _: self._connected())
            case Step.SIGN_IN:
                self._ask(cloud.sign_in(email, password), lambda _: self._signed_in())
            case Step.SIGN_UP:
                self._ask(cloud.sign_up(email, password), self._signed_up)
            case Step.CONFIRM:
                self._ask(cloud.confirm(email, fields.code.strip()), lambda _: self._signed_in())
            case Step.FORGOT:
                self._ask(cloud.ask_reset(email), lambda _: self.go(Step.RESET))
            case Step.RESET:
                self._ask(cloud.reset(email, fields.code.strip(), password), lambda _: self._signed_in())
            case Step.SIGNED_IN:
                self._screen.close()

    def sign_out(self) -> None:
        """Asks first where messages stay behind."""
        if not self.state.is_busy:
            self._runner.run(self._cloud.standing(), done=self._weigh_leaving)

    def _weigh_leaving(self, standing: CloudStanding) -> None:
        words = _left_behind(standing)
        if words:
            self._screen.ask_sign_out(words, lambda: self._leave(words))
        else:
            self._leave(words)

    def _leave(self, words: str) -> None:
        if not self.state.is_busy:
            self._ask(self._cloud.sign_out(), lambda _: self._signed_out(words))

    # ------------------------------------------------------------------------------------- answers

    def _ask(self, request: Coroutine[Any, Any, Any], then: Callable[[Any], None]) -> None:
        self._show(replace(self.state, is_busy=True))

        def done(answer: object) -> None:
            self._show(replace(self.state, is_busy=False))
            then(answer)

        self._runner.run(request, done=done, failed=self._refused)

    def _connected(self) -> None:
        self._runner.run(self._cloud.standing(), done=self._stands)

    def _signed_up(self, is_in: bool) -> None:
        if is_in:
            self._signed_in()
        else:
            self.go(Step.CONFIRM)

    def _signed_in(self) -> None:
        email = self.state.fields.email.strip()
        self.go(Step.SIGNED_IN)
        self._runner.run(self._cloud.standing(), done=self._stands)
        self._screen.signed_in(email)

    def _signed_out(self, words: str) -> None:
        self.go(Step.SIGN_IN)
        notice = tr("You are signed out on this PC. Your other PCs stay signed in. {words}", words=words).strip()
        self._show(replace(self.state, notice=notice, facts=()))
        self._screen.signed_out()

    def _refused(self, problem: Exception) -> None:
        self._show(replace(self.state, is_busy=False))
        if needs_passphrase(problem):
            self._screen.ask_passphrase(self.accept)
            return
        words = _here(sentence_of(problem))
        if self.state.step is Step.CONFIRM and isinstance(problem, PersonError) and problem.code == "wrong-code":
            words = tr("{message} Look at the newest mail.", message=problem.message)
        asked = steps()[self.state.step].asks
        field = _FIELD_OF.get(problem.code, "") if isinstance(problem, PersonError) else ""
        if isinstance(problem, PersonError) and problem.code == "not-confirmed":
            self.go(Step.CONFIRM)
            self._show(replace(self.state, failure=words))
        elif field in asked:
            self._show(replace(self.state, problems={field: words}))
        else:
            self._show(replace(self.state, failure=words))

    def _stands(self, standing: CloudStanding) -> None:
        status = standing.status
        step = _step_of(status.kind)
        if self.state.step in (Step.CONNECT, Step.SIGNED_IN) or step is Step.SIGNED_IN:
            self._show(
                replace(
                    self.state,
                    step=step,
                    fields=replace(
                        self.state.fields,
                        url=self.state.fields.url or status.url,
                        key=self.state.fields.key or status.key,
                        email=self.state.fields.email or status.email,
                    ),
                    host=status.host,
                    facts=self._facts(standing),
                    failure=_here(status.why)
                    if status.kind in (CloudKind.ENDED, CloudKind.UNCONNECTED, CloudKind.LOCKED)
                    else "",
                )
            )

    # ------------------------------------------------------------------------------------- words

    def _facts(self, standing: CloudStanding) -> tuple[Fact, ...]:
        status = standing.status
        if not status.is_signed_in:
            return ()
        facts = [
            Fact(tr("Signed in as"), status.email),
            Fact("Project", status.host),
            Fact(tr("This PC"), status.device),
            self._reached(status),
            _worker(status.worker, self._clock),
            _may_send(standing),
        ]
        if abs(status.ahead) > _CLOCKS_AGREE:
            facts.append(
                Fact(
                    tr("Clock"),
                    _clocks(status.ahead),
                    Tone.WARN,
                )
            )
        return tuple(facts)

    def _reached(self, status: CloudStatus) -> Fact:
        if status.answers:
            return Fact(tr("Connection"), tr("The project answers."), Tone.GOOD)
        why = _here(status.why)
        if status.since:
            when = when_words(status.since, self._clock.now(), self._zone)
            why = tr("{reason} Last heard of {when}.", reason=why, when=when)
        return Fact(tr("Connection"), why, Tone.WARN)

    def _show(self, state: CloudState) -> None:
        if state != self.state:
            self.state = state
            self._screen.render(state)


def _clocks(ahead: timedelta) -> str:
    span = span_words(abs(ahead))
    if ahead > timedelta(0):
        return tr("This PC's clock is {span} behind the project's.", span=span)
    return tr("This PC's clock is {span} ahead of the project's.", span=span)


def _step_of(kind: CloudKind) -> Step:
    match kind:
        case CloudKind.UNCONNECTED:
            return Step.CONNECT
        case CloudKind.SIGNED_OUT | CloudKind.ENDED | CloudKind.LOCKED:
            return Step.SIGN_IN
        case _:
            return Step.SIGNED_IN


def _worker(worker: WorkerLife | None, clock: Clock) -> Fact:
    if worker is None:
        return Fact(tr("Worker"), tr("Not heard of yet."))
    if worker.seen_at is None:
        return Fact(tr("Worker"), tr("None is running, so the cloud sends nothing."), Tone.BAD)
    away = span_words(clock.now() - worker.seen_at)
    if worker.is_alive:
        return Fact(tr("Worker"), tr("Running; heard of {away} ago.", away=away), Tone.GOOD)
    return Fact(tr("Worker"), tr("None has been heard of for {away}, so the cloud sends nothing.", away=away), Tone.BAD)


def _may_send(standing: CloudStanding) -> Fact:
    many = sum(1 for sealed in standing.sealed.values() if sealed.is_current)
    if many:
        return Fact(tr("May send from"), plural("{count} account of yours.", "{count} accounts of yours.", many), Tone.GOOD)
    return Fact(tr("May send from"), tr("No account yet. Allow it in an account's menu, at the left."), Tone.WARN)


def _with_pasted(fields: Fields, typed: str) -> Fields:
    """Both at once, as JSON, two lines or an environment file have them."""
    found = project_in(typed)
    return replace(fields, url=found.url, key=found.key) if found.is_whole else fields


def _here(words: str) -> str:
    """Said in this dialog, without the way to it."""
    return _TO_THIS_DIALOG.sub("", words).strip()


def _left_behind(standing: CloudStanding) -> str:
    """What becomes of the messages in the cloud; empty where there are none."""
    many, worker = standing.waiting_there, standing.status.worker
    if not many:
        return ""
    if worker is not None and not worker.is_alive:
        return plural(
            "{count} message stays in the cloud, where no worker is running; sign in to see or change it.",
            "{count} messages stay in the cloud, where no worker is running; sign in to see or change them.",
            many,
        )
    return plural(
        "{count} message stays in the cloud and goes out on time; sign in to see or change it.",
        "{count} messages stay in the cloud and go out on time; sign in to see or change them.",
        many,
    )


def _problems(step: Step, fields: Fields) -> dict[str, str]:
    asked = steps()[step].asks
    found: dict[str, str] = {}
    if "url" in asked and not fields.url.strip():
        found["url"] = tr("Enter the project's address.")
    if "key" in asked and not fields.key.strip():
        found["key"] = tr("Enter the project's publishable key.")
    if "email" in asked and isinstance(parse_address(fields.email.strip(), field="email"), Problem):
        found["email"] = tr("Enter the address you sign in with.")
    if "code" in asked and not fields.code.strip():
        found["code"] = tr("Enter the code from the mail.")
    if "password" in asked and not fields.password:
        found["password"] = tr("Enter a password.") if "again" in asked else tr("Enter your password.")
    elif "again" in asked and len(fields.password) < _SHORTEST:
        found["password"] = tr("Choose at least {count} characters.", count=_SHORTEST)
    elif "again" in asked and fields.again != fields.password:
        found["again"] = tr("The two differ.")
    return found
