"""What is collected for competencies 4 and 5: acknowledgement, empathy, feelings, presence, silence."""

from collections.abc import Iterator

from reviews.analysis.facts import PAUSE_MS, pauses
from reviews.analysis.found import (
    CLEAR,
    FITTED,
    THIN,
    Found,
    Hit,
    Opening,
    best_per_line,
    grade_of,
    hit,
    stated,
)
from reviews.analysis.reading import Quote
from reviews.analysis.talk import Line, Sentence, quote
from reviews.analysis.view import Act, View
from reviews.analysis.words import NAMED_FEELING

_CARING = ("empathy", "feeling")


def acknowledgement(view: View) -> Found:
    """4a: names what the client did or showed; praise alone is thin."""
    hits = []
    for act in view.acts("affirmation"):
        own = view.talk.of_client(act.sentence, act.line.index)
        specific = FITTED if own else CLEAR
        hits.append(hit(act, specific if act.behaviour.detail == "specific" else THIN))
    return Found(best_per_line(hits))


def _met(view: View, line: Line, feelings: frozenset[str]) -> Act | None:
    """The sentence of a coach turn that stays with the feeling: names it, mirrors it or leaves room."""
    for act in stated_in(view, line, *_CARING):
        return act
    for act in view.acts_of(line, "reflection"):
        if act.sentence.stems & feelings or NAMED_FEELING.search(act.sentence.low):
            return act
    for act in view.acts_of(line, "question", "open", "choice"):
        if act.sentence.stems & feelings or NAMED_FEELING.search(act.sentence.low):
            return act
    return None


def stated_in(view: View, line: Line, *names: str) -> Iterator[Act]:
    seen = set()
    for act in view.acts_of(line, "theme", *names):
        if act.behaviour.span not in seen:
            seen.add(act.behaviour.span)
            yield act


def _turns_away(view: View, line: Line) -> bool:
    """Advice, reassurance, information or a story of one's own right after a feeling."""
    return any(view.has(line, kind) for kind in ("advice", "information", "self_disclosure")) or (
        view.has(line, "theme", "reassurance")
    )


def _felt(view: View, kinds: tuple[str, ...]) -> Iterator[tuple[Line, Act, Line]]:
    """(client line, its act, the coach line that follows) for every line with one of the kinds."""
    for line in view.talk.client:
        act = next((a for kind in kinds for a in view.acts_of(line, kind)), None)
        answer = view.talk.after(line.index)
        if act is not None and answer is not None:
            yield line, act, answer


def emotion(view: View, kinds: tuple[str, ...] = ("feeling",)) -> Found:
    """4b, 4c, 5f, 2e: what the coach does right after a feeling. Met, or an opening that passed."""
    hits, passed, some = [], [], False
    for line, felt, answer in _felt(view, kinds):
        some = True
        act = _met(view, answer, felt.sentence.stems | line.stems)
        if act is not None and not _turns_away(view, answer):
            fitted = bool(act.sentence.stems & line.stems)
            hits.append(hit(act, FITTED if fitted else CLEAR))
        elif _turns_away(view, answer):
            passed.append(Opening(felt.quote, quote(answer)))
    return Found(best_per_line(hits), tuple(passed), occasion=some)


def views_welcome(view: View) -> Found:
    """4c: the same for doubts and disagreement."""
    return emotion(view, ("feeling", "objection"))


def asks_feeling(view: View) -> Found:
    """6c: touches the feeling word in the very next turn. A change of subject lets the opening pass."""
    hits, passed, some = [], [], False
    for line, felt, answer in _felt(view, ("feeling",)):
        some = True
        act = _touches(view, answer, felt.sentence)
        if act is not None:
            asking = act.behaviour.kind == "question"
            own = bool(act.sentence.stems & line.stems)
            hits.append(hit(act, FITTED if asking and own else CLEAR if asking or own else THIN))
        elif not view.has(answer, "reflection"):
            passed.append(Opening(felt.quote, quote(answer)))
    return Found(best_per_line(hits), tuple(passed), occasion=some)


def _touches(view: View, line: Line, felt: Sentence) -> Act | None:
    for kind, details in (("question", ("open", "choice", "closed")), ("reflection", ())):
        for act in view.acts_of(line, kind, *details):
            names = view.themes(line, act.sentence)
            near = act.sentence.stems & felt.stems
            if "feeling" in names or near or NAMED_FEELING.search(act.sentence.low):
                return act
    return next(stated_in(view, line, "empathy"), None)


def held_lightly(view: View) -> Found:
    """4d: an own thought with an invitation to change it, or a correction taken. Persuading lets it pass."""
    hits, passed = [], []
    for line in view.talk.coach:
        own = next(stated_in(view, line, "observation"), None)
        offer = own or next(view.acts_of(line, "advice"), None)
        invites = next(stated_in(view, line, "invitation"), None)
        if offer is not None and invites is not None:
            open_question = view.form(line, invites.sentence) in ("open", "")
            hits.append(hit(invites, FITTED if own and open_question else THIN))
        hits += [hit(act, FITTED) for act in stated_in(view, line, "accepting")]
    for line, act, answer in _felt(view, ("objection",)):
        before = view.talk.lines[line.index - 1] if line.index else None
        pushed = view.has(answer, "advice") or view.has(answer, "question", "leading")
        if pushed and view.has(before, "advice"):
            passed.append(Opening(quote(line), quote(answer)))
        del act
    offered = any(view.acts("advice")) or bool(stated(view, "observation"))
    return Found(best_per_line(hits), tuple(passed), occasion=offered)


def client_terms(view: View) -> Found:
    """4e: a coach sentence with two content words or more that the client brought."""
    hits = []
    for line in view.talk.coach:
        for sentence in line.sentences:
            own = view.talk.of_client(sentence, line.index)
            if len(own) >= 2 and _is_exploring(view, line, sentence):
                hits.append(Hit(line, _q(line, sentence), FITTED if len(own) >= 3 else CLEAR))
    return Found(best_per_line(hits))


def _is_exploring(view: View, line: Line, sentence: Sentence) -> bool:
    """A question (not leading) or a mirror; advice that uses the client's words does not count."""
    form = view.form(line, sentence)
    mirror = any(
        act.behaviour.span.start <= sentence.span.start < act.behaviour.span.end
        for act in view.acts_of(line, "reflection")
    )
    return mirror or form in ("open", "choice", "closed")


def _q(line: Line, sentence: Sentence) -> Quote:
    return quote(line, sentence.span.start, sentence.span.end)


def real_person(view: View) -> Found:
    """4f: owns a slip, a doubt or a correction."""
    hits = [hit(act, CLEAR) for act in stated(view, "accepting", "open_self")]
    return Found(best_per_line(hits))


def the_person(view: View) -> Found:
    """5a: turns about the person: feeling, inner, identity questions and mirrors that name a feeling."""
    hits = []
    for act in view.acts("question", "open", "choice"):
        if view.themes(act.line, act.sentence).intersection(("feeling", "inner", "identity")):
            hits.append(hit(act, grade_of(view, act)))
    for act in view.acts("reflection"):
        if NAMED_FEELING.search(act.sentence.low) or act.behaviour.detail == "complex":
            hits.append(hit(act, CLEAR))
    return Found(best_per_line(hits))


def follow_ups(view: View) -> Found:
    """5d: a question or mirror that picks up a word of the turn just before."""
    hits = []
    for kind, details in (("question", ("open", "choice", "closed")), ("reflection", ())):
        for act in view.acts(kind, *details):
            if act.sentence.stems & view.talk.recent(act.line.index, 1):
                asking = any(view.acts_of(act.line, "question", "open", "choice"))
                hits.append(hit(act, FITTED if asking else CLEAR))
    return Found(best_per_line(hits))


def silence(view: View) -> Found:
    """5e: three seconds or more after a single question. Needs start and end times."""
    timed = all(
        line.turn.start_ms is not None and line.turn.end_ms is not None for line in view.talk.lines
    )
    if not timed:
        return Found(blind="pauses need start and end times, which this transcript lacks")
    hits = []
    for line, gap in pauses(view):
        if gap >= PAUSE_MS:
            act = list(view.acts_of(line, "question"))[-1]
            hits.append(hit(act, THIN if view.has(line, "stacked") else CLEAR))
    return Found(best_per_line(hits))
