"""The menu of templates in a compose window, and the window in which they are kept in order."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from desktop.language import tr
from desktop.look.theme import tinted
from desktop.screens.templates.presenter import TemplatesPresenter, TemplatesState
from desktop.screens.templates.view import TemplatesView
from desktop.templates import Template
from desktop.widgets.name_question import NameQuestion
from desktop.widgets.parts import popup_menu
from desktop.windows.parts import Parts
from desktop.words import sentence_of
from nightmail.errors import NightmailError

_MOST = 15


class TemplateMenu:
    """`insert` puts one into the message, `current` makes one of it under a name."""

    def __init__(
        self,
        parts: Parts,
        window: QWidget,
        *,
        insert: Callable[[Template], object],
        current: Callable[[str], Template],
        say: Callable[[str], object],
    ) -> None:
        self._templates = parts.templates
        self._parts = parts
        self._window = window
        self._insert = insert
        self._current = current
        self._say = say

    def open(self, anchor: QWidget) -> None:
        menu = popup_menu(self._window)
        menu.setAccessibleName(tr("Templates"))
        known = self._templates.all()
        for template in known[:_MOST]:
            menu.addAction(tinted("template"), template.name.replace("&", "&&"), self._inserter(template))
        if not known:
            menu.addAction(tr("No templates yet")).setEnabled(False)
        menu.addSeparator()
        menu.addAction(tinted("plus"), tr("Save as template…"), self._ask_name)
        menu.addAction(tinted("edit"), tr("Manage templates…"), self.manage)
        menu.popup(anchor.mapToGlobal(QPoint(0, -menu.sizeHint().height())))

    def manage(self) -> TemplatesDialog:
        return TemplatesDialog(self._parts, self._window, insert=self._insert)

    def _inserter(self, template: Template) -> Callable[[], object]:
        return lambda: self._insert(template)

    def _ask_name(self) -> None:
        made = self._current("")
        NameQuestion(
            self._window,
            title=tr("Save as template"),
            words=tr("Subject and text are kept, without recipients, files and pictures."),
            verb=tr("Save"),
            start=made.subject,
            given=self._save,
        ).open()

    def _save(self, name: str) -> None:
        try:
            self._templates.save(self._current(name))
        except NightmailError as problem:
            self._say(sentence_of(problem))
        else:
            self._say(tr("“{name}” is a template now.", name=name))


class TemplatesDialog:
    """`insert` None: there is no message to insert one into."""

    def __init__(self, parts: Parts, parent: QWidget, *, insert: Callable[[Template], object] | None = None) -> None:
        self._insert = insert
        self.view = TemplatesView(parent, can_insert=insert is not None)
        self.view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.presenter = TemplatesPresenter(parts.templates, self.render)
        view, presenter = self.view, self.presenter
        view.chosen.connect(presenter.choose)
        view.add_pressed.connect(self._add)
        view.copy_pressed.connect(presenter.copy)
        view.remove_pressed.connect(presenter.remove)
        view.undo_pressed.connect(presenter.bring_back)
        view.named.connect(presenter.rename)
        view.subject_changed.connect(presenter.set_subject)
        view.body_changed.connect(presenter.set_body)
        view.insert_pressed.connect(self._press_insert)
        self.render(presenter.state)
        view.open()

    def render(self, state: TemplatesState) -> None:
        self.view.render_state(state)

    def _add(self) -> None:
        self.presenter.add()
        self.view.edit_name()

    def _press_insert(self) -> None:
        chosen = self.presenter.state.chosen
        if chosen is not None and self._insert is not None:
            self.view.accept()
            self._insert(chosen)
