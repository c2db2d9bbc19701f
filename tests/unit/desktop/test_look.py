from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QRectF, Qt
from PySide6.QtWidgets import QApplication, QStyleOptionViewItem, QWidget

from desktop.look.mirroring import at_side
from desktop.look.style_sheet import style_sheet
from desktop.look.theme import look
from desktop.look.tokens import LIGHT, Density, Scheme, Theme
from desktop.screens.outbox.list_delegate import ListDelegate
from desktop.screens.outbox.list_model import ListModel
from desktop.screens.outbox.state import Row
from desktop.widgets.parts import button, column, fit_height, label
from desktop.words import StateWords, Tone
from nightmail.ids import new_id


@pytest.fixture
def app(qapp: QApplication) -> Iterator[QApplication]:
    yield qapp
    look.wear(qapp, Theme.LIGHT, Density.COMFORTABLE, reduces_motion=False)


def test_the_scheme_of_the_system_is_followed_and_a_chosen_one_is_kept(app: QApplication) -> None:
    heard: list[Scheme] = []
    look.changed.connect(lambda: heard.append(look.scheme))

    look.wear(app, Theme.DARK, Density.COMFORTABLE, reduces_motion=False)
    look.wear(app, Theme.DARK, Density.COMFORTABLE, reduces_motion=False)
    look.wear(app, Theme.LIGHT, Density.COMFORTABLE, reduces_motion=False)

    assert heard == [Scheme.DARK, Scheme.LIGHT]


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_a_link_of_the_left_pane_stands_where_its_lines_begin(app: QApplication, direction: Qt.LayoutDirection) -> None:
    kept = app.layoutDirection()
    app.setLayoutDirection(direction)
    look.dress(app, Theme.LIGHT)
    link = button("Add account", "quiet", icon="plus")
    link.setObjectName("sideLink")
    link.resize(240, 36)
    link.show()

    picture = link.grab().toImage()
    paper = picture.pixel(120, 4)
    inked = [x for x in range(240) if any(picture.pixel(x, y) != paper for y in range(6, 30))]
    link.close()
    app.setLayoutDirection(kept)

    before, behind = inked[0], 239 - inked[-1]
    assert (before < 20 < 100 < behind) if direction is Qt.LayoutDirection.LeftToRight else (behind < 20 < 100 < before)


def test_who_wants_no_motion_gets_no_sliding_menus_and_no_blinking_cursor(app: QApplication) -> None:
    look.wear(app, Theme.LIGHT, Density.COMFORTABLE, reduces_motion=True)

    assert not app.isEffectEnabled(Qt.UIEffect.UI_AnimateMenu)
    assert app.cursorFlashTime() == 0


def test_compact_lines_are_shorter(app: QApplication) -> None:
    row = Row(new_id(), StateWords("Scheduled", "clock", Tone.ACCENT), "Tom", "Plan", "08:00", "in 3 h", "Today", 0, False)
    model = ListModel()
    model.show_rows((row,), has_more=False)
    delegate = ListDelegate(model)
    index = model.index(model.rowCount() - 1, 0)

    def height() -> int:
        return delegate.sizeHint(QStyleOptionViewItem(), index).height()

    before = height()
    look.wear(app, Theme.LIGHT, Density.COMPACT, reduces_motion=False)
    assert height() < before


def test_what_is_painted_at_the_left_stands_at_the_right_where_lines_run_the_other_way() -> None:
    whole, sign = QRectF(10, 0, 200, 40), QRectF(24, 8, 18, 18)

    assert at_side(sign, whole, Qt.LayoutDirection.LeftToRight) == sign
    assert at_side(sign, whole, Qt.LayoutDirection.RightToLeft) == QRectF(178, 8, 18, 18)
    assert at_side(at_side(sign, whole, Qt.LayoutDirection.RightToLeft), whole, Qt.LayoutDirection.RightToLeft) == sign


def test_the_split_button_turns_round_with_the_lines() -> None:
    assert "#splitSend { border-top-right-radius: 0" in style_sheet(LIGHT)
    assert "#splitSend { border-top-left-radius: 0" in style_sheet(LIGHT, is_mirrored=True)


def test_a_window_of_fixed_width_is_as_tall_as_its_longest_words_need(dressed: QApplication) -> None:
    window = QWidget()
    window.setFixedWidth(300)
    words = label("Donaudampfschifffahrt " * 30, wraps=True)
    column(label("A title that is quite a bit wider than the window may ever become, whatever happens"), words, on=window)

    fit_height(window)
    window.show()

    assert words.height() >= words.heightForWidth(words.width())
