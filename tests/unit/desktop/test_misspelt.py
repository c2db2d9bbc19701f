from __future__ import annotations

import pytest

from desktop.misspelt import meant_address, meant_domain


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("gmial.com", "gmail.com"),
        ("gamil.com", "gmail.com"),
        ("gmail.con", "gmail.com"),
        ("gmail.co", "gmail.com"),
        ("GMAL.com", "gmail.com"),
        ("hotmial.com", "hotmail.com"),
        ("outlok.de", "outlook.de"),
        ("yahooo.com", "yahoo.com"),
        ("t-onlin.de", "t-online.de"),
        ("iclould.com", "icloud.com"),
        ("yaho.co.uk", "yahoo.co.uk"),
    ],
)
def test_a_slip_in_a_well_known_domain_is_recognised(typed: str, meant: str) -> None:
    assert meant_domain(typed) == meant


@pytest.mark.parametrize(
    "typed",
    ["gmail.com", "ymail.com", "mail.com", "email.com", "mail.de", "yahoo.es", "gmx.de", "web.de", "hotmail.es", "acme.com", ""],
)
def test_other_peoples_domains_are_not_taken_for_a_slip(typed: str) -> None:
    assert meant_domain(typed) == ""


def test_the_mailbox_stays_as_it_was_typed() -> None:
    assert meant_address("Carl.B@gmial.com") == "Carl.B@gmail.com"
    assert meant_address("carl") == ""
