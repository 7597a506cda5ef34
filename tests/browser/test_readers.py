"""Two peers and a mentor read a session in the browser; the report becomes final and shows four voices."""

import pytest
from playwright.sync_api import Page, expect

from coachlms.demo import people
from coachlms.jobs import services as jobs
from reviews.models import Review, Submission
from tests.browser.conftest import OpenPage
from tests.browser.test_main_job import demo_school, looks_right, sign_in

pytestmark = pytest.mark.django_db(transaction=True)
__all__ = ["demo_school"]


def read_it(page: Page) -> None:
    """The first behaviour is seen in turn 1, by key; the others are not seen, by mouse."""
    page.locator("#t1 .turn__body p").click()
    page.keyboard.press("e")
    page.keyboard.press("1")
    for row in page.locator("#review > div").nth(1).locator("fieldset.rubric").all()[1:]:
        row.locator("label", has_text="Not seen").click()
    for name in ("strength", "experiment"):
        if page.locator(f"textarea[name={name}]").count():
            page.fill(f"textarea[name={name}]", f"One {name} in words of mine, for this session.")
    page.click(".actionbar button.btn--primary")
    page.wait_for_load_state()


def test_two_peers_and_a_mentor_read_and_the_report_is_final(open_page: OpenPage) -> None:
    session = Submission.objects.get(title="Two calendars")
    # the demo's own readers step back, so that the next reviews are taken on the page
    session.reviews.filter(source="peer").delete()
    Submission.objects.filter(title="Salt and lemon").update(state="final")

    for key in ("mira", "noor"):
        page = open_page("/accounts/login/")
        sign_in(page, key)
        page.goto("/reviews/")
        page.get_by_role("button", name="Take the next review").click()
        expect(page.locator("h1")).to_have_text("Two calendars")
        content = page.content()
        assert "Jonas" not in content
        assert people.email_of("jonas") not in content
        read_it(page)
        assert session.reviews.get(reviewer__email=people.email_of(key)).state == "submitted"
        kept = page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('draft'))")
        assert kept == []
    session.refresh_from_db()
    assert session.state == Submission.State.FINAL

    page = open_page("/accounts/login/")
    sign_in(page, "tomas")
    page.goto("/mentoring/")
    page.get_by_role("link", name="Write your reading").first.click()
    read_it(page)
    mentor = session.reviews.get(source=Review.Source.MENTOR)
    assert mentor.state == "submitted"
    jobs.run_pending()

    page = open_page("/accounts/login/", width=390, dark=True)
    sign_in(page, "jonas")
    page.goto(f"/sessions/{session.pk}/report/")
    looks_right(page)
    expect(page.locator("#plot")).to_contain_text("Mentor")
    assert "Mira" not in page.content()
    assert "Noor" not in page.content()
    page.goto("/inbox/")
    expect(page.locator("main")).to_contain_text("A new reading of your session is in.")
