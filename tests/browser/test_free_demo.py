"""A visitor tries it on her phone: from the first page to the report of her own text, and back to nothing."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from coachlms.demo.models import DemoVisit
from coachlms.jobs import services as jobs
from tests.browser.conftest import OpenPage, overflows, serious_findings
from tests.demo.visitors import load_library

pytestmark = pytest.mark.django_db(transaction=True)

TALKS = Path(__file__).parents[1] / "reviews" / "analysis" / "sessions"
OWN = (TALKS / "skilled.txt").read_text(encoding="utf-8")
NAMED = OWN.replace("Coach:", "Anna Meier:").replace("Client:", "Ben Ott:")


@pytest.fixture(autouse=True)
def library(transactional_db: None) -> None:
    load_library()


def looks_right(page: Page) -> None:
    assert serious_findings(page) == []
    assert not overflows(page)


def shown_quotes_stand_in_the_text(page: Page) -> None:
    shown = page.locator(".quote mark").all_text_contents()
    assert len(shown) >= 3
    assert [words for words in shown if words not in OWN] == []


def test_own_text_on_a_phone_from_the_first_page_to_the_report(open_page: OpenPage) -> None:
    page = open_page("/", width=390, dark=True)
    page.get_by_role("link", name="Try it with a conversation").click()
    looks_right(page)
    page.get_by_label("Paste the conversation").fill(NAMED)
    page.get_by_text("I may use this conversation here").click()
    page.get_by_role("button", name="Read my conversation").click()
    expect(page.locator("h1")).to_have_text("Who is the coach?")
    looks_right(page)
    page.get_by_role("button", name="Read the conversation").click()
    expect(page.locator("main")).to_contain_text("waiting for its turn")
    looks_right(page)
    assert jobs.run_pending() > 0

    expect(page.locator("h1")).to_have_text("Report on your conversation")  # it opens by itself
    looks_right(page)
    shown_quotes_stand_in_the_text(page)
    expect(page.locator(".stays")).to_contain_text("Gone in 23 h.")
    page.get_by_role("link", name="MCC").click()
    expect(page.locator(".page-head")).to_contain_text("Read at MCC by")

    page.locator(".quote a").first.click()
    expect(page.locator(".turn[aria-current=true]")).to_be_visible()
    looks_right(page)
    shown_quotes_stand_in_the_text(page)
    assert "Anna" not in page.locator("main").inner_text()

    page.get_by_role("button", name="Delete it now").click()
    expect(page.locator("main")).to_contain_text("Nothing of that conversation is left")
    assert DemoVisit.objects.count() == 0


@pytest.mark.parametrize("scripts", [True, False])
def test_a_sample_with_keys_and_without_scripts(open_page: OpenPage, scripts: bool) -> None:
    page = open_page("/try/", scripts=scripts)
    button = page.get_by_role("button", name="Read “Two calendars”")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Two calendars")
    assert jobs.run_pending() > 0
    if not scripts:
        page.get_by_role("link", name="Look again").click()
    expect(page.locator("h1")).to_have_text("Report on “Two calendars”")
    expect(page.locator("#strengths .finding, #edges .finding").first).to_be_visible()
    assert not overflows(page)
    if scripts:
        looks_right(page)
    page.get_by_role("link", name="Transcript", exact=True).click()
    expect(page.locator(".turn").first).to_be_visible()
    assert not overflows(page)
    if scripts:
        looks_right(page)
    page.get_by_role("link", name="All", exact=True).click()
    tag = page.locator(".marktag").first
    tag.click()
    ref = page.url.rpartition("#f-")[2]
    expect(page.locator(f"#f-{ref}")).to_be_visible()


def test_a_file_from_the_phone_and_what_is_wrong_with_it(
    open_page: OpenPage, tmp_path: Path
) -> None:
    page = open_page("/try/", width=390)
    nobody = tmp_path / "talk.txt"
    nobody.write_text("two lines\nof nobody")
    page.set_input_files("input[type=file]", nobody)
    page.get_by_text("I may use this conversation here").click()
    page.get_by_role("button", name="Read my conversation").click()
    expect(page.locator(".notice[data-kind=error]")).to_contain_text(
        "No line of the text says who speaks."
    )
    looks_right(page)
    good = tmp_path / "session.txt"
    good.write_text(OWN, encoding="utf-8")
    page.set_input_files("input[type=file]", good)
    expect(page.locator("[data-drop-name]")).to_contain_text("session.txt")
    page.get_by_role("button", name="Read my conversation").click()
    expect(page.locator("h1")).to_have_text("Your conversation")
    jobs.run_pending()
    expect(page.locator("h1")).to_have_text("Report on your conversation")
    shown_quotes_stand_in_the_text(page)
