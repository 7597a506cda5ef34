"""What is collected for competencies 4 and 5: acknowledgement, empathy, feelings, presence, silence."""

from collections.abc import Iterator

from reviews.analysis.facts import PAUSE_MS, pauses
from reviews.analysis.found import (
    CLEAR,
    FITTED,
    THIN,
    Found,
    Opening,
    best_per_line,
    grade_of,
    hit,
    stated,
    too_few,
)
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


def _met(view: View, line: Line, felt: Act) -> Act | None:
    """The sentence of a coach turn that stays with what was felt: care, the feeling's name, or a mirror."""
    caring = next(stated_in(view, line, *_CARING), None)
    return caring or _named(view, line) or _echoed(view, line, felt)


def _named(view: View, line: Line) -> Act | None:
    """A mirror or an open question that names a feeling."""
    for kind, details in (("reflection", ()), ("question", ("open", "choice"))):
        for act in view.acts_of(line, kind, *details):
            if NAMED_FEELING.search(act.sentence.low):
                return act
    return None


def _echoed(view: View, line: Line, felt: Act) -> Act | None:
    """A mirror of the line that held the feeling, or an open question with the feeling's own words."""
    for act in view.acts_of(line, "reflection"):
        if act.sentence.stems & felt.line.stems:
            return act
    for act in view.acts_of(line, "question", "open", "choice"):
        if act.sentence.stems & felt.sentence.stems:
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


def _felt(view: View, kinds: tuple[str, ...]) -> Iterator[tuple[Act, Line]]:
    """(the client's act, the coach line that follows) for every line with one of the kinds."""
    for line in view.talk.client:
        acts = [a for kind in kinds for a in view.acts_of(line, kind) if _is_real(view, a)]
        answer = view.talk.after(line.index)
        if acts and answer is not None:
            acts.sort(key=lambda act: act.behaviour.detail == "pleasant")
            yield acts[0], answer


def _is_real(view: View, act: Act) -> bool:
    """“No” after a closed question is an answer, not an objection."""
    if act.behaviour.kind != "objection" or act.line.index == 0:
        return True
    before = view.talk.lines[act.line.index - 1]
    return not before.sentences or view.form(before.sentences[-1]) not in (
        "closed",
        "check",
    )


def _may_pass(act: Act) -> bool:
    """Pleasant feelings and the farewell are no openings that one could miss."""
    return act.behaviour.detail != "pleasant" and act.line.place < 0.94


def _leaves(view: View, line: Line, felt: Act) -> bool:
    """Ends on a closed question about something else: the feeling was touched and left."""
    last = line.sentences[-1] if line.sentences else None
    return last is not None and view.form(last) == "closed" and not last.stems & felt.line.stems


def emotion(view: View, kinds: tuple[str, ...] = ("feeling",), *, caring: bool = False) -> Found:
    """4c, 5f, 2e: what the coach does right after a feeling. Met, or an opening that passed."""
    hits, passed, some = [], [], False
    for felt, answer in _felt(view, kinds):
        some = True
        if _turns_away(view, answer):
            if _may_pass(felt):
                passed.append(Opening(felt.quote, quote(answer)))
            continue
        act = _met(view, answer, felt)
        if act is None or (caring and not _is_caring(view, act)):
            continue
        own = bool(act.sentence.stems & felt.line.stems)
        grade = THIN if _leaves(view, answer, felt) else FITTED if own else CLEAR
        hits.append(hit(act, grade))
    return Found(best_per_line(hits), tuple(passed), occasion=some)


def _is_caring(view: View, act: Act) -> bool:
    names = view.themes(act.sentence)
    return bool(names.intersection(_CARING)) or bool(NAMED_FEELING.search(act.sentence.low))


def care(view: View) -> Found:
    """4b: the same, where the words themselves show care or name the feeling."""
    found = emotion(view, caring=True)
    hits = list(found.hits)
    hits += [
        hit(act, CLEAR)
        for act in stated(view, "empathy")
        if view.talk.before(act.line.index) is not None and not _turns_away(view, act.line)
    ]
    return Found(best_per_line(hits), found.openings, occasion=found.occasion or bool(hits))


def views_welcome(view: View) -> Found:
    """4c: the same for doubts and disagreement."""
    return emotion(view, ("feeling", "objection"))


def asks_feeling(view: View) -> Found:
    """6c: touches the feeling word in the very next turn. A change of subject lets the opening pass."""
    hits, passed, some = [], [], False
    for felt, answer in _felt(view, ("feeling",)):
        some = True
        if _turns_away(view, answer):
            if _may_pass(felt):
                passed.append(Opening(felt.quote, quote(answer)))
            continue
        act = _touches(view, answer, felt.sentence)
        if act is not None:
            asking = act.behaviour.kind == "question"
            own = bool(act.sentence.stems & felt.line.stems)
            hits.append(hit(act, FITTED if asking and own else CLEAR if asking or own else THIN))
    return Found(best_per_line(hits), tuple(passed), occasion=some)


def _touches(view: View, line: Line, felt: Sentence) -> Act | None:
    for kind, details in (("question", ("open", "choice", "closed")), ("reflection", ())):
        for act in view.acts_of(line, kind, *details):
            names = view.themes(act.sentence)
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
            open_question = view.form(invites.sentence) in ("open", "")
            hits.append(hit(invites, FITTED if own and open_question else THIN))
        hits += [hit(act, FITTED) for act in stated_in(view, line, "accepting")]
    for act, answer in _felt(view, ("objection",)):
        before = view.talk.lines[act.line.index - 1] if act.line.index else None
        pushed = view.has(answer, "advice") or view.has(answer, "question", "leading")
        if pushed and view.has(before, "advice"):
            passed.append(Opening(act.quote, quote(answer)))
    offered = any(view.acts("advice")) or bool(stated(view, "observation"))
    return Found(best_per_line(hits), tuple(passed), occasion=offered)


def client_terms(view: View) -> Found:
    """4e: a question or mirror with two content words or more that the client brought."""
    hits = []
    for kind, details in (("question", ("open", "choice", "closed")), ("reflection", ())):
        for act in view.acts(kind, *details):
            own = view.talk.of_client(act.sentence, act.line.index)
            if len(own) >= 2 and not tells(view, act.line):
                hits.append(hit(act, FITTED if len(own) >= 3 else CLEAR))
    return Found(best_per_line(hits))


def tells(view: View, line: Line) -> bool:
    """A turn with advice or information: the client's words in it serve the coach's plan."""
    return view.has(line, "advice") or view.has(line, "information")


def real_person(view: View) -> Found:
    """4f: owns a slip, a doubt or a correction."""
    hits = [hit(act, CLEAR) for act in stated(view, "accepting", "open_self")]
    return Found(best_per_line(hits))


def the_person(view: View) -> Found:
    """5a: turns about the person: feeling, inner, identity questions; mirrors that go further, and nothing else."""
    hits = [
        hit(act, grade_of(view, act))
        for act in view.acts("question", "open", "choice")
        if view.themes(act.sentence).intersection(("feeling", "inner", "identity"))
    ]
    hits += [
        hit(act, CLEAR)
        for act in view.acts("reflection")
        if not tells(view, act.line)
        and not view.has(act.line, "self_disclosure")
        and (NAMED_FEELING.search(act.sentence.low) or act.behaviour.detail == "complex")
    ]
    least = {"acc": 0.05, "pcc": 0.15, "mcc": 0.25}
    return Found(best_per_line(hits), cap=too_few(view, hits, least, "turned to the person"))


def follow_ups(view: View) -> Found:
    """5d: a question or mirror that picks up a word of the turn just before."""
    hits = []
    for kind, details in (("question", ("open", "choice", "closed")), ("reflection", ())):
        for act in view.acts(kind, *details):
            echo = act.sentence.stems & view.talk.recent(act.line.index, 1)
            if echo and not tells(view, act.line):
                asking = any(view.acts_of(act.line, "question", "open", "choice"))
                hits.append(hit(act, FITTED if asking else CLEAR))
    return Found(best_per_line(hits))


def silence(view: View) -> Found:
    """5e: three seconds or more after a single question; thin after a check or a word on terms. Needs times."""
    if not view.talk.is_timed:
        return Found(blind="pauses need start and end times, which this transcript lacks")
    hits = []
    for line, gap in pauses(view):
        if gap >= PAUSE_MS:
            act = list(view.acts_of(line, "question"))[-1]
            aside = view.themes(act.sentence) & {"consent", "terms"}
            thin = aside or act.behaviour.detail == "check" or view.has(line, "stacked")
            hits.append(hit(act, THIN if thin else CLEAR))
    return Found(best_per_line(hits))
