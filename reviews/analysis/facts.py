"""Facts of the talk: shares, counts and lengths, each with its definition and the turns behind it."""

from collections.abc import Iterator
from statistics import median

from reviews.analysis.opening_closing import opening_facts
from reviews.analysis.reading import Fact
from reviews.analysis.talk import Line
from reviews.analysis.view import View

PAUSE_MS = 3000  # a pause that is reported as one; docs/method.md
PACE_WORDS = 10  # a shorter turn is mostly breath
OVERLAP_MS = 300  # shorter overlaps are how people breathe and machines cut
NO_TIMES = "Not measured: this transcript has no start and end times for every turn."


def of(view: View) -> tuple[Fact, ...]:
    """Every fact, in the order they are shown."""
    return (
        *speech(view),
        *_questions(view),
        *_reflections(view),
        *_telling(view),
        *_over_thirds(view),
        _client_words(view),
        *_timing(view),
        *opening_facts(view),
    )


def speech(view: View) -> tuple[Fact, ...]:
    """The facts that need no language: share of the talk, turns, the coach's longest turn."""
    coach = view.talk.coach
    words = sum(line.words for line in view.talk.lines)
    own = sum(line.words for line in coach)
    return (
        Fact(
            "talk_share",
            "Coach’s share of the talk",
            round(100 * own / words) if words else None,
            "%",
            f"{own} of {words} words" if words else "There are no words.",
            "Words in the coach’s turns divided by all words.",
            (),
        ),
        Fact(
            "turns",
            "Turns",
            len(view.talk.lines),
            "turns",
            f"{len(coach)} of the coach, {len(view.talk.client)} of the client",
            "Everything one person says until another speaks is one turn.",
            (),
        ),
        _longest(coach),
    )


def _longest(coach: tuple[Line, ...]) -> Fact:
    label = "Longest coach turn"
    definition = (
        "The coach’s longest turn, from its start to its end; in words where times are missing."
    )
    if not coach:
        return Fact(
            "longest_coach_turn", label, None, "s", "The coach has no turn.", definition, ()
        )
    times = [(line, _length_ms(line)) for line in coach]
    if all(length is not None for _, length in times):
        line, length = max(times, key=lambda pair: pair[1] or 0)
        number = line.turn.number
        note = f"turn {number}, {line.words} words"
        return Fact(
            "longest_coach_turn",
            label,
            round((length or 0) / 1000),
            "s",
            note,
            definition,
            (number,),
        )
    line = max(coach, key=lambda one: one.words)
    note = f"turn {line.turn.number}; in words, because times are missing"
    return Fact(
        "longest_coach_turn", label, line.words, "words", note, definition, (line.turn.number,)
    )


def _length_ms(line: Line) -> int | None:
    start, end = line.turn.start_ms, line.turn.end_ms
    return None if start is None or end is None else max(0, end - start)


def _questions(view: View) -> Iterator[Fact]:
    acts = list(view.acts("question"))
    forms = {form: [a for a in acts if a.behaviour.detail == form] for form in _FORMS}
    mix = ", ".join(f"{len(found)} {form}" for form, found in forms.items() if found)
    yield Fact(
        "questions",
        "Questions",
        len(acts),
        "questions",
        mix,
        "Sentences of the coach that ask: by their mark, or by how they open where marks are missing.",
        tuple(sorted({a.line.turn.number for a in acts})),
    )
    for form, definition in _FORMS.items():
        turns = tuple(sorted({a.line.turn.number for a in forms[form]}))
        yield Fact(
            f"questions_{form}",
            f"{form.capitalize()} questions",
            len(forms[form]),
            "questions",
            "",
            definition,
            turns,
        )
    stacked = list(view.acts("stacked"))
    yield Fact(
        "stacked",
        "Stacked questions",
        len(stacked),
        "turns",
        "",
        "Turns with two questions or more before the client could answer; checks do not count.",
        tuple(a.line.turn.number for a in stacked),
    )
    lengths = [a.sentence.words for a in acts]
    yield Fact(
        "words_per_question",
        "Words per question",
        round(median(lengths), 1) if lengths else None,
        "words",
        "median" if lengths else "No question was found.",
        "Median number of words of the sentences that ask.",
        (),
    )


_FORMS = {
    "open": "Begins with what, how, why, who, where or an invitation such as “Tell me more”.",
    "closed": "Can be answered with yes, no, a number or a date.",
    "choice": "Offers two ways or more and leaves the choice to the client.",
    "check": "Asks whether something fits or was understood.",
    "leading": "Carries its answer or an advice: “Don’t you think …”, “Have you tried …”, “…, right?”.",
}


def _reflections(view: View) -> Iterator[Fact]:
    acts = list(view.acts("reflection"))
    simple = [a for a in acts if a.behaviour.detail == "simple"]
    asked = sum(1 for _ in view.acts("question"))
    rest = len(acts) - len(simple)
    yield Fact(
        "reflections",
        "Reflections",
        len(acts),
        "reflections",
        f"{len(simple)} simple, {rest} complex or summing up",
        "Statements that give back what the client said, by their opening or by the client’s own words.",
        tuple(sorted({a.line.turn.number for a in acts})),
    )
    for key, label, found in (
        ("reflections_simple", "Simple reflections", simple),
        (
            "reflections_complex",
            "Complex reflections",
            [a for a in acts if a.behaviour.detail != "simple"],
        ),
    ):
        yield Fact(
            key,
            label,
            len(found),
            "reflections",
            "",
            "Simple stays with what was said; complex adds meaning, contrast or feeling, or sums up.",
            tuple(sorted({a.line.turn.number for a in found})),
        )
    yield Fact(
        "reflections_to_questions",
        "Reflections to one question",
        round(len(acts) / asked, 2) if asked else None,
        "",
        "" if asked else "No question was found.",
        "Number of reflections divided by number of questions.",
        (),
    )
    affirmed = list(view.acts("affirmation"))
    specific = sum(a.behaviour.detail == "specific" for a in affirmed)
    yield Fact(
        "affirmations",
        "Affirmations",
        len(affirmed),
        "sentences",
        f"{specific} specific, {len(affirmed) - specific} general",
        "Sentences that acknowledge the client; specific when they name what the client did.",
        tuple(sorted({a.line.turn.number for a in affirmed})),
    )


def _telling(view: View) -> Iterator[Fact]:
    acts = list(view.acts("advice"))
    free = sum(a.behaviour.detail == "with_permission" for a in acts)
    yield Fact(
        "advice",
        "Advice",
        len(acts),
        "sentences",
        f"{free} after permission, {len(acts) - free} without" if acts else "",
        "Sentences of the coach that suggest, recommend or set something.",
        tuple(sorted({a.line.turn.number for a in acts})),
    )


def _over_thirds(view: View) -> Iterator[Fact]:
    """In how many of the coach's turns each act stands, at the beginning, in the middle and at the end."""
    for kind, named, told in _ACTS:
        for key, name, low, high in _THIRDS:
            coach = [line for line in view.talk.coach if low <= line.place < high]
            found = [line for line in coach if view.has(line, kind)]
            yield Fact(
                f"{told}_{key}",
                f"Turns with {named}, {name} third",
                round(100 * len(found) / len(coach)) if coach else None,
                "%",
                f"{len(found)} of {len(coach)} coach turns" if coach else "No coach turn there.",
                f"Coach turns with at least one {named.removeprefix('a ')}, of all coach turns in that"
                " third of the turns.",
                tuple(line.turn.number for line in found),
            )


_ACTS = (
    ("question", "a question", "questions"),
    ("reflection", "a reflection", "reflections"),
    ("advice", "advice", "advice"),
)
_THIRDS = (
    ("first", "first", 0.0, 1 / 3),
    ("middle", "middle", 1 / 3, 2 / 3),
    ("last", "last", 2 / 3, 1.01),
)


def _client_words(view: View) -> Fact:
    used, turns, total = 0, [], 0
    for line in view.talk.coach:
        near = view.talk.recent(line.index)
        shared = line.stems & near
        total += len(line.stems)
        used += len(shared)
        if shared:
            turns.append(line.turn.number)
    share = f"{round(100 * used / total)} % of the coach’s content words" if total else ""
    return Fact(
        "client_words",
        "The client’s own words in the coach’s",
        used,
        "words",
        share,
        "Content words (by stem) of a coach turn that stood in the client’s last two turns.",
        tuple(turns),
    )


def _timing(view: View) -> Iterator[Fact]:
    timed = view.talk.is_timed
    gaps = list(pauses(view)) if timed else []
    long = [line.turn.number for line, gap in gaps if gap >= PAUSE_MS]
    definition = (
        "Time from the end of a coach turn that ends in a question to the client’s first word."
    )
    none_asked = "No question stood at the end of a coach turn."
    note = NO_TIMES if not timed else none_asked
    yield Fact(
        "pause_after_question",
        "Pause after a question",
        round(median(gap for _, gap in gaps) / 1000, 1) if gaps else None,
        "s",
        f"median of {len(gaps)}" if gaps else note,
        definition,
        tuple(line.turn.number for line, _ in gaps),
    )
    yield Fact(
        "long_pauses",
        "Pauses of three seconds or more after a question",
        len(long) if gaps else None,
        "pauses",
        "" if gaps else note,
        definition,
        tuple(long),
    )
    cut = tuple(line.turn.number for line in interruptions(view)) if timed else ()
    yield Fact(
        "interruptions",
        "Interruptions",
        len(cut) if timed else None,
        "turns",
        "" if timed else NO_TIMES,
        "Coach turns of more than two words that begin 0.3 s or more before the client’s turn ends.",
        cut,
    )
    yield from _pace(view)


def _pace(view: View) -> Iterator[Fact]:
    """Words a minute of each side, over the turns that are long enough to have a pace."""
    timed = view.talk.is_timed
    for key, label, lines in (
        ("pace_coach", "Coach’s pace", view.talk.coach),
        ("pace_client", "Client’s pace", view.talk.client),
    ):
        long = [line for line in lines if timed and line.words >= PACE_WORDS and _length_ms(line)]
        spent = sum(_length_ms(line) or 0 for line in long)
        yield Fact(
            key,
            label,
            round(60_000 * sum(line.words for line in long) / spent) if spent else None,
            "words a minute",
            f"over {len(long)} turns"
            if spent
            else f"No turn has {PACE_WORDS} words."
            if timed
            else NO_TIMES,
            f"Words divided by the time they took, in turns of {PACE_WORDS} words or more.",
            (),
        )


def pauses(view: View) -> Iterator[tuple[Line, int]]:
    """(coach line ending in a question, milliseconds until the client speaks); only where times exist."""
    for line in view.talk.coach:
        answer = view.talk.after(line.index)
        if answer is None or not line.sentences or not view.form(line.sentences[-1]):
            continue
        if line.turn.end_ms is not None and answer.turn.start_ms is not None:
            yield line, max(0, answer.turn.start_ms - line.turn.end_ms)


def interruptions(view: View) -> Iterator[Line]:
    """Coach lines that begin while the client still speaks; only where times exist."""
    for line in view.talk.coach:
        client = view.talk.before(line.index)
        if client is None or client.turn.end_ms is None or line.turn.start_ms is None:
            continue
        if client.turn.end_ms - line.turn.start_ms >= OVERLAP_MS and line.words > 2:
            yield line
