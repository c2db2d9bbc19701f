"""Read and write a language's sentences: a Qt Linguist file (.ts), so that translators have their tools. No Qt needed to read it.

One context holds everything: the English text is the key. Of a plural the key is the text for many.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

from desktop.languages.plural_rules import Rule, rule_of

CONTEXT, CORE = "nightmail", "core"
FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Catalogue:
    """What is finished: sentences by their English text, plural forms by the English text for many."""

    language: str
    sentences: Mapping[str, str] = field(default_factory=dict)
    plurals: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # The core's sentences, by their templates.
    core: Mapping[str, str] = field(default_factory=dict)

    @property
    def rule(self) -> Rule:
        return rule_of(self.language)[1]

    def translate(self, text: str, count: int | None) -> str | None:
        """None where it is not translated yet."""
        if count is None:
            return self.sentences.get(text)
        forms = self.plurals.get(text, ())
        place = self.rule(abs(count))
        return forms[min(place, len(forms) - 1)] if forms else None


def file_of(language: str) -> Path:
    return FOLDER / f"nightmail_{language}.ts"


def languages() -> tuple[str, ...]:
    """Those there is a catalogue of, beside English."""
    return tuple(sorted(file.stem.partition("_")[2] for file in FOLDER.glob("nightmail_*.ts")))


def read_catalogue(file: Path) -> Catalogue:
    """Raises ElementTree.ParseError, and OSError where there is none."""
    root = ElementTree.parse(file).getroot()
    sentences: dict[str, str] = {}
    core: dict[str, str] = {}
    plurals: dict[str, tuple[str, ...]] = {}
    for context, message in (
        (each.findtext("name"), message) for each in root.iter("context") for message in each.iter("message")
    ):
        source, translation = message.findtext("source") or "", message.find("translation")
        if translation is None or translation.get("type") in ("unfinished", "vanished", "obsolete"):
            continue
        if message.get("numerus") == "yes":
            plurals[source] = tuple(form.text or "" for form in translation.iter("numerusform"))
        else:
            (core if context == CORE else sentences)[source] = translation.text or ""
    return Catalogue(root.get("language") or "en", sentences, plurals, core)


def write_catalogue(file: Path, kept: Catalogue, *, sentences: Iterable[str], plurals: Iterable[str]) -> None:
    """Every key there is now: with what `kept` has of it, else as unfinished. What is no longer said is left out."""
    root = ElementTree.Element("TS", version="2.1", language=kept.language, sourcelanguage="en")
    context = ElementTree.SubElement(root, "context")
    ElementTree.SubElement(context, "name").text = CONTEXT
    for key in sorted(set(sentences)):
        _add(context, key, kept.sentences.get(key))
    for key in sorted(set(plurals)):
        _add_forms(context, key, kept.plurals.get(key, ()), count=rule_of(kept.language)[0])
    if kept.core:
        said_by_core = ElementTree.SubElement(root, "context")
        ElementTree.SubElement(said_by_core, "name").text = CORE
        for key in sorted(kept.core):
            _add(said_by_core, key, kept.core[key])
    ElementTree.indent(root, "    ")
    body = ElementTree.tostring(root, encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{body}\n', encoding="utf-8", newline="\n")


def _add(context: ElementTree.Element, key: str, text: str | None) -> None:
    message = ElementTree.SubElement(context, "message")
    ElementTree.SubElement(message, "source").text = key
    translation = ElementTree.SubElement(message, "translation")
    if text:
        translation.text = text
    else:
        translation.set("type", "unfinished")


def _add_forms(context: ElementTree.Element, key: str, forms: tuple[str, ...], *, count: int) -> None:
    message = ElementTree.SubElement(context, "message", numerus="yes")
    ElementTree.SubElement(message, "source").text = key
    translation = ElementTree.SubElement(message, "translation")
    if len(forms) != count or not all(forms):
        translation.set("type", "unfinished")
    for place in range(count):
        ElementTree.SubElement(translation, "numerusform").text = forms[place] if place < len(forms) else ""
