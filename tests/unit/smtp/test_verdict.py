"""Laws of the verdict, over any replies a server may think of."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from nightmail.delivery.model import RecipientState
from nightmail.delivery.outcome import Accepted, Deferred, InDoubt, Phase, Refused, Reply
from nightmail.smtp.verdict import Ready, read_dot, read_envelope

WORDS = ["ok", "5.1.1 no such user", "4.5.3 too many recipients", "5.4.5 Daily quota", "4.7.0 later", "5.7.1 no", "what"]
replies = st.builds(
    lambda code, text: Reply(code, text, text.split()[0] if text[0].isdigit() else ""),
    st.sampled_from([200, 220, 250, 251, 354, 421, 450, 451, 452, 500, 503, 535, 550, 552, 554]),
    st.sampled_from(WORDS),
)


@given(st.lists(replies, max_size=8), st.integers(1, 6), st.sampled_from(["", "the connection broke"]))
def test_the_body_is_begun_only_after_354_and_for_somebody(heard: list[Reply], recipients: int, lost: str) -> None:
    heard = heard[: recipients + 2]
    if len(heard) < recipients + 2 and heard and heard[0].is_positive:
        lost = lost or "the connection broke"
    numbers = list(range(10, 10 + recipients))

    begun = read_envelope(heard, numbers, host="h", lost=lost)

    if isinstance(begun, Ready):
        assert len(heard) == recipients + 2 and heard[-1].code == 354 and heard[0].is_positive and not lost
        assert begun.accepted and all(heard[1 + n - 10].is_positive for n in begun.accepted)
    else:
        assert isinstance(begun, Deferred | Refused) and begun.phase in (Phase.MAIL, Phase.RCPT, Phase.DATA)
        assert all(result.state in (RecipientState.DEFERRED, RecipientState.REFUSED) for result in begun.recipients)
    mentioned = [result.n for result in (begun.results if isinstance(begun, Ready) else begun.recipients)]
    assert len(set(mentioned)) == len(mentioned) and set(mentioned) <= set(numbers)


@given(replies | st.none(), st.sets(st.integers(0, 9), min_size=1), st.sampled_from(["", "the connection broke"]))
def test_only_a_2yz_accepts_only_a_4yz_or_5yz_refuses_and_all_else_is_doubt(
    reply: Reply | None, accepted: set[int], lost: str
) -> None:
    verdict = read_dot(reply, Ready(tuple(sorted(accepted)), ()), host="h", lost=lost)

    states = {result.n: result.state for result in verdict.recipients}
    if reply is not None and 200 <= reply.code < 300:
        assert isinstance(verdict, Accepted) and states == dict.fromkeys(accepted, RecipientState.ACCEPTED)
    elif reply is not None and 400 <= reply.code < 600:
        assert isinstance(verdict, Deferred | Refused) and verdict.phase is Phase.DOT
        assert isinstance(verdict, Refused) <= (reply.code >= 500)
    else:
        assert isinstance(verdict, InDoubt) and states == dict.fromkeys(accepted, RecipientState.IN_DOUBT)


@given(st.sampled_from([None, Reply(250, "ok"), Reply(451, "later"), Reply(550, "no")]))
def test_the_words_that_leave_recipients_for_another_envelope_are_kept(dot: Reply | None) -> None:
    full = Reply(452, "4.5.3 too many recipients", "4.5.3", raw=b"452-4.5.3 too many\r\n452 recipients\r\n")
    heard = [Reply(250, "ok"), Reply(250, "ok"), full, Reply(452, "and more"), Reply(354, "go")]

    ready = read_envelope(heard, [0, 1, 2], host="h", lost="")
    assert isinstance(ready, Ready) and ready.accepted == (0,)

    assert read_dot(dot, ready, host="h", lost="").surplus is full
    assert read_envelope(heard[:3], [0, 1, 2], host="h", lost="the connection broke").surplus is full
