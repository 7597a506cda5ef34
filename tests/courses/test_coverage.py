"""The map of what the library covers: what counts where, which gaps it names, where its cells lead."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachlms.accounts.models import User
from courses.library import Library
from courses.models import Competency, Framework, Level, Marker, Resource
from courses.services.coverage import Coverage, Row, coverage

ADDRESS = "/library/coverage/"


def covered() -> Coverage:
    return coverage(framework=Framework.objects.get())


def row_of(number: int) -> Row:
    return covered().rows[number - 1]


def numbers(row: Row, kind: str) -> list[tuple[str, int, int]]:
    return [(c.level.key, c.shown, c.waiting) for c in row.cells if c.kind == kind]


@pytest.fixture
def bare(library: Library) -> None:
    """The library without any resource."""
    Competency.resources.through.objects.all().delete()
    Resource.objects.all().delete()


def exercise(slug: str, *refs: str, levels: tuple[str, ...] = (), **fields: object) -> Resource:
    values = {"kind": "exercise", "state": "published"} | fields
    row = Resource.objects.create(slug=slug, title=slug, **values)
    row.markers.set(Marker.objects.filter(ref__in=refs))
    row.levels.set(Level.objects.filter(key__in=levels))
    return row


def test_resource_counts_once_per_competency_at_its_levels(bare: None) -> None:
    exercise("one", "8a", "8b", "6a", levels=("mcc",))
    assert numbers(row_of(8), "exercise") == [("acc", 0, 0), ("pcc", 0, 0), ("mcc", 1, 0)]
    assert numbers(row_of(6), "exercise") == [("acc", 0, 0), ("pcc", 0, 0), ("mcc", 1, 0)]
    assert numbers(row_of(5), "exercise") == [("acc", 0, 0), ("pcc", 0, 0), ("mcc", 0, 0)]


def test_resource_without_a_level_counts_at_every_level(bare: None) -> None:
    row = exercise("book", kind="book")
    Competency.objects.get(number=3).resources.add(row)
    assert numbers(row_of(3), "book") == [("acc", 1, 0), ("pcc", 1, 0), ("mcc", 1, 0)]


def test_what_learners_do_not_see_is_counted_as_waiting(bare: None) -> None:
    exercise("draft", "8a", state="draft")
    exercise("review", "8a", state="in_review")
    exercise("hidden", "8a", hidden_since=timezone.now())
    exercise("due", "8a", state="due_for_review")
    exercise("archived", "8a", state="archived")
    assert numbers(row_of(8), "exercise")[0] == ("acc", 1, 3)
    assert [marker.ref for marker in row_of(8).bare] == ["8b", "8c", "8d", "8e", "8f"]


def test_behaviour_of_a_hidden_exercise_has_none(bare: None) -> None:
    exercise("hidden", "8c", hidden_since=timezone.now())
    assert "8c" in [marker.ref for marker in row_of(8).bare]


def test_gaps_are_named_with_their_levels(bare: None) -> None:
    exercise("one", "8a", levels=("acc", "pcc"))
    exercise("two", "8a", kind="book", levels=("pcc",))
    named = [(gap.kind.value, gap.at, gap.level_keys) for gap in row_of(8).gaps]
    acc, _, mcc = (str(level.pk) for level in Level.objects.order_by("position"))
    assert named == [
        ("exercise", "at MCC", mcc),
        ("book", "at ACC and MCC", f"{acc},{mcc}"),
        ("web", "at any level", ""),
    ]


def test_map_costs_the_same_for_1_and_50_resources(bare: None) -> None:
    exercise("first", "8a", levels=("acc",))
    with CaptureQueriesContext(connection) as few:
        covered()
    for number in range(50):
        exercise(f"more-{number}", "8a", "3b", levels=("acc", "mcc"))
    with CaptureQueriesContext(connection) as many:
        covered()
    assert len(few) == len(many) == 8


def test_page_names_gaps_and_leads_to_what_fills_them(
    client: Client, bare: None, curator: User
) -> None:
    exercise("one", "8a", levels=("pcc",))
    exercise("two", "7a", levels=("pcc",), state="in_review")
    client.force_login(curator)
    html = unescape(client.get(ADDRESS).content.decode())
    eight, pcc = Competency.objects.get(number=8), Level.objects.get(key="pcc")
    text = " ".join(re.sub(r"<[^>]+>", " ", html).split())
    assert "No exercise for competency 8 at ACC and MCC" in text
    assert "No exercise for competency 7 at any level · 1 waiting" in text
    assert "47 behaviours without an exercise" in text
    listing = (
        f"/admin/courses/resource/?competency={eight.pk}&level={pcc.pk}&kind=exercise&state=shown"
    )
    assert f'href="{listing}"' in html
    marker = Marker.objects.get(ref="8b")
    assert f'href="/admin/courses/resource/add/?kind=exercise&markers={marker.pk}"' in html


def test_page_is_for_curators_alone(client: Client, library: Library, learner: User) -> None:
    assert client.get(ADDRESS).headers["Location"] == f"/accounts/login/?next={ADDRESS}"
    client.force_login(learner)
    assert client.get(ADDRESS).status_code == 404
    assert ADDRESS not in client.get("/library/resources/").content.decode()


def test_resources_page_leads_curators_to_the_map(
    client: Client, library: Library, curator: User
) -> None:
    client.force_login(curator)
    assert f'href="{ADDRESS}"' in client.get("/library/resources/").content.decode()


def test_empty_library_says_how_to_fill_it(client: Client, curator: User) -> None:
    client.force_login(curator)
    assert "There is no library yet" in client.get(ADDRESS).content.decode()
