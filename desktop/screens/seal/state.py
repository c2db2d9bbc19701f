"""What the consent page shows before an account may be used by the cloud worker."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.gateway.cloud_port import Consent
from desktop.language import tr


def take_back() -> str:
    return tr(
        "Take it back at any time in the account's menu. The sealed password is deleted there, and the "
        "cloud sends nothing more from this account. To be sure, change the password at your mail "
        "provider too."
    )


@dataclass(frozen=True, slots=True)
class SealState:
    """`consent` None: still being fetched."""

    consent: Consent | None = None
    failure: str = ""
    is_busy: bool = False

    @property
    def is_changed(self) -> bool:
        """The password is sealed to another key than the one it would be sealed to now."""
        return self.consent is not None and bool(self.consent.before) and self.consent.before != self.consent.key_id
