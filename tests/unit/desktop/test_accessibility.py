"""What a screen reader meets on every screen, and whether eyes that see less can read it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields
from pathlib import Path

import pytest
from PySide6.QtGui import QAccessible, QAccessibleInterface, QColor
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPushButton, QToolButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.look.tokens import DARK, LIGHT, Colours
from desktop.screens.calendar.state import Span
from desktop.screens.importing.state import Stage
from desktop.screens.settings.state import Page
from desktop.shell import Shell
from desktop.templates import Template
from desktop.widgets.parts import card, column
from desktop.windows.signatures import SignatureDialog
from desktop.windows.templates import TemplatesDialog
from nightmail.delivery.model import DeliveryState
from nightmail.ids import new_id
from tests.unit.desktop.fakes import item_of, message
from tests.unit.desktop.test_shell import Desk

Screens = Callable[[str], list[QWidget]]

_ROLES = {
    QAccessible.Role.PushButton,
    QAccessible.Role.ButtonMenu,
    QAccessible.Role.CheckBox,
    QAccessible.Role.RadioButton,
    QAccessible.Role.ComboBox,
    QAccessible.Role.EditableText,
    QAccessible.Role.SpinBox,
    QAccessible.Role.List,
    QAccessible.Role.ListItem,
    QAccessible.Role.Table,
    QAccessible.Role.Tree,
    QAccessible.Role.Slider,
}


@pytest.fixture
def shell(qtbot: QtBot, tmp_path: Path, dressed: QApplication) -> Iterator[Shell]:
    desk = Desk(qtbot, tmp_path)
    for subject, state in (("Invoice", DeliveryState.SCHEDULED), ("Offer", DeliveryState.FAILED), ("Plan", DeliveryState.HELD)):
        desk.gateway.add(item_of(message(subject), state=state))
    yield desk.shell()
    desk.background.stop()


def unnamed(window: QWidget) -> list[str]:
    """Every control below a window that says nothing of itself, by its class and object name."""
    root = QAccessible.queryAccessibleInterface(window)
    return sorted(set(_unnamed(root)))


def _unnamed(of: QAccessibleInterface) -> Iterator[str]:
    for place in range(of.childCount()):
        child = of.child(place)
        if child is None or child.state().invisible:
            continue
        name = child.text(QAccessible.Text.Name).strip()
        widget = child.object()
        if child.role() in _ROLES and not name and child.state().focusable and _is_own(widget):
            yield f"{type(widget).__name__} {widget.objectName()} in {type(widget.parent()).__name__}"
        if child.role() in _ROLES and _repeats_its_class(name):
            yield f"{name} is no name"
        if not isinstance(widget, QComboBox):
            yield from _unnamed(child)


def _is_own(widget: object) -> bool:
    """Not Qt's own inner parts, such as the line within a spin box, which speaks for it."""
    return isinstance(widget, QWidget) and not widget.objectName().startswith("qt_")


def _repeats_its_class(name: str) -> bool:
    return name.startswith("Q") and name[1:2].isupper()


def test_the_walk_finds_what_has_no_name(qtbot: QtBot, dressed: QApplication) -> None:
    window = QWidget()
    column(QLineEdit(), QPushButton("Send"), QComboBox(), QWidget(), card(QToolButton()), on=window)
    qtbot.addWidget(window)
    window.show()
    QApplication.processEvents()

    assert [each.split()[0] for each in unnamed(window)] == ["QComboBox", "QLineEdit", "QToolButton"]


def test_every_control_of_the_main_window_has_a_name(shell: Shell, qtbot: QtBot) -> None:
    for folder in shell.main.presenter.state.folders:
        shell.main.presenter.choose_folder(folder.folder)
        qtbot.waitUntil(lambda: shell.main.presenter.state.is_loaded)
        rows = shell.main.presenter.state.rows
        if rows:
            shell.main.presenter.select(rows[0].id)
            qtbot.waitUntil(lambda: shell.main.presenter.state.detail is not None)
        assert unnamed(shell.main.view) == [], folder.folder


def test_the_search_says_where_it_looks(shell: Shell) -> None:
    field = shell.main.view.search

    assert (field.placeholderText(), field.accessibleName()) == ("Search", "Search subject, recipients and text")


def test_every_control_of_a_composer_and_its_popover_has_a_name(shell: Shell, qtbot: QtBot) -> None:
    composer = shell.compose(shell._parts.gateway.known, None)  # type: ignore[attr-defined]
    composer.presenter.set_recipients("to", ["tom@example.net", "not an address"])
    composer.presenter.reveal("cc")
    composer.presenter.reveal("bcc")

    assert unnamed(composer.view) == []

    composer.view.schedule_button.click()
    assert unnamed(composer.view.picker) == []
    composer.view.picker.hide()


@pytest.mark.parametrize("span", Span)
def test_every_control_of_the_calendar_has_a_name(shell: Shell, qtbot: QtBot, span: Span) -> None:
    calendar = shell.open_calendar()
    qtbot.waitUntil(lambda: calendar.presenter.state.is_loaded)
    calendar.presenter.show_span(span)
    QApplication.processEvents()

    assert unnamed(calendar.view) == []


@pytest.mark.parametrize("page", Page)
def test_every_control_of_the_settings_has_a_name(shell: Shell, qtbot: QtBot, page: Page) -> None:
    settings = shell.open_settings(page.value)
    QApplication.processEvents()

    assert unnamed(settings.view) == []
    settings.view.close()


def test_every_control_of_the_dialogs_has_a_name(shell: Shell, qtbot: QtBot) -> None:
    account = shell._parts.gateway.known[0].id  # type: ignore[attr-defined]
    shell.open_cloud()
    views: list[QWidget] = [
        shell.add_account().view,
        shell.open_account(account).view,
        shell.ask_seal(account).view,
        shell.open_palette(shell.main.view),
    ]
    assert shell.cloud is not None
    views.append(shell.cloud.view)

    for view in views:
        qtbot.waitUntil(lambda view=view: view.isVisible())  # type: ignore[misc]
        assert unnamed(view) == [], type(view).__name__
        view.close()


@pytest.mark.parametrize("is_parted", [False, True])
def test_every_control_of_the_signatures_has_a_name(shell: Shell, qtbot: QtBot, is_parted: bool) -> None:
    accounts = [(each.id, each.address) for each in shell._parts.gateway.known]  # type: ignore[attr-defined]
    dialog = SignatureDialog(shell._parts, shell.main.view, accounts[0][0], accounts=accounts)
    dialog.presenter.part_replies(is_parted)
    qtbot.waitUntil(dialog.view.isVisible)

    assert unnamed(dialog.view) == []
    dialog.view.reject()


def test_every_control_of_the_templates_has_a_name(shell: Shell, qtbot: QtBot) -> None:
    parts = shell._parts
    parts.templates.save(Template(new_id(), "Offer", "Our offer", "Dear {{name}},", "<div>Dear <b>{{name}}</b>,</div>"))
    dialog = TemplatesDialog(parts, shell.main.view, insert=lambda _: None)
    qtbot.waitUntil(dialog.view.isVisible)
    assert unnamed(dialog.view) == []

    dialog.presenter.choose(parts.templates.all()[0].id)
    assert unnamed(dialog.view) == []
    dialog.view.reject()


def test_every_control_of_the_import_has_a_name_from_the_first_step_to_the_list(
    shell: Shell, qtbot: QtBot, tmp_path: Path
) -> None:
    mail = tmp_path / "later.eml"
    mail.write_text(
        "From: anna@example.org\nTo: tom@example.net\nSubject: Later\n"
        "X-Send-Later-At: Thu, 12 Nov 2026 08:00:00 +0100\n\nHello\n",
        encoding="ascii",
    )
    dialog = shell.open_import()
    qtbot.waitUntil(dialog.view.isVisible)
    assert unnamed(dialog.view) == []

    dialog.presenter.choose([mail])
    qtbot.waitUntil(lambda: dialog.presenter.state.stage is Stage.PLAN)
    assert unnamed(dialog.view) == []
    dialog.view.reject()


def test_every_control_of_the_updates_and_of_a_list_of_wrong_recipients_has_a_name(shell: Shell, qtbot: QtBot) -> None:
    updates = shell.open_updates()
    qtbot.waitUntil(updates.isVisible)
    assert unnamed(updates) == []
    updates.close()

    composer = shell.compose(shell._parts.gateway.known, None)  # type: ignore[attr-defined]
    composer.presenter.set_recipients("to", ["tom", "bob", "anna@example.org"])
    assert unnamed(composer.view) == []


def test_rows_of_the_list_speak_their_state_and_not_by_colour_alone(shell: Shell) -> None:
    view = shell.main.view.list
    texts = [
        view.model().data(view.model().index(row, 0), 11)  # Qt.ItemDataRole.AccessibleTextRole
        for row in range(view.model().rowCount())
    ]

    assert any("Scheduled" in str(text) and "Invoice" in str(text) for text in texts)


def test_no_control_is_a_dead_end_for_the_tab_key(shell: Shell, qtbot: QtBot) -> None:
    composer = shell.compose(shell._parts.gateway.known, None)  # type: ignore[attr-defined]
    view = composer.view
    with qtbot.waitActive(view):
        view.activateWindow()
    composer.view.place_cursor()
    seen: list[QWidget] = []

    for _ in range(60):
        focus = QApplication.focusWidget()
        assert focus is not None
        if focus in seen:
            break
        seen.append(focus)
        view.focusNextChild()

    assert len(seen) > 8
    assert view.send_button in seen and view.schedule_button in seen


def test_labels_that_name_a_field_belong_to_it(shell: Shell) -> None:
    composer = shell.compose(shell._parts.gateway.known, None)  # type: ignore[attr-defined]
    names = {label.text() for label in composer.view.findChildren(QLabel) if label.buddy() is not None}

    assert {"From", "To"} <= names


# ------------------------------------------------------------------------------------------ contrast


def luminance(colour: str) -> float:
    def linear(channel: float) -> float:
        return channel / 12.92 if channel <= 0.03928 else ((channel + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return 0.2126 * linear(made.redF()) + 0.7152 * linear(made.greenF()) + 0.0722 * linear(made.blueF())


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 1.4.3."""
    bright, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


GROUNDS = ("window", "side", "surface", "raised", "sunken", "hover")


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_all_text_stands_out_from_every_ground_it_is_put_on(colours: Colours) -> None:
    pairs = [
        (text, ground) for text in ("text", "text_soft", "text_faint", "accent", "good", "warn", "bad") for ground in GROUNDS
    ]
    pairs += [
        (f.name.removesuffix("_soft"), f.name) for f in fields(Colours) if f.name.endswith("_soft") and f.name != "text_soft"
    ]
    pairs += [("text", f.name) for f in fields(Colours) if f.name.endswith("_soft") and f.name != "text_soft"]
    pairs += [("on_accent", "accent"), ("on_accent", "accent_hover"), ("on_accent", "accent_press"), ("text_soft", "accent_soft")]

    poor = {
        f"{text} on {ground}": round(contrast(getattr(colours, text), getattr(colours, ground)), 2)
        for text, ground in pairs
        if contrast(getattr(colours, text), getattr(colours, ground)) < 4.5
    }
    assert poor == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_the_ring_around_what_has_the_keyboard_is_seen_on_every_ground(colours: Colours) -> None:
    """WCAG 2.2, 1.4.11: 3:1."""
    assert all(contrast(colours.accent, getattr(colours, ground)) >= 3 for ground in GROUNDS)
