"""The bundle's ICU is a tenth of what it was, and still knows what Qt asks it."""

from __future__ import annotations

import json
import shutil
import struct
import subprocess
import sys
from pathlib import Path

import pytest
import unicode_data

# A process of its own loads the three libraries as Qt would, and asks as Qt would.
ASK = """
import ctypes, glob, json, sys
data, common, order = (ctypes.CDLL(glob.glob(f"{sys.argv[1]}/libicu{part}.so.*")[0], mode=ctypes.RTLD_GLOBAL)
                       for part in ("data", "uc", "i18n"))
version = glob.glob(f"{sys.argv[1]}/libicudata.so.*")[0].rsplit(".", 1)[1]
ucol_open, ucol_strcoll = order[f"ucol_open_{version}"], order[f"ucol_strcoll_{version}"]
ucnv_open = common[f"ucnv_open_{version}"]
ucol_open.restype = ucnv_open.restype = ctypes.c_void_p
def compared(language, one, other):
    code = ctypes.c_int(0)
    collator = ctypes.c_void_p(ucol_open(language.encode(), ctypes.byref(code)))
    one, other = one.encode("utf-16-le"), other.encode("utf-16-le")
    return ucol_strcoll(collator, one, len(one) // 2, other, len(other) // 2) if code.value <= 0 else None
def known(encoding):
    return bool(ucnv_open(encoding.encode(), ctypes.byref(ctypes.c_int(0))))
print(json.dumps({
    "orders": [compared("de", "ä", "z"), compared("sv", "ä", "z"), compared("xx", "a", "b"), compared("zh", "中", "文")],
    "encodings": [known(name) for name in ("utf-8", "windows-1252", "koi8-r", "iso-8859-15", "shift_jis")],
}))
"""


@pytest.fixture(scope="module")
def libraries(tmp_path_factory: pytest.TempPathFactory) -> Path:
    import PySide6

    folder = tmp_path_factory.mktemp("icu")
    for path in (Path(PySide6.__file__).parent / "Qt" / "lib").glob("libicu*.so.*"):
        shutil.copyfile(path, folder / path.name)
    return folder


def asked(folder: Path) -> dict[str, list[object]]:
    told = subprocess.run([sys.executable, "-c", ASK, str(folder)], capture_output=True, text=True, check=True).stdout
    answers: dict[str, list[object]] = json.loads(told)
    return answers


def test_what_is_left_of_icu_orders_words_and_reads_old_encodings(libraries: Path) -> None:
    (data,) = libraries.glob("libicudata.so.*")
    before, whole = asked(libraries), data.stat().st_size

    saved = unicode_data.shrink(data)

    assert data.stat().st_size == whole - saved
    assert data.stat().st_size < whole / 4
    after = asked(libraries)
    assert after["orders"] == before["orders"] == [-1, 1, -1, 1]
    assert after["encodings"] == [True, True, True, True, False]
    # Once more finds nothing to take.
    assert unicode_data.shrink(data) == 0
    assert asked(libraries) == after


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not a library",
        b"\x7fELF\x01\x01" + bytes(200),
        b"\x7fELF\x02\x01" + bytes(200),
        # Its section headers lie where the file has ended.
        b"\x7fELF\x02\x01" + bytes(34) + struct.pack("<Q", 1 << 40) + bytes(10) + struct.pack("<HH", 64, 3) + bytes(100),
    ],
)
def test_what_is_no_icu_stays_as_it_is(tmp_path: Path, content: bytes) -> None:
    library = tmp_path / "libicudata.so.1"
    library.write_bytes(content)

    with pytest.raises(unicode_data.UnknownShape):
        unicode_data.shrink(library)

    assert library.read_bytes() == content
