"""A report composed from stored rows: what it says, what it never says, and in how many queries."""

from datetime import timedelta

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from coachlms.accounts.models import User
from courses.models import Level, Marker, Resource
from courses.rubrics import Value
from feedback.querysets import (
    compose,
    evidence_for,
    growth_of,
    resources_for,
    sessions_with_report,
)
from feedback.reports import Report
from feedback.reports.parts import Finding
from reviews.models import Assessment, Rating, Result, Review, Submission, Turn
from tests.feedback.rows import (
    AI_WORDS,
    Reader,
    add_review,
    combine_reviews,
    expire_text,
    machine_read_session,
    person,
    read_session,
    session_of,
    share_with,
)


def report_for(submission: Submission, user: User) -> Report:
    return compose(sessions_with_report(user).get(pk=submission.pk), user)


def all_text(report: Report) -> str:
    """Everything a report says, for looking for words in it."""
    return repr(report)


def test_report_of_four_voices_chooses_strengths_and_edges(author: User) -> None:
    report = report_for(read_session(author), author)
    assert [(f.ref, f.value) for f in report.strengths] == [
        ("8a", "seen"),
        ("8f", "seen"),
        ("3b", "seen"),
    ]
    assert [(f.ref, f.value) for f in report.edges] == [("8c", "missed"), ("6c", "missed")]
    assert report.final
    assert report.stage == "Final: read by the AI reader, two peers and a mentor coach."


def test_findings_name_the_voices_that_said_the_same(author: User) -> None:
    report = report_for(read_session(author), author)
    assert report.strengths[0].voices == (
        ("ai", "AI reader"),
        ("peer", "2 peers"),
        ("mentor", "Mentor"),
    )
    assert report.edges[0].voices == (
        ("self", "You"),
        ("ai", "AI reader"),
        ("peer", "1 peer"),
        ("mentor", "Mentor"),
    )


def test_every_quote_is_verbatim_in_its_turn(author: User) -> None:
    submission = read_session(author)
    report = report_for(submission, author)
    turns = {turn.number: turn for turn in submission.turns.all()}
    quotes = [
        q for f in report.findings for q in (*f.quotes, *([f.coach_said] if f.coach_said else []))
    ]
    assert len(quotes) >= 7
    for quote in quotes:
        assert quote.text in turns[quote.turn].text
        assert quote.who == turns[quote.turn].who
        assert quote.start_ms == turns[quote.turn].start_ms
    for finding in report.findings:
        assert finding.quotes


def test_quote_that_no_longer_stands_in_its_turn_is_not_shown(author: User) -> None:
    submission = read_session(author)
    Turn.objects.filter(submission=submission, number=14).update(text="Something else entirely.")
    report = report_for(submission, author)
    assert report.finding("8c") is not None
    assert "All right" not in all_text(report)


def test_edge_shows_what_the_coach_said_and_an_experiment(author: User) -> None:
    report = report_for(read_session(author), author)
    edge = report.finding("8c")
    assert isinstance(edge, Finding)
    assert [q.text for q in edge.quotes] == ["Hm. All right."]
    assert edge.coach_said is not None
    assert edge.coach_said.text.startswith("You wanted one sentence")
    assert (
        edge.attempt == "How would you like to keep yourself to it, and does anyone need to know?"
    )
    assert edge.why is not None
    assert edge.why.rule == "A question about learning, answered by the client."
    assert edge.why.certainty == "quite sure"


def test_no_sentence_stands_twice_in_a_report(author: User) -> None:
    report = report_for(read_session(author), author)
    said = [f.headline for f in report.findings]
    for finding in report.findings:
        said += finding.text.split(". ")
        said += [text for text in (finding.attempt, finding.practice, finding.question) if text]
    assert len(said) == len(set(said))


def test_report_is_the_same_each_time(author: User) -> None:
    submission = read_session(author)
    assert report_for(submission, author) == report_for(submission, author)


def test_report_of_the_machine_alone_is_provisional_and_has_two_edges_at_most(author: User) -> None:
    report = report_for(machine_read_session(author), author)
    assert not report.final
    assert report.stage.startswith(
        "Provisional: the AI reader so far. It becomes final when a peer"
    )
    assert [f.ref for f in report.strengths] == ["8a", "8f", "3b"]
    assert [f.ref for f in report.edges] == ["8c", "6c"]


def test_focus_competency_has_word_coverage_and_a_row_per_marker(author: User) -> None:
    focus = report_for(read_session(author), author).focus
    assert focus is not None
    assert (focus.number, focus.found, focus.of) == (8, 3, 6)
    assert [row.ref for row in focus.rows] == ["8a", "8b", "8c", "8d", "8e", "8f"]
    assert [row.passages for row in focus.rows] == [
        "1 passage",
        "2 passages",
        "1 passage, 1 opening",
        "no passage found",
        "left out of the sums",
        "1 passage",
    ]
    assert focus.rows[1].cells == (
        ("You", "Partly seen"),
        ("AI reader", "Partly seen"),
        ("Peers", "Seen"),
        ("Mentor", "not rated"),
    )
    assert focus.deepen == (
        "The client invents their own way of keeping faith with it; the coach's offer is optional."
    )


def test_other_scored_competencies_stand_beside_it_and_no_others(author: User) -> None:
    report = report_for(read_session(author), author)
    assert [view.number for view in report.others] == [3, 4, 5, 6, 7]


def test_without_a_focus_the_richest_competency_comes_first(author: User) -> None:
    report = report_for(read_session(author, focus=None), author)
    assert report.focus is not None
    assert report.focus.number == 8


def test_notices_are_separate_and_quote_the_turn(author: User) -> None:
    (notice,) = report_for(read_session(author), author).notices
    assert (notice.ref, notice.value) == ("1c", "")
    assert notice.headline == "The edge of coaching may have come near"
    assert [q.text for q in notice.quotes] == [
        "Well, I am worried about the schedule. And a bit ashamed, honestly."
    ]


def test_limits_name_what_was_not_found_and_what_was_dropped(author: User) -> None:
    assert report_for(read_session(author), author).limits == (
        "Read from text and times only.",
        "Nobody found a passage for 7e, 8d in this transcript, which is not proof that it was not there.",
        "One remark without a verbatim quote was dropped.",
    )


def test_facts_show_the_learners_own_trend_of_three_sessions(author: User) -> None:
    now = timezone.now()
    for weeks, share in ((5, 60.0), (4, 52.0), (3, 48.5), (2, 44.0)):
        machine_read_session(author, share=share, handed_in_at=now - timedelta(weeks=weeks))
    machine_read_session(person("Olga Other"), share=99, handed_in_at=now - timedelta(days=1))
    report = report_for(read_session(author, handed_in_at=now), author)
    share = report.facts[0]
    assert (share.label, share.said, share.trend) == (
        "Your share of the talk",
        "31\N{NO-BREAK SPACE}%",
        "before: 52\N{NO-BREAK SPACE}%, 48.5\N{NO-BREAK SPACE}%, 44\N{NO-BREAK SPACE}%",
    )
    assert [f.said for f in report.facts] == ["31\N{NO-BREAK SPACE}%", "8", "0:24", "19"]
    assert [(f.key, f.said) for f in report.more_facts] == [
        ("questions_open", "6"),
        ("stacked", "1\N{NO-BREAK SPACE}turn"),
        ("pause_after_question", "not measured"),
    ]


def test_readers_own_words_are_shown_by_alias_only(author: User) -> None:
    report = report_for(read_session(author), author)
    assert [(w.voice, w.reader, w.strength, w.experiment) for w in report.words] == [
        ("peer", "Peer A", "The image stayed hers.", ""),
        ("mentor", "Tomas Mentor", "", "Let the end be hers."),
    ]
    assert "Petra" not in all_text(report)
    assert "Pavel" not in all_text(report)


def test_drafts_and_void_reviews_do_not_count(author: User) -> None:
    submission = machine_read_session(author)
    before = report_for(submission, author)
    words = {"8d": (Value.SEEN, 3, "How will you know you found it?")}
    for state in (Review.State.OPEN, Review.State.VOID):
        review = add_review(submission, Reader("peer", words, person(f"Reader {state}"), "Peer X"))
        Review.objects.filter(pk=review.pk).update(state=state)
    assert report_for(submission, author) == before


def test_report_without_text_keeps_numbers_and_no_word_of_the_talk(author: User) -> None:
    submission = read_session(author)
    with_text = report_for(submission, author)
    expire_text(submission)
    report = report_for(submission, author)
    assert not report.has_text
    assert report.findings == ()
    assert report.words == ()
    assert report.focus is not None
    assert report.focus.word == with_text.focus.word if with_text.focus else False
    assert [f.said for f in report.facts] == [f.said for f in with_text.facts]
    said = all_text(report)
    for phrase in ("the third row", "All right", "ashamed", "rehearsal", "The image stayed"):
        assert phrase not in said


def test_withdrawn_report_quotes_nothing_even_if_rows_were_left(author: User) -> None:
    submission = read_session(author)
    Submission.objects.filter(pk=submission.pk).update(text_deleted_at=timezone.now())
    Rating.objects.filter(assessment__review__submission=submission).update(note="Her schedule.")
    report = report_for(submission, author)
    assert report.findings == ()
    assert "schedule" not in all_text(report)


def test_mentor_reads_the_learners_name_instead_of_you(author: User) -> None:
    submission = read_session(author)
    mentor = User.objects.get(name="Tomas Mentor")
    share_with(submission, mentor)
    report = report_for(submission, mentor)
    assert report.edges[0].voices[0] == ("self", "Mira Author")
    assert report.focus is not None
    assert report.focus.rows[0].cells[0] == ("Mira Author", "Partly seen")


def test_resources_are_those_checked_for_these_markers_and_this_level(author: User) -> None:
    read_session(author)
    pcc, mcc = Level.objects.get(key="pcc"), Level.objects.get(key="mcc")
    markers = {ref: Marker.objects.get(ref=ref) for ref in ("8c", "6c", "7e")}

    def resource(slug: str, ref: str, level: Level, *, state: str = "published") -> None:
        row = Resource.objects.create(slug=slug, kind="exercise", title=slug, state=state)
        row.markers.add(markers[ref])
        row.levels.add(level)

    resource("six", "6c", pcc)
    resource("eight", "8c", pcc)
    Resource.objects.get(slug="eight").markers.add(markers["6c"])
    resource("unchecked", "8c", pcc, state="in_review")
    resource("masters", "8c", mcc)
    resource("elsewhere", "7e", pcc)
    found = resources_for(sessions_with_report(author).get(), ["8c", "6c"])
    assert [(row.refs, row.slug) for row in found] == [
        (("8c", "6c"), "eight"),
        (("6c",), "six"),
    ]


def test_compose_costs_the_same_for_one_reader_and_for_many(
    author: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    small = machine_read_session(author, handed_in_at=timezone.now() - timedelta(days=30))
    large = read_session(author)
    for number in range(6):
        add_review(large, Reader("peer", AI_WORDS, person(f"Extra {number}"), f"Peer {number}"))
    for submission in (small, large):
        row = sessions_with_report(author).get(pk=submission.pk)
        with django_assert_num_queries(6):
            compose(row, author)


def test_growth_shows_words_and_facts_of_ones_own_sessions(author: User) -> None:
    now = timezone.now()
    machine_read_session(author, share=52, handed_in_at=now - timedelta(weeks=2), title="First")
    read_session(author, handed_in_at=now)
    machine_read_session(person("Olga Other"), share=99)
    session_of(author, title="Still being read")
    growth = growth_of(author)
    assert [s.title for s in growth.sessions] == ["First", "The third row"]
    assert growth.lede.startswith("Two sessions since ")
    assert [c.number for c in growth.competencies] == [1, 2, 3, 4, 5, 6, 7, 8]
    eighth = growth.competencies[7]
    assert (eighth.word, eighth.note) == ("steady", "two sessions")
    assert growth.competencies[0].note == (
        "Shown as notices only. One point in your latest session, worth discussing with your mentor coach."
    )
    assert growth.competencies[3].note == "Nothing to read so far."
    share = growth.facts[0]
    assert (share.label, share.now, share.note) == (
        "Your share of the talk",
        "31\N{NO-BREAK SPACE}%",
        "first 52\N{NO-BREAK SPACE}%",
    )


def test_growth_costs_the_same_for_one_session_and_for_many(
    author: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    machine_read_session(author)
    with django_assert_num_queries(4):
        growth_of(author)
    for weeks in range(1, 5):
        machine_read_session(author, handed_in_at=timezone.now() - timedelta(weeks=weeks))
    with django_assert_num_queries(4):
        growth_of(author)


def test_own_evidence_counts_passages_and_shows_the_latest_quotes(author: User) -> None:
    machine_read_session(author, handed_in_at=timezone.now() - timedelta(weeks=1), title="Earlier")
    read_session(author)
    machine_read_session(person("Olga Other"))
    competency = Marker.objects.get(ref="8a").competency
    evidence = evidence_for(author, competency)
    by_ref = {marker.ref: marker for marker in evidence.markers}
    assert list(by_ref) == ["8a", "8b", "8c", "8d", "8e", "8f"]
    assert (by_ref["8a"].passages, by_ref["8a"].openings) == (2, 0)
    assert (by_ref["8c"].passages, by_ref["8c"].openings) == (1, 2)
    assert [(q.session, q.turn) for q in by_ref["8a"].quotes] == [
        ("The third row", 9),
        ("Earlier", 9),
    ]
    assert by_ref["8d"].quotes == ()
    assert evidence.found == 4


def test_own_evidence_leaves_out_sessions_without_text(author: User) -> None:
    submission = read_session(author)
    Submission.objects.filter(pk=submission.pk).update(text_deleted_at=timezone.now())
    evidence = evidence_for(author, Marker.objects.get(ref="8a").competency)
    assert evidence.is_empty
    assert evidence.found == 0


@pytest.mark.parametrize("stage", [Result.Stage.PROVISIONAL, Result.Stage.FINAL])
def test_an_empty_assessment_adds_nothing(author: User, stage: str) -> None:
    submission = session_of(author)
    review = add_review(submission, Reader("peer", {}, person("Petra Peer"), "Peer A"))
    combine_reviews(submission, stage)
    assert Assessment.objects.filter(review=review).count() == 1
    report = report_for(submission, author)
    assert report.findings == ()
    assert report.focus is not None
    assert (report.focus.word, report.focus.found) == (None, 0)
