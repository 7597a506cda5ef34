"""Loading: what is created, that a second time writes nothing, and what is never deleted."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from coachlms.accounts.models import User
from courses import services
from courses.errors import TakenElsewhere
from courses.library import Library, load, load_course
from courses.models import Competency, Course, Level, Marker, MarkerDepth, Resource, Step, StudyLine
from courses.rubrics import Rubric
from feedback.models import Practice
from tests.courses.conftest import DATA, shipped_library


def written(queries: CaptureQueriesContext) -> list[str]:
    verbs = ("INSERT", "UPDATE", "DELETE")
    return [row["sql"] for row in queries.captured_queries if row["sql"].startswith(verbs)]


def all_rows() -> list[object]:
    models = (Competency, Marker, MarkerDepth, StudyLine, Resource)
    return [list(model.objects.order_by("pk").values()) for model in models]


@pytest.mark.django_db
def test_first_load_creates_the_whole_library() -> None:
    change = services.load_library(library=shipped_library())
    assert (change.changed, change.unchanged, change.removed) == (0, 0, 0)
    assert change.created == len(change.lines)
    assert Marker.objects.count() == 48
    assert MarkerDepth.objects.count() == 144
    assert Competency.objects.get(number=8).sources.count() == 5


def test_second_load_writes_nothing(library: Library) -> None:
    before = all_rows()
    with CaptureQueriesContext(
        connection,
    ) as queries:
        change = services.load_library(library=library)
    assert (change.created, change.changed, change.removed, change.lines) == (0, 0, 0, ())
    assert written(queries) == []
    assert all_rows() == before


def test_changed_wording_changes_one_row(library: Library) -> None:
    eight = library.competencies[-1]
    other = replace(eight, tagline="Helps it grow.")
    change = services.load_library(
        library=replace(library, competencies=(*library.competencies[:-1], other))
    )
    assert (change.created, change.changed) == (0, 1)
    assert change.lines == ("changed competency: 8. Facilitates Client Growth (tagline)",)
    assert Competency.objects.get(number=8).tagline == "Helps it grow."


def without_8f(library: Library) -> Library:
    eight = library.competencies[-1]
    shorter = replace(eight, markers=eight.markers[:-1])
    return replace(
        library,
        competencies=(*library.competencies[:-1], shorter),
        resources=tuple(part for part in library.resources if "8f" not in part.markers),
    )


def test_marker_that_left_the_file_is_removed(library: Library) -> None:
    change = services.load_library(library=without_8f(library))
    assert (change.created, change.removed, change.kept) == (0, 1, 0)
    assert list(Marker.objects.filter(competency__number=8).values_list("ref", flat=True)) == [
        "8a",
        "8b",
        "8c",
        "8d",
        "8e",
    ]


def test_marker_that_left_the_file_but_is_in_use_is_kept(library: Library, learner: User) -> None:
    marker = Marker.objects.get(ref="8f")
    Practice.objects.create(learner=learner, marker=marker, text="I ask how she wants to close.")
    change = services.load_library(library=without_8f(library))
    assert (change.removed, change.kept) == (0, 1)
    assert change.lines == (f"kept, because it is in use, marker: {marker}",)
    assert MarkerDepth.objects.filter(marker=marker).count() == 3
    assert Practice.objects.get().marker == marker


def test_curators_check_of_a_resource_is_not_undone(library: Library) -> None:
    Resource.objects.filter(slug="res-kline").update(state="published")
    services.load_library(library=library)
    assert Resource.objects.get(slug="res-kline").state == "published"


def test_refs_of_another_framework_are_refused(library: Library) -> None:
    before = all_rows()
    other = replace(
        library, framework=replace(library.framework, slug="emcc", name="EMCC framework")
    )
    with pytest.raises(TakenElsewhere, match="already belongs to “ICF Core Competency model”"):
        services.load_library(library=other)
    assert all_rows() == before
    assert Competency.objects.filter(domain__framework__slug="emcc").count() == 0


@pytest.mark.parametrize("key", ["acc", "pcc", "mcc"])
def test_rubric_of_the_database_equals_that_of_the_file(library: Library, key: str) -> None:
    level = Level.objects.get(key=key)
    with CaptureQueriesContext(connection) as queries:
        rubric = services.rubric_for(level=level)
    assert len(queries) == 2
    assert rubric == library.rubric(key)
    assert Rubric.from_dict(rubric.as_dict()) == rubric


def test_second_load_of_a_course_writes_nothing(course: Course, library: Library) -> None:
    part = load_course(DATA / "course.yaml", library)
    with CaptureQueriesContext(connection) as queries:
        change = services.load_course(course=part)
    assert (change.created, change.changed, change.removed) == (0, 0, 0)
    assert written(queries) == []
    assert Step.objects.count() == 27


@pytest.mark.django_db
def test_load_library_command_says_what_changed() -> None:
    out = io.StringIO()
    call_command("load_library", stdout=out)
    call_command("load_course", stdout=out)
    again = io.StringIO()
    call_command("load_library", stdout=again)
    assert "  created competency: 8. Facilitates Client Growth\n" in out.getvalue()
    assert again.getvalue() == "library.yaml: 0 created, 0 changed, 457 unchanged.\n"


@pytest.mark.django_db
def test_load_library_check_changes_nothing() -> None:
    out = io.StringIO()
    call_command("load_library", "--check", stdout=out)
    assert out.getvalue() == "library.yaml can be loaded: 8 competencies, 37 resources.\n"
    assert Competency.objects.count() == 0


@pytest.mark.django_db
def test_load_library_command_names_file_and_line(tmp_path: Path) -> None:
    bad = tmp_path / "bad.yaml"
    text = (DATA / "library.yaml").read_text(encoding="utf-8")
    bad.write_text(text.replace("detectability: high", "detectability: hihg", 1), encoding="utf-8")
    with pytest.raises(CommandError, match=r"bad\.yaml, line 105: behaviour “1a” has “hihg”"):
        call_command("load_library", str(bad))
    with pytest.raises(CommandError, match=r"none\.yaml cannot be read: No such file"):
        call_command("load_library", str(tmp_path / "none.yaml"))
    assert Competency.objects.count() == 0


@pytest.mark.django_db
def test_load_course_without_a_library_says_what_to_do_first() -> None:
    with pytest.raises(CommandError, match="Load the library first"):
        call_command("load_course")
    assert Course.objects.count() == 0


def test_other_library_file_loads_without_our_exercises(tmp_path: Path, db: None) -> None:
    copy = tmp_path / "copy.yaml"
    copy.write_text((DATA / "library.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    call_command("load_library", str(copy), stdout=io.StringIO())
    assert Resource.objects.count() == len(load(copy).resources) == 11
