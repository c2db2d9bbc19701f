"""Sign the news of a release, which every Nightmail out there asks for: `news.py DIST BASE-URL PAGE > news.json`.

NIGHTMAIL_NEWS_KEY: the Ed25519 private key, 32 octets in base64. `news.py new-key` makes one and prints both halves; the public
one goes into the builds as NIGHTMAIL_UPDATE_KEYS, the private one is kept where only releases are made.
"""

from __future__ import annotations

import base64
import hashlib
import os
import re
import sys
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

from changelog import notes
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from nightmail.updates.news import read_news, sign_news

ROOT = Path(__file__).resolve().parent.parent.parent
# News that nobody renewed for so long is no longer believed; a release, or signing the same one again, renews it.
_GOOD_FOR = timedelta(days=180)
_FILE = re.compile(r"nightmail[-_][\w.-]+?[-_.](linux|windows|macos)-(x86_64|arm64)(?:-setup)?\.(?:tar\.gz|exe|dmg)")


def main() -> None:
    if sys.argv[1:] == ["new-key"]:
        key = Ed25519PrivateKey.generate()
        print(f"NIGHTMAIL_NEWS_KEY={_text(key.private_bytes_raw())}   (keep it secret)")
        print(f"NIGHTMAIL_UPDATE_KEYS={_public(key)}")
        return
    if len(sys.argv) != 4:
        sys.exit(__doc__)
    key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(os.environ["NIGHTMAIL_NEWS_KEY"], validate=True))
    changelog = (ROOT / "packaging" / "CHANGELOG.md").read_text(encoding="utf-8")
    version = _version()
    sys.stdout.buffer.write(
        signed(Path(sys.argv[1]), sys.argv[2], sys.argv[3], version, notes(changelog, version), key, now=datetime.now(UTC))
    )


def signed(dist: Path, base: str, page: str, version: str, what_is_new: str, key: Ed25519PrivateKey, *, now: datetime) -> bytes:
    """The envelope, opened once as every Nightmail will: what they would refuse never leaves here."""
    files = {}
    for path in sorted(dist.iterdir()):
        if match := _FILE.fullmatch(path.name):
            url = f"{base.rstrip('/')}/{path.name}"
            sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
            files[f"{match[1]}-{match[2]}"] = {"name": path.name, "url": url, "size": path.stat().st_size, "sha256": sha256}
    said = {
        "version": version,
        "published_at": now.isoformat(timespec="seconds"),
        "expires_at": (now + _GOOD_FOR).isoformat(timespec="seconds"),
        "notes": what_is_new,
        "page": page,
        "files": files,
    }
    envelope = sign_news(said, key)
    read_news(envelope, (_public(key),), now=now)
    return envelope


def _version() -> str:
    """As the project spells it: Python's own tools write an early version in another way."""
    version: str = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    return version


def _public(key: Ed25519PrivateKey) -> str:
    return _text(key.public_key().public_bytes_raw())


def _text(octets: bytes) -> str:
    return base64.b64encode(octets).decode()


if __name__ == "__main__":
    main()
