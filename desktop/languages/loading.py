"""Let the app speak the person's language: our sentences, Qt's own, the direction of the lines, how dates are written."""

from __future__ import annotations

import logging
from xml.etree.ElementTree import ParseError

from PySide6.QtCore import QLibraryInfo, QLocale, QTranslator
from PySide6.QtWidgets import QApplication

from desktop import language
from desktop.languages.catalogue import file_of, languages, read_catalogue
from desktop.languages.core import CoreSentences
from desktop.preferences import Hours

log = logging.getLogger("nightmail.desktop")


def speak_language(app: QApplication, wanted: str, *, hours: Hours = Hours.SYSTEM) -> str:
    """`wanted` like "de"; empty: the system's. `hours`: how clocks read, SYSTEM: as in the country. Answers the language spoken
    from now on, English where it is not known."""
    chosen = spoken(wanted or QLocale.system().name())
    locale = _locale(chosen)
    QLocale.setDefault(locale)
    app.setLayoutDirection(locale.textDirection())
    language.use_twelve_hours(_is_twelve(locale) if hours is Hours.SYSTEM else hours is Hours.TWELVE)
    language.write_dates(month_first=is_month_first(locale), first_weekday=first_weekday(QLocale.system(), locale))
    for old in app.findChildren(QTranslator):
        app.removeTranslator(old)
        old.deleteLater()
    if chosen == "en":
        language.speak(language.english)
        return chosen
    try:
        catalogue = read_catalogue(file_of(chosen))
    except (OSError, ParseError):
        log.exception("desktop.no-catalogue")
        language.speak(language.english)
        return "en"
    language.speak(catalogue.translate, of_core=CoreSentences(catalogue.core))
    _teach_qt(app, locale)
    return chosen


def is_month_first(locale: QLocale) -> bool:
    written = locale.dateFormat(QLocale.FormatType.LongFormat).replace("dddd", "")
    day, month = written.find("d"), written.find("M")
    return 0 <= month < day


def first_weekday(system: QLocale, spoken: QLocale) -> int:
    """Monday is 0. A week begins as it does in the country, whatever language is read there; the one spoken decides where the
    system names no country."""
    known = spoken if system.language() is QLocale.Language.C else system
    return int(known.firstDayOfWeek().value) - 1


def _is_twelve(locale: QLocale) -> bool:
    return "AP" in locale.timeFormat(QLocale.FormatType.ShortFormat).upper()


def spoken(wanted: str) -> str:
    """The one of our languages that is meant by `de_AT`, `de` or `fr_FR`."""
    short = wanted.replace("-", "_").split("_")[0].lower()
    return short if short in languages() else "en"


def _locale(chosen: str) -> QLocale:
    """The system's where it speaks this language, so that Austrians get their own dates; else that of the language."""
    system = QLocale.system()
    if chosen == "en" and system.language() is QLocale.Language.C:
        return QLocale.c()
    if system.name().split("_")[0] == chosen:
        return system
    return (
        QLocale(QLocale(chosen).language(), system.country()) if system.language() is not QLocale.Language.C else QLocale(chosen)
    )


def _teach_qt(app: QApplication, locale: QLocale) -> None:
    """Qt's own words: the file dialog's, the calendar's, a line edit's menu."""
    translator = QTranslator(app)
    if translator.load(locale, "qtbase", "_", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)):
        app.installTranslator(translator)
