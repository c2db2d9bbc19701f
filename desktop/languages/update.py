"""Bring the catalogues in step with the code: new sentences come in as unfinished, those no longer said go.

python -m desktop.languages.update [LANGUAGE…]
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence

from desktop.languages.catalogue import Catalogue, file_of, languages, read_catalogue, write_catalogue
from desktop.languages.sentences import said_in


def update(wanted: Sequence[str]) -> None:
    said = said_in()
    for language in wanted:
        file = file_of(language)
        kept = read_catalogue(file) if file.exists() else Catalogue(language)
        write_catalogue(
            file,
            kept,
            sentences=(each.text for each in said if each.text and not each.is_plural),
            plurals=(each.text for each in said if each.text and each.is_plural),
        )


def language_code(word: str) -> str:
    """A language as Qt names its catalogues: `de`, `pt_BR`, `zh_Hant_TW`."""
    if not re.fullmatch(r"[a-z]{2,3}(_[A-Z][a-z]{3})?(_[A-Z]{2})?", word):
        raise argparse.ArgumentTypeError(f"“{word}” is no language code; write it like de or pt_BR")
    return word


def asked(argv: Sequence[str] | None = None) -> Sequence[str]:
    parser = argparse.ArgumentParser(prog="python -m desktop.languages.update", description=__doc__.partition("\n")[0])
    parser.add_argument("language", nargs="*", type=language_code, help="only these; a new one gets a catalogue")
    return parser.parse_args(argv).language or languages()


if __name__ == "__main__":
    update(asked())
