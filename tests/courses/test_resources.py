"""A resource from draft to archive: who may take which step, once, and who hears of it."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django.fixtures import Settings

from coachlms.accounts.models import Role, User
from coachlms.common.errors import Conflict
from coachlms.common.lifecycle import IllegalStep
from coachlms.notifications.models import Notice
from courses import services
from courses.errors import NoteMissing, ResourceIncomplete, ResourceInUse, SecondPersonNeeded
from courses.library import Library
from courses.models import Competency, Course, Level, Marker, Resource, Step
from courses.services import resources
from courses.services.resources import ResourceDraft
from tests.courses.conftest import person, shipped_library

pytestmark = pytest.mark.django_db


@pytest.fixture
def colleague(db: None) -> User:
    return person("Cora Colleague", Role.CURATOR)


@pytest.fixture(autouse=True)
def _two_people(settings: Settings) -> None:
    settings.TWO_PERSON_RULE = True


def page(state: str = "draft", proposer: User | None = None, **fields: object) -> Resource:
    values = {"kind": "web", "title": "On silence", "url": "https://example.org/silence"}
    return Resource.objects.create(
        slug=f"row-{Resource.objects.count()}",
        state=state,
        proposed_by=proposer,
        **(values | fields),
    )


def told(user: User) -> list[str]:
    return list(user.notices.order_by("pk").values_list("text", flat=True))


def test_proposed_resource_is_a_draft_of_hers_with_a_place(library: Library, curator: User) -> None:
    marker, level = Marker.objects.get(ref="2a"), Level.objects.get(key="mcc")
    two = Competency.objects.get(number=2)
    draft = ResourceDraft(
        kind="exercise",
        title="Whose choice is it?",
        body="Ask.",
        markers=[marker],
        levels=[level],
        competencies=[two],
    )
    row = resources.propose(by=curator, draft=draft)
    again = resources.propose(by=curator, draft=draft)
    assert (row.slug, again.slug) == ("whose-choice-is-it", "whose-choice-is-it-2")
    assert (row.state, row.proposed_by) == ("draft", curator)
    assert [list(row.markers.all()), list(row.levels.all())] == [[marker], [level]]
    assert set(two.resources.filter(title=row.title)) == {row, again}
    assert row.history.get().history_user == curator


def test_life_of_a_resource_keeps_who_and_when(
    curator: User, colleague: User, settings: Settings
) -> None:
    settings.RESOURCE_REVIEW_DAYS = 90
    row = page(proposer=curator)
    resources.submit_for_review(resource=row, by=curator)
    resources.publish(resource=row, by=colleague)
    row.refresh_from_db()
    assert (row.state, row.proposed_by, row.reviewed_by) == ("published", curator, colleague)
    assert row.review_due_on == timezone.localdate() + timedelta(days=90)
    assert (row.is_checked, row.is_shown) == (True, True)
    Resource.objects.filter(pk=row.pk).update(review_due_on=timezone.localdate())
    assert resources.find_due() == 1
    row.refresh_from_db()
    assert (row.state, row.is_shown) == ("due_for_review", True)
    resources.renew(resource=row, by=colleague)
    resources.archive(resource=row, by=curator)
    row.refresh_from_db()
    assert (row.state, row.is_shown, row.days_to_review) == ("archived", False, None)
    resources.restore(resource=row, by=curator)
    reasons = row.history.order_by("pk").values_list("history_change_reason", "history_user__name")
    assert list(reasons)[1:] == [
        ("Submitted for review", "Cleo Curator"),
        ("Published", "Cora Colleague"),
        ("Looked at again", "Cora Colleague"),
        ("Archived", "Cleo Curator"),
        ("Taken out of the archive", "Cleo Curator"),
    ]


def test_who_proposed_it_may_not_publish(curator: User) -> None:
    row = page("in_review", proposer=curator)
    with pytest.raises(SecondPersonNeeded, match="You proposed “On silence”"):
        resources.publish(resource=row, by=curator)
    row.refresh_from_db()
    assert (row.state, row.reviewed_by) == ("in_review", None)


def test_one_person_publishes_alone_where_the_rule_is_off(
    curator: User, settings: Settings
) -> None:
    settings.TWO_PERSON_RULE = False
    row = page("in_review", proposer=curator)
    resources.publish(resource=row, by=curator)
    assert Resource.objects.published().get() == row


def test_who_submits_it_has_proposed_it(curator: User, colleague: User) -> None:
    row = page(proposer=colleague)
    resources.submit_for_review(resource=row, by=curator)
    with pytest.raises(SecondPersonNeeded):
        resources.publish(resource=row, by=curator)
    resources.publish(resource=row, by=colleague)
    assert Resource.objects.get().state == "published"


def test_changed_text_waits_for_the_other_person_and_stays_visible(
    curator: User, colleague: User
) -> None:
    row = page("published", proposer=colleague)
    row.title = "On pauses"
    resources.keep(resource=row, by=curator, changed=["title"])
    row.refresh_from_db()
    assert (row.title, row.state, row.proposed_by) == ("On pauses", "due_for_review", curator)
    assert Resource.objects.published().get() == row
    assert (told(curator), told(colleague)) == (
        [],
        ["“On pauses” was changed. Look at what is new in it."],
    )
    with pytest.raises(SecondPersonNeeded):
        resources.renew(resource=row, by=curator)
    resources.renew(resource=row, by=colleague)
    assert Resource.objects.get().state == "published"


def test_changed_text_stays_published_where_the_rule_is_off(
    curator: User, settings: Settings
) -> None:
    settings.TWO_PERSON_RULE = False
    row = page("published")
    row.title = "On pauses"
    resources.keep(resource=row, by=curator, changed=["title"])
    assert Resource.objects.get().state == "published"


def test_change_of_place_proposes_nothing(curator: User, colleague: User) -> None:
    row = page("published", proposer=colleague)
    resources.keep(resource=row, by=curator, changed=["markers", "slug"])
    row.refresh_from_db()
    assert (row.state, row.proposed_by) == ("published", colleague)


def test_saved_text_does_not_bring_an_older_state_back(curator: User, colleague: User) -> None:
    row = page("in_review", proposer=colleague)
    opened = Resource.objects.get()
    resources.publish(resource=row, by=curator)
    opened.title = "On pauses"
    resources.keep(resource=opened, by=colleague, changed=["title"])
    row.refresh_from_db()
    assert (row.title, row.state) == ("On pauses", "published")


def test_new_address_forgets_what_was_known_of_the_old_one(curator: User) -> None:
    row = page(link_state="broken", link_failures=2, hidden_since=timezone.now())
    row.url = "https://example.org/moved"
    resources.keep(resource=row, by=curator, changed=["url"])
    row.refresh_from_db()
    assert (row.link_state, row.link_failures, row.hidden_since) == ("unchecked", 0, None)


@pytest.mark.parametrize(
    ("fields", "missing"),
    [
        ({"kind": "web", "url": ""}, "an address"),
        ({"kind": "exercise", "body": ""}, "a text"),
        ({"kind": "book", "by": ""}, "an author"),
    ],
)
def test_empty_resource_is_not_submitted(
    curator: User, fields: dict[str, str], missing: str
) -> None:
    row = page(proposer=curator, **fields)
    with pytest.raises(ResourceIncomplete, match=missing):
        resources.submit_for_review(resource=row, by=curator)
    assert Resource.objects.get().state == "draft"


def test_submitted_resource_is_announced_to_the_other_curators(
    curator: User, colleague: User, learner: User
) -> None:
    row = page(proposer=curator)
    resources.submit_for_review(resource=row, by=curator)
    assert told(colleague) == ["“On silence” is ready to be checked."]
    assert Notice.objects.count() == 1
    assert colleague.notices.get().path == f"/admin/courses/resource/{row.pk}/change/"


def test_admins_hear_of_it_where_there_is_no_curator(learner: User) -> None:
    admin = person("Adam Admin", Role.ADMIN)
    resources.submit_for_review(resource=page(proposer=learner), by=learner)
    assert told(admin) == ["“On silence” is ready to be checked."]


def test_sent_back_resource_carries_the_note_to_its_author(curator: User, colleague: User) -> None:
    row = page("in_review", proposer=colleague)
    resources.send_back(resource=row, by=curator, note="  Say where\nit is from. ")
    row.refresh_from_db()
    assert (row.state, row.note) == ("draft", "Say where it is from.")
    assert told(colleague) == ["“On silence” needs something more before it can be published."]
    resources.submit_for_review(resource=row, by=colleague)
    assert Resource.objects.get().note == ""


def test_sending_back_without_a_word_is_refused(curator: User) -> None:
    row = page("in_review")
    with pytest.raises(NoteMissing):
        resources.send_back(resource=row, by=curator, note="  ")
    assert Resource.objects.get().state == "in_review"


@pytest.mark.parametrize("state", ["draft", "archived"])
def test_step_that_leads_nowhere_is_refused(curator: User, state: str) -> None:
    row = page(state)
    with pytest.raises(IllegalStep):
        resources.publish(resource=row, by=curator)
    assert Resource.objects.get().state == state


def test_second_of_two_at_once_is_told(curator: User, colleague: User) -> None:
    first, second = page("in_review"), Resource.objects.get()
    resources.publish(resource=first, by=curator)
    with pytest.raises(Conflict):
        resources.send_back(resource=second, by=colleague, note="Not yet.")
    assert (Resource.objects.get().state, Resource.objects.get().note) == ("published", "")


def test_resource_of_a_course_step_is_not_archived(course: Course, curator: User) -> None:
    step = Step.objects.filter(kind="resource").first()
    assert step is not None
    assert step.resource is not None
    with pytest.raises(ResourceInUse, match=f"is a step of “{step.module.title}”"):
        resources.archive(resource=step.resource, by=curator)
    assert Resource.objects.get(pk=step.resource.pk).state == "published"


def test_due_resources_are_announced_in_one_line_a_day(curator: User) -> None:
    today = timezone.localdate()
    for days in (-1, 0, 1):
        page("published", review_due_on=today + timedelta(days=days))
    assert resources.find_due() == 2
    assert resources.find_due() == 0
    assert told(curator) == ["2 learning resources are due for review."]
    assert curator.notices.get().path == "/admin/courses/resource/?state=due_for_review"
    assert sorted(Resource.objects.values_list("state", flat=True)) == [
        "due_for_review",
        "due_for_review",
        "published",
    ]


def test_library_file_says_only_how_a_row_begins(library: Library, curator: User) -> None:
    begun = dict(Resource.objects.values_list("slug", "state"))
    assert begun["res-kline"] == "in_review"
    assert begun["ex-keeping-faith"] == "published"
    Resource.objects.filter(slug="ex-keeping-faith").update(state="archived")
    Resource.objects.filter(slug="res-icf-pcc").update(state="draft", proposed_by=curator)
    change = services.load_library(library=shipped_library())
    assert (change.created, change.changed) == (0, 0)
    assert Resource.objects.get(slug="ex-keeping-faith").state == "archived"
    assert Resource.objects.get(slug="res-icf-pcc").state == "draft"


def test_archived_resource_leaves_the_lists(library: Library, curator: User) -> None:
    Resource.objects.filter(slug="res-kline").update(state="archived")
    assert not Resource.objects.current().filter(slug="res-kline").exists()
    assert not Resource.objects.published().filter(slug="res-kline").exists()
