"""What the cloud dialog shows: one step at a time, from an unknown project to a person who is signed in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.language import tr
from desktop.words import Tone


class Step(StrEnum):
    CONNECT = "connect"
    SIGN_IN = "sign-in"
    SIGN_UP = "sign-up"
    CONFIRM = "confirm"
    FORGOT = "forgot"
    RESET = "reset"
    SIGNED_IN = "signed-in"


@dataclass(frozen=True, slots=True)
class Fields:
    """Everything typed, as typed."""

    url: str = ""
    key: str = ""
    email: str = ""
    password: str = ""
    again: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of how it stands."""

    name: str
    words: str
    tone: Tone = Tone.CALM


@dataclass(frozen=True, slots=True)
class Link:
    """A way to another step."""

    step: Step
    label: str


@dataclass(frozen=True, slots=True)
class StepWords:
    """What a step says and asks for: `asks` names fields of Fields, in their order; `verb` is its button."""

    title: str
    intro: str
    asks: tuple[str, ...]
    verb: str
    busy: str
    links: tuple[Link, ...] = ()


def steps() -> dict[Step, StepWords]:
    return {
        Step.CONNECT: StepWords(
            tr("Connect a cloud"),
            tr(
                "A cloud sends while this PC is off. It is a Supabase project with a Nightmail worker, run by "
                "you or somebody you trust. Whoever runs it gives you its address and its publishable key; both "
                "can be pasted at once."
            ),
            ("url", "key"),
            tr("Connect"),
            tr("Trying it…"),
        ),
        Step.SIGN_IN: StepWords(
            tr("Sign in"),
            tr("What you schedule stays on this PC until you let it go to the cloud."),
            ("email", "password"),
            tr("Sign in"),
            tr("Signing in…"),
            (
                Link(Step.SIGN_UP, tr("New here? Sign up")),
                Link(Step.FORGOT, tr("Forgotten password")),
                Link(Step.CONNECT, tr("Another project")),
            ),
        ),
        Step.SIGN_UP: StepWords(
            tr("Sign up"),
            tr("A user of this project, with a password of its own: not the one of your mailbox."),
            ("email", "password", "again"),
            tr("Sign up"),
            tr("Signing up…"),
            (Link(Step.SIGN_IN, tr("I have signed up already")), Link(Step.CONNECT, tr("Another project"))),
        ),
        Step.CONFIRM: StepWords(
            tr("Confirm your address"),
            tr("A mail is on its way. Enter the code from it, or follow its link and then sign in."),
            ("email", "code"),
            tr("Confirm"),
            tr("Confirming…"),
            (Link(Step.SIGN_IN, tr("Back to sign in")), Link(Step.SIGN_UP, tr("Another address"))),
        ),
        Step.FORGOT: StepWords(
            tr("Forgotten password"),
            tr("A code is mailed to you, with which you set another password."),
            ("email",),
            tr("Mail me a code"),
            tr("Asking…"),
            (Link(Step.RESET, tr("I have a code")), Link(Step.SIGN_IN, tr("Back"))),
        ),
        Step.RESET: StepWords(
            tr("Set another password"),
            tr("If this address is known there, a mail with a code is on its way. It may take a minute."),
            ("email", "code", "password", "again"),
            tr("Set the password"),
            tr("Setting it…"),
            (Link(Step.FORGOT, tr("Mail me another code")), Link(Step.SIGN_IN, tr("Back"))),
        ),
        Step.SIGNED_IN: StepWords(tr("Cloud"), "", (), tr("Close"), tr("Just a moment…")),
    }


@dataclass(frozen=True, slots=True)
class CloudState:
    """`problems` by field; `failure` is what was refused, `notice` what went well. `host` is the project, where one is known."""

    step: Step = Step.CONNECT
    fields: Fields = Fields()
    problems: Mapping[str, str] = field(default_factory=dict)
    failure: str = ""
    notice: str = ""
    host: str = ""
    facts: tuple[Fact, ...] = ()
    is_busy: bool = False
