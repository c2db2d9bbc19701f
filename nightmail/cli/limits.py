"""`nightmail account limits`: what an account may send, where each limit comes from, and how much of it is used."""

from __future__ import annotations

from collections.abc import Coroutine, Mapping
from dataclasses import dataclass, fields, replace
from typing import Annotated

import typer

from nightmail.account.model import Account, Learned
from nightmail.account.providers import limits_for
from nightmail.cli.command import Call
from nightmail.cli.failure import UsageProblem, warn
from nightmail.cli.named import AccountArgument
from nightmail.message.draft import size_text
from nightmail.ports import Place, Usage

MinuteOption = Annotated[str, typer.Option("--per-minute", metavar="N", help="Messages a minute; none: no limit.")]
DailyOption = Annotated[str, typer.Option("--daily-messages", metavar="N", help="Messages in any 24 hours; none: no limit.")]
ReachOption = Annotated[str, typer.Option("--daily-recipients", metavar="N", help="Recipients in any 24 hours; none: no limit.")]
ConnectionsOption = Annotated[
    str, typer.Option("--connections", metavar="N", help="Connections at a time; none: as many as are ever used.")
]
RecipientsOption = Annotated[
    str, typer.Option("--recipients", metavar="N", help="Recipients in one transaction; none: as many as a message has.")
]
ResetFlag = Annotated[
    bool,
    typer.Option(
        "--reset", help="Back to what is known of the provider, without what its server taught; before anything else is set."
    ),
]

_NO_LIMIT = "none"
_MOST = {
    "per_minute": 1_000_000,
    "daily_messages": 100_000_000,
    "daily_recipients": 100_000_000,
    "recipients": 10_000,
    "connections": 100,
}
_WORDS = {
    "per_minute": "messages a minute",
    "daily_messages": "messages a day",
    "daily_recipients": "recipients a day",
    "connections": "connections",
    "recipients_per_envelope": "recipients at once",
    "messages_per_connection": "messages a connection",
    "max_size": "largest message",
}
_TAUGHT = frozenset(field.name for field in fields(Learned))


@dataclass(frozen=True, slots=True)
class _Shown:
    """An account on one side, and what it sent in the last day; None where that is not counted."""

    account: Account
    used: Usage | None

    def as_json(self) -> dict[str, object]:
        account = self.account
        return {
            "limits": {name: getattr(account.effective, name) for name in _WORDS},
            "set": {name: getattr(account.limits, name) for name in _WORDS},
            "learned": {name: getattr(account.learned, name) for name in _WORDS if name in _TAUGHT and self._taught(name)},
            "used": {"messages": self.used.messages, "recipients": self.used.recipients} if self.used else None,
        }

    def as_text(self) -> str:
        return "\n".join(f"  {words:<23}{self._line(name)}".rstrip() for name, words in _WORDS.items())

    def _line(self, name: str) -> str:
        value = getattr(self.account.effective, name)
        told = "no limit" if value is None else size_text(value) if name == "max_size" else str(value)
        if name.startswith("daily_") and self.used is not None:
            told += f", {getattr(self.used, name.removeprefix('daily_'))} used in the last 24 hours"
        if self._taught(name):
            told += ", as the server said" if name == "max_size" else f", learned from the server instead of {self._before(name)}"
        return told

    def _taught(self, name: str) -> bool:
        """What the server taught counts, and differs from what was set."""
        return name in _TAUGHT and getattr(self.account.effective, name) != getattr(self.account.limits, name)

    def _before(self, name: str) -> str:
        return str(getattr(self.account.limits, name))


def limits(
    call: Call,
    *,
    account: AccountArgument,
    per_minute: MinuteOption = "",
    daily_messages: DailyOption = "",
    daily_recipients: ReachOption = "",
    connections: ConnectionsOption = "",
    recipients: RecipientsOption = "",
    reset: ResetFlag = False,
) -> Coroutine[object, object, None]:
    """Show what an account may send, or change it, here and in the cloud where that sends from it too.

    What waits for a limit leaves as soon as the limit lets it."""
    typed = {"per_minute": per_minute, "daily_messages": daily_messages, "daily_recipients": daily_recipients}
    asked: dict[str, int | None] = {name: _number(name, word) for name, word in typed.items() if word}
    # Connections and transactions always have an end: without a limit it is the most that there ever is.
    asked |= {"connections": _number("connections", connections) or _MOST["connections"]} if connections else {}
    asked |= {"recipients_per_envelope": _number("recipients", recipients) or _MOST["recipients"]} if recipients else {}
    return _limits(call, account, asked, reset=reset)


async def _limits(call: Call, word: str, asked: Mapping[str, int | None], *, reset: bool) -> None:
    # Imported here: what it asks the cloud with knows the accounts' commands.
    from nightmail.cli.both_sides import both_sides

    async with both_sides(call.settings) as sides:
        found = await sides.account_on_both(word)
        kept = {Place.LOCAL: found.here, Place.CLOUD: found.there}
        for place, account in kept.items():
            if account is not None and (asked or reset):
                changed = kept[place] = _changed(account, asked, reset=reset, forgets=reset and place is Place.LOCAL)
                await sides.save_limits(changed, in_cloud=place is Place.CLOUD)
                if reset and place is Place.LOCAL:
                    await sides.forget_taught(changed)
        shown = {
            place: _Shown(account, await sides.usage(account, in_cloud=place is Place.CLOUD))
            for place, account in kept.items()
            if account is not None
        }
    if found.missing is not None:
        warn(
            "The cloud was not asked" + (", and keeps its limits" if asked or reset else ""),
            found.missing,
            json_wanted=call.out.json_wanted,
        )
    here, there = shown.get(Place.LOCAL), shown.get(Place.CLOUD)
    first = here or shown[Place.CLOUD]
    told = {"id": str(first.account.id), "address": first.account.address, **first.as_json()}
    call.out.answer({**told, "cloud": there.as_json() if there else None}, lambda: _as_text(here, there))


def _changed(account: Account, asked: Mapping[str, int | None], *, reset: bool, forgets: bool) -> Account:
    """`forgets` what its server taught as well."""
    limits = replace(limits_for(account.smtp) if reset else account.limits, **asked)  # type: ignore[arg-type]  # by name
    return replace(account, limits=limits, learned=Learned() if forgets else account.learned)


def _as_text(here: _Shown | None, there: _Shown | None) -> str:
    lines = [f"{here.account.address} sends at most", here.as_text()] if here else []
    if there is not None:
        lines += [f"{there.account.address} sends from the cloud at most", there.as_text()]
    return "\n".join(lines)


def _number(name: str, word: str) -> int | None:
    if word.strip().lower() == _NO_LIMIT:
        return None
    option = f"--{name.replace('_', '-')}"
    if not (word.isascii() and word.isdecimal()):
        raise UsageProblem(f"Give {option} a number, or none.")
    if int(word) == 0:
        raise UsageProblem(f"{option} is at least 1, or none. To stop sending: nightmail account pause.")
    if int(word) > _MOST[name]:
        raise UsageProblem(f"{option} is at most {_MOST[name]}.")
    return int(word)
