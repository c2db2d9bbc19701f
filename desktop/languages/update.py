"""Bring the catalogues in step with the code: new sentences come in as unfinished, those no longer said go.

python -m desktop.languages.update [LANGUAGE…]
"""

from __future__ import annotations

import sys
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


if __name__ == "__main__":
    update(sys.argv[1:] or languages())
