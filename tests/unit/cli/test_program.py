"""A bundle leaves other programs their own libraries, and trusts whom the system trusts."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace

import certifi
import pytest

from nightmail.cli.program import give_back_libraries, missing_part, stay_the_one_that_started, trust_authorities


@pytest.mark.parametrize(
    ("started_with", "others_get"),
    [
        ({"LD_LIBRARY_PATH": "/ours", "A": "1"}, {"A": "1"}),
        ({"LD_LIBRARY_PATH": "/ours:/theirs", "LD_LIBRARY_PATH_ORIG": "/theirs"}, {"LD_LIBRARY_PATH": "/theirs"}),
        ({"LD_LIBRARY_PATH": "/ours", "LD_LIBRARY_PATH_ORIG": ""}, {}),
        ({}, {}),
    ],
    ids=str,
)
def test_a_program_started_from_a_bundle_gets_its_own_libraries(started_with: dict[str, str], others_get: dict[str, str]) -> None:
    give_back_libraries(started_with)

    assert started_with == {**others_get, "PYINSTALLER_RESET_ENVIRONMENT": "1"}


def test_the_systems_authorities_are_trusted_wherever_it_keeps_them(tmp_path: Path) -> None:
    kept = tmp_path / "ca-bundle.crt"
    kept.touch()
    environment: dict[str, str] = {}

    trust_authorities(environment, "linux", (str(tmp_path / "nowhere.crt"), str(kept)))

    assert environment == {"SSL_CERT_FILE": str(kept)}


@pytest.mark.parametrize("system", ["linux", "darwin"])
def test_where_the_system_keeps_none_the_bundled_ones_are_trusted(system: str) -> None:
    environment: dict[str, str] = {}

    trust_authorities(environment, system, ())

    assert environment == {"SSL_CERT_FILE": certifi.where()}


@pytest.mark.parametrize(
    ("named", "system"), [({"SSL_CERT_FILE": "/mine"}, "linux"), ({"SSL_CERT_DIR": "/mine"}, "darwin"), ({}, "win32")]
)
def test_whom_the_person_trusts_is_not_changed(named: dict[str, str], system: str) -> None:
    environment = dict(named)

    trust_authorities(environment, system)

    assert environment == named


def test_a_part_that_was_left_out_is_named_and_any_other_missing_module_is_a_bug() -> None:
    left_out = missing_part(ModuleNotFoundError("No module named 'psycopg'", name="psycopg"))

    assert left_out is not None
    assert left_out.code == "no-server-parts"
    assert missing_part(ModuleNotFoundError("No module named 'x'", name="x")) is None
    assert missing_part(ValueError("x")) is None


def test_a_bundle_goes_on_importing_what_it_was_when_another_takes_its_place(tmp_path: Path) -> None:
    archive = SimpleNamespace(_filename=sys.executable)
    kept = tmp_path / "exe"

    stay_the_one_that_started(SimpleNamespace(pyz_archive=archive), str(kept))
    assert archive._filename == sys.executable

    kept.touch()
    stay_the_one_that_started(SimpleNamespace(pyz_archive=archive), str(kept))
    assert archive._filename == str(kept)


def test_importers_of_another_shape_are_left_alone(tmp_path: Path) -> None:
    elsewhere = SimpleNamespace(_filename="elsewhere.pyz")

    for importers in (SimpleNamespace(pyz_archive=elsewhere), SimpleNamespace(), None):
        stay_the_one_that_started(importers, str(tmp_path))

    assert elsewhere._filename == "elsewhere.pyz"
