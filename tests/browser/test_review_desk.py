"""The desk of a reviewer: words selected in a turn, keys that rest, and drafts that outlive a closed window."""

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from reviews.models import Assessment, Review
from reviews.services import assessing, duties
from reviews.services.assessing import AssessmentDraft, QuoteDraft, RatingDraft
from tests.browser.conftest import OpenPage
from tests.reviews import world

pytestmark = pytest.mark.django_db(transaction=True)
SAVED = ".actionbar .save"


@pytest.fixture
def duty(transactional_db: None) -> Review:
    """An open review of a peer: a session of ten turns."""
    world.open_session(world.learner("Author"))
    return duties.offer_next(reviewer=world.peer_ready("Peer"))


@pytest.fixture
def desk(open_page: OpenPage, duty: Review) -> Page:
    """The review form, opened by the peer."""
    page = open_page("/healthz")
    client = Client()
    client.force_login(duty.reviewer)
    page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": page.url}]
    )
    page.goto(reverse("review", args=[duty.pk]))
    return page


def select_words(page: Page, turn: int, start: int, end: int) -> None:
    """Select characters start..end of the text of a turn, as with a mouse."""
    page.evaluate(
        "([turn, start, end]) => {"
        " const text = document.querySelector(`#t${turn} .turn__body p`).firstChild;"
        " document.getSelection().setBaseAndExtent(text, start, text, end); }",
        [turn, start, end],
    )


def close_and_come_back(page: Page, duty: Review) -> Page:
    """The window is closed without a network and opened again with one."""
    context = page.context
    page.close()
    context.set_offline(False)
    again = context.new_page()
    again.goto(reverse("review", args=[duty.pk]))
    return again


def test_words_selected_in_a_turn_become_the_quote(desk: Page, duty: Review) -> None:
    desk.locator("#t3 .turn__body p").click()
    select_words(desk, 3, 10, 18)
    desk.locator("#t3").get_by_role("button", name="Add to 8a").click()
    expect(desk.locator("fieldset[data-active] .chip")).to_have_text("0:20my choir")
    desk.locator("fieldset[data-active] label", has_text="Seen").first.click()
    expect(desk.locator(SAVED)).to_contain_text("Saved at")
    evidence = duty.assessment.ratings.get(value="seen").evidence.get()
    assert (evidence.turn.number, evidence.quote) == (3, "my choir")


def test_words_selected_across_turns_take_the_whole_turn(desk: Page) -> None:
    desk.locator("#t5 .turn__body p").click()
    desk.evaluate(
        "document.getSelection().setBaseAndExtent("
        "document.querySelector('#t5 p').firstChild, 3, document.querySelector('#t6 p').firstChild, 4)"
    )
    desk.keyboard.press("e")
    expect(desk.locator("fieldset[data-active] .chip > span")).to_have_text(world.TALK[4][1])


def test_passage_is_removed_by_its_button(desk: Page, duty: Review) -> None:
    desk.keyboard.press("j")
    desk.keyboard.press("e")
    desk.keyboard.press("e")
    expect(desk.locator(".chip")).to_have_count(1)
    desk.get_by_role("button", name="Remove the passage of turn 1 from 8a").click()
    expect(desk.locator(".chip")).to_have_count(0)
    expect(desk.locator(SAVED)).to_contain_text("Saved at")
    assert not duty.assessment.ratings.exists()


def test_keys_go_from_turn_to_turn_and_stop_at_the_ends(desk: Page) -> None:
    current = desk.locator(".turn[aria-current]")
    desk.keyboard.press("k")
    expect(current).to_have_id("t10")
    desk.keyboard.press("j")
    expect(current).to_have_id("t10")
    for _ in range(3):
        desk.keyboard.press("k")
    expect(current).to_have_id("t7")
    expect(desk.locator(".turnmenu:visible")).to_have_count(1)


def test_keys_rest_while_typing_and_when_switched_off(desk: Page) -> None:
    desk.fill("textarea[name=strength]", "")
    desk.type("textarea[name=strength]", "jke1?")
    expect(desk.locator("textarea[name=strength]")).to_have_value("jke1?")
    expect(desk.locator(".turn[aria-current]")).to_have_count(0)
    expect(desk.locator("#review input:checked")).to_have_count(0)

    desk.locator("[data-keys-help] summary").click()
    desk.uncheck("[data-keys-switch]")
    desk.locator("h1").click()
    desk.keyboard.press("j")
    desk.keyboard.press("1")
    expect(desk.locator(".turn[aria-current]")).to_have_count(0)
    expect(desk.locator("#review input:checked")).to_have_count(0)
    desk.reload()
    expect(desk.locator("[data-keys-switch]")).not_to_be_checked()


def test_text_changed_offline_is_newer_than_the_saved_one(desk: Page, duty: Review) -> None:
    desk.fill("textarea[name=strength]", "You let her finish.")
    expect(desk.locator(SAVED)).to_contain_text("Saved at")
    desk.context.set_offline(True)
    desk.fill("textarea[name=strength]", "You let her finish, and waited.")
    expect(desk.locator(SAVED)).to_contain_text("You are offline")
    again = close_and_come_back(desk, duty)
    expect(again.locator("textarea[name=strength]")).to_have_value(
        "You let her finish, and waited."
    )
    expect(again.locator(SAVED)).to_contain_text("Saved at")
    assert Assessment.objects.get(review=duty).strength == "You let her finish, and waited."


def test_passages_changed_offline_are_newer_than_the_saved_ones(desk: Page, duty: Review) -> None:
    saved = RatingDraft(ref="8a", quotes=(QuoteDraft(1), QuoteDraft(3)))
    assessing.save_draft(review=duty, draft=AssessmentDraft(ratings=(saved,)))
    desk.reload()
    desk.context.set_offline(True)
    desk.get_by_role("button", name="Remove the passage of turn 1 from 8a").click()
    desk.locator("#t5 .turn__body p").click()
    desk.keyboard.press("e")
    expect(desk.locator(SAVED)).to_contain_text("You are offline")
    again = close_and_come_back(desk, duty)
    expect(again.locator(".chip")).to_have_count(2)
    expect(again.locator(SAVED)).to_contain_text("Saved at")
    rating = duty.assessment.ratings.get()
    assert sorted(row.turn.number for row in rating.evidence.all()) == [3, 5]


def test_turns_are_chosen_by_number_without_scripts(open_page: OpenPage, duty: Review) -> None:
    page = open_page("/healthz", scripts=False)
    client = Client()
    client.force_login(duty.reviewer)
    page.context.add_cookies(
        [{"name": "session", "value": client.cookies["session"].value, "url": page.url}]
    )
    page.goto(reverse("review", args=[duty.pk]))
    page.fill("input[name=turns-8a]", "3, 5")
    page.locator("#f-8a label", has_text="Seen").first.click()
    page.get_by_role("button", name="Save draft").click()
    expect(page.locator("#f-8a .chip")).to_have_count(2)
    rating = duty.assessment.ratings.get(value="seen")
    assert sorted(row.turn.number for row in rating.evidence.all()) == [3, 5]


def test_a_click_hits_although_the_row_before_it_closes(desk: Page) -> None:
    """The active row is the tallest; when another takes its place nothing moves under the mouse."""
    desk.set_viewport_size({"width": 1440, "height": 600})
    for ref in ("8a", "8b", "8c", "8d", "8e", "8f"):
        label = desk.locator(f"#f-{ref} label", has_text="Not seen")
        label.scroll_into_view_if_needed()
        desk.wait_for_timeout(600)  # smooth scrolling comes to rest
        box = label.bounding_box()
        assert box is not None
        desk.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
        desk.mouse.down()
        desk.wait_for_timeout(60)  # a finger takes its time
        desk.mouse.up()
        expect(desk.locator(f"#f-{ref} input[value=not_seen]")).to_be_checked(timeout=1000)
        expect(desk.locator(f"#f-{ref}")).to_have_attribute("data-active", "")
    expect(desk.locator("[data-rated]")).to_have_text("6 of 6 rated")
