"""The About window's mind: which works fit what was typed, and the words of the chosen one."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from desktop.language import plural, tr
from desktop.screens.about.state import AboutState, Work

# Between two texts of one work, as wide as most licences are set.
_BETWEEN = "\n\n" + "─" * 72 + "\n\n"


class AboutPresenter:
    """`works` begins with Nightmail itself, which is chosen at first."""

    def __init__(self, works: Sequence[Work], render: Callable[[AboutState], None]) -> None:
        self._works = tuple(works)
        self._render = render
        self._wanted = ""
        self._chosen = self._works[0].name
        self.state = self._make()

    def search(self, typed: str) -> None:
        """By name and by licence; every word has to be there."""
        self._wanted = typed
        self._show()

    def choose(self, name: str) -> None:
        if name != self._chosen:
            self._chosen = name
            self._show()

    def _show(self) -> None:
        self.state = self._make()
        self._render(self.state)

    def _make(self) -> AboutState:
        wanted = self._wanted.casefold().split()
        fitting = tuple(work for work in self._works if all(word in _haystack(work) for word in wanted))
        # What was chosen stays chosen while it is there.
        chosen = next((work for work in fitting if work.name == self._chosen), fitting[0] if fitting else None)
        return AboutState(
            works=fitting,
            chosen=chosen,
            counted=plural("{count} work and its licence", "{count} works and their licences", len(fitting)),
            line=_line(chosen) if chosen else "",
            words=_words(chosen) if chosen else "",
        )


def _haystack(work: Work) -> str:
    return f"{work.name} {work.licence}".casefold()


def _line(work: Work) -> str:
    """Version, licence and where it is used, as one line."""
    parts = (tr("Version {version}", version=work.version) if work.version else "", work.licence, _used(work))
    return "  ·  ".join(part for part in parts if part)


def _used(work: Work) -> str:
    if work.ships_in == {"worker"}:
        return tr("only in the hosted worker")
    return tr("only in the desktop app") if work.ships_in == {"desktop"} else ""


def _words(work: Work) -> str:
    built = [tr("Built into it:") + "\n\n" + "\n".join(work.inside)] if work.inside else []
    texts = work.texts or (tr("Its licence is kept at its website."),)
    return _BETWEEN.join((*texts, *built))
