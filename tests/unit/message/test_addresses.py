"""Typed addresses and pasted lists."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.errors import Problem
from nightmail.message.addresses import display, needs_smtputf8, parse_address, split_addresses
from nightmail.message.model import Address


@pytest.mark.parametrize(
    ("typed", "spec", "name"),
    [
        ("anna@example.org", "anna@example.org", ""),
        ("  anna@Example.ORG ", "anna@example.org", ""),
        ("Anna.Maria+x@example.org", "Anna.Maria+x@example.org", ""),
        ("<anna@example.org>", "anna@example.org", ""),
        ("Anna Example <anna@example.org>", "anna@example.org", "Anna Example"),
        ('"Doe, \\"J\\"" <j@x.org>', "j@x.org", 'Doe, "J"'),
        ('"Doe, J" Jr. <j@x.org>', "j@x.org", "Doe, J Jr."),
        ("Doe, J <j@x.org>", "j@x.org", "Doe, J"),
        ("Jürgen Müller <j@x.org>", "j@x.org", "Jürgen Müller"),
        ("anna@example.org <anna@example.org>", "anna@example.org", "anna@example.org"),
        ("anna@example.org (Anna Example)", "anna@example.org", "Anna Example"),
        ('"john doe"@example.org', '"john doe"@example.org', ""),
        ('"a@b"@example.org', '"a@b"@example.org', ""),
        ('"a>b" <"x>y"@example.org>', '"x>y"@example.org', "a>b"),
        ('"plain"@example.org', "plain@example.org", ""),
        ("anna@bücher.example", "anna@xn--bcher-kva.example", ""),
        ("anna@BÜCHER.example", "anna@xn--bcher-kva.example", ""),
        ("anna@straße.de", "anna@xn--strae-oqa.de", ""),
        ("anna@例え。テスト", "anna@xn--r8jz45g.xn--zckzah", ""),
        ("anna@xn--bcher-kva.example", "anna@xn--bcher-kva.example", ""),
        ("jürgen@example.org", "jürgen@example.org", ""),
        ("root@localhost", "root@localhost", ""),
        ("a@[192.0.2.1]", "a@[192.0.2.1]", ""),
        ("a@[IPv6:2001:DB8::1]", "a@[IPv6:2001:db8::1]", ""),
        ("\u200banna@example.org\u00a0", "anna@example.org", ""),
        ("mailto:anna@example.org", "anna@example.org", ""),
        ("Doe, Jane (Sales, Europe) <j@x.org>", "j@x.org", "Doe, Jane (Sales, Europe)"),
    ],
)
def test_what_people_type_is_understood(typed: str, spec: str, name: str) -> None:
    assert parse_address(typed) == Address(spec, name)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "anna",
        "@example.org",
        "anna@",
        "anna@@example.org",
        "anna@example",
        "anna@example..org",
        "anna@example.org.",
        "anna@-example.org",
        "anna@exa mple.org",
        "anna@exa_mple.org",
        "anna@1.2.3.4",
        "anna@[1.2.3.400]",
        "anna@[IPv6:zz]",
        "an na@example.org",
        ".anna@example.org",
        "anna.@example.org",
        "an..na@example.org",
        'Anna "Ann <anna@example.org>',
        "Anna <anna@example.org",
        "Anna anna@example.org>",
        "a@x.org, b@y.org",
        "a@x.org, Bob <b@y.org>",
        '""@example.org',
        "anna@💩.la",
        "anna@xn--a.example",
        "x" * 65 + "@example.org",
        "ü" * 33 + "@example.org",
        "a@" + ".".join(["x" * 63] * 4) + ".org",
        "a@" + "x" * 64 + ".org",
        "a" * 5000 + "@" + "b" * 5000,
    ],
)
def test_what_can_not_be_an_address_is_a_problem_in_a_sentence(typed: str) -> None:
    problem = parse_address(typed, field="cc")

    assert isinstance(problem, Problem)
    assert (problem.code, problem.field) == ("bad-address", "cc")
    assert problem.message.endswith(".") and len(problem.message) < 250


@pytest.mark.parametrize("evil", ["\r\n", "\r", "\n", "\0", "\x1b", "\t", "\x7f", "\x85", "\u2028", "\u2029", "\ud800"])
@pytest.mark.parametrize(
    "typed", ["anna{}Bcc: e@x.org@example.org", "An{}na <anna@example.org>", "anna@example.org{}", '"a{}b"@x.org']
)
def test_a_control_character_in_an_address_is_refused(evil: str, typed: str) -> None:
    problem = parse_address(typed.format(evil))

    assert isinstance(problem, Problem)
    assert problem.code == "header-injection"
    assert evil not in problem.message


def test_the_limits_of_rfc_5321_are_octets() -> None:
    assert parse_address("x" * 64 + "@example.org") == Address("x" * 64 + "@example.org")
    assert parse_address("ü" * 32 + "@example.org") == Address("ü" * 32 + "@example.org")
    assert parse_address("a@" + "b." * 124 + "org") == Address("a@" + "b." * 124 + "org")


def test_only_a_special_letter_before_the_at_needs_smtputf8() -> None:
    typed = ("jürgen@example.org", "anna@bücher.example")

    addresses = [parse_address(text) for text in typed]

    assert [needs_smtputf8(address) for address in addresses if isinstance(address, Address)] == [True, False]


def test_a_local_part_is_kept_composed_however_it_was_typed() -> None:
    assert parse_address("ju\u0308rgen@example.org") == Address("jürgen@example.org")


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (Address("anna@example.org"), "anna@example.org"),
        (Address("anna@example.org", "Anna Example"), "Anna Example <anna@example.org>"),
        (Address("j@x.org", 'Doe, "J"'), '"Doe, \\"J\\"" <j@x.org>'),
        (Address("anna@xn--bcher-kva.example", "Jürgen"), "Jürgen <anna@bücher.example>"),
        (Address("anna@xn--a.example"), "anna@xn--a.example"),
    ],
)
def test_an_address_is_shown_as_people_know_it(address: Address, shown: str) -> None:
    assert display(address) == shown


@pytest.mark.parametrize(
    ("pasted", "entries"),
    [
        ("", []),
        (" , ;\n", []),
        ("a@x.org, b@y.org", ["a@x.org", "b@y.org"]),
        ("a@x.org;b@y.org\r\nc@z.org\n\n", ["a@x.org", "b@y.org", "c@z.org"]),
        ('"Doe, J" <j@x.org>, Anna <a@x.org>', ['"Doe, J" <j@x.org>', "Anna <a@x.org>"]),
        ('"a\\"; b" <j@x.org>; <"x,y"@x.org>', ['"a\\"; b" <j@x.org>', '<"x,y"@x.org>']),
        ("Doe, John <j@x.org>; Roe, Jane <r@x.org>", ["Doe, John <j@x.org>", "Roe, Jane <r@x.org>"]),
        ("a@x.org, b@y.org; c@z.org", ["a@x.org", "b@y.org", "c@z.org"]),
        ('Anna "Ann <a@x.org>, b@y.org', ['Anna "Ann <a@x.org>', "b@y.org"]),
        ("a@x.org，b@y.org；c@z.org、d@z.org", ["a@x.org", "b@y.org", "c@z.org", "d@z.org"]),
        ("a@x.org\u2028b@y.org", ["a@x.org", "b@y.org"]),
        ("Doe, Jane <j@x.org>", ["Doe, Jane <j@x.org>"]),
        (
            'a@x.org, Doe, Jane <j@x.org>, "Roe, R" <r@x.org>, b@y.org',
            ["a@x.org", "Doe, Jane <j@x.org>", '"Roe, R" <r@x.org>', "b@y.org"],
        ),
        ("Doe, Jane (Sales, Europe) <j@x.org>, Roe, R <r@x.org>,", ["Doe, Jane (Sales, Europe) <j@x.org>", "Roe, R <r@x.org>"]),
        ("not an address, Tom (work) <tom@x.org>", ["not an address", "Tom (work) <tom@x.org>"]),
        ("von der Leyen, Ursula <u@x.org>", ["von der Leyen, Ursula <u@x.org>"]),
        ("doe, jane <j@x.org>", ["doe, jane <j@x.org>"]),
        ("Bob, Doe, Jane <j@x.org>", ["Bob", "Doe, Jane <j@x.org>"]),
        ("Bob, jane@x.org", ["Bob", "jane@x.org"]),
        ("a@x.org (see b@y.org, c@z.org)", ["a@x.org (see b@y.org", "c@z.org)"]),
        ("j@x.org (Doe, Jane), r@x.org", ["j@x.org (Doe, Jane)", "r@x.org"]),
        ("Müller, Jürgen <j@bücher.example>\nRoe, R <r@x.org>", ["Müller, Jürgen <j@bücher.example>", "Roe, R <r@x.org>"]),
        ("a@x.org,,;\t b@y.org , ", ["a@x.org", "b@y.org"]),
        ("Anna\ta@x.org\tb@y.org", ["Anna", "a@x.org", "b@y.org"]),
    ],
)
def test_a_pasted_list_falls_into_its_entries(pasted: str, entries: list[str]) -> None:
    assert split_addresses(pasted) == entries


@pytest.mark.parametrize(
    ("pasted", "entries"),
    [
        ("Team: a@b.c, d@e.f;", ["a@b.c", "d@e.f"]),
        ("Team: a@b.c;", ["a@b.c"]),
        ("The team: Doe, Jane <j@x.org>, d@e.f; r@x.org", ["Doe, Jane <j@x.org>", "d@e.f", "r@x.org"]),
        ('"Team: A; B": a@b.c, d@e.f; Others: g@h.i;', ["a@b.c", "d@e.f", "g@h.i"]),
        ("undisclosed-recipients:;", []),
        ("mailto:a@b.c; mailto:d@e.f", ["mailto:a@b.c", "mailto:d@e.f"]),
        ("<mailto:a@b.c>; d@e.f", ["<mailto:a@b.c>", "d@e.f"]),
        ("j@[IPv6:2001:db8::1]; a@b.c", ["j@[IPv6:2001:db8::1]", "a@b.c"]),
        ('"x: y"@b.c; a@b.c', ['"x: y"@b.c', "a@b.c"]),
        ("Team: a@b.c", ["Team: a@b.c"]),
    ],
)
def test_of_a_pasted_group_its_members_are_the_entries(pasted: str, entries: list[str]) -> None:
    assert split_addresses(pasted) == entries


@pytest.mark.parametrize(
    ("typed", "name"), [("<mailto:a@b.example>", ""), ("Anna <MAILTO:a@b.example>", "Anna"), ("mailto:a@b.example", "")]
)
def test_an_address_copied_as_a_link_is_that_address(typed: str, name: str) -> None:
    assert parse_address(typed) == Address("a@b.example", name)


def test_a_pasted_list_of_ten_thousand_is_split_at_once() -> None:
    pasted = ", ".join(f'"Person, No. {n}" <p{n}@example.org>' for n in range(10_000))

    assert len(split_addresses(pasted)) == 10_000


_NAMES = st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp")), max_size=40).map(lambda text: " ".join(text.split()))
_LOCALS = st.text(string.ascii_letters + string.digits + "!#$%&'*+/=?^_`{|}~-", min_size=1, max_size=30)
_QUOTED_LOCALS = st.text(string.printable[:95], min_size=1, max_size=20).map(
    lambda text: '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
)
_DOMAINS = st.sampled_from(["example.org", "bücher.example", "mail.例え.jp", "x-y.co.uk", "[192.0.2.7]"])


@given(name=_NAMES, local=_LOCALS | _QUOTED_LOCALS, domain=_DOMAINS)
def test_an_address_shown_and_read_again_is_the_same(name: str, local: str, domain: str) -> None:
    address = parse_address(f"{local}@{domain}")
    assert isinstance(address, Address)
    named = Address(address.spec, name)

    assert parse_address(display(named)) == named
    assert split_addresses(f"{display(named)}, {display(named)}") == [display(named)] * 2


@given(st.text(max_size=80))
def test_any_text_is_an_address_or_a_problem(text: str) -> None:
    read = parse_address(text)

    assert isinstance(read, Problem) or ("@" in read.spec and read.spec.isprintable())
    assert all(split_addresses(text))


_PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["", "Jane", "Doe, Jane", "Müller, J. (Sales)", 'the "boss"', "O'Neil", "a; b", "Dr. Roe"]),
        st.sampled_from(["j@x.org", "r.roe+news@sub.example.org", "jürgen@x.org", "a@xn--bcher-kva.example"]),
    ),
    min_size=1,
    max_size=6,
)


@given(people=_PEOPLE, mark=st.sampled_from([",", ", ", ";", "; ", "\n", "\r\n", "\t", " ,\n"]), is_ended=st.booleans())
def test_a_list_of_shown_addresses_is_read_as_the_same_people(people: list[tuple[str, str]], mark: str, is_ended: bool) -> None:
    addresses = [Address(spec, name) for name, spec in people]

    pasted = mark.join(display(each) for each in addresses) + (mark if is_ended else "")

    assert [parse_address(entry) for entry in split_addresses(pasted)] == addresses


@given(
    people=st.lists(
        st.tuples(st.sampled_from(["Doe", "van Dyk", "Müller"]), st.sampled_from(["Jane", "J. R.", "Jürgen (Sales)"])),
        min_size=1,
        max_size=5,
    ),
    mark=st.sampled_from([", ", "; ", ",", "\n"]),
)
def test_family_names_first_make_one_person_each_whatever_parts_them(people: list[tuple[str, str]], mark: str) -> None:
    pasted = mark.join(f"{family}, {given} <p{place}@x.org>" for place, (family, given) in enumerate(people))

    assert [parse_address(entry) for entry in split_addresses(pasted)] == [
        Address(f"p{place}@x.org", f"{family}, {given}") for place, (family, given) in enumerate(people)
    ]


@given(text=st.text(st.sampled_from('ab@.,;<>()" \n\\'), max_size=40))
def test_no_address_of_a_list_is_lost_between_its_entries(text: str) -> None:
    assert sum(entry.count("@") for entry in split_addresses(text)) == text.count("@")
