"""What the small scripts do, and that nothing is lost without them."""

import pytest
from playwright.sync_api import expect

from coachlms.demo import people
from reviews.models import Review, Submission
from tests.browser.conftest import OpenPage, overflows, serious_findings
from tests.browser.test_main_job import demo_school, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["demo_school"]
PAPER = "getComputedStyle(document.body).backgroundColor"
DRAFTS = "Object.keys(localStorage).filter(key => key.startsWith('draft:')).length"


def test_chosen_colours_outlive_the_page_and_overrule_the_system(open_page: OpenPage) -> None:
    page = open_page("/privacy/")
    light = page.evaluate(PAPER)
    choice = page.locator("[data-theme-choice]")
    expect(choice.locator("input:checked")).to_have_value("system")
    choice.locator("label", has_text="Dark").click()
    dark = page.evaluate(PAPER)
    assert dark != light
    page.goto("/method/")
    assert page.evaluate(PAPER) == dark
    expect(choice.locator("input:checked")).to_have_value("dark")
    assert serious_findings(page) == []
    choice.locator("label", has_text="As the system").click()
    assert page.evaluate(PAPER) == light


def test_without_scripts_no_control_is_shown_that_does_nothing(open_page: OpenPage) -> None:
    page = open_page("/privacy/", scripts=False)
    expect(page.locator("[data-theme-choice]")).to_be_hidden()


def test_margin_tag_leads_to_its_marker_and_lights_its_words(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    sign_in(page, "mira")
    session = Submission.objects.get(title="The third row")
    page.goto(f"/sessions/{session.pk}/#t56")
    turn = page.locator("#t56")
    expect(turn).to_have_attribute("aria-current", "true")
    tag = turn.locator("a.marktag").first
    ref = tag.get_attribute("href")
    tag.click()
    expect(turn).not_to_have_attribute("aria-current", "true")
    expect(turn.locator(f"a.evidence[href='{ref}']")).to_have_attribute("aria-current", "true")
    expect(page.locator(f"li{ref}")).to_be_visible()


def test_menu_of_a_mentor_shows_where_she_is_on_a_phone(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/", width=360)
    sign_in(page, "tomas")
    page.goto("/mentoring/")
    box = page.locator(".site-nav [aria-current=page]").bounding_box()
    assert box is not None
    assert 0 <= box["x"] < 360
    assert box["x"] + box["width"] <= 360
    assert not overflows(page)


def test_signing_out_takes_unsaved_drafts_from_the_device(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    sign_in(page, "ayo")
    duty = Review.objects.get(reviewer__email=people.email_of("ayo"), state="open", source="peer")
    page.goto(f"/reviews/{duty.pk}/")
    page.context.set_offline(True)
    page.fill("textarea[name=strength]", "You let him finish.")
    expect(page.locator(".actionbar .save")).to_contain_text("offline")
    assert page.evaluate(DRAFTS) == 1
    page.context.set_offline(False)
    page.route("**/save/", lambda route: route.abort())  # the network stays bad
    page.goto("/accounts/logout/")
    page.click("main button[type=submit]")
    page.wait_for_url("**/")
    expect(page.locator("main")).to_contain_text("You are signed out.")
    assert page.evaluate(DRAFTS) == 0


def test_draft_waits_for_a_server_that_comes_back(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    sign_in(page, "ayo")
    duty = Review.objects.get(reviewer__email=people.email_of("ayo"), state="open", source="peer")
    page.goto(f"/reviews/{duty.pk}/")
    page.route("**/save/", lambda route: route.fulfill(status=502, body="bad gateway"))
    page.fill("textarea[name=strength]", "You let him finish.")
    expect(page.locator(".actionbar .save")).to_contain_text("We keep trying", timeout=5000)
    page.unroute("**/save/")
    page.fill("textarea[name=experiment]", "I would try to wait.")
    expect(page.locator(".actionbar .save")).to_contain_text("Saved at", timeout=5000)
    duty.refresh_from_db()
    assert duty.assessment.strength == "You let him finish."
    assert duty.assessment.experiment == "I would try to wait."
    assert page.evaluate(DRAFTS) == 0


def test_text_of_twice_the_size_fits_a_phone(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/", width=360)
    sizes = {"fontSizes": {"standard": 32, "fixed": 26}}
    page.context.new_cdp_session(page).send("Page.setFontSizes", sizes)
    sign_in(page, "mira")
    report = f"/sessions/{Submission.objects.get(title='The third row').pk}/report/"
    paths = ("/library/", "/courses/", "/sessions/", "/sessions/new/", report, "/growth/")
    wide = []
    for path in paths:
        page.goto(path)
        if overflows(page):
            wide.append(path)
    assert wide == []
