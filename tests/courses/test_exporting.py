"""The library as a file: what is written is read back to the same rows; a rehearsal writes nothing."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from django.core.management import call_command

from courses import services
from courses.errors import LibraryMoved, NotComplete
from courses.library import Library, dump, load
from courses.models import (
    Competency,
    Domain,
    Framework,
    Level,
    Marker,
    MarkerDepth,
    RelatedCompetency,
    Resource,
    Source,
    StudyLine,
)
from tests.courses.conftest import shipped_library

MODELS = (Framework, Level, Domain, Competency, Marker, MarkerDepth, StudyLine, RelatedCompetency)


def rows() -> dict[str, list[object]]:
    """Every row of the library by what it says, without keys and days of this machine."""
    kept = {model.__name__: list(model.objects.order_by("pk").values()) for model in MODELS}
    links = Competency.objects.order_by("number").prefetch_related("sources", "resources")
    kept["links"] = [
        (
            row.number,
            sorted(source.slug for source in row.sources.all()),
            sorted(resource.slug for resource in row.resources.all()),
        )
        for row in links
    ]
    kept["sources"] = list(Source.objects.order_by("slug").values_list("slug", "title", "url"))
    kept["resources"] = [
        (row.slug, row.kind, row.title, row.body, row.minutes, set(row.markers.values_list("ref")))
        for row in Resource.objects.order_by("slug")
    ]
    return kept


def test_dump_is_read_back_to_an_equal_library() -> None:
    library = shipped_library()
    again = load(dump(library))
    assert again.competencies == library.competencies
    assert again == library


def test_exported_file_changes_nothing_when_it_is_loaded(library: Library, tmp_path: Path) -> None:
    before = rows()
    file = tmp_path / "export.yaml"
    file.write_text(services.library_file(framework=Framework.objects.get()), encoding="utf-8")
    out = io.StringIO()
    call_command("load_library", str(file), stdout=out)
    assert out.getvalue() == "export.yaml: 0 created, 0 changed, 457 unchanged.\n"
    assert rows() == before


def test_exported_file_makes_the_same_rows_in_an_empty_school(library: Library) -> None:
    text = services.library_file(framework=Framework.objects.get())
    exported = services.library_of(framework=Framework.objects.get())
    Resource.objects.all().delete()
    Competency.objects.all().delete()
    Framework.objects.all().delete()
    Source.objects.all().delete()
    services.load_library(library=load(text))
    assert services.library_of(framework=Framework.objects.get()) == exported


def test_framework_that_was_renamed_keeps_its_slug_in_the_file(library: Library) -> None:
    Framework.objects.update(name="Our model")
    text = services.library_file(framework=Framework.objects.get())
    assert "slug: icf-core-competency-model" in text
    services.load_library(library=load(text))
    assert Framework.objects.values_list("slug", "name").get() == (
        "icf-core-competency-model",
        "Our model",
    )


def test_competency_that_has_only_begun_can_be_exported(library: Library) -> None:
    Competency.objects.create(
        domain=Domain.objects.get(slug="growth"),
        number=9,
        slug="rests",
        name="Rests",
        tagline="Rests: often.",
        description="# Not a comment, “quoted” and 'quoted'.",
        treatment="notices_only",
    )
    part = load(services.library_file(framework=Framework.objects.get())).competencies[-1]
    assert (part.number, part.tagline, part.markers, part.tips) == (9, "Rests: often.", (), ())
    assert part.description == "# Not a comment, “quoted” and 'quoted'."


def test_marker_without_a_depth_is_named_and_nothing_is_exported(library: Library) -> None:
    MarkerDepth.objects.get(marker__ref="8c", level__key="mcc").delete()
    with pytest.raises(NotComplete, match="behaviour “8c” has no depth at MCC"):
        services.library_file(framework=Framework.objects.get())


def test_two_competencies_of_one_number_cannot_be_exported(library: Library) -> None:
    Competency.objects.filter(number=8).update(number=7)
    with pytest.raises(NotComplete, match="two competencies have the number 7"):
        services.library_file(framework=Framework.objects.get())


def other_tagline(library: Library) -> Library:
    eight = replace(library.competencies[-1], tagline="Helps it grow.")
    return replace(library, competencies=(*library.competencies[:-1], eight))


def test_rehearsal_shows_what_would_change_and_writes_nothing(library: Library) -> None:
    before = rows()
    history = Competency.history.count()
    rehearsal = services.rehearse_library(library=other_tagline(library))
    ((name, (row,)),) = rehearsal.groups
    assert name == "8. Facilitates Client Growth"
    assert (row.verb, row.noun) == ("changed", "competency")
    assert row.fields == (("tagline", library.competencies[-1].tagline, "Helps it grow."),)
    assert rows() == before
    assert Competency.history.count() == history


def test_rehearsal_in_an_empty_school_groups_rows_by_competency(db: None) -> None:
    rehearsal = services.rehearse_library(library=shipped_library())
    sizes = {name: len(found) for name, found in rehearsal.groups}
    assert rehearsal.change.created == sum(sizes.values())
    assert len(sizes) == 9
    assert sizes["8. Facilitates Client Growth"] == 1 + 6 + 18 + 8 + 8 + 6 + 4
    assert Framework.objects.count() == 0


def test_apply_does_what_was_shown(library: Library) -> None:
    other = other_tagline(library)
    seen = services.rehearse_library(library=other).change.digest
    change = services.apply_library(library=other, seen=seen)
    assert change.lines == ("changed competency: 8. Facilitates Client Growth (tagline)",)
    assert Competency.objects.get(number=8).tagline == "Helps it grow."


def test_apply_refuses_when_the_library_moved_since(library: Library) -> None:
    other = other_tagline(library)
    seen = services.rehearse_library(library=other).change.digest
    Competency.objects.filter(number=8).update(tagline="Meanwhile.")
    with pytest.raises(LibraryMoved):
        services.apply_library(library=other, seen=seen)
    assert Competency.objects.get(number=8).tagline == "Meanwhile."
