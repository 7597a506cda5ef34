"""The three conversations: what their cards say is true, and their reports differ as their craft does."""

import html

import pytest
from django.test import Client
from django.urls import reverse

from coachlms.demo.models import DemoVisit
from coachlms.demo.readings import report_of
from coachlms.demo.samples import SAMPLES, Sample
from coachlms.jobs import services as jobs
from courses.models import Level
from courses.services import rubric_for
from feedback.reports import Report
from reviews.transcripts import Who, merge
from reviews.transcripts import read as parse
from tests.demo.visitors import address, choose, main_of, newest


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample.slug)
def test_the_card_says_what_stands_in_the_file(sample: Sample) -> None:
    parsed = parse(sample.content, "talk.vtt")
    labels = {said.speaker for said in parsed.utterances}
    roles = {label: "coach" if label == sample.coach else "client" for label in labels}
    turns = merge(parsed.utterances, roles)
    first, second = sample.opening
    place = next(at for at, turn in enumerate(turns) if first.said in turn.text)
    assert (turns[place].who, turns[place + 1].who) == (Who.CLIENT, Who.COACH)
    assert second.said in turns[place + 1].text
    assert abs((turns[-1].end_ms or 0) / 60_000 - sample.minutes) < 1
    assert len(labels) == 2


def test_the_first_page_of_the_demo_shows_all_three(client: Client, db: None) -> None:
    page = html.unescape(main_of(client.get(reverse("free_demo"))))
    for sample in SAMPLES:
        assert f"Read “{sample.title}”" in page
        assert f"{sample.minutes} minutes. {sample.craft}" in page
        assert sample.opening[0].said in page
    assert page.count("btn--primary") == 1


def test_a_sample_that_we_do_not_have_is_not_found(client: Client, db: None) -> None:
    assert choose(client, "four-calendars").status_code == 404
    assert DemoVisit.objects.count() == 0


def report(slug: str) -> Report:
    client = Client()
    choose(client, slug)
    jobs.run_pending()
    visit = newest()
    assert visit.sample == slug
    assert "“You” means her." in main_of(client.get(address(visit)))
    rubric = rubric_for(level=Level.objects.get(key="pcc"))
    return report_of(visit.readings["pcc"], rubric, visit.plain_turns)


@pytest.mark.usefixtures("whole_library")
def test_three_crafts_give_three_different_reports() -> None:
    reports = {sample.slug: report(sample.slug) for sample in SAMPLES}

    def words(slug: str) -> list[str | None]:
        found = reports[slug]
        views = [view for view in (found.focus, *found.others) if view]
        return [view.word for view in sorted(views, key=lambda view: view.number)]

    def strengths(slug: str) -> set[str]:
        return {finding.ref for finding in reports[slug].strengths}

    def share(slug: str) -> float:
        (fact,) = [fact for fact in reports[slug].facts if fact.key == "talk_share"]
        return float(fact.said.split()[0])

    order = ["starting", "growing", "steady", "distinctive"]
    height = {
        slug: sum(order.index(word) for word in words(slug) if word is not None) for slug in reports
    }
    assert height["two-calendars"] + 4 < height["salt-and-lemon"] < height["the-third-row"]
    assert share("two-calendars") > 55 > 40 > share("salt-and-lemon") > share("the-third-row")
    assert len({frozenset(strengths(slug)) for slug in reports}) == 3
    quotes = [
        {quote.text for finding in found.findings for quote in finding.quotes}
        for found in reports.values()
    ]
    assert not quotes[0] & quotes[1]
    assert not quotes[1] & quotes[2]
