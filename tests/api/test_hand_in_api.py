"""Handing in through the API: step by step, in one request, and the same request twice."""

import pytest

from coachlms.accounts.models import User
from coachlms.jobs.models import Job
from reviews.models import Submission, Transcript, Turn
from tests.api.callers import Caller, problem
from tests.api.handing_in import THREE, VTT, WORDS, begun, consent, vtt, whole
from tests.reviews import world

pytestmark = pytest.mark.django_db


# --- step by step -----------------------------------------------------------------------------------


def test_a_session_is_handed_in_step_by_step(caller: Caller, anders: User) -> None:
    here = begun(caller)
    submission = Submission.objects.get()
    assert submission.learner == anders
    assert caller.get(here).json()["next_stage"] == "conversation"

    found = caller.put(f"{here}transcript/", {"text": VTT.decode(), "name": "a.vtt"}).json()
    assert [(v["number"], v["label"], v["guess"], v["role"]) for v in found["voices"]] == [
        (1, "Anders Lund", "coach", None),
        (2, "Tomke Witt", "client", None),
    ]
    roles = [
        {"label": "Anders Lund", "role": "coach"},
        {"label": "Tomke Witt", "role": "client"},
    ]
    said = caller.put(f"{here}speakers/", {"voices": roles}).json()
    assert [voice["role"] for voice in said["voices"]] == ["coach", "client"]

    masks = caller.get(f"{here}masks/").json()
    assert masks["checked"] is False
    assert "Katrin" in [mask["original"] for mask in masks["masks"]]
    kept = [
        {"original": "Katrin", "replacement": "Person A"},
        {"kind": "email", "original": "tomke@example.org", "replacement": "[email]"},
    ]
    checked = caller.put(f"{here}masks/", {"masks": kept}).json()
    assert checked["checked"] is True
    assert checked["turns"][3]["text"] == "Person A leaves in June. Write to me at [email]."

    focus = {"title": "June", "level": "pcc", "focus": "competency-8"}
    assert caller.put(f"{here}focus/", focus).json()["focus"] == "competency-8"
    assert caller.put(f"{here}reflection/", {"text": WORDS}).json()["next_stage"] is None

    handed_in = caller.post(f"{here}hand-in/").json()
    assert (handed_in["state"], handed_in["title"]) == ("in_review", "June")
    again = caller.post(f"{here}hand-in/").json()
    assert again["handed_in_at"] == handed_in["handed_in_at"]
    assert Job.objects.filter(kind="review_with_ai").count() == 1
    assert Transcript.objects.count() == 0

    turns = caller.get(f"{here}turns/").json()
    assert turns["count"] == 4
    assert turns["results"][1] == {
        "number": 2,
        "who": "client",
        "text": "I keep postponing one talk with Person A at Siemens.",
        "start_ms": 7910,
        "end_ms": 13030,
    }


def test_a_file_is_brought_in_as_a_form_too(caller: Caller) -> None:
    here = begun(caller)
    body = (
        b"--b\r\nContent-Disposition: form-data; name=file; filename=a.vtt\r\n\r\n"
        + VTT
        + b"\r\n--b--"
    )
    found = caller.client.put(
        f"/api/v1/{here}transcript/",
        body,
        "multipart/form-data; boundary=b",
        headers=caller.headers,
    )
    assert [voice["label"] for voice in found.json()["voices"]] == ["Anders Lund", "Tomke Witt"]
    assert Transcript.objects.get().name == "a.vtt"


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"purposes": ["peers"]}, "purposes", "Without the first two nothing can be read."),
        ({"agreed_on": "2999-01-01"}, "agreed_on", "This day has not come yet."),
        ({"client_alias": " "}, "client_alias", "This field may not be blank."),
        ({"step": 77}, "step", "No step with this number takes a session."),
    ],
)
def test_without_a_whole_consent_there_is_no_session(
    caller: Caller, changes: dict[str, object], field: str, sentence: str
) -> None:
    answer = caller.post("sessions/", consent(**changes))
    assert problem(answer) == (400, "invalid")
    assert answer.json()["errors"][field][0].startswith(sentence)
    assert Submission.objects.count() == 0


def test_a_transcript_is_refused_with_its_line(caller: Caller) -> None:
    here = begun(caller)
    long_line = "Coach: Hello.\nClient: Hi.\nCoach: " + "word " * 20_000
    answer = caller.put(f"{here}transcript/", {"text": long_line})
    assert problem(answer) == (422, "transcript_refused")
    assert answer.json()["details"]["line"] == 3
    assert answer.json()["details"]["advice"].startswith("Put every turn on a line of its own")
    assert Transcript.objects.count() == 0


def test_a_request_that_is_too_large_is_refused_before_it_is_read(caller: Caller) -> None:
    here = begun(caller)
    answer = caller.put(f"{here}transcript/", {"text": "a" * (12 * 1024 * 1024 + 1)})
    assert problem(answer) == (413, "too_large")
    assert Transcript.objects.count() == 0


@pytest.mark.parametrize("half", ['{"purposes": ["\\ud800"]}', '{"client_alias": "\\udfff"}'])
def test_half_a_character_is_refused(caller: Caller, half: str) -> None:
    answer = caller.client.post(
        "/api/v1/sessions/", half, "application/json", headers=caller.headers
    )
    assert problem(answer) == (400, "parse_error")
    assert Submission.objects.count() == 0


def test_a_stage_waits_for_the_one_it_builds_on(caller: Caller) -> None:
    here = begun(caller)
    answers = [
        caller.get(f"{here}speakers/"),
        caller.put(f"{here}speakers/", {"voices": []}),
        caller.get(f"{here}masks/"),
        caller.put(f"{here}masks/", {"masks": []}),
        caller.post(f"{here}hand-in/"),
    ]
    assert [problem(answer) for answer in answers] == [(422, "session_not_complete")] * 5
    assert {answer.json()["details"]["stage"] for answer in answers} == {"conversation"}
    assert caller.get(f"{here}turns/").json()["code"] == "not_handed_in"


def test_voices_need_a_coach_and_a_client(caller: Caller) -> None:
    here = begun(caller)
    caller.put(f"{here}transcript/", {"text": VTT.decode(), "name": "a.vtt"})
    one = {"voices": [{"label": "Anders Lund", "role": "coach"}]}
    assert problem(caller.put(f"{here}speakers/", one)) == (422, "speakers_unclear")
    assert Transcript.objects.get().roles == {}


def test_a_session_that_was_handed_in_cannot_be_prepared_any_more(
    caller: Caller, anders: User
) -> None:
    here = f"sessions/{world.open_session(anders).pk}/"
    bodies: dict[str, object] = {
        "consent": consent(),
        "transcript": {"text": "Coach: Hi."},
        "speakers": {"voices": []},
        "masks": {"masks": []},
        "focus": {"title": "Other", "level": "pcc", "focus": "competency-8"},
        "reflection": {"text": "Other"},
    }
    answers = [caller.put(f"{here}{name}/", body) for name, body in bodies.items()]
    assert [problem(answer) for answer in answers] == [(409, "already_handed_in")] * 6
    assert Submission.objects.get().title == "The third row"


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"level": "phd"}, "level"),
        ({"focus": "competency-1"}, "focus"),
        ({"title": ""}, "title"),
        ({"until": "2001-01-01"}, "until"),
    ],
)
def test_a_focus_is_checked_as_on_its_page(
    caller: Caller, changes: dict[str, object], field: str
) -> None:
    here = begun(caller)
    focus = {"title": "June", "level": "pcc", "focus": "competency-8"} | changes
    answer = caller.put(f"{here}focus/", focus)
    assert problem(answer) == (400, "invalid")
    assert list(answer.json()["errors"]) == [field]
    assert Submission.objects.get().title == ""


# --- in one request ---------------------------------------------------------------------------------


def test_a_file_is_handed_in_at_once(caller: Caller) -> None:
    made = caller.upload("sessions/hand-in-file/", whole(mask=["one talk=something"], title="June"))
    assert made.status_code == 201, made.content
    assert (made.json()["state"], made.json()["level"]) == ("in_review", "pcc")
    texts = list(Turn.objects.values_list("text", flat=True))
    assert texts[1].startswith("I keep postponing something with Person")
    assert "Katrin" not in " ".join(texts)
    assert "tomke@example.org" not in " ".join(texts)
    assert Transcript.objects.count() == 0
    assert Job.objects.filter(kind="review_with_ai").count() == 1


def test_without_a_reflection_it_waits_for_one(caller: Caller) -> None:
    made = caller.upload("sessions/hand-in-file/", whole(reflection="")).json()
    assert (made["state"], made["next_stage"]) == ("draft", "reflection")
    assert Job.objects.count() == 0
    here = f"sessions/{made['id']}/"
    caller.put(f"{here}reflection/", {"text": WORDS})
    assert caller.post(f"{here}hand-in/").json()["state"] == "in_review"


@pytest.mark.parametrize("coach", ["", "Nobody", "7", "e"])
def test_an_unclear_coach_lists_the_voices_and_leaves_nothing(caller: Caller, coach: str) -> None:
    answer = caller.upload("sessions/hand-in-file/", whole(coach=coach))
    assert problem(answer) == (422, "voices_unclear")
    assert answer.json()["details"]["found"] == ["Anders Lund", "Tomke Witt"]
    assert "1 Anders Lund; 2 Tomke Witt" in answer.json()["title"]
    assert Submission.objects.count() == 0


def test_of_three_voices_the_client_must_be_named(caller: Caller) -> None:
    fields = {"file": vtt(THREE), "coach": "1"}
    answer = caller.upload("sessions/hand-in-file/", whole(**fields))
    assert problem(answer) == (422, "voices_unclear")
    fields = {"file": vtt(THREE), "coach": "1", "client": "witt"}
    assert caller.upload("sessions/hand-in-file/", whole(**fields)).status_code == 201
    assert list(Turn.objects.values_list("who", flat=True)) == ["coach", "client", "other", "coach"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"file": vtt(b"WEBVTT\n\n")}, (422, "transcript_refused")),
        ({"reflection": "Too few words."}, (400, "invalid")),
        ({"purposes": ["tool"]}, (400, "invalid")),
        ({"mask": ["Katrin"]}, (400, "invalid")),
        ({"level": "phd"}, (400, "invalid")),
    ],
)
def test_what_is_wrong_in_one_request_leaves_nothing_behind(
    caller: Caller, changes: dict[str, object], expected: tuple[int, str]
) -> None:
    assert problem(caller.upload("sessions/hand-in-file/", whole(**changes))) == expected
    assert Submission.objects.count() == 0
    assert Job.objects.count() == 0


# --- once -------------------------------------------------------------------------------------------


def test_the_same_key_makes_one_session(caller: Caller) -> None:
    key = {"Idempotency-Key": "march-7"}
    first = caller.post("sessions/", consent(), **key).json()
    second = caller.post("sessions/", consent(), **key)
    assert (second.status_code, second.json()["id"]) == (201, first["id"])
    assert Submission.objects.count() == 1

    other = caller.post("sessions/", consent(client_alias="Client U"), **key)
    assert problem(other) == (422, "key_used_before")
    assert Submission.objects.count() == 1


def test_another_key_and_no_key_make_another_session(caller: Caller) -> None:
    for headers in ({"Idempotency-Key": "a"}, {"Idempotency-Key": "b"}, {}, {}):
        assert caller.post("sessions/", consent(), **headers).status_code == 201
    assert Submission.objects.count() == 4


def test_a_file_sent_twice_with_one_key_is_handed_in_once(caller: Caller) -> None:
    key = {"Idempotency-Key": "file-1"}
    first = caller.upload("sessions/hand-in-file/", whole(), **key).json()
    second = caller.upload("sessions/hand-in-file/", whole(), **key).json()
    assert (second["id"], second["handed_in_at"]) == (first["id"], first["handed_in_at"])
    assert Submission.objects.count() == 1
    other = caller.upload("sessions/hand-in-file/", whole(file=vtt(THREE)), **key)
    assert problem(other) == (422, "key_used_before")


def test_a_key_is_one_persons_own(caller: Caller) -> None:
    other = Caller(world.learner("Other Olsen"))
    key = {"Idempotency-Key": "same"}
    first, second = (one.post("sessions/", consent(), **key).json() for one in (caller, other))
    assert first["id"] != second["id"]
    assert problem(caller.post("sessions/", consent(), **{"Idempotency-Key": "x" * 201})) == (
        400,
        "invalid",
    )
