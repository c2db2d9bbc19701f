"""T2's audit detail is written in one piece, and is still the canonical JSON that a chain is verified by."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from nightmail.delivery.audit import detail_text
from nightmail.ids import new_id
from nightmail.ports import Transmission
from nightmail.store.queue_rows import intent_detail


@given(
    dated_at=st.datetimes(timezones=st.just(UTC)),
    recipients=st.lists(st.integers(min_value=0, max_value=9_999)).map(tuple),
    fingerprint=st.binary(min_size=32, max_size=32).map(bytes.hex),
)
def test_an_intents_detail_is_the_canonical_json_of_what_it_holds(
    dated_at: datetime, recipients: tuple[int, ...], fingerprint: str
) -> None:
    text = intent_detail(Transmission(new_id(), 1, dated_at, fingerprint, recipients))

    assert text == detail_text({"date": dated_at.isoformat(), "recipients": list(recipients), "wire_sha256": fingerprint})
    assert json.loads(text)["recipients"] == list(recipients)
