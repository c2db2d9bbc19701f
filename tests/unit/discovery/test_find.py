from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from nightmail.account.model import Security, Server
from nightmail.discovery.find import Finder
from nightmail.discovery.model import Found, Source
from nightmail.discovery.names import SystemNames
from nightmail.discovery.web import HttpsWeb
from tests.unit.discovery.test_autoconfig import WHOLE
from tests.unit.discovery.world import LOOPBACK, Pages, nameserver, web

ADDRESS = "anna@verein.example"
CONFIG = "autoconfig.verein.example/mail/config-v1.1.xml"
WELL_KNOWN = "verein.example/.well-known/autoconfig/mail/config-v1.1.xml"
Records = Mapping[tuple[str, str], Sequence[str]]


async def found(
    records: Records | None = None,
    places: Mapping[str, Any] | None = None,
    *,
    address: str = ADDRESS,
    pages: Pages | None = None,
    silent: frozenset[str] = frozenset(),
    patience: float = 5.0,
) -> Found:
    pages = pages or Pages(places or {})
    async with (
        nameserver(records or {}, silent=silent) as port,
        web(pages, "verein.example", "autoconfig.verein.example", "xn--bcher-kva.example") as way,
    ):
        names = SystemNames(nameserver=LOOPBACK, port=port, patience=patience)
        return await Finder(names=names, web=HttpsWeb(transport=way), patience=patience).find(address)


async def test_a_provider_of_the_table_is_known_without_asking_anybody() -> None:
    pages = Pages()

    answer = await found(address="anna@gmail.com", pages=pages)

    assert [one.source for one in answer.suggestions] == [Source.TABLE]
    assert answer.suggestions[0].provider == "Gmail"
    assert pages.asked == []


@pytest.mark.parametrize("place", [CONFIG, WELL_KNOWN])
async def test_a_domain_says_over_https_where_its_servers_are(place: str) -> None:
    answer = await found(places={place: WHOLE})

    best = answer.suggestions[0]
    assert best.source is Source.AUTOCONFIG
    assert best.smtp == Server("smtp.verein.example", 587, Security.STARTTLS, ADDRESS)
    assert best.imap is not None and best.imap.username == "anna"
    assert best.said_by == place.partition("/")[0]


async def test_who_takes_the_mail_of_a_domain_tells_its_provider() -> None:
    answer = await found({("verein.example", "MX"): ["5 alt1.aspmx.l.google.com.", "1 aspmx.l.google.com."]})

    best = answer.suggestions[0]
    assert (best.source, best.said_by, best.provider) == (Source.MX, "aspmx.l.google.com", "Gmail")
    assert best.smtp.username == ADDRESS


async def test_service_records_are_followed_by_their_priority() -> None:
    answer = await found(
        {
            ("_submissions._tcp.verein.example", "SRV"): ["20 0 465 late.verein.example.", "10 0 4465 soon.verein.example."],
            ("_imaps._tcp.verein.example", "SRV"): ["0 0 0 ."],
            ("_imap._tcp.verein.example", "SRV"): ["0 0 143 box.verein.example."],
        }
    )

    best = answer.suggestions[0]
    assert best.source is Source.SRV
    assert best.smtp == Server("soon.verein.example", 4465, Security.TLS, ADDRESS)
    assert best.imap == Server("box.verein.example", 143, Security.STARTTLS, ADDRESS)
    assert not best.leads_away_from("verein.example")


async def test_records_that_lead_to_another_domain_are_told_apart() -> None:
    answer = await found({("_submissions._tcp.verein.example", "SRV"): ["0 0 465 smtp.elsewhere.example."]})

    assert answer.suggestions[0].leads_away_from("verein.example")


async def test_the_best_word_comes_first_and_no_server_twice() -> None:
    records = {
        ("verein.example", "MX"): ["1 mx1.mailbox.org."],
        ("_submission._tcp.verein.example", "SRV"): ["0 0 587 smtp.verein.example."],
        ("mail.verein.example", "A"): [LOOPBACK],
    }

    answer = await found(records, {CONFIG: WHOLE})

    assert [one.source for one in answer.suggestions] == [Source.AUTOCONFIG, Source.MX, Source.GUESS]
    assert answer.suggestions[2].smtp.host == "mail.verein.example"


async def test_a_guess_is_made_only_of_hosts_that_are_there() -> None:
    answer = await found({("smtp.verein.example", "AAAA"): ["::1"], ("imap.verein.example", "A"): [LOOPBACK]})

    guess = answer.suggestions[0]
    assert guess.source is Source.GUESS
    assert (guess.smtp.host, guess.imap.host if guess.imap else "") == ("smtp.verein.example", "imap.verein.example")


async def test_where_nobody_says_anything_nothing_is_suggested_and_the_log_tells_what_was_asked() -> None:
    answer = await found()

    assert answer.suggestions == ()
    assert any("it answers 404" in line for line in answer.log)
    assert "MX of verein.example: none" in answer.log


async def test_what_is_silent_keeps_nobody_waiting_longer_than_agreed() -> None:
    answer = await found(places={CONFIG: WHOLE}, silent=frozenset({"verein.example"}), patience=0.5)

    assert answer.suggestions[0].source is Source.AUTOCONFIG


@pytest.mark.parametrize(
    "page",
    [
        b"<html>welcome</html>",
        b"x" * 100_000,
        (302, {"Location": f"http://{CONFIG}"}, b""),
        (302, {"Location": f"https://{CONFIG}"}, b""),
        (500, {}, WHOLE),
    ],
)
async def test_a_page_that_is_no_configuration_is_passed_over(page: object) -> None:
    assert (await found(places={CONFIG: page})).suggestions == ()


async def test_a_redirect_to_another_encrypted_place_is_followed() -> None:
    answer = await found(places={CONFIG: (301, {"Location": f"https://{WELL_KNOWN}"}, b""), WELL_KNOWN: WHOLE})

    assert answer.suggestions[0].smtp.host == "smtp.verein.example"


async def test_a_server_that_cannot_prove_its_name_is_not_believed() -> None:
    pages = Pages({"autoconfig.other.example/mail/config-v1.1.xml": WHOLE})

    answer = await found(address="anna@other.example", pages=pages)

    assert answer.suggestions == ()
    assert pages.asked == []


async def test_an_address_with_other_letters_is_asked_for_by_its_ascii_name() -> None:
    pages = Pages({"xn--bcher-kva.example/.well-known/autoconfig/mail/config-v1.1.xml": WHOLE})

    answer = await found(address="anna@bücher.example", pages=pages)

    assert answer.domain == "xn--bcher-kva.example"
    assert answer.suggestions[0].source is Source.AUTOCONFIG


async def test_whether_anybody_could_be_asked_is_told() -> None:
    async with nameserver({}) as port:
        pass
    gone = SystemNames(nameserver=LOOPBACK, port=port, patience=0.3)
    async with web(Pages(), "verein.example") as way:
        unasked = await Finder(names=gone, web=HttpsWeb(transport=way), patience=1.0).find(ADDRESS)

    assert not unasked.was_answered
    assert (await found()).was_answered
