"""A visitor's own text: from the paste to a report whose every quote stands in it."""

import html
import re

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from coachlms.accounts.models import User
from coachlms.demo.models import DemoVisit
from coachlms.jobs import services as jobs
from coachlms.jobs.models import Job
from courses.models import Level, MarkerDepth
from reviews.models import Evidence, Rubric, Submission, Transcript, Turn
from reviews.transcripts import merge
from reviews.transcripts.pseudonyms import apply, suggest
from tests.demo.visitors import (
    CLIENT_SAID,
    OWN,
    address,
    bring,
    main_of,
    newest,
    quotes_in,
    read,
    say_who,
    upload,
)

pytestmark = pytest.mark.usefixtures("library")
NAMED = OWN.replace("Coach:", "Anna Meier:").replace("Client:", "Ben Ott:")


def test_own_text_becomes_a_report_with_verbatim_quotes(client: Client) -> None:
    answer = bring(client)
    visit = newest()
    assert answer["Location"] == address(visit)
    assert "waiting for its turn" in main_of(client.get(address(visit)))
    assert jobs.run_pending() >= 1

    page = main_of(client.get(address(visit)))
    visit.refresh_from_db()
    texts = [turn.text for turn in visit.plain_turns]
    found = quotes_in(page)
    assert len(found) >= 3
    assert [words for words in found if not any(words in text for text in texts)] == []
    assert "Report on your conversation" in page
    assert "Gone in <time" in page
    assert ">23 h</time>" in page
    assert f'action="{address(visit, "delete_demo")}"' in page
    assert f'href="{reverse("account_signup")}"' in page


def test_names_are_masked_by_the_rules_of_the_hand_in_and_forgotten(client: Client) -> None:
    bring(client, NAMED)
    visit = newest()
    say_who(client, visit, {"voice-0": "coach", "voice-1": "client"})
    assert "Ottokar" in str(visit.utterances)
    jobs.run_pending()
    visit.refresh_from_db()
    kept = str([visit.utterances, visit.roles, visit.turns, visit.readings, visit.title])
    for name in ("Ottokar", "Anna", "Meier", "Ben Ott"):
        assert name not in kept
    assert "One sentence to Person A." in visit.plain_turns[1].text
    assert visit.masked == 4


def test_turns_are_masked_together_as_each_would_be_alone(client: Client) -> None:
    """“Will you” at the start of a turn is no Will, and what ends one turn does not reach into the next."""
    text = (
        "Coach: What did Will say?\nClient: Will you guess, Anna\n"
        "Coach: Berg is a village\nClient: Will said no\nCoach: And Anna Berg agreed?\n"
        "Client: Anna Berg did.\n"
    )
    bring(client, text)
    visit = newest()
    turns = merge(visit.plain_utterances, visit.roles)
    masks = suggest([turn.text for turn in turns], visit.roles)
    jobs.run_pending()
    visit.refresh_from_db()
    assert [turn.text for turn in visit.plain_turns] == [apply(t.text, masks) for t in turns]
    assert "Anna" not in str(visit.turns)


def test_the_coach_is_asked_for_when_the_text_does_not_say(client: Client) -> None:
    bring(client, NAMED)
    visit = newest()
    assert client.get(address(visit))["Location"] == address(visit, "demo_speakers")
    page = main_of(client.get(address(visit, "demo_speakers")))
    assert "Who is the coach?" in page
    assert "Anna Meier" in page
    assert Job.objects.filter(kind="read_demo").count() == 0

    both = say_who(client, visit, {"voice-0": "coach", "voice-1": "coach"})
    assert both.status_code == 422
    assert "Say which voice is the coach and which the client" in main_of(both)
    odd = say_who(client, visit, {"voice-0": "coach", "voice-1": "judge"})
    assert odd.status_code == 422
    visit.refresh_from_db()
    assert visit.roles == {}
    assert Job.objects.filter(kind="read_demo").count() == 0

    # the other way round than guessed
    told = say_who(client, visit, {"voice-0": "client", "voice-1": "coach"})
    assert told["Location"] == address(visit)
    jobs.run_pending()
    visit.refresh_from_db()
    assert [turn.who for turn in visit.plain_turns[:2]] == ["client", "coach"]


def test_who_is_who_is_said_once(client: Client) -> None:
    bring(client, NAMED)
    visit = newest()
    for _click in range(2):
        say_who(client, visit, {"voice-0": "coach", "voice-1": "client"})
    assert Job.objects.filter(kind="read_demo").count() == 1
    jobs.run_pending()
    assert say_who(client, visit, {"voice-0": "client"})["Location"] == address(visit)


@pytest.mark.parametrize(
    ("wished", "refs"),
    [
        ("all", {"3", "8"}),
        ("8", {"8"}),
        ("3", {"3"}),
    ],
)
def test_marks_of_one_competency_or_of_all(client: Client, wished: str, refs: set[str]) -> None:
    visit = read(client)
    page = main_of(client.get(address(visit, "demo_transcript"), {"competency": wished}))
    tags = re.findall(r'class="marktag".*?</svg>(\d[a-f])<', page)
    assert {ref[0] for ref in tags} == refs
    assert page.count('aria-current="true"') == 2  # the level and what is marked


def test_at_first_the_passages_of_the_report_are_marked(client: Client) -> None:
    visit = read(client)
    findings = set(
        re.findall(r'class="finding" id="f-([2-8][a-f])"', main_of(client.get(address(visit))))
    )
    for wished in ({}, {"competency": "99"}, {"competency": "x"}):
        page = main_of(client.get(address(visit, "demo_transcript"), wished))
        tags = re.findall(r'class="marktag".*?</svg>(\d[a-f])<', page)
        assert set(tags) == findings


def test_progress_is_a_fragment_that_leads_to_the_report(client: Client) -> None:
    bring(client)
    visit = newest()
    asked = {"HTTP_HX_REQUEST": "true"}
    waiting = client.get(address(visit, "demo_progress"), **asked)
    assert "<html" not in waiting.content.decode()
    assert "waiting for its turn" in waiting.content.decode()
    assert "HX-Redirect" not in waiting
    jobs.run_pending()
    assert client.get(address(visit, "demo_progress"), **asked)["HX-Redirect"] == address(visit)
    assert client.get(address(visit, "demo_progress"))["Location"] == address(visit)


def test_without_scripts_the_waiting_page_looks_again_by_itself(client: Client) -> None:
    bring(client)
    page = client.get(address(newest())).content.decode()
    assert '<noscript><meta http-equiv="refresh" content="2"></noscript>' in page


def test_a_reading_that_gave_up_says_so(client: Client) -> None:
    bring(client)
    visit = newest()
    job = Job.objects.get(kind="read_demo", subject=visit.pk)
    Job.objects.filter(pk=job.pk).update(state="dead", error_text="It gave up.")
    page = client.get(address(visit)).content.decode()
    assert "It gave up." in page
    assert "hx-get" not in page
    assert "http-equiv" not in page


def test_the_box_must_be_ticked(client: Client) -> None:
    answer = client.post(reverse("free_demo"), {"text": OWN})
    assert answer.status_code == 422
    assert "Say that you may use it." in main_of(answer)
    assert CLIENT_SAID in main_of(answer)  # what she pasted is not lost
    assert DemoVisit.objects.count() == 0


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Choose a file or paste the conversation."),
        ("nobody speaks here\nin two lines", "No line of the text says who speaks."),
        ("Coach: I talk alone.\nCoach: And I go on.", "Only one voice is in this text."),
        ("Coach: a\nClient: " + "word " * 41_000, "This is larger than 200 KB"),
        ("Coach: So?\nClient: Hm.\n" * 800, "This is longer than 3 hours of talk."),
        (
            "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nCoach: So?\n\n"
            "03:10:00.000 --> 03:10:02.000\nClient: Still here.",
            "This is longer than 3 hours of talk.",
        ),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(
    client: Client, text: str, sentence: str
) -> None:
    answer = bring(client, text)
    assert answer.status_code == 422
    assert sentence in main_of(answer)
    assert DemoVisit.objects.count() == 0


def test_a_file_that_is_too_large_is_refused_by_its_size(client: Client) -> None:
    answer = upload(client, "talk.txt", OWN.encode() * 300)
    assert answer.status_code == 422
    assert "This is larger than 200 KB" in main_of(answer)
    assert DemoVisit.objects.count() == 0


def test_another_language_gets_its_facts_and_the_reason(client: Client) -> None:
    german = (
        "Coach: Was möchtest du am Ende unseres Gesprächs für dich haben?\n"
        "Client: Einen Satz, den ich wirklich so meine und nicht nur sage.\n"
    ) * 8
    visit = read(client, german)
    page = main_of(client.get(address(visit)))
    assert visit.readings["pcc"]["markers"] == []
    assert visit.readings["pcc"]["limits"][0] in html.unescape(page)
    assert "No passage stood out clearly enough." in page
    assert client.get(address(visit, "demo_transcript")).status_code == 200


def test_without_a_library_the_reading_says_what_is_missing(client: Client) -> None:
    MarkerDepth.objects.all().delete()
    Level.objects.all().delete()
    bring(client)
    jobs.run_pending()
    assert "The library of competencies is not loaded yet." in main_of(
        client.get(address(newest()))
    )


def test_nothing_of_a_visit_lies_among_the_sessions_of_the_school(client: Client) -> None:
    read(client)
    for model in (Submission, Transcript, Turn, Evidence, Rubric, User):
        assert model.objects.count() == 0


@pytest.mark.parametrize("name", ["demo_report", "demo_transcript", "demo_speakers"])
def test_pages_of_a_visit_ask_the_database_little(
    client: Client, name: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    visit = read(client, OWN * 20) if name != "demo_speakers" else None
    if visit is None:
        bring(client, NAMED * 20)
        visit = newest()
    with django_assert_max_num_queries(8):
        assert "<h1" in main_of(client.get(address(visit, name)))
