"""What the main window says and offers once there is a cloud beside this PC."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from desktop.drafts import Drafts
from desktop.gateway.cloud_port import CloudKind, MoveReport, Sealed, WorkerLife
from desktop.screens.outbox.cloud_lines import report_words
from desktop.screens.outbox.presenter import OutboxPresenter
from desktop.screens.outbox.state import AccountAct, AccountCloud, Act, BannerAct, Folder, OutboxState, Row
from desktop.words import Tone
from nightmail.account.model import AccountState
from nightmail.delivery.model import DeliveryState
from nightmail.errors import OutsideError, PersonError
from nightmail.ports import Place
from tests.unit.desktop.fakes import (
    ACCOUNTS,
    ANNA,
    NOW_AT,
    WORK,
    ZONE,
    AtOnce,
    FakeCloud,
    FakeGateway,
    StillClock,
    item_of,
    message,
)
from tests.unit.desktop.test_outbox_presenter import Screen


class Desk:
    def __init__(self, folder: Path) -> None:
        self.gateway, self.cloud, self.screen = FakeGateway(), FakeCloud(), Screen()
        self.outbox = OutboxPresenter(self.gateway, self.cloud, Drafts(folder), AtOnce(), StillClock(), self.screen, zone=ZONE)

    @property
    def state(self) -> OutboxState:
        return self.outbox.state

    def put(self, subject: str, place: Place, *, state: DeliveryState = DeliveryState.SCHEDULED, is_moving: bool = False) -> UUID:
        return self.gateway.add(replace(item_of(message(subject), place=place, state=state), is_moving=is_moving))

    def row(self, id: UUID) -> Row:
        self.outbox.refresh()
        return next(row for row in self.state.rows if row.id == id)

    def acts(self, id: UUID) -> list[Act]:
        return [each.act for each in self.row(id).acts]


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "drafts")


def test_without_a_cloud_nothing_is_said_about_places(desk: Desk) -> None:
    id = desk.put("x", Place.LOCAL)

    assert desk.row(id).place is None
    assert Act.MOVE_UP not in desk.acts(id)
    assert (desk.state.cloud.label, desk.state.cloud.sentence) == ("Connect a cloud", "")
    assert all(line.cloud is AccountCloud.HERE and AccountAct.SEAL not in line.acts for line in desk.state.accounts)


def test_each_row_and_the_reading_pane_say_who_sends(desk: Desk) -> None:
    desk.cloud.sign_in_quietly()
    here, there = desk.put("here", Place.LOCAL), desk.put("there", Place.CLOUD)

    signs = [desk.row(id).place for id in (here, there)]
    desk.outbox.select(there)

    assert [sign.words for sign in signs if sign] == ["On this PC", "In the cloud, sent by its worker"]
    assert desk.row(there).spoken.endswith("In the cloud, sent by its worker")
    assert desk.state.detail is not None
    assert desk.state.detail.headline.endswith("· by the cloud worker")
    desk.outbox.select(here)
    assert desk.state.detail.headline.endswith("· by this PC")


def test_what_waits_for_the_cloud_says_so_and_can_be_kept_here(desk: Desk) -> None:
    id = desk.put("x", Place.LOCAL)
    desk.cloud.sign_in_quietly(bound=frozenset({id}))

    sign = desk.row(id).place
    desk.outbox.act(id, Act.MOVE_DOWN)

    assert sign is not None
    assert (sign.words, sign.tone) == ("On this PC; goes to the cloud when it can be reached", Tone.WARN)
    assert next(each.label for each in desk.row(id).acts if each.act is Act.MOVE_DOWN) == "Keep on this PC"
    assert desk.cloud.asked("move") == [(id, Place.LOCAL)]


def test_what_could_not_go_says_why(desk: Desk) -> None:
    id = desk.put("x", Place.LOCAL)
    desk.cloud.sign_in_quietly(stays={id: "A file of 61 MB is more than the cloud takes."})

    sign = desk.row(id).place

    assert sign is not None
    assert sign.words == "On this PC: A file of 61 MB is more than the cloud takes."


def test_a_message_on_its_way_can_only_be_called_back(desk: Desk) -> None:
    desk.cloud.sign_in_quietly()
    id = desk.put("x", Place.LOCAL, state=DeliveryState.HELD, is_moving=True)
    desk.outbox.choose_folder(Folder.HELD)

    assert desk.acts(id) == [Act.MOVE_DOWN]
    sign = desk.row(id).place
    assert sign is not None
    assert "not known yet" in sign.words


def test_messages_move_from_the_menu_and_a_refusal_is_said(desk: Desk) -> None:
    desk.cloud.sign_in_quietly()
    here, there = desk.put("here", Place.LOCAL), desk.put("there", Place.CLOUD)
    assert Act.MOVE_UP in desk.acts(here)
    assert Act.MOVE_DOWN in desk.acts(there)

    desk.outbox.act(here, Act.MOVE_UP)
    desk.outbox.act(there, Act.MOVE_DOWN)
    desk.cloud.refuses["move"] = PersonError("account-not-in-cloud", "The cloud can't send from it.", next="Let it.")
    desk.outbox.act(here, Act.MOVE_UP)

    assert desk.cloud.asked("move") == [(here, Place.CLOUD), (there, Place.LOCAL), (here, Place.CLOUD)]
    assert desk.screen.said == [
        "Moved to the cloud. It goes out even when this PC is off.",
        "On this PC now. It goes out from here.",
        "The cloud can't send from it. Let it.",
    ]


def test_what_was_sent_does_not_move(desk: Desk) -> None:
    desk.cloud.sign_in_quietly()
    id = desk.put("x", Place.CLOUD, state=DeliveryState.SENT)
    desk.outbox.choose_folder(Folder.SENT)

    assert desk.acts(id) == [Act.WRITE_ANOTHER]


def test_the_status_bar_tells_whether_a_worker_runs(desk: Desk) -> None:
    desk.cloud.sign_in_quietly()
    desk.outbox.refresh()
    alive = desk.state.cloud
    status = replace(desk.cloud.stands.status, worker=WorkerLife(False, None))
    desk.cloud.stands = replace(desk.cloud.stands, status=status, waiting_there=2)
    desk.outbox.refresh()

    assert (alive.sentence, alive.tone) == ("Cloud: worker alive 20 s ago", Tone.GOOD)
    assert (desk.state.cloud.sentence, desk.state.cloud.tone) == ("Cloud: no worker is running", Tone.BAD)
    assert "2 messages wait there" in desk.state.banner.sentence
    assert desk.state.banner.act is BannerAct.CLOUD


def test_while_the_project_is_away_a_line_says_since_when_its_part_is_shown(desk: Desk) -> None:
    desk.cloud.sign_in_quietly(waiting_there=2)
    desk.cloud.fail(CloudKind.OFFLINE, "The cloud at night.example does not answer.", NOW_AT - timedelta(hours=1))
    desk.put("there", Place.CLOUD)

    desk.outbox.refresh()

    assert [row.subject for row in desk.state.rows] == ["there"]
    assert "shown as of 17:03" in desk.state.banner.sentence
    assert "was running at 18:02" in desk.state.banner.sentence
    assert (desk.state.banner.button, desk.state.banner.act) == ("Try again", BannerAct.LOOK)
    assert desk.state.cloud.sentence == "Cloud: does not answer since 17:03"


def test_nothing_is_promised_of_a_worker_that_was_not_running(desk: Desk) -> None:
    desk.cloud.sign_in_quietly(waiting_there=2)
    status = replace(desk.cloud.stands.status, worker=WorkerLife(False, None))
    desk.cloud.stands = replace(desk.cloud.stands, status=status)
    desk.cloud.fail(CloudKind.OFFLINE, "The cloud at night.example does not answer.", NOW_AT - timedelta(hours=1))

    desk.outbox.refresh()

    assert desk.state.banner.sentence.endswith("shown as of 17:03; no worker was running there.")


def test_what_is_in_the_cloud_only_says_so_after_signing_out_and_offers_to_sign_in(desk: Desk) -> None:
    desk.cloud.sign_in_quietly()
    id = desk.put("there", Place.CLOUD, state=DeliveryState.CANCELLED)
    desk.outbox.choose_folder(Folder.CANCELLED)
    desk.outbox.select(id)

    asyncio.run(desk.cloud.sign_out())
    desk.outbox.refresh()

    detail = desk.state.detail
    assert detail is not None
    assert (detail.state.word, detail.headline) == ("In the cloud", "Sign in to see how it stands.")
    assert (detail.reason, detail.said) == ("", "")
    assert [each.act for each in detail.acts] == [Act.SIGN_IN] == desk.acts(id)
    desk.outbox.act(id, Act.SIGN_IN)
    assert desk.screen.said == ["(the cloud dialog)"]


def test_next_on_this_pc_is_what_this_pc_sends(desk: Desk) -> None:
    desk.cloud.sign_in_quietly(waiting_there=1)
    desk.put("there", Place.CLOUD)
    desk.outbox.refresh()
    alone = desk.state.agent.sentence
    desk.gateway.add(item_of(message("here"), due=NOW_AT + timedelta(days=3)))
    desk.outbox.refresh()

    assert alone == "This PC sends · nothing waits"
    assert desk.state.agent.sentence.endswith("here")
    assert desk.state.next_up.endswith("there")


def test_a_paused_project_does_not_promise_that_anything_is_sent(desk: Desk) -> None:
    desk.cloud.sign_in_quietly(waiting_there=1)
    desk.cloud.fail(CloudKind.PAUSED, "The project at night.example is paused.")

    desk.outbox.refresh()

    assert "on time" not in desk.state.banner.sentence
    assert "1 message there will not be sent until it is resumed." in desk.state.banner.sentence


def test_a_session_that_ended_is_offered_to_be_renewed(desk: Desk) -> None:
    desk.cloud.fail(CloudKind.ENDED, "Your session in the cloud has ended.")
    desk.gateway.known = (replace(ACCOUNTS[0], state=AccountState.PAUSED, pause_reason="535"),)

    desk.outbox.refresh()

    assert (desk.state.banner.button, desk.state.banner.act) == ("Sign in", BannerAct.CLOUD)


def test_a_changed_key_asks_for_the_person_and_names_the_account(desk: Desk) -> None:
    desk.cloud.sign_in_quietly(sealed={ANNA: Sealed("k-old", is_current=False), WORK: Sealed("k-new")})

    desk.outbox.refresh()

    assert desk.state.banner.act is BannerAct.SEAL
    assert desk.state.banner.account is not None
    assert desk.state.banner.account.id == ANNA
    assert "changed" in desk.state.banner.sentence
    lines = {line.id: line for line in desk.state.accounts}
    assert (lines[ANNA].cloud, lines[WORK].cloud) == (AccountCloud.STALE, AccountCloud.SEALED)
    assert AccountAct.SEAL in lines[ANNA].acts
    assert AccountAct.REVOKE in lines[WORK].acts


def test_only_what_waits_for_this_pc_counts_when_quitting(desk: Desk) -> None:
    desk.cloud.sign_in_quietly(waiting_there=1, sealed={ANNA: Sealed("k")})
    desk.put("here", Place.LOCAL)
    desk.put("there", Place.CLOUD)

    desk.outbox.refresh()

    assert desk.state.still_to_go == 1
    assert desk.state.can_move_up


def test_the_detail_of_what_is_in_the_cloud_stays_while_it_does_not_answer(desk: Desk) -> None:
    desk.cloud.sign_in_quietly()
    id = desk.put("there", Place.CLOUD)
    desk.outbox.refresh()
    desk.outbox.select(id)

    async def away(id: UUID) -> None:
        raise OutsideError("cloud-unreachable", "It does not answer.")

    desk.gateway.show = away  # type: ignore[method-assign, assignment]
    desk.outbox.refresh()

    assert desk.state.selected == id
    assert desk.state.detail is not None


def test_a_report_of_moves_names_each_reason_once() -> None:
    stays = (("Plans", "Too large."), *((f"Letter {n}", "The cloud does not answer.") for n in range(6)))

    title, words = report_words(MoveReport(3, stays))

    assert title == "3 of 10 moved; 7 messages stay on this PC."
    assert words.splitlines()[0] == "“Plans”: Too large."
    assert words.splitlines()[-1] == "“Letter 0”, “Letter 1”, “Letter 2”, “Letter 3” and 2 more: The cloud does not answer."
