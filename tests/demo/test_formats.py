"""Every format the readers know, and whatever else is sent: a report or a sentence, never an error page."""

from pathlib import Path

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from coachlms.demo.models import DemoVisit
from coachlms.jobs import services as jobs
from tests.demo.visitors import address, main_of, newest, say_who, upload

SAMPLES = sorted((Path(__file__).parents[1] / "reviews" / "transcripts" / "samples").iterdir())


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
@pytest.mark.usefixtures("library")
def test_every_format_gives_a_report_or_a_sentence(client: Client, sample: Path) -> None:
    answer = upload(client, sample.name, sample.read_bytes())
    if answer.status_code == 422:
        assert '<div class="notice" data-kind="error" role="alert">' in main_of(answer)
        assert DemoVisit.objects.count() == 0
        return
    visit = newest()
    assert answer["Location"] == address(visit)
    if visit.asks_who:
        names = [f"voice-{at}" for at in range(50)]
        told = say_who(client, visit, dict(zip(names, ["coach", *["client"] * 49], strict=True)))
        assert told["Location"] == address(visit)
    jobs.run_pending()
    page = main_of(client.get(address(visit)))
    assert "What carried this conversation" in page
    assert "Every mark, by competency" in main_of(client.get(address(visit, "demo_transcript")))


LABELS = st.sampled_from(["Coach: ", "Client: ", "Anna: ", "", "00:00:01.000 --> 00:00:02.000\n"])
LINES = st.lists(st.tuples(LABELS, st.text(max_size=60)), max_size=12)


@given(LINES, st.binary(max_size=40))
@settings(
    max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@pytest.mark.django_db
def test_whatever_is_sent_is_answered(lines: list[tuple[str, str]], rest: bytes) -> None:
    text = "\n".join(label + said for label, said in lines).encode("utf-8", "replace") + rest
    answer = upload(Client(), "talk.vtt", text or b"\n")
    assert answer.status_code in {302, 422}
