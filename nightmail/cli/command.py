"""Turn a function into a command that takes the options every command takes, before or after its name. The only reader of the
process's environment."""

from __future__ import annotations

import asyncio
import inspect
import os
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, ParamSpec, TypeVar, cast, get_type_hints

import typer

from nightmail.cli.failure import UsageProblem, is_storable
from nightmail.cli.render import Out
from nightmail.cli.settings import Flags, Settings, read_settings

JsonFlag = Annotated[bool, typer.Option("--json", help="Answer with one JSON object, or one per line.")]
ProfileFlag = Annotated[Path | None, typer.Option("--profile", metavar="DIR", help="Work on the profile in this folder.")]
OwnerFlag = Annotated[str | None, typer.Option("--owner", metavar="EMAIL", help="Whose rows, on a hosted database.")]

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Call:
    """One command as it was given: what it works on, and where it answers."""

    settings: Settings
    out: Out


def group(help: str, *, parent: typer.Typer | None = None, name: str = "") -> typer.Typer:
    """A command that holds others (`nightmail outbox …`)."""
    made = typer.Typer(
        help=help, no_args_is_help=parent is not None, rich_markup_mode=None, add_completion=False, pretty_exceptions_enable=False
    )
    if parent is not None:
        made.callback()(_remember)
        parent.add_typer(made, name=name)
    return made


def _remember(ctx: typer.Context, json: JsonFlag = False, profile: ProfileFlag = None, owner: OwnerFlag = None) -> None:
    ctx.obj = Flags(json, profile, owner).over(ctx.obj or Flags())


def command(holder: typer.Typer, name: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Register a function whose first parameter is the `Call`; a coroutine function runs in its own event loop."""

    def register(work: Callable[P, R]) -> Callable[P, R]:
        holder.command(name)(_with_flags(work))
        return work

    return register


def call_for(ctx: typer.Context, flags: Flags) -> Call:
    flags = flags.over(ctx.obj or Flags())
    return Call(read_settings(os.environ, flags), Out(json_wanted=flags.json))


def _with_flags(work: Callable[..., object]) -> Callable[..., None]:
    def run(ctx: typer.Context, json: bool, profile: Path | None, owner: str | None, **options: object) -> None:
        call = call_for(ctx, Flags(json, profile, owner))
        _refuse_broken_text(options)
        answer = work(call, **options)
        if inspect.iscoroutine(answer):
            asyncio.run(cast(Coroutine[Any, Any, None], answer))

    run.__doc__ = work.__doc__
    run.__name__ = work.__name__
    signature = _signature(work)
    run.__signature__ = signature  # type: ignore[attr-defined]  # how typer learns the options
    run.__annotations__ = {name: parameter.annotation for name, parameter in signature.parameters.items()}
    return run


def _refuse_broken_text(options: Mapping[str, object]) -> None:
    """Words typed in another encoding than UTF-8 arrive as halves of surrogate pairs, which no database keeps. Paths may."""
    for name, value in options.items():
        for text in value if isinstance(value, list) else (value,):
            if isinstance(text, str) and not is_storable(text):
                raise UsageProblem(f"“{name.replace('_', '-')}” is not UTF-8 text.")


def _signature(work: Callable[..., object]) -> inspect.Signature:
    """The work's own options, then the shared ones."""
    hints = get_type_hints(work, include_extras=True)
    own = list(inspect.signature(work).parameters.values())[1:]
    keyword = inspect.Parameter.KEYWORD_ONLY
    return inspect.Signature(
        [
            inspect.Parameter("ctx", keyword, annotation=typer.Context),
            *(parameter.replace(kind=keyword, annotation=hints[parameter.name]) for parameter in own),
            inspect.Parameter("json", keyword, default=False, annotation=JsonFlag),
            inspect.Parameter("profile", keyword, default=None, annotation=ProfileFlag),
            inspect.Parameter("owner", keyword, default=None, annotation=OwnerFlag),
        ]
    )
