"""The templates as a list, to rename, change, copy and remove. No Qt; removing can be taken back while the window is open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import UUID

from desktop.language import plural, tr
from desktop.signature_block import text_with_signature
from desktop.templates import Template, Templates, without_pictures
from desktop.words import sentence_of
from nightmail.errors import NightmailError
from nightmail.ids import new_id


@dataclass(frozen=True, slots=True)
class TemplateLine:
    id: UUID
    name: str
    subject: str


@dataclass(frozen=True, slots=True)
class TemplatesState:
    """`chosen` None: nothing is selected. `fields` says which fields the chosen one has; `removed` is what Undo brings back."""

    lines: tuple[TemplateLine, ...] = ()
    chosen: Template | None = None
    fields: str = ""
    removed: str = ""
    problem: str = ""


class TemplatesPresenter:
    def __init__(self, templates: Templates, render: Callable[[TemplatesState], None]) -> None:
        self._templates = templates
        self._render = render
        self._removed: Template | None = None
        self.state = self._made(None)

    def choose(self, id: UUID | None) -> None:
        self._show(self._made(id))

    def add(self) -> None:
        made = Template(new_id(), tr("New template"))
        if self._save(made):
            self._show(self._made(made.id))

    def copy(self) -> None:
        chosen = self.state.chosen
        if chosen is not None:
            made = replace(chosen, id=new_id(), name=tr("{name} (copy)", name=chosen.name))
            if self._save(made):
                self._show(self._made(made.id))

    def rename(self, name: str) -> None:
        self._change(name=name.strip() or tr("New template"))

    def set_subject(self, subject: str) -> None:
        self._change(subject=subject)

    def set_body(self, html: str | None, text: str) -> None:
        kept = without_pictures(html)
        self._change(html=kept, text=text if kept is None else text_with_signature(kept))

    def remove(self) -> None:
        chosen = self.state.chosen
        if chosen is None:
            return
        self._templates.forget(chosen.id)
        self._removed = chosen
        self._show(self._made(None))

    def bring_back(self) -> None:
        removed, self._removed = self._removed, None
        if removed is not None and self._save(removed):
            self._show(self._made(removed.id))

    def _change(self, **changes: str | None) -> None:
        chosen = self.state.chosen
        if chosen is None:
            return
        changed = replace(chosen, **changes)  # type: ignore[arg-type]  # the callers above name fields of Template
        if changed != chosen and self._save(changed):
            self._show(self._made(chosen.id))

    def _save(self, template: Template) -> bool:
        try:
            self._templates.save(template)
        except NightmailError as problem:
            self._show(replace(self.state, problem=sentence_of(problem)))
            return False
        return True

    def _made(self, id: UUID | None) -> TemplatesState:
        known = self._templates.all()
        chosen = next((each for each in known if each.id == id), None)
        return TemplatesState(
            lines=tuple(TemplateLine(each.id, each.name, each.subject) for each in known),
            chosen=chosen,
            fields=_fields_words(chosen) if chosen else "",
            removed=tr("“{name}” was removed.", name=self._removed.name) if self._removed else "",
        )

    def _show(self, state: TemplatesState) -> None:
        self.state = state
        self._render(state)


def _fields_words(template: Template) -> str:
    """What has to be filled in after inserting it."""
    names = template.fields
    if not names:
        return tr("Words in double braces, like {example}, stay visible until you fill them in.", example="{{name}}")
    listed = ", ".join(names)
    return plural("{count} field to fill in: {names}", "{count} fields to fill in: {names}", len(names), names=listed)
