"""Sealing: only the worker's key opens, only for the row it was sealed for, and every slip in a key is noticed."""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nightmail.account.model import Account, AccountState, Limits, Options, Security, Server
from nightmail.account.sealing import PublicKey, SealedPassword, WorkerKey, WorkerKeys, open_sealed, seal
from nightmail.account.secret import Secret
from nightmail.errors import Invalid, PersonError
from nightmail.ids import new_id
from tests.letters import account

KEY = WorkerKey.new()
ACCOUNT = account(
    smtp=Server("smtp.example.org", 465, Security.TLS, "anna"), imap=Server("imap.example.org", 993, Security.TLS, "anna")
)
PASSWORDS = st.text(st.characters(codec="utf-8"), max_size=300)

# Sealed by the first version that could. What stands in a database must open for ever.
FIRST_ACCOUNT = Account(
    id=UUID(int=2),
    owner_id=UUID(int=1),
    address="anna@example.org",
    name="Anna",
    smtp=Server("smtp.example.org", 465, Security.TLS, "anna@grüße.example"),
    imap=None,
    limits=Limits(2, 100, 10),
)
FIRST_KEY = "nmk1_AFcJnPhxAj8bZ_3jIbVcFpyRf3yBEbbR35eAuhpj-3mgPGdJ"
FIRST_SEALED = (
    "2a8d536d46275dae02afb448b3cdfb92440b2451bce0fdf33041a151182c8a7e4950cd8fe5d2acf2c9607b0be415b0934d299fb858366551"
    "fa2f4da5621ed3c5002f554455a4eed71762f49093e8124e5f87f2d1c55e9e6f4ef3250309b18279abdfadf8cb112186c895dfcd81bd9ede"
)


def sealed_for(password: str = "hunter2") -> bytes:
    return seal(Secret(password), KEY.public, ACCOUNT)


def opened(sealed: bytes, account: Account = ACCOUNT, *, key: WorkerKey = KEY) -> str:
    return open_sealed(sealed, key, account).reveal()


@given(PASSWORDS)
def test_what_is_sealed_opens_to_the_same_password(password: str) -> None:
    assert opened(sealed_for(password)) == password


def test_what_the_first_version_sealed_still_opens() -> None:
    key = WorkerKey.parse(FIRST_KEY)

    assert open_sealed(bytes.fromhex(FIRST_SEALED), key, FIRST_ACCOUNT) == Secret("grüße 🌙")
    assert key.fingerprint == "k-4245-ED49-6E3E-903E-4C71-A30E"


def test_the_same_password_is_sealed_differently_each_time() -> None:
    assert len({sealed_for() for _ in range(20)}) == 20


def test_passwords_of_usual_length_are_sealed_to_the_same_length() -> None:
    assert {len(sealed_for("x" * length)) for length in range(64)} == {112}


@given(st.data())
def test_no_changed_shortened_or_lengthened_ciphertext_opens(data: st.DataObject) -> None:
    sealed = bytearray(sealed_for())
    change = data.draw(st.sampled_from(("flip", "cut", "add")))
    if change == "flip":
        bit = data.draw(st.integers(0, len(sealed) * 8 - 1))
        sealed[bit // 8] ^= 1 << bit % 8
    elif change == "cut":
        del sealed[data.draw(st.integers(0, len(sealed) - 1)) :]
    else:
        sealed += data.draw(st.binary(min_size=1, max_size=40))

    with pytest.raises(PersonError, match=r"^This account's servers were changed since its password was sealed"):
        opened(bytes(sealed))


@pytest.mark.parametrize(
    "opening",
    [
        lambda sealed: opened(sealed, key=WorkerKey.new()),
        lambda sealed: opened(sealed, replace(ACCOUNT, owner_id=new_id())),
        lambda sealed: opened(sealed, replace(ACCOUNT, id=new_id())),
        lambda sealed: opened(sealed, replace(ACCOUNT, owner_id=ACCOUNT.id, id=ACCOUNT.owner_id)),
        lambda sealed: opened(bytes(len(sealed))),
        lambda sealed: opened(b""),
    ],
    ids=["another key", "another owner", "another account", "swapped", "zeros", "nothing"],
)
def test_every_reason_not_to_open_is_told_alike_and_carries_no_details(opening: Callable[[bytes], str]) -> None:
    with pytest.raises(PersonError) as told:
        opening(sealed_for())

    assert told.value.code == "password-unreadable"
    assert told.value.message.startswith("This account's servers were changed since its password was sealed, or ")
    assert told.value.next.startswith("Check the account's servers")
    assert told.value.__cause__ is None


@pytest.mark.parametrize("which", ["smtp", "imap"])
@pytest.mark.parametrize(
    "change",
    [{"host": "mallory.example"}, {"port": 466}, {"security": Security.STARTTLS}, {"username": "mallory"}, {"username": None}],
    ids=str,
)
def test_for_any_other_server_it_does_not_open(which: str, change: dict[str, Any]) -> None:
    changed = replace(ACCOUNT, **{which: replace(getattr(ACCOUNT, which), **change)})

    with pytest.raises(PersonError) as told:
        opened(sealed_for(), changed)

    assert told.value.code == "password-unreadable"
    assert opened(seal(Secret("again"), KEY.public, changed), changed) == "again"


def test_servers_that_are_swapped_taken_away_or_run_together_do_not_pass_for_each_other() -> None:
    smtp, imap = ACCOUNT.smtp, ACCOUNT.imap
    assert imap is not None

    for changed in (
        replace(ACCOUNT, imap=None),
        replace(ACCOUNT, smtp=imap, imap=smtp),
        replace(ACCOUNT, smtp=replace(smtp, host=smtp.host[:-1]), imap=replace(imap, host=smtp.host[-1] + imap.host)),
    ):
        with pytest.raises(PersonError):
            opened(sealed_for(), changed)


@pytest.mark.parametrize(("before", "after"), [("", "mine"), ("mine", "theirs"), ("mine", "")])
def test_servers_that_others_vouch_for_are_not_given_the_password(before: str, after: str) -> None:
    trusting, changed = (replace(ACCOUNT, options=Options(ca=ca)) for ca in (before, after))
    sealed = seal(Secret("hunter2"), KEY.public, trusting)

    assert opened(sealed, trusting) == "hunter2"
    with pytest.raises(PersonError) as told:
        opened(sealed, changed)

    assert told.value.code == "password-unreadable"


def test_what_is_no_server_may_change() -> None:
    changed = replace(ACCOUNT, name="Anna E.", limits=Limits(1, 1, 1), state=AccountState.PAUSED, region="eu")

    assert opened(sealed_for(), changed) == "hunter2"


def test_a_password_longer_than_the_table_takes_is_refused_and_the_longest_fits() -> None:
    assert len(sealed_for("x" * 65_471)) <= 65_536

    with pytest.raises(PersonError) as told:
        sealed_for("x" * 65_472)

    assert told.value.code == "password-too-long"


# ---------------------------------------------------------------------------------------------- keys


def test_keys_are_read_back_from_their_text() -> None:
    again = WorkerKey.parse(f"  {KEY.reveal()}\n")

    assert opened(sealed_for(), key=again) == "hunter2"
    assert PublicKey.parse(str(KEY.public)) == again.public == KEY.public
    assert re.fullmatch(r"nmk1_[A-Za-z0-9_-]{48}", KEY.reveal())
    assert re.fullmatch(r"nmp1_[A-Za-z0-9_-]{48}", str(KEY.public))


def test_a_fingerprint_is_short_and_names_one_key() -> None:
    assert re.fullmatch(r"k(-[0-9A-F]{4}){6}", KEY.fingerprint)
    assert len({WorkerKey.new().fingerprint for _ in range(50)}) == 50


@given(st.data())
def test_a_slip_in_a_key_is_noticed_and_the_key_is_not_repeated(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from((KEY.reveal(), str(KEY.public))))
    place = data.draw(st.integers(0, len(text) - 1))
    letter = data.draw(st.characters(exclude_categories=["Cs", "Zs", "Cc"]).filter(lambda letter: letter != text[place]))
    wrong = text[:place] + letter + text[place + 1 :]

    with pytest.raises(PersonError) as told:
        WorkerKey.parse(wrong) if text.startswith("nmk1_") else PublicKey.parse(wrong)

    assert told.value.code in ("bad-worker-key", "bad-public-key")
    assert text[5:] not in told.value.message + told.value.next


@pytest.mark.parametrize("text", ["", "nmk1_", "nmp1_", "hunter2", "nmk1_" + "A" * 43, "nmk1_" + "A" * 48, "nmk1_ü"])
def test_what_is_no_key_is_told_so(text: str) -> None:
    for parse, code in ((WorkerKey.parse, "bad-worker-key"), (PublicKey.parse, "bad-public-key")):
        with pytest.raises(PersonError) as told:
            parse(text)
        assert told.value.code == code
        assert told.value.next


def test_the_two_halves_of_a_key_are_told_apart() -> None:
    with pytest.raises(PersonError, match="private key; it belongs to the worker alone"):
        PublicKey.parse(KEY.reveal())
    with pytest.raises(PersonError, match="public key; the worker needs the private one"):
        WorkerKey.parse(str(KEY.public))


@pytest.mark.parametrize("octets", [bytes(32), b"\1" + bytes(31), b"short", bytes(33)])
def test_a_public_key_that_everybody_could_open_is_refused(octets: bytes) -> None:
    with pytest.raises(PersonError) as told:
        PublicKey(octets)

    assert told.value.code == "bad-public-key"


def test_nothing_of_a_private_key_is_shown_or_copied_away() -> None:
    keys = WorkerKeys([KEY])

    for shown in (repr(KEY), str(KEY), f"{KEY}", repr(keys), repr([KEY])):
        assert KEY.reveal()[5:] not in shown
    assert KEY.fingerprint in repr(keys)
    with pytest.raises(TypeError):
        pickle.dumps(KEY)


def test_a_sealed_password_is_not_shown_either() -> None:
    assert "sealed=" not in repr(SealedPassword(ACCOUNT.id, ACCOUNT.owner_id, KEY.fingerprint, sealed_for()))


@pytest.mark.parametrize("between", [",", " ", "\n", ", ", "\n,\t"])
def test_several_keys_are_held_during_a_rotation(between: str) -> None:
    old, young = WorkerKey.new(), WorkerKey.new()

    keys = WorkerKeys.parse(f"{old.reveal()}{between}{young.reveal()}{between}")

    assert keys.fingerprints == (old.fingerprint, young.fingerprint)
    assert keys.get(KEY.fingerprint) is None


def test_every_wrong_key_of_several_is_named_by_its_place() -> None:
    with pytest.raises(Invalid) as told:
        WorkerKeys.parse(f"hunter2,{KEY.reveal()},{KEY.public}")

    assert [problem.message[:11] for problem in told.value.problems] == ["Key 1 of 3:", "Key 3 of 3:"]
    assert "hunter2" not in told.value.message
