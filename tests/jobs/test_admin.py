"""Staff run dead work again; they never see or change what it is about."""

import pytest
from django.test import Client
from django.urls import reverse

from coachlms.accounts.models import User
from coachlms.jobs.models import Job

pytestmark = pytest.mark.django_db
LIST = "admin:jobs_job_changelist"


@pytest.fixture
def dead() -> Job:
    return Job.objects.create(
        kind="review_with_ai", subject=3, state="dead", attempt=6, error_text="It failed."
    )


@pytest.fixture
def running_out_of_reach() -> Job:
    return Job.objects.create(kind="send_notice", subject=4, state="done", attempt=1)


def run_again(client: Client, *jobs: Job) -> None:
    chosen = {"action": "run_again", "_selected_action": [job.pk for job in jobs]}
    client.post(reverse(LIST), chosen)


def test_admin_runs_dead_jobs_again_and_leaves_the_others(
    client: Client, dead: Job, running_out_of_reach: Job
) -> None:
    client.force_login(User.objects.create_superuser("admin@example.org", "a long password"))
    run_again(client, dead, running_out_of_reach)
    states = Job.objects.order_by("pk").values_list("state", "attempt")
    assert list(states) == [("queued", 0), ("done", 1)]
    page = client.get(reverse(LIST)).content.decode()
    assert "1 job runs again. The others are not dead." in page


def test_admin_action_of_a_learner_changes_nothing(client: Client, dead: Job) -> None:
    client.force_login(User.objects.create_user("mina@example.org", "a long password"))
    run_again(client, dead)
    dead.refresh_from_db()
    assert (dead.state, dead.attempt) == ("dead", 6)


def test_admin_can_neither_add_nor_delete_nor_edit_jobs(client: Client, dead: Job) -> None:
    client.force_login(User.objects.create_superuser("admin@example.org", "a long password"))
    assert client.get(reverse("admin:jobs_job_add")).status_code == 403
    assert client.post(reverse("admin:jobs_job_delete", args=[dead.pk])).status_code == 403
    client.post(reverse("admin:jobs_job_change", args=[dead.pk]), {"state": "done"})
    dead.refresh_from_db()
    assert dead.state == "dead"
