from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.account.model import Security, Server
from nightmail.discovery.autoconfig import LONGEST, NotAutoconfig, read

ADDRESS = "anna@verein.example"
WHOLE = b"""<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1"><emailProvider id="verein.example"><domain>verein.example</domain>
<displayName>Verein Mail</displayName>
<incomingServer type="pop3"><hostname>pop.verein.example</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
<incomingServer type="imap"><hostname>imap.%EMAILDOMAIN%</hostname><port>993</port><socketType>SSL</socketType>
<username>%EMAILLOCALPART%</username><authentication>password-cleartext</authentication></incomingServer>
<outgoingServer type="smtp"><hostname>open.verein.example</hostname><port>25</port><socketType>plain</socketType>
<username>%EMAILADDRESS%</username></outgoingServer>
<outgoingServer type="smtp"><hostname>smtp.verein.example</hostname><port>587</port><socketType>STARTTLS</socketType>
<username>%EMAILADDRESS%</username></outgoingServer>
</emailProvider></clientConfig>"""


def test_the_first_encrypted_server_of_each_kind_counts() -> None:
    named = read(WHOLE, ADDRESS)

    assert named.smtp == Server("smtp.verein.example", 587, Security.STARTTLS, ADDRESS)
    assert named.imap == Server("imap.verein.example", 993, Security.TLS, "anna")
    assert named.name == "Verein Mail"


def test_a_domain_that_offers_no_encryption_names_nothing() -> None:
    assert read(WHOLE.replace(b"STARTTLS", b"plain"), ADDRESS).smtp is None


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<html><body>Not found</body></html>",
        b"<clientConfig>",
        b'<!DOCTYPE a [<!ENTITY b "c">]><clientConfig>&b;</clientConfig>',
        b"<clientConfig>" + b"<a>" * 40 + b"</a>" * 40 + b"</clientConfig>",
        b"<clientConfig>" + b"<a/>" * 3000 + b"</clientConfig>",
        b"<clientConfig>" + b" " * LONGEST + b"</clientConfig>",
        b'<?xml version="1.0" encoding="no-such-code"?><clientConfig/>',
    ],
)
def test_what_is_no_such_file_is_refused(content: bytes) -> None:
    with pytest.raises(NotAutoconfig):
        read(content, ADDRESS)


@pytest.mark.parametrize(
    ("was", "now"),
    [
        (b"<port>587</port>", b"<port>99999</port>"),
        (b"<port>587</port>", b"<port>-1</port>"),
        (b"smtp.verein.example", b"smtp.verein.example/..%2f"),
        (b"smtp.verein.example", b"user:secret@evil.example"),
        (b"smtp.verein.example", b"a\nb"),
    ],
)
def test_a_server_that_cannot_be_one_is_passed_over(was: bytes, now: bytes) -> None:
    assert read(WHOLE.replace(was, now), ADDRESS).smtp is None


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"<clientConfig>{text}</clientConfig>".encode()))
def test_nothing_but_a_refusal_comes_of_any_other_bytes(content: bytes) -> None:
    try:
        named = read(content, ADDRESS)
    except NotAutoconfig:
        return
    assert named.smtp is None
