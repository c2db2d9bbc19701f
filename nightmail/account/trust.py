"""Whom an account's servers are trusted by where that is not the system's word: certificates of a person's own choosing. Pure."""

from __future__ import annotations

import ssl

from nightmail.account.model import Account, AccountState
from nightmail.errors import PersonError

UNVOUCHED = "certificate-unvouched"
TRUST_IT = "If the server is yours, trust its certificate in the account's servers; else check the server's name."
# Every certificate is one to be looked at, and the hosted database takes 4,000 octets of options.
_MOST = 3
_LONGEST = 3_400
# OpenSSL's X509_V_ERR_*: self-signed, its own or in the chain, and an issuer that nobody knows.
_UNVOUCHED = frozenset({18, 19, 20, 21})


def is_unvouched(error: ssl.SSLCertVerificationError) -> bool:
    """Nobody who is trusted vouches for it: what a server of one's own shows, and a stranger in its place too."""
    return error.verify_code in _UNVOUCHED


def waits_for_trust(account: Account) -> bool:
    """It is paused until its person says whether its server's certificate is to be trusted."""
    return account.state is AccountState.PAUSED and account.pause_reason.endswith(TRUST_IT)


def read_trust(text: str) -> str:
    """The certificates of a PEM file and nothing else of it. Raises PersonError `bad-certificate`."""
    # Imported here: few accounts need it, and every start of the desktop would wait for it.
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding

    try:
        found = x509.load_pem_x509_certificates(text.encode("ascii"))
    except (ValueError, UnicodeEncodeError):
        raise _bad("There is no certificate in it.", "Choose a file that begins with -----BEGIN CERTIFICATE-----.") from None
    pem = "".join(one.public_bytes(Encoding.PEM).decode("ascii") for one in found)
    if len(found) > _MOST or len(pem) > _LONGEST:
        raise _bad("There are too many certificates in it.", "Choose a file with that of the server, or of its issuer, alone.")
    return pem


def trusting(context: ssl.SSLContext, ca: str) -> ssl.SSLContext:
    """Make an empty client's context trust these certificates and no others. Names and dates are checked all the same."""
    context.load_verify_locations(cadata=ca)
    # A server's own certificate may stand there without its issuer; and what people make themselves is seldom to the letter.
    context.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
    context.verify_flags &= ~ssl.VERIFY_X509_STRICT
    return context


def _bad(message: str, next: str) -> PersonError:
    return PersonError("bad-certificate", message, next=next)
