"""What a person is told before a password leaves their PC: what goes, who can open it, how to take it back. Pure words."""

from __future__ import annotations

from dataclasses import dataclass

from nightmail.account.model import Account
from nightmail.account.sealing import PublicKey


@dataclass(frozen=True, slots=True)
class Consent:
    """Short paragraphs, for the command line and the window alike. `key` is the fingerprint to compare; "" where the account
    has no password."""

    leaves: str
    opens: str
    revoke: str
    key: str

    def lines(self) -> tuple[str, ...]:
        shown = (f"The worker's key: {self.key}",) if self.key else ()
        return (self.leaves, self.opens, *shown, self.revoke)


def consent(account: Account, key: PublicKey | None, *, host: str) -> Consent:
    """`key` None where the account needs no password."""
    sealed = ", and its password, sealed on this PC before it goes" if key else ""
    return Consent(
        leaves=(
            f"To {host} go the account {account.address} with its servers ({account.smtp.host}){sealed}. Messages that you "
            "schedule there go with their text, recipients and attachments."
        ),
        opens=(
            "The password can be opened only by a worker that holds the private half of the key below, run by whoever "
            "runs the project. The database and its operators hold ciphertext. Messages can be read by whoever runs the project."
            if key
            else "This account has no password. Messages can be read by whoever runs the project."
        ),
        revoke=(
            f"Take it back at any time with: nightmail cloud revoke {account.address}. The sealed password is then deleted, and "
            "nothing more is sent from this account in the cloud. To be sure, change the password at your mail provider too."
            if key
            else f"Stop it at any time with: nightmail cloud revoke {account.address}."
        ),
        key=key.fingerprint if key else "",
    )
