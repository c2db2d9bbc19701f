from __future__ import annotations

from pathlib import Path

import pytest

from desktop.screens.templates.presenter import TemplatesPresenter, TemplatesState
from desktop.templates import Template, Templates, fields_in, without_pictures
from nightmail.errors import OutsideError
from nightmail.ids import new_id


@pytest.fixture
def templates(tmp_path: Path) -> Templates:
    return Templates(tmp_path / "templates")


def test_a_template_comes_back_as_it_was_and_they_are_listed_by_name(templates: Templates) -> None:
    late, early = (
        Template(new_id(), "zebra", "s", "t", "<b>t</b>"),
        Template(new_id(), "Ähre"),
    )
    for each in (late, early):
        templates.save(each)

    assert templates.find(late.id) == late
    assert [each.name for each in templates.all()] == ["zebra", "Ähre"]


def test_a_damaged_file_hides_no_other_template(templates: Templates, tmp_path: Path) -> None:
    templates.save(Template(new_id(), "good"))
    (tmp_path / "templates" / "bad.json").write_text("[1]", encoding="utf-8")
    (tmp_path / "templates" / "worse.json").write_text('{"name": "x", "subject": "", "text": "", "id": "7"}', encoding="utf-8")

    assert [each.name for each in templates.all()] == ["good"]


def test_a_folder_that_can_not_be_written_is_said_aloud(tmp_path: Path) -> None:
    (tmp_path / "templates").write_text("a file", encoding="utf-8")

    with pytest.raises(OutsideError, match="could not be saved"):
        Templates(tmp_path / "templates").save(Template(new_id(), "x"))


def test_fields_are_named_once_in_their_order_and_stay_in_the_text() -> None:
    assert fields_in("Dear {{name}}", "{{ order no }} and {{name}} and {single} and {{}}") == ("name", "order no", "")
    assert Template(new_id(), "x", "{{a}}", "{{b}}").fields == ("a", "b")


def test_pictures_of_a_message_do_not_go_into_a_template() -> None:
    assert without_pictures('<p>a<img src="cid:1@n">b<IMG src="x"></p>') == "<p>ab</p>"
    assert without_pictures(None) is None


def test_templates_are_added_renamed_copied_removed_and_brought_back(templates: Templates) -> None:
    shown: list[TemplatesState] = []
    presenter = TemplatesPresenter(templates, shown.append)

    presenter.add()
    presenter.rename("Offer")
    presenter.set_subject("Offer {{number}}")
    presenter.set_body("<div><b>{{name}}</b></div>", "{{name}}")
    presenter.copy()
    presenter.remove()
    removed = presenter.state
    presenter.bring_back()

    assert removed.removed == "“Offer (copy)” was removed."
    assert [each.name for each in removed.lines] == ["Offer"]
    assert sorted(each.name for each in templates.all()) == ["Offer", "Offer (copy)"]
    assert {each.subject for each in templates.all()} == {"Offer {{number}}"}
    presenter.choose(templates.all()[0].id)
    assert presenter.state.fields == "2 fields to fill in: number, name"
