from __future__ import annotations

import string
from pathlib import Path

from desktop.languages.bare import bare_by, bare_in
from desktop.languages.catalogue import file_of, read_catalogue
from desktop.languages.sentences import said_in

SAID = said_in()
GERMAN = read_catalogue(file_of("de"))


def names_in(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_sentence_has_its_german() -> None:
    missing = sorted(
        {said.text for said in SAID if said.text and said.text not in (GERMAN.plurals if said.is_plural else GERMAN.sentences)}
    )

    assert missing == []


def test_german_fills_in_what_english_fills_in() -> None:
    wrong = [key for key, text in GERMAN.sentences.items() if names_in(text) != names_in(key)]
    wrong += [key for key, forms in GERMAN.plurals.items() if any(names_in(f) - names_in(key) for f in forms)]
    wrong += [key for key, forms in GERMAN.plurals.items() if names_in(forms[-1]) != names_in(key)]

    assert wrong == []


def test_german_says_nothing_that_is_no_longer_said() -> None:
    keys = {said.text for said in SAID}

    assert sorted((GERMAN.sentences.keys() | GERMAN.plurals.keys()) - keys) == []


# ------------------------------------------------------------------------------------------ nothing beside the catalogue

# Not said by a window, or the same in every language: marks that are looked for, keys, a report and a log for makers.
NOT_SAID = (
    "desktop/crashes/report.py",
    "desktop/gateway/port.py",
    "desktop/reason_words.py",
    "desktop/screens/account/words.py",
    "desktop/timeline_words.py",
    "desktop/widgets/link_dialog.py",
    "desktop/windows/about.py",
)


def test_no_window_says_a_word_that_no_catalogue_can_reach() -> None:
    assert [found for found in bare_in() if not found.startswith(NOT_SAID)] == []


def test_bare_words_are_found(tmp_path: Path) -> None:
    file = tmp_path / "view.py"
    file.write_text(
        '"""A docstring may say what it likes."""\n'
        "x.setText('Save')\n"
        "x.setText(tr('Saved'))\n"
        "x.setText(f'{count} messages wait')\n"
        "say = 'Nothing was sent yet'\n"
        "button('Send', 'primary', icon='send')\n"
        "x.setObjectName('send')\n"
        "raise ValueError('Only makers read this')\n",
        encoding="utf-8",
    )

    assert [found.split(": ", 1)[1] for found in bare_by(file, root=tmp_path)] == [
        "'Save'",
        "' messages wait'",
        "'Nothing was sent yet'",
        "'Send'",
    ]
