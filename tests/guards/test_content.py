"""What may be kept of what clients hand in: nothing that breaks out of a header, and nothing that a worker couldn't read."""

from __future__ import annotations

import json
from typing import Any
from uuid import UUID

import psycopg
import pytest

from nightmail.ids import new_id
from nightmail.store.postgres import PostgresStore
from tests.guards.cast import Cast, account_json, message_json, start_worker
from tests.guards.project import Project, person

INJECTIONS = [
    "line\r\nBcc: eve@example.net",
    "line\nBcc: eve@example.net",
    "line\rBcc: eve@example.net",
    "vertical\vtab",
    "form\ffeed",
    "next\u0085line",
    "line\u2028separator",
    "paragraph\u2029separator",
    "escape\u001b[2J",
    "delete\u007f",
]
# What only a message brings that comes from a PC.
CARRIED = ("dated_at", "wanted_at", "deadline_at", "attempts", "deferrals", "results")
FILE = {"filename": "plan.pdf", "media_type": "application/pdf", "size": 3, "sha256": "ab" * 32, "content_id": None}


def refusal(cast: Cast, function: str = "schedule_message", **arguments: object) -> str:
    """The refusal's stable code; empty: it was taken."""
    try:
        cast.project.ask(cast.ben.caller, function, **arguments)
    except psycopg.Error as error:
        # Anything else is no refusal but an accident.
        if not (error.sqlstate or "").startswith("PT4"):
            raise
        return error.diag.message_detail or "?"
    return ""


def of_ben(cast: Cast, **changes: object) -> dict[str, Any]:
    return message_json(cast.ben.account, "ben@example.org", **{"wait": 86400, **changes})


def places(text: str) -> list[dict[str, object]]:
    """Everything of a message that is written into a header or a MIME part's head, each with this text in it."""
    return [
        {"subject": text},
        {"sender": ["ben@example.org", text]},
        {"sender": [f"ben@example.org{text}", ""]},
        {"to": [["bob@example.net", text]]},
        {"to": [[f"bob@example.net{text}", ""]]},
        {"cc": [[f"{text}bob@example.net", ""]]},
        {"bcc": [["bob2@example.net", text]]},
        # Twice: then the lists are kept as they are.
        {"to": [["bob@example.net", text]], "cc": [["bob@example.net", ""]]},
        {"to": [["bob@example.net", ""]], "cc": [["bob@example.net", text]]},
        {"message_id": f"<a@example.org>{text}"},
        {"message_id": f"<a{text}@example.org>"},
        {"in_reply_to": f"<a@example.org>{text}"},
        {"references": ["<a@example.org>", text]},
        {"reply_to": ["ben@example.org", text]},
        {"reply_to": [f"ben@example.org{text}", ""]},
        {"attachments": [{**FILE, "filename": text}]},
        {"attachments": [{**FILE, "media_type": f"text/plain{text}"}]},
        {"attachments": [{**FILE, "content_id": f"a{text}"}]},
        {"attachments": [{**FILE, "sha256": f"{'ab' * 32}{text}"}]},
        {"zone": f"Europe/Berlin{text}", "local_time": "2026-11-22T05:00"},
        {"zone": "Europe/Berlin", "local_time": f"2026-11-22T05:00{text}"},
        {"device": text, "transfer": 1},
    ]


@pytest.mark.parametrize("text", INJECTIONS, ids=ascii)
def test_no_line_end_gets_into_anything_that_becomes_a_header(cast: Cast, text: str) -> None:
    taken = [place for place in places(text) if not refusal(cast, message=of_ben(cast, **place)) and "device" not in place]

    assert taken == []


def test_a_message_without_any_of_this_is_taken(cast: Cast) -> None:
    """Or the test above would prove nothing."""
    refused = {str(place): said for place in places("") if (said := refusal(cast, message=of_ben(cast, **place)))}

    # An empty file name is none, and a reference has to be one.
    assert {place.split(":")[0] for place in refused} <= {"{'attachments'", "{'references'"}
    assert len(refused) <= 2


@pytest.mark.parametrize(
    "address", ["ben@example.org> SIZE=1", "ben@example.org,eve@example.net", "ben @example.org", "@x", "ben@", "ben"]
)
def test_no_address_carries_more_than_one_mailbox(cast: Cast, address: str) -> None:
    assert refusal(cast, message=of_ben(cast, to=[[address, ""]])) == "bad-message"
    assert refusal(cast, message=of_ben(cast, to=[[address, ""]], cc=[[address, ""]])) == "bad-message"
    assert refusal(cast, "save_account", account=account_json(new_id(), address)) == "bad-account"


@pytest.mark.parametrize(
    "address", ['"ben b"@example.org', "ben@[127.0.0.1]", "bén@example.org", "ben+tag@xn--bcher-kva.example", "o'ben@x.y"]
)
def test_every_good_address_is_taken(cast: Cast, address: str) -> None:
    assert refusal(cast, message=of_ben(cast, to=[[address, ""]])) == ""


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("due_at", "infinity"),
        ("due_at", "-infinity"),
        ("due_at", "4000-01-01 BC"),
        ("due_at", "294000-01-01"),
        ("due_at", "no time"),
        ("wait", 1e300),
        ("wait", "NaN"),
        ("wait", "infinity"),
        ("wait", -1e15),
        ("lifetime", 0),
        ("lifetime", -1),
        ("lifetime", 1e300),
        ("lifetime", "NaN"),
        ("lifetime", None),
        ("lifetime", 259201),
        ("created_at", "infinity"),
        ("created_at", "20000-01-01T00:00:00Z"),
        ("dated_at", "infinity"),
        ("dated_at", "20000-01-01T00:00:00Z"),
        ("wanted_at", "infinity"),
        ("wanted_at", "-infinity"),
        ("deadline_at", "-infinity"),
        ("attempts", -1),
        ("attempts", 2**31 - 1),
        ("attempts", 1.5),
        ("deferrals", 2**31 - 1),
        ("results", [[0, "in_doubt", ""]]),
        ("results", [[9, "accepted", ""]]),
        ("results", [[0, "deferred", "x" * 6000]]),
        ("results", [[0, "nonsense", ""]]),
        ("results", [[0]]),
        ("results", "x"),
        ("metadata", {"n": 1}),
        ("metadata", {"n": {"deep": "er"}}),
        ("metadata", ["a"]),
        ("metadata", "a"),
        ("metadata", {"n": "x" * 70000}),
        ("tags", [1]),
        ("tags", {"a": "b"}),
        ("tags", ["x" * 9000]),
        ("reply_to", ["a@example.org", "b", "c"]),
        ("reply_to", []),
        ("reply_to", ["a@example.org"]),
        ("subject", 5),
        ("html", 5),
        ("text", ["x"]),
        ("reply_to", [1, 2]),
        ("references", [[1]]),
        ("references", "x"),
        ("references", ["x"]),
        ("references", [f"<{'x' * 900}@y>"]),
        ("in_reply_to", "x" * 500_000),
        ("to", [["x@\u200b.de", ""]]),
        ("to", [["x@\u202eabc.de", ""]]),
        ("zone", "America"),
        ("zone", "Nowhere/Land"),
        ("in_reply_to", ["<a@b>"]),
        ("to", [["bob@example.net", "x", "y"], ["bob@example.net", ""]]),
        ("to", "bob@example.net"),
        ("to", ["bob@example.net"]),
        ("to", [[["bob@example.net"], ""]]),
        ("to", {"a": 1}),
        ("to", []),
        ("to", [[f"b{n}@example.net", ""] for n in range(10001)]),
        ("attachments", [{**FILE, "size": -1}]),
        ("attachments", [{**FILE, "size": 10**30}]),
        ("attachments", [{**FILE, "media_type": "nonsense"}]),
        ("attachments", [{**FILE, "sha256": "../../other"}]),
        ("attachments", [FILE] * 1001),
        ("attachments", "x"),
        ("attachments", [{}]),
        ("attachments", [{**FILE, "size": "3"}]),
        ("attachments", [{**FILE, "filename": 3}]),
        ("zone", "America\\..\\x"),
        ("zone", "x" * 100),
        ("local_time", "2026-11-22T05:00"),
        ("transfer", -1),
        ("transfer", "x"),
        ("transfer", 10**12),
        ("idempotency_key", ""),
        ("idempotency_key", "x" * 300),
        ("subject", None),
        ("subject", "x" * 10001),
        ("text", None),
        ("message_id", "no id"),
        ("message_id", None),
        ("message_id", f"<{'x' * 1000}@example.org>"),
        ("id", None),
        ("id", "x"),
        ("account_id", None),
        ("account_id", "x"),
        ("sender", None),
        ("sender", "ben@example.org"),
        ("sender", ["eve@example.net", ""]),
        ("is_held", "perhaps"),
        ("replaces", "x"),
    ],
    ids=lambda value: ascii(value)[:40],
)
def test_what_has_not_the_right_shape_is_refused_with_a_reason(cast: Cast, field: str, value: object) -> None:
    carried = {"transfer": 1, "device": "PC"} if field in CARRIED else {}

    assert refusal(cast, message={**of_ben(cast), **carried, field: value}) != ""


@pytest.mark.parametrize(
    ("field", "value"), [("metadata", {"n": "@"}), ("references", ["@"]), ("tags", ["@"]), ("reply_to", ["@"])]
)
def test_a_number_that_no_worker_can_read_is_refused(cast: Cast, field: str, value: object) -> None:
    """Python reads integers of up to 4300 digits."""
    message = json.dumps({**of_ben(cast), field: value}).replace('"@"', "1" + "0" * 5000)

    assert refusal(cast, message=message) == "bad-message"


@pytest.mark.parametrize("message", [None, 1, "x", [], [[]], {}, {"id": {}}, True], ids=str)
def test_what_is_no_message_at_all_is_refused(cast: Cast, message: object) -> None:
    assert refusal(cast, message=json.dumps(message)) != ""


def test_a_batch_with_one_bad_message_keeps_none(cast: Cast) -> None:
    good, bad = of_ben(cast), of_ben(cast, subject="a\nb")

    assert refusal(cast, "schedule_messages", messages=[good, bad]) == "bad-message"
    assert cast.project.ask(cast.ben.caller, "show_message", id=good["id"]) is None
    assert refusal(cast, "schedule_messages", messages=[of_ben(cast)] * 501) == "bad-message"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", "Ben\r\nBcc: eve@example.net"),
        ("address", "ben@example.org\r\n"),
        ("smtp_host", "mail.example.org\r\nQUIT"),
        ("smtp_host", "mail example"),
        ("smtp_host", ""),
        ("smtp_host", "a@b"),
        ("smtp_port", 0),
        ("smtp_port", 70000),
        ("smtp_port", "x"),
        ("smtp_security", "none"),
        ("smtp_username", "ben\r\nx"),
        ("imap_host", "a b"),
        ("connections", 0),
        ("connections", 10**6),
        ("recipients_per_envelope", 0),
        ("messages_per_connection", 0),
        ("max_size", -1),
        ("region", "x" * 61),
        ("region", "a\nb"),
        ("id", None),
        ("id", "x"),
    ],
)
def test_an_account_has_to_be_one(cast: Cast, field: str, value: object) -> None:
    assert refusal(cast, "save_account", account={**account_json(new_id(), "new@example.org"), field: value}) == "bad-account"


def test_somebody_elses_account_is_no_account(cast: Cast) -> None:
    message = message_json(cast.anna.account, "anna@example.org")

    assert refusal(cast, message=message) == "no-such-account"
    assert refusal(cast, message={**message, "sender": ["ben@example.org", ""]}) == "no-such-account"
    assert refusal(cast, "save_account", account=account_json(cast.anna.account, "ben2@example.org")) == "account-exists"
    assert refusal(cast, "seal_secret", account_id=cast.anna.account, key_id="x", sealed="AAAA") == "no-such-account"


@pytest.mark.parametrize("sealed", ["", "A" * 20, "A" * 100000, "not base64!", "\n"])
def test_what_is_no_sealed_password_is_refused(cast: Cast, sealed: str) -> None:
    assert (
        refusal(cast, "seal_secret", account_id=cast.ben.account, key_id="k-TEST-0000-0000-0000-0000-0001", sealed=sealed)
        == "bad-seal"
    )


def test_a_guessed_id_of_somebody_elses_message_tells_nothing_of_it(cast: Cast) -> None:
    for id in cast.anna.messages.values():
        for function, arguments in (
            ("cancel_message", {}),
            ("hold_message", {}),
            ("release_message", {}),
            ("send_message_now", {}),
            ("reschedule_message", {"wait": 60}),
            ("resolve_in_doubt", {"arrived": True}),
        ):
            assert refusal(cast, function, id=id, **arguments) == "no-such-message"
        assert cast.project.ask(cast.ben.caller, "show_message", id=id) is None
        assert refusal(cast, message=of_ben(cast, id=id)) == "id-taken"
        assert refusal(cast, message=of_ben(cast, replaces=str(id))) == "no-such-message"


async def test_whatever_was_taken_can_be_claimed_and_read_by_a_worker(cast: Cast) -> None:
    """One message that a worker can't read would keep everybody's from being sent."""
    project, worker = cast.project, new_id()
    caller, account = person(new_id(), email="odd@example.net"), new_id()
    with project.connect() as owner:
        owner.execute("insert into auth.users (id, email) values (%s, 'odd@example.net')", (caller.id,))
    project.ask(caller, "save_account", account=account_json(account, "odd@example.org"))
    odd: list[dict[str, object]] = [
        {"metadata": {"k" * 1000: "v" * 60000, "": "\u0001"}},
        {"reply_to": ["a@example.org", ""]},
        {"references": [], "in_reply_to": None},
        {"to": [["bob@example.net", "B"], ["bob@example.net", "C"]]},
        {"text": "\u0000".replace("\u0000", "\u0001\r\u2028"), "html": ""},
        {
            "created_at": "1900-01-01T00:00:00Z",
            "dated_at": "8999-12-31T00:00:00Z",
            "transfer": 1,
            "device": "PC",
            "attempts": 10**6,
        },
        {"zone": "EST5EDT", "local_time": "2026-02-28T05:00"},
        {"attachments": [{**FILE, "size": 2**62, "filename": "../../etc/passwd"}]},
        {"sender": ["ODD@example.org", "\U0001f600"]},
    ]
    ids = set[UUID]()
    for changes in odd:
        message = message_json(account, "odd@example.org", **changes)
        project.ask(caller, "schedule_message", message=message)
        ids.add(UUID(message["id"]))
    start_worker(project, worker)
    store = PostgresStore(project.url("nightmail_worker"))
    await store.open()

    claimed = await store.claim(worker, limit=100, closed=())
    await store.close()

    assert {one.delivery.id for one in claimed if str(one.delivery.owner_id) == str(caller.id)} == ids
    _forget(project, caller.id)


def _forget(project: Project, owner_id: str) -> None:
    with project.connect() as owner:
        owner.execute("delete from public.deliveries where owner_id = %s", (owner_id,))
