"""Announcements: on the course page, once in everybody's inbox, as text and never as markup."""

from django.core import mail
from django.test import Client

from coachlms.accounts.models import User
from coachlms.jobs import services as jobs
from coachlms.notifications.models import Notice
from courses import services
from courses.models import Announcement, Cohort, Enrolment
from tests.courses.test_views_library import page, words

COURSE = "/courses/coaching-in-practice/"


def announce(cohort: Cohort, author: User, text: str = "We meet at six.") -> Announcement:
    return services.announce(cohort=cohort, author=author, title="Thursday", text=text)


def test_everybody_in_the_cohort_is_told_once(
    enrolment: Enrolment, cohort: Cohort, instructor: User, stranger: User
) -> None:
    gone = services.enrol(learner=stranger, cohort=cohort)
    services.end_place(enrolment=gone)
    row = announce(cohort, instructor)
    jobs.run_pending()
    notice = Notice.objects.get()
    assert (notice.user, notice.text) == (enrolment.learner, "Spring group: Thursday")
    assert notice.path == f"{COURSE}#a-{row.pk}"
    assert [message.to for message in mail.outbox] == [["mira.kern@example.org"]]
    services.change_announcement(announcement=row, title="Friday", text="At seven.")
    jobs.run_pending()
    assert Notice.objects.count() == len(mail.outbox) == 1


def test_withdrawn_before_the_mail_went_out_tells_nobody(
    enrolment: Enrolment, cohort: Cohort, instructor: User
) -> None:
    services.withdraw_announcement(announcement=announce(cohort, instructor))
    jobs.run_pending()
    assert Notice.objects.count() == len(mail.outbox) == 0


def test_text_is_escaped_and_addresses_become_links(
    client: Client, enrolment: Enrolment, cohort: Cohort, instructor: User, learner: User
) -> None:
    text = "<script>x</script> https://example.org/a?b=1&c=2 javascript:alert(1)"
    announce(cohort, instructor, text)
    client.force_login(learner)
    html = client.get(COURSE).content.decode()
    assert "&lt;script&gt;x&lt;/script&gt;" in html
    assert '<a href="https://example.org/a?b=1&amp;c=2" rel="nofollow">' in html
    assert 'href="javascript' not in html
    assert html.count("<script") == html.count("<script src=")


def test_course_page_shows_own_cohorts_words_until_they_are_withdrawn(
    client: Client, enrolment: Enrolment, cohort: Cohort, instructor: User, learner: User
) -> None:
    other = Cohort.objects.create(course=cohort.course, name="Other", starts_on=cohort.starts_on)
    announce(other, instructor, "Not for you.")
    row = announce(cohort, instructor)
    client.force_login(learner)
    text = words(page(client, COURSE))
    assert "From your instructors Thursday We meet at six. Ines Instructor" in text
    assert "Not for you." not in text
    services.withdraw_announcement(announcement=row)
    assert "We meet at six." not in page(client, COURSE)


def test_instructor_writes_changes_and_withdraws_on_the_page(
    client: Client, cohort: Cohort, instructor: User
) -> None:
    client.force_login(instructor)
    address = f"/cohorts/{cohort.pk}/announcements/"
    assert client.post(address, {"title": "", "text": "x"}).status_code == 422
    assert Announcement.objects.count() == 0
    client.post(address, {"title": "One", "text": "First words"})
    row = Announcement.objects.get()
    assert (row.title, row.author) == ("One", instructor)
    client.post(f"{address}{row.pk}/", {"title": "Two", "text": "Other words"})
    row.refresh_from_db()
    assert (row.title, row.text) == ("Two", "Other words")
    assert row.changed_at is not None
    client.post(f"{address}{row.pk}/withdraw/")
    assert client.get(f"{address}{row.pk}/").status_code == 404
    assert "withdrawn on" in page(client, address)
