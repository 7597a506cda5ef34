"""CSV and YAML through the admin: a look before every write, mistakes by line, no formula for a spreadsheet."""

import csv
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from courses.library import Library
from courses.models import (
    Competency,
    Framework,
    Marker,
    MarkerDepth,
    Resource,
    Source,
    StudyLine,
)
from tests.courses.conftest import DATA
from tests.courses.test_admin import clara, desk

__all__ = ["clara", "desk"]
LOAD = "admin:courses_framework_load"


def exported(desk: Client, model: str) -> list[dict[str, str]]:
    answer = desk.post(reverse(f"admin:courses_{model}_export"), {"format": "0", "resource": ""})
    assert answer["Content-Type"] == "text/csv"
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def look(desk: Client, model: str, rows: list[dict[str, Any]]) -> Any:
    """What the page says about a file of these rows before anything is written."""
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0].keys())
    writer.writeheader()
    writer.writerows(rows)
    file = SimpleUploadedFile("rows.csv", out.getvalue().encode("utf-8-sig"))
    data = {"import_file": file, "format": "0", "resource": ""}
    return desk.post(reverse(f"admin:courses_{model}_import"), data)


def confirm(desk: Client, model: str, page: Any) -> Any:
    form = page.context["confirm_form"]
    return desk.post(reverse(f"admin:courses_{model}_process_import"), form.initial)


def kinds(page: Any) -> list[str]:
    return [row.import_type for row in page.context["result"].rows]


def test_exported_sources_read_back_change_nothing(desk: Client, library: Library) -> None:
    rows = exported(desk, "source")
    assert len(rows) == Source.objects.count()
    assert set(kinds(look(desk, "source", rows))) == {"skip"}


def test_changed_source_is_shown_word_by_word_and_written_after_the_yes(
    desk: Client, library: Library
) -> None:
    rows = exported(desk, "source")
    rows[0]["note"] = "Ask before you cite."
    rows.append(
        {
            "slug": "new-one",
            "title": "A new one",
            "publisher": "",
            "year": "",
            "url": "",
            "note": "",
        }
    )
    page = look(desk, "source", rows)
    assert sorted(kinds(page)) == sorted(["update", "new"] + ["skip"] * (len(rows) - 2))
    assert "<ins>Ask before you cite.</ins>" in page.content.decode()
    assert Source.objects.filter(note="Ask before you cite.").count() == 0
    assert confirm(desk, "source", page).status_code == 302
    assert Source.objects.get(note="Ask before you cite.").slug == rows[0]["slug"]
    assert Source.history.latest("pk").history_user.name == "Clara Curator"
    assert Source.objects.filter(slug="new-one").count() == 1


def test_refused_row_names_its_reason_and_nothing_is_written(
    desk: Client, library: Library
) -> None:
    before = list(StudyLine.objects.values())
    row = {"competency": "listens-actively", "kind": "wish", "position": 1, "text": "More."}
    page = look(desk, "studyline", [row])
    assert page.context["result"].has_validation_errors()
    assert "Value &#x27;wish&#x27; is not a valid choice." in page.content.decode()
    assert list(StudyLine.objects.values()) == before


def test_markers_come_and_go_with_their_depths(desk: Client, library: Library) -> None:
    rows = exported(desk, "marker")
    row = next(row for row in rows if row["ref"] == "8c")
    assert row["depth_mcc"] == "The client's authority over their growth is complete and assumed."
    assert row["official_refs"] == "8.7"
    row["depth_mcc"] = "Whole."
    page = look(desk, "marker", rows)
    assert kinds(page).count("update") == 1
    assert kinds(page).count("skip") == 47
    assert MarkerDepth.objects.filter(text="Whole.").count() == 0
    confirm(desk, "marker", page)
    assert MarkerDepth.objects.get(text="Whole.").marker.ref == "8c"
    assert Marker.objects.count() == 48


def test_new_marker_arrives_with_its_depths(desk: Client, library: Library) -> None:
    row = exported(desk, "marker")[0] | {"ref": "1g", "position": 7, "depth_acc": "At first."}
    page = look(desk, "marker", [row])
    assert kinds(page) == ["new"]
    confirm(desk, "marker", page)
    depths = Marker.objects.get(ref="1g").depths.values_list("level__key", "text")
    assert dict(depths)["acc"] == "At first."
    assert len(depths) == 3


def test_imported_resource_begins_as_a_draft_of_the_curator(desk: Client, library: Library) -> None:
    row = exported(desk, "resource")[0] | {
        "slug": "a-book",
        "kind": "book",
        "title": "A book",
        "by": "Somebody",
        "url": "",
        "markers": "8a,8c",
        "levels": "pcc",
        "body": "",
    }
    page = look(desk, "resource", [row])
    assert kinds(page) == ["new"]
    assert Resource.objects.filter(slug="a-book").count() == 0
    confirm(desk, "resource", page)
    book = Resource.objects.get(slug="a-book")
    assert (book.state, book.proposed_by.name) == ("draft", "Clara Curator")
    assert list(book.markers.values_list("ref", flat=True)) == ["8a", "8c"]


def test_unchanged_resources_stay_as_they_are(desk: Client, library: Library) -> None:
    assert set(kinds(look(desk, "resource", exported(desk, "resource")))) == {"skip"}


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_text_that_looks_like_a_formula_stays_a_text(
    desk: Client, library: Library, start: str
) -> None:
    text = f'{start}HYPERLINK("http://x.example","go")'
    Source.objects.filter(slug="customer").update(note=text)
    row = next(row for row in exported(desk, "source") if row["slug"] == "customer")
    assert row["note"] == f"'{text}"
    assert kinds(look(desk, "source", [row])) == ["skip"]


def upload(desk: Client, text: str) -> Any:
    file = SimpleUploadedFile("library.yaml", text.encode())
    return desk.post(reverse(LOAD), {"file": file})


def shipped() -> str:
    return (DATA / "library.yaml").read_text(encoding="utf-8")


def apply(desk: Client, page: Any) -> Any:
    return desk.post(reverse(LOAD), page.context["again"].initial)


def test_library_file_is_downloaded_and_read_back_without_a_change(
    desk: Client, library: Library
) -> None:
    framework = Framework.objects.get()
    answer = desk.get(reverse("admin:courses_framework_file", args=[framework.pk]))
    assert answer["Content-Disposition"] == (
        'attachment; filename="icf-core-competency-model.yaml"'
    )
    page = upload(desk, answer.content.decode())
    assert page.context["rehearsal"].groups == ()
    assert "There is nothing to apply." in page.content.decode()


def test_library_file_shows_changes_by_competency_before_it_is_applied(
    desk: Client, library: Library
) -> None:
    text = shipped().replace("Asks for a next step and gets one.", "Asks for one next step.")
    page = upload(desk, text)
    ((name, (row,)),) = page.context["rehearsal"].groups
    assert (name, row.verb, row.noun) == (
        "8. Facilitates Client Growth",
        "changed",
        "marker depth",
    )
    assert "<del>a </del><ins>one </ins>" in re.sub(r">\s+<", "><", page.content.decode())
    assert MarkerDepth.objects.filter(text="Asks for one next step.").count() == 0
    assert apply(desk, page).headers["Location"] == reverse("admin:courses_competency_changelist")
    assert MarkerDepth.objects.get(text="Asks for one next step.").marker.ref == "8b"


def test_library_file_is_shown_again_when_the_library_moved_meanwhile(
    desk: Client, library: Library
) -> None:
    page = upload(desk, shipped().replace("tagline: Helps the client carry", "tagline: Helps to"))
    Competency.objects.filter(number=1).update(tagline="Meanwhile.")
    again = apply(desk, page)
    assert "Somebody changed the library since you looked." in again.content.decode()
    names = [name for name, _ in again.context["rehearsal"].groups]
    assert names == ["1. Demonstrates Ethical Practice", "8. Facilitates Client Growth"]
    assert Competency.objects.get(number=1).tagline == "Meanwhile."


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("meta: [\n", "Line 2: this is not YAML"),
        ("schema_version: 2\n", "Line 1: the library has an unknown schema_version"),
    ],
)
def test_mistake_in_a_library_file_names_its_line(desk: Client, text: str, message: str) -> None:
    page = upload(desk, text)
    assert page.status_code == 422
    assert message in re.sub(r"\s+", " ", page.content.decode())
    assert Framework.objects.count() == 0


def test_library_file_that_is_not_text_is_refused(desk: Client) -> None:
    page = desk.post(reverse(LOAD), {"file": SimpleUploadedFile("x.yaml", b"\xff\xfe\x00")})
    assert "This is not UTF-8 text." in page.content.decode()
    assert Framework.objects.count() == 0


def test_incomplete_library_is_not_downloaded_but_says_what_is_missing(
    desk: Client, library: Library
) -> None:
    MarkerDepth.objects.get(marker__ref="8c", level__key="mcc").delete()
    framework = Framework.objects.get()
    answer = desk.get(reverse("admin:courses_framework_file", args=[framework.pk]), follow=True)
    assert answer.redirect_chain == [
        (reverse("admin:courses_framework_change", args=[framework.pk]), 302)
    ]
    assert "behaviour “8c” has no depth at MCC" in answer.content.decode()
