from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, Qt, QTranslator
from PySide6.QtWidgets import QApplication

import nightmail
from desktop import language
from desktop.advice import failure_words
from desktop.language import clock_words, plural, tr
from desktop.languages.catalogue import Catalogue, file_of, read_catalogue, write_catalogue
from desktop.languages.core import CoreSentences, core_sentences
from desktop.languages.loading import speak_language, spoken
from desktop.languages.plural_rules import RULES, rule_of
from desktop.languages.sentences import said_by, said_in
from desktop.languages.update import asked
from desktop.words import full_when, size_words, wait_words
from nightmail.errors import OutsideError

SAID = said_in()


@pytest.fixture(autouse=True)
def english_again(qapp: QApplication) -> Iterator[None]:
    yield
    language.speak(language.english)
    language.use_twelve_hours(False)
    QLocale.setDefault(QLocale.c())
    qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)


# ------------------------------------------------------------------------------------------ the catalogue


def test_every_sentence_is_a_literal_that_a_catalogue_can_know() -> None:
    loose = [f"{said.file.name}:{said.line}" for said in SAID if said.text is None or (said.is_plural and not said.one)]

    assert loose == []


def test_what_is_read_is_what_was_written(tmp_path: Path) -> None:
    forms = {"{count} days": ("0", "1", "2", "few", "many", "rest")}
    kept = Catalogue("ar", {"Send now": "أرسل & <الآن>"}, forms, {"{a1} is damaged.": "{a1}?"})
    file = tmp_path / "nightmail_ar.ts"

    write_catalogue(file, kept, sentences=["Send now", "Not yet"], plurals=["{count} days", "{count} hours"])

    assert read_catalogue(file) == kept
    assert file.read_text(encoding="utf-8").count('type="unfinished"') == 2


def test_a_sentence_without_a_translation_stays_english() -> None:
    language.speak(Catalogue("de", {"Undo": "Rückgängig"}, {"{count} files": ("{count} Datei", "{count} Dateien")}).translate)

    assert (tr("Undo"), tr("Never translated {x}", x=1)) == ("Rückgängig", "Never translated 1")
    assert [plural("{count} file", "{count} files", n) for n in (0, 1, 2)] == ["0 Dateien", "1 Datei", "2 Dateien"]
    assert [plural("{count} mouse", "{count} mice", n) for n in (1, 2)] == ["1 mouse", "2 mice"]


@pytest.mark.parametrize("word", ["--helpme", "../de", "German", "de-DE", ""])
def test_a_word_that_is_no_language_gets_no_catalogue(word: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        asked([word])
    assert word in capsys.readouterr().err


def test_languages_are_asked_for_by_code_and_else_all_there_are() -> None:
    assert asked(["pt_BR", "zh_Hant_TW"]) == ["pt_BR", "zh_Hant_TW"]
    assert asked([]) == ("de",)


def test_arabic_has_its_six_forms() -> None:
    language.speak(Catalogue("ar", {}, {"{count} days": ("none", "one", "two", "few", "many", "rest")}).translate)

    said = {n: plural("{count} day", "{count} days", n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111)}
    assert list(said.values()) == ["none", "one", "two", "few", "few", "many", "many", "rest", "rest", "few", "many"]


@pytest.mark.parametrize("code", sorted(RULES))
def test_a_rule_never_asks_for_a_form_its_language_does_not_have(code: str) -> None:
    count, rule = rule_of(code)

    assert {rule(n) for n in range(300)} == set(range(count))


def test_the_reader_of_the_code_sees_what_is_said(tmp_path: Path) -> None:
    file = tmp_path / "view.py"
    file.write_text('tr("One" " two", x=1)\nplural("{count} a", "{count} b", n)\ntr(words)\nother("no")\n', encoding="utf-8")

    said = list(said_by(file))
    assert [(each.text, each.is_plural) for each in said] == [("One two", False), ("{count} b", True), (None, False)]


# ------------------------------------------------------------------------------------------ speaking


@pytest.mark.parametrize(("wanted", "chosen"), [("de", "de"), ("de_AT", "de"), ("de-CH", "de"), ("xx_XX", "en"), ("", "en")])
def test_the_nearest_language_there_is_gets_spoken(wanted: str, chosen: str) -> None:
    assert spoken(wanted) == chosen


def test_german_reaches_our_words_qts_own_and_the_dates(qapp: QApplication) -> None:
    assert speak_language(qapp, "de") == "de"

    at = datetime(2026, 11, 12, 7, tzinfo=UTC)
    assert full_when(at, "Europe/Berlin") == "Do., 12. Nov., 08:00 (Berlin)"
    assert wait_words(timedelta(days=3)) == "in 3 Tagen"
    assert size_words(4_200_000) == "4,2 MB"
    assert QCoreApplication.translate("QPlatformTheme", "Cancel") == "Abbrechen"
    assert QLocale().language() == QLocale.Language.German


def test_a_language_without_a_catalogue_is_english_and_a_broken_one_too(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert speak_language(qapp, "xx") == "en"

    (tmp_path / "nightmail_de.ts").write_text("<TS><context>", encoding="utf-8")
    monkeypatch.setattr("desktop.languages.catalogue.FOLDER", tmp_path)
    assert speak_language(qapp, "de") == "en"
    assert tr("Undo") == "Undo"


def test_clocks_read_as_people_read_them() -> None:
    assert clock_words(time(8, 5)) == "08:05"

    language.use_twelve_hours(True)

    assert [clock_words(time(hour, 5)) for hour in (0, 8, 12, 20)] == ["12:05 AM", "8:05 AM", "12:05 PM", "8:05 PM"]
    assert clock_words(time(20, 5, 9), seconds=True) == "8:05:09 PM"


# ------------------------------------------------------------------------------------------ the core's sentences


def test_what_the_core_said_in_english_is_said_by_its_shape() -> None:
    say = CoreSentences({"There is no file “{a1}”.": "Es gibt keine Datei „{a1}“.", "Try again.": "Noch einmal."})

    assert say("Try again.") == "Noch einmal."
    assert say("There is no file “a {b}.txt”.") == "Es gibt keine Datei „a {b}.txt“."
    assert say("Nobody translated this.") == "Nobody translated this."


def test_of_two_shapes_the_one_with_more_words_is_meant() -> None:
    say = CoreSentences({"{a1} can't be read.": "{a1}: unlesbar.", "The file {a1} can't be read.": "Datei {a1}: unlesbar."})

    assert say("The file x can't be read.") == "Datei x: unlesbar."


def test_a_failure_is_told_in_german(qapp: QApplication) -> None:
    speak_language(qapp, "de")

    problem = OutsideError("mail-timeout", "smtp.example.org did not answer in time.", next="Try again in a moment.")
    assert failure_words(problem) == "smtp.example.org hat nicht rechtzeitig geantwortet. Versuchen Sie es gleich noch einmal."


def test_nearly_all_that_the_core_can_say_in_a_window_is_known_in_german() -> None:
    said = core_sentences(Path(nightmail.__file__).parent)
    for_windows = [each for each in said if not re.search(r"nightmail [a-z]|NIGHTMAIL_|--[a-z]", each)]

    known = read_catalogue(file_of("de")).core
    assert sum(each in known for each in for_windows) / len(for_windows) > 0.85


def test_every_sentence_on_what_a_server_meant_is_known_in_german() -> None:
    table = tomllib.loads((Path(nightmail.__file__).parent / "smtp" / "replies.toml").read_text("utf-8"))
    said = {entry[part] for entry in table["advice"].values() for part in ("says", "safe", "next")}

    known = read_catalogue(file_of("de")).core
    assert sorted(said - known.keys()) == []
