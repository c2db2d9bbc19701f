from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest
import zxingcpp
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.screens.cloud.offer import Offer
from desktop.screens.cloud.pasted import Project, project_in
from desktop.widgets.qr import words_in

URL, KEY = "https://abcdefgh.supabase.co", "sb_publishable_Ab-12_x"
OLD_KEY = "eyJhbGciOi.eyJyb2xlIjoiYW5vbiJ9.c2lnbmF0dXJl"
WHOLE = Project(URL, KEY)


@pytest.mark.parametrize(
    "text",
    [
        f"{URL}\n{KEY}",
        f"{URL}/rest/v1/ {KEY}",
        f'{{"url": "{URL}", "key": "{KEY}"}}',
        f'{{"project": {{"SUPABASE_URL": "{URL}/", "keys": ["sb_secret_zzz", "{KEY}"]}}}}',
        f'SUPABASE_URL="{URL}"\nSUPABASE_PUBLISHABLE_KEY="{KEY}"\nSUPABASE_SECRET_KEY="sb_secret_hush"\n',
        f"# from the dashboard\nexport NEXT_PUBLIC_SUPABASE_URL={URL}\nexport NEXT_PUBLIC_SUPABASE_PUBLISHABLE_KEY='{KEY}'",
        f"const supabase = createClient('{URL}', '{KEY}');",
        f"See https://supabase.com/dashboard/project/abcdefgh, the API is at {URL}. Key: {KEY}",
        f"SUPABASE_URL: {URL}\nANON_KEY: {OLD_KEY}\nPUBLISHABLE_KEY: {KEY}",
    ],
)
def test_a_project_is_found_in_whatever_people_copy(text: str) -> None:
    assert project_in(text) == WHOLE


def test_a_key_of_the_old_kind_and_a_project_of_ones_own_do_as_well() -> None:
    found = project_in(f"API URL: http://127.0.0.1:54321\nanon key: {OLD_KEY}")

    assert found == Project("http://127.0.0.1:54321", OLD_KEY)


@pytest.mark.parametrize("text", ["", "hello", "{}", "[" * 5000, "SUPABASE_URL=", "https://supabase.com/dashboard"])
def test_where_there_is_no_project_none_is_found(text: str) -> None:
    assert project_in(text) == Project()


@given(st.text(max_size=300))
def test_no_text_breaks_it(text: str) -> None:
    project_in(text)


def code(words: str) -> QImage:
    drawn = zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode).to_image(scale=4)
    height, width = drawn.shape[:2]
    return QImage(bytes(memoryview(cast(bytes, drawn))), width, height, width, QImage.Format.Format_Grayscale8).copy()


class Heard:
    def __init__(self, qtbot: QtBot) -> None:
        self.words: list[str] = []
        self.offer = Offer()
        qtbot.addWidget(self.offer)
        self.offer.taken.connect(self.words.append)


@pytest.fixture
def heard(qtbot: QtBot, dressed: QApplication) -> Heard:
    return Heard(qtbot)


def test_the_picture_of_a_code_is_read_from_a_file_and_from_the_clipboard(heard: Heard, tmp_path: Path) -> None:
    picture, file = code(f"{URL} {KEY}"), tmp_path / "code.png"
    picture.save(str(file))
    as_file, as_picture = QMimeData(), QMimeData()
    as_file.setUrls([QUrl.fromLocalFile(str(file))])
    as_picture.setImageData(picture)

    heard.offer.take(as_file)
    heard.offer.take(as_picture)

    assert [project_in(words) for words in heard.words] == [WHOLE, WHOLE]


def test_a_large_photograph_of_a_code_is_read_too(dressed: QApplication) -> None:
    picture = code(KEY)

    assert words_in(picture.scaled(4000, 4000)) == KEY


def test_a_picture_of_something_else_and_a_broken_one_have_no_words(dressed: QApplication) -> None:
    blank = QImage(300, 200, QImage.Format.Format_RGB32)
    blank.fill(0xFFFFFF)

    assert words_in(blank) == "" and words_in(QImage()) == ""


def test_a_dropped_file_of_settings_is_read_and_a_missing_one_is_none(heard: Heard, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text(f"SUPABASE_URL={URL}\nSUPABASE_KEY={KEY}\n")
    there, gone, text = QMimeData(), QMimeData(), QMimeData()
    there.setUrls([QUrl.fromLocalFile(str(file))])
    gone.setUrls([QUrl.fromLocalFile(str(tmp_path / "gone"))])
    text.setText(f"{URL} {KEY}")

    for data in (there, gone, text):
        heard.offer.take(data)

    assert [project_in(words) for words in heard.words] == [WHOLE, Project(), WHOLE]
