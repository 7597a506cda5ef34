"""The public library: order of a competency page, levels, what only curators see, query budgets."""

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachlms.accounts.models import User
from courses.library import Library
from courses.models import Competency, Domain, Resource

EIGHT = "/library/facilitates-client-growth/"


def page(client: Client, address: str) -> str:
    """The main part of a page as text with its tags."""
    response = client.get(address)
    assert response.status_code == 200, address
    return unescape(response.content.decode()).split("<main", 1)[1].split("</main>")[0]


def words(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def queries_of(client: Client, address: str) -> int:
    """Of a page that nobody has opened within the minute."""
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as queries:
        page(client, address)
    return len(queries)


def test_library_shows_eight_competencies_in_four_domains(client: Client, library: Library) -> None:
    html = page(client, "/library/")
    assert re.findall(r'<h2 id="d-([a-z]+)">', html) == [
        "foundation",
        "relationship",
        "communication",
        "growth",
    ]
    links = re.findall(r'href="/library/([a-z-]+)/\?level=pcc"', html)
    assert links == [part.slug for part in library.competencies]


def test_empty_library_says_how_to_fill_it(client: Client, db: None) -> None:
    assert "manage.py load_library" in page(client, "/library/")


def test_competency_page_keeps_the_order_of_the_house(client: Client, library: Library) -> None:
    text = words(page(client, EIGHT))
    order = [
        "Facilitates Client Growth",  # name
        "Partners with the client to transform learning and insight into action.",  # tag line
        "This competency is about helping clients translate awareness",  # description
        "ACC PCC MCC",  # level switch
        "What you can observe",
        "8a Works with the client to integrate new awareness, insight, or learning",
        "Look for learning questions and the client’s answer in their own words",
        "8f Partners with the client to close the session",
        "Development tips Practice asking ‘What will you do?’ rather than suggesting actions",
        "Common mistakes Suggesting or prescribing actions instead of partnering",
        "Questions to practise Where are you now compared with when we began?",
        "Related competencies 3 Establishes and Maintains Agreements The closing looks back",
        "Sources",
        "Learning resources",
        "Hear it in your own session",
        "Hand in a session This is an independent learning tool.",  # invitation, disclaimer beside
        "The names and numbering of the competencies refer to",  # attribution
    ]
    places = [text.find(part) for part in order]
    assert -1 not in places, order[places.index(-1)]
    assert places == sorted(places)


def test_competency_8_attributes_the_customers_and_icf_wording(
    client: Client, library: Library
) -> None:
    text = words(page(client, EIGHT))
    assert "definition of this competency in the ICF Core Competency model, word for word" in text
    assert "our school’s own page on this competency" in text
    assert "(customer page)" not in text
    assert "school’s own page" not in words(page(client, "/library/listens-actively/"))


@pytest.mark.parametrize(
    ("query", "depth"),
    [
        ("?level=acc", "Asks how the client will stay on track."),
        ("?level=pcc", "The client invents their own way of keeping faith with it"),
        ("?level=mcc", "The client’s authority over their growth is complete and assumed."),
        ("", "The client invents their own way of keeping faith with it"),
        ("?level=nonsense", "The client invents their own way of keeping faith with it"),
    ],
)
def test_level_switch_is_a_link_that_changes_the_depth(
    client: Client, library: Library, query: str, depth: str
) -> None:
    html = page(client, EIGHT + query)
    level = query.removeprefix("?level=") if query in {"?level=acc", "?level=mcc"} else "pcc"
    assert f'<a href="?level={level}" aria-current="true">{level.upper()}</a>' in html
    shown = [d for m in library.competencies[-1].markers for d in m.depth.values()]
    typographic = [line.replace("'", "’").replace(" - ", " – ") for line in shown]
    assert depth in words(html)
    assert sum(line in words(html) for line in typographic) == 6


def test_level_goes_along_to_related_competencies(client: Client, library: Library) -> None:
    html = page(client, f"{EIGHT}?level=mcc")
    assert '"/library/evokes-awareness/?level=mcc"' in html


def test_resources_of_a_competency_fit_its_level(client: Client, library: Library) -> None:
    at_acc, at_mcc = (page(client, f"{EIGHT}?level={key}") for key in ("acc", "mcc"))
    assert ("Two routes, her choice" in at_acc, "Who is leading now" in at_acc) == (True, False)
    assert ("Two routes, her choice" in at_mcc, "Who is leading now" in at_mcc) == (False, True)


@pytest.mark.parametrize("address", ["/library/maintains-presence/", "/library/resources/"])
def test_unchecked_resources_are_for_curators(
    client: Client, library: Library, learner: User, curator: User, address: str
) -> None:
    for visitor in (None, learner):
        if visitor:
            client.force_login(visitor)
        assert "Time to Think" not in page(client, address)
        assert client.get("/library/resources/res-kline/").status_code == 404
    client.force_login(curator)
    html = page(client, address)
    assert "Time to Think" in html
    assert "not checked yet" in html
    assert "Nobody has checked this one yet" in page(client, "/library/resources/res-kline/")


def test_copy_of_a_source_is_not_cited_to_readers(
    client: Client, library: Library, curator: User
) -> None:
    address = "/library/cultivates-trust-and-safety/"
    assert "scribd.com" not in page(client, address)
    client.force_login(curator)
    assert "Cite the ICF page to users, not this copy." in page(client, address)


def test_own_evidence_is_asked_for_by_those_who_are_signed_in(
    client: Client, library: Library, learner: User
) -> None:
    assert "Your evidence" not in page(client, EIGHT)
    client.force_login(learner)
    html = page(client, EIGHT)
    assert f'hx-get="{EIGHT}evidence/"' in html
    assert f'href="{EIGHT}evidence/"' in html


def test_exercise_is_shown_in_full_with_its_behaviours(client: Client, library: Library) -> None:
    text = words(page(client, "/library/resources/ex-keeping-faith/"))
    assert "Exercise by CoachLMS, about 10 minutes" in text
    assert "How would you like to keep yourself to it?" in text
    assert "8c Leaves the choice of goal, step and follow-up with the client." in text


@pytest.mark.parametrize("address", ["/library/none/", "/library/resources/none/"])
def test_unknown_page_is_not_found(client: Client, library: Library, address: str) -> None:
    assert client.get(address).status_code == 404


def more_resources(count: int) -> None:
    for number in range(count):
        resource = Resource.objects.create(
            slug=f"more-{number}", kind="book", title=f"Book {number}", state="published"
        )
        eight = Resource.objects.get(slug="ex-keeping-faith").markers.get().competency
        eight.resources.add(resource)


@pytest.mark.parametrize("address", ["/library/", EIGHT, "/library/resources/"])
def test_pages_cost_the_same_for_1_and_50_rows(
    client: Client, library: Library, address: str
) -> None:
    more_resources(1)
    one = queries_of(client, address)
    Resource.objects.filter(slug="more-0").delete()
    more_resources(50)
    assert queries_of(client, address) == one <= 12


def test_every_competency_page_carries_attribution_and_disclaimer(
    client: Client, library: Library
) -> None:
    flat: Callable[[str], str] = lambda text: text.replace("'", "’").replace(" - ", " – ")  # noqa: E731
    for part in library.competencies:
        text = words(page(client, f"/library/{part.slug}/"))
        assert flat(library.framework.attribution) in text
        assert flat(library.framework.disclaimer) in text


def test_a_competency_that_has_only_begun_shows_no_empty_headings(
    client: Client, library: Library
) -> None:
    domain = Domain.objects.get(slug="growth")
    Competency.objects.create(
        domain=domain, number=9, slug="groups", name="Groups", tagline="t", description="d"
    )
    html = page(client, "/library/groups/")
    assert [words(h) for h in re.findall(r"<h2.*?</h2>", html) if "Your evidence" not in h] == [
        "What you can observe",
        "Learning resources",
        "Hear it in your own session",
    ]
    assert "None yet for this level." in html
    assert all(f'id="{part}"' in html for part in re.findall(r'<a href="#([a-z-]+)"', html))
