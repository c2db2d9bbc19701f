from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.screens.signatures.presenter import SignaturePresenter, SignatureState
from desktop.screens.signatures.view import SignatureView
from desktop.signatures import Signature, Signatures
from nightmail.errors import OutsideError
from tests.unit.desktop.fakes import ANNA, WORK


class Screen:
    def __init__(self) -> None:
        self.shown: list[SignatureState] = []
        self.is_kept = False

    def render(self, state: SignatureState) -> None:
        self.shown.append(state)

    def kept(self) -> None:
        self.is_kept = True


def test_an_account_has_the_signature_that_was_kept_for_it(tmp_path: Path) -> None:
    signatures = Signatures(tmp_path / "s.json")
    signatures.keep(ANNA, Signature("<div>Anna</div>"))
    signatures.keep(WORK, Signature("<div>Anna Example</div>", "<div>A.</div>"))
    again = Signatures(tmp_path / "s.json")

    assert again.of(ANNA).fitting(is_reply=True) == "<div>Anna</div>"
    assert again.of(WORK).fitting(is_reply=True) == "<div>A.</div>"
    assert again.of(WORK).fitting(is_reply=False) == "<div>Anna Example</div>"
    assert again.of(None) == Signature()


def test_an_answer_may_have_no_signature_at_all() -> None:
    assert Signature("<div>Anna</div>", "").fitting(is_reply=True) == ""


@pytest.mark.parametrize("kept", ["", "[]", '{"x": 7}', "nonsense"])
def test_a_damaged_file_means_no_signature(tmp_path: Path, kept: str) -> None:
    (tmp_path / "s.json").write_text(kept, encoding="utf-8")

    assert Signatures(tmp_path / "s.json").of(ANNA) == Signature()
    assert Signatures(tmp_path / "s.json").words_of_all() == frozenset()


def test_a_full_disk_is_said_where_it_is_saved(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    signatures, screen = Signatures(tmp_path / "file" / "s.json"), Screen()
    presenter = SignaturePresenter(signatures, screen, ANNA)
    presenter.write("<div>Anna</div>")

    presenter.save()

    assert not screen.is_kept
    assert "could not be saved" in presenter.state.problem
    with pytest.raises(OutsideError):
        signatures.keep(ANNA, Signature("x"))


def test_blank_lines_are_no_signature_and_pictures_are_left_out(tmp_path: Path) -> None:
    signatures, screen = Signatures(tmp_path / "s.json"), Screen()
    presenter = SignaturePresenter(signatures, screen, ANNA)

    presenter.write("<div><br></div>")
    presenter.save()
    blank = signatures.of(ANNA)
    presenter.write('<div>Anna<img src="cid:1"></div>')
    presenter.part_replies(True)
    presenter.write_reply("<div>A.</div>")
    presenter.save()

    assert blank == Signature("", None)
    assert signatures.of(ANNA) == Signature("<div>Anna</div>", "<div>A.</div>")


def test_a_signature_is_written_in_the_dialog(qtbot: QtBot, tmp_path: Path, dressed: object) -> None:
    signatures, screen = Signatures(tmp_path / "s.json"), Screen()
    presenter = SignaturePresenter(signatures, screen, ANNA)
    view = SignatureView(None, [(ANNA, "anna@example.org")], ANNA)
    qtbot.addWidget(view)
    view.new_written.connect(presenter.write)
    view.save_pressed.connect(presenter.save)
    view.render_state(presenter.state)
    view.show()

    qtbot.keyClicks(view.new, "Anna")
    view.new.selectAll()
    view.new.toggle_bold()
    view._save()

    assert screen.is_kept
    assert signatures.of(ANNA).new == "<div><b>Anna</b></div>"
