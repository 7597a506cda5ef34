"""The main job in a real browser, from a visitor to a withdrawal, with axe on every page that matters."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from playwright.sync_api import Page, expect

from coachlms.accounts.models import User
from coachlms.demo import people, school
from coachlms.jobs import services as jobs
from reviews.models import Evidence, Review, Submission, Turn
from tests.browser.conftest import OpenPage, overflows, serious_findings

pytestmark = pytest.mark.django_db(transaction=True)

SESSIONS = Path(settings.BASE_DIR) / "coachlms" / "demo" / "sessions"
REFLECTION = "I followed her for a long time, and near the end I began to organise things for her."


@pytest.fixture(autouse=True)
def demo_school(transactional_db: None) -> None:
    call_command("load_library", verbosity=0)
    call_command("load_course", verbosity=0)
    school.load()


def sign_in(page: Page, key: str) -> None:
    page.goto("/accounts/login/")
    page.fill("input[name=login]", people.email_of(key))
    page.fill("input[name=password]", people.password())
    page.click("main button[type=submit]")
    page.wait_for_url("**/courses/")


def looks_right(page: Page) -> None:
    assert serious_findings(page) == []
    assert not overflows(page)


def test_visitor_reads_competency_8_at_three_levels(open_page: OpenPage) -> None:
    page = open_page("/", scripts=False)
    page.click("main a[href='/library/']")
    page.click("a[href*='facilitates-client-growth']")
    expect(page.locator("h1")).to_have_text("Facilitates Client Growth")
    depth = page.locator(".marker .depth").first
    at_one_level = depth.inner_text()
    page.locator("nav.segmented a", has_text="MCC").click()
    assert depth.inner_text() != at_one_level
    headings = [h.strip() for h in page.locator("main h2").all_inner_texts()]
    assert headings.index("Development tips") < headings.index("Related competencies")


def test_learner_signs_up_verifies_and_joins_a_course(open_page: OpenPage) -> None:
    page = open_page("/accounts/signup/")
    looks_right(page)
    page.fill("input[name=name]", "Lena Holm")
    page.fill("input[name=email]", "lena@example.org")
    page.fill("input[name=password1]", "third-row-by-the-window")
    page.check("input[name=agree]")
    page.click("main button[type=submit]")
    page.wait_for_url("**/confirm-email/")
    link = re.search(r"https?://\S+/accounts/confirm-email/\S+", str(mail.outbox[-1].body))
    assert link is not None
    page.goto(link[0].split("/", 3)[3].join(["/", ""]))
    page.click("main button[type=submit]")
    page.wait_for_url("**/courses/")
    page.locator("form[action*='/enrol/'] button").first.click()
    expect(page.locator("main")).to_contain_text("Coaching in practice")
    lena = User.objects.get(email="lena@example.org")
    assert lena.has_role("learner")
    assert lena.enrolments.count() == 1


@pytest.mark.parametrize(("width", "dark"), [(1440, False), (390, True)])
def test_learner_hands_in_a_zoom_transcript(open_page: OpenPage, width: int, dark: bool) -> None:
    page = open_page("/accounts/login/", width=width, dark=dark)
    sign_in(page, "pia")
    page.goto("/sessions/new/")
    looks_right(page)
    for purpose in ("recording", "tool", "peers"):
        page.check(f"input[value={purpose}]")
    page.fill("input[name=agreed_on]", "2026-03-11")
    page.fill("input[name=client_alias]", "Client M")
    page.click("main button[type=submit]")
    looks_right(page)
    page.set_input_files("input[type=file]", SESSIONS / "the-third-row.vtt")
    page.click("main button[type=submit]")
    expect(page.locator("h1")).to_have_text("Which of these is you?")
    looks_right(page)
    page.click("main button[type=submit]")
    expect(page.locator("h1")).to_have_text("Is anybody still recognisable?")
    looks_right(page)
    assert "Marlene" not in page.locator(".turns").inner_text()
    page.click("main button[type=submit] >> nth=0")
    page.fill("input[name=title]", "The third row, again")
    page.locator(".segmented label", has_text="PCC").click()
    looks_right(page)
    page.click("main button[type=submit]")
    page.fill("textarea[name=reflection]", REFLECTION)
    looks_right(page)
    page.click("main button[type=submit] >> nth=0")
    expect(page.locator("h1")).to_have_text("The third row, again")
    assert jobs.run_pending() > 0
    submission = Submission.objects.get(title="The third row, again")
    assert submission.state == Submission.State.PROVISIONAL
    page.goto(f"/sessions/{submission.pk}/report/")
    looks_right(page)
    shown = page.locator(".finding .quote mark").all_inner_texts()
    texts = [turn.text for turn in submission.turns.all()]
    assert shown
    assert [words for words in shown if not any(words in text for text in texts)] == []


def test_peer_reviews_with_keys_and_the_draft_is_saved(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    sign_in(page, "ayo")
    duty = Review.objects.get(reviewer__email=people.email_of("ayo"), state="open", source="peer")
    page.goto(f"/reviews/{duty.pk}/")
    looks_right(page)
    page.locator("#t2 .turn__body p").click()
    page.keyboard.press("e")
    expect(page.locator("fieldset[data-active] .chip")).to_have_count(1)
    page.keyboard.press("1")
    expect(page.locator(".actionbar .save")).to_contain_text("Saved at", timeout=5000)
    rating = duty.assessment.ratings.get(value="seen")
    evidence = rating.evidence.get()
    assert evidence.quote == evidence.turn.text
    assert evidence.turn.number == 2
    page.fill("textarea[name=strength]", "typing j and k and 3 here moves nothing")
    assert page.locator("fieldset[data-active] input:checked").get_attribute("value") == "seen"


def test_offline_draft_is_kept_and_saved_later(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    sign_in(page, "ayo")
    duty = Review.objects.get(reviewer__email=people.email_of("ayo"), state="open", source="peer")
    page.goto(f"/reviews/{duty.pk}/")
    page.context.set_offline(True)
    page.fill("textarea[name=strength]", "You let him finish.")
    expect(page.locator(".actionbar .save")).to_contain_text("offline", timeout=5000)
    page.context.set_offline(False)
    expect(page.locator(".actionbar .save")).to_contain_text("Saved at", timeout=8000)
    assert duty.assessment.strength == "You let him finish."


def test_mentor_sees_sessions_shared_with_her(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    sign_in(page, "tomas")
    page.goto("/mentoring/")
    looks_right(page)
    expect(page.locator("main")).to_contain_text("Two calendars")


def test_learner_answers_findings_and_takes_a_practice(open_page: OpenPage) -> None:
    page = open_page("/accounts/login/")
    sign_in(page, "mira")
    session = Submission.objects.get(title="The third row")
    page.goto(f"/sessions/{session.pk}/")
    looks_right(page)
    page.goto(f"/sessions/{session.pk}/report/")
    looks_right(page)
    findings = page.locator("article.finding")
    findings.nth(0).get_by_role("button", name="Confirm").click()
    expect(findings.nth(0)).to_have_attribute("data-answer", "confirmed")
    findings.nth(1).get_by_role("button", name="Reject").click()
    expect(findings.nth(1)).to_have_attribute("data-answer", "rejected")
    answers = session.finding_answers.order_by("answer").values_list("answer", flat=True)
    assert list(answers) == ["confirmed", "rejected"]
    for path in ("/growth/", "/sessions/", "/reviews/", "/inbox/", "/courses/"):
        page.goto(path)
        looks_right(page)


def test_client_withdraws_without_an_account_and_without_scripts(open_page: OpenPage) -> None:
    session = Submission.objects.get(title="The third row")
    page = open_page(f"/withdraw/{session.withdrawal_key}/", scripts=False, width=390)
    assert not overflows(page)
    page.check("input[value=tool]")
    page.click("main button[type=submit]")
    page.click("main button[name=confirm]")
    session.refresh_from_db()
    assert session.state == Submission.State.WITHDRAWN
    assert Turn.objects.filter(submission=session).count() == 0
    assert Evidence.objects.filter(turn__submission=session).count() == 0
    expect(page.locator("main")).to_contain_text("deleted")
