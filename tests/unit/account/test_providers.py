from __future__ import annotations

import pytest

from nightmail.account.model import Limits, Security, Server
from nightmail.account.providers import SignInKind, card_of, limits_for, servers_behind, servers_for


def host(name: str) -> Server:
    return Server(name, 465, Security.TLS)


@pytest.mark.parametrize(
    ("name", "connections", "recipients"),
    [
        ("smtp.gmail.com", 2, 100),
        ("smtp.office365.com", 3, 500),
        ("SMTP.Office365.com", 3, 500),
        ("smtp-mail.outlook.com", 3, 100),
        ("smtp.mail.me.com", 1, 500),
        ("smtp.mail.yahoo.com", 1, 100),
        ("smtp.fastmail.com", 2, 100),
        ("mail.example.org", 1, 100),
        ("gmail.com.example.org", 1, 100),
        ("127.0.0.1", 100, 100),
        ("::1", 100, 100),
    ],
)
def test_limits_follow_the_host(name: str, connections: int, recipients: int) -> None:
    limits = limits_for(host(name))

    assert (limits.connections, limits.recipients_per_envelope) == (connections, recipients)


def test_an_unknown_host_gets_one_careful_connection() -> None:
    assert limits_for(host("mail.example.org")) == Limits(1, 100, 50, None)


def test_a_gmail_address_brings_its_servers_and_user_names() -> None:
    assert servers_for("anna@gmail.com") == (
        Server("smtp.gmail.com", 465, Security.TLS, "anna@gmail.com"),
        Server("imap.gmail.com", 993, Security.TLS, "anna@gmail.com"),
    )


def test_icloud_wants_the_local_part_for_reading_and_the_address_for_sending() -> None:
    servers = servers_for("anna@icloud.com")

    assert servers is not None and servers[1] is not None
    assert (servers[0].username, servers[1].username) == ("anna@icloud.com", "anna")
    assert servers[0].security is Security.STARTTLS


@pytest.mark.parametrize("address", ["anna@example.org", "anna", "", "anna@notgmail.com"])
def test_an_unknown_domain_brings_no_servers(address: str) -> None:
    assert servers_for(address) is None


@pytest.mark.parametrize(
    ("mx", "smtp"),
    [
        ("ASPMX.L.GOOGLE.COM.", "smtp.gmail.com"),
        ("verein-example.mail.protection.outlook.com", "smtp.office365.com"),
        ("in1-smtp.messagingengine.com", "smtp.fastmail.com"),
        ("mx00.ionos.de", "smtp.ionos.de"),
    ],
)
def test_who_takes_a_domains_mail_tells_its_servers(mx: str, smtp: str) -> None:
    servers = servers_behind(mx, "anna@verein.example")

    assert servers is not None
    assert (servers[0].host, servers[0].username) == (smtp, "anna@verein.example")


@pytest.mark.parametrize("mx", ["mx.verein.example", "", "google.com.evil.example"])
def test_a_strangers_mail_host_tells_nothing(mx: str) -> None:
    assert servers_behind(mx, "anna@verein.example") is None


def test_a_provider_says_what_it_wants_of_programs_and_where_that_is_made() -> None:
    card = card_of(host("smtp.gmail.com"))

    assert card is not None
    assert (card.name, card.sign_in) == ("Gmail", SignInKind.APP)
    assert card.link.startswith("https://")


def test_on_this_computer_only_the_port_tells_whose_program_it_is() -> None:
    bridge = Server("127.0.0.1", 1025, Security.STARTTLS)

    known = card_of(bridge)
    assert known is not None and known.sign_in is SignInKind.BRIDGE
    assert card_of(Server("127.0.0.1", 2525, Security.PLAIN)) is None
