from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from desktop.drafts import Drafts, SavedDraft
from nightmail.errors import OutsideError
from nightmail.ids import new_id
from nightmail.message.draft import Draft, DraftFile
from tests.unit.desktop.fakes import ANNA, NOW_AT


def saved(subject: str = "Hello", *, id: UUID | None = None, **draft: object) -> SavedDraft:
    return SavedDraft(id or new_id(), ANNA, Draft(subject=subject, **draft), NOW_AT)  # type: ignore[arg-type]


def test_a_draft_comes_back_as_it_was(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    whole = SavedDraft(
        new_id(),
        ANNA,
        Draft(
            to=("Anna Ünal <anna@example.org>", "half an addr"),
            cc=("b@example.org",),
            bcc=("c@example.org",),
            subject="Grüße 🌙",
            text="one\ntwo",
            html="<p>one</p>",
            files=(
                DraftFile("a.pdf", "application/pdf", 3, path=tmp_path / "a.pdf"),
                DraftFile("pasted.png", "image/png", 3, content=b"\x00\xff\x01", content_id="x@y"),
            ),
            in_reply_to="<x@example.org>",
            references=("<w@example.org>",),
        ),
        NOW_AT,
        replaces=new_id(),
    )

    drafts.save(whole)

    assert Drafts(tmp_path).find(whole.id) == whole


def test_the_latest_draft_is_listed_first(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    early, late = saved("early"), SavedDraft(new_id(), None, Draft(subject="late"), NOW_AT + timedelta(minutes=1))
    drafts.save(late)
    drafts.save(early)

    assert [each.draft.subject for each in drafts.all()] == ["late", "early"]


def test_a_damaged_file_hides_no_other_draft_and_is_not_removed(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    drafts.save(saved())
    damaged = tmp_path / f"{new_id()}.json"
    damaged.write_text('{"id": 7', encoding="utf-8")

    assert len(drafts.all()) == 1
    assert damaged.exists()


def test_saving_leaves_no_half_written_file_behind(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    one = saved()
    drafts.save(one)
    drafts.save(SavedDraft(one.id, None, Draft(subject="again"), NOW_AT))

    assert [file.name for file in tmp_path.iterdir()] == [f"{one.id}.json"]


def test_a_folder_that_can_not_be_written_is_said_aloud(tmp_path: Path) -> None:
    blocked = tmp_path / "drafts"
    blocked.write_text("a file where a folder should be", encoding="utf-8")

    with pytest.raises(OutsideError, match="could not be saved"):
        Drafts(blocked).save(saved())


def test_forgetting_twice_is_harmless(tmp_path: Path) -> None:
    drafts = Drafts(tmp_path)
    one = saved()
    drafts.save(one)
    drafts.forget(one.id)
    drafts.forget(one.id)

    assert drafts.all() == ()


def test_only_an_empty_draft_is_blank() -> None:
    assert saved("  ").is_blank
    assert not saved("", to=("a@example.org",)).is_blank


def test_words_that_were_to_be_kept_earlier_are_not_put_over_later_ones(tmp_path: Path) -> None:
    drafts, id = Drafts(tmp_path), new_id()
    earlier = drafts.turn()

    drafts.save(saved("Later words", id=id))
    drafts.save(saved("Earlier words", id=id), earlier)

    assert [each.draft.subject for each in drafts.all()] == ["Later words"]


def test_a_draft_that_was_thrown_away_is_not_kept_by_what_was_asked_for_before(tmp_path: Path) -> None:
    drafts, id = Drafts(tmp_path), new_id()
    earlier = drafts.turn()

    drafts.forget(id)
    drafts.save(saved(id=id), earlier)

    assert drafts.all() == ()


def test_a_draft_that_was_brought_back_stays_when_it_is_forgotten_late(tmp_path: Path) -> None:
    drafts, id = Drafts(tmp_path), new_id()
    thrown_away = drafts.turn()

    drafts.save(saved("Back again", id=id))
    drafts.forget(id, thrown_away)

    assert [each.draft.subject for each in drafts.all()] == ["Back again"]


def test_threads_that_keep_one_draft_at_the_same_time_leave_its_last_words_whole(tmp_path: Path) -> None:
    drafts, id = Drafts(tmp_path), new_id()
    words = [saved(f"Words {n}", id=id, text="x" * 50_000 * (20 - n)) for n in range(20)]
    turns = [drafts.turn() for _ in words]

    with ThreadPoolExecutor(8) as threads:
        list(threads.map(drafts.save, reversed(words), reversed(turns)))

    assert drafts.find(id) == words[-1]
