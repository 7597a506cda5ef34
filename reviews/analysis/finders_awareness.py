"""What is collected for competencies 6 and 7: listening and awareness."""

import re
from statistics import median

from reviews.analysis.facts import interruptions
from reviews.analysis.finders_relation import tells
from reviews.analysis.found import (
    CLEAR,
    FITTED,
    THIN,
    Found,
    Hit,
    Opening,
    asked,
    best_per_line,
    grade_of,
    hit,
    stated,
    too_few,
)
from reviews.analysis.talk import Line, Sentence, quote
from reviews.analysis.view import Act, View

SHORT = 14  # words of a brief mirror or a brief coach turn
_QUOTED = re.compile(r"[“\"]([^”\"]{2,60})[”\"]")
_CARRIED = 3  # a word from at least so many lines back counts as carried, not as an echo


def made_to_measure(view: View) -> Found:
    """6a: questions and mirrors with the client's content words; fitted when from earlier in the talk."""
    hits = [
        hit(act, _measure(view, act))
        for kind, details in (("question", ("open", "choice", "closed")), ("reflection", ()))
        for act in view.acts(kind, *details)
        if view.talk.of_client(act.sentence, act.line.index) and not tells(view, act.line)
    ]
    least = {"acc": 0.1, "pcc": 0.3, "mcc": 0.4}
    return Found(best_per_line(hits), cap=too_few(view, hits, least, "were built so"))


def _measure(view: View, act: Act) -> int:
    own = view.talk.of_client(act.sentence, act.line.index)
    if act.behaviour.detail == "closed" or view.has(act.line, "stacked"):
        return THIN
    first = view.talk.brought_by_client
    carried = any(first[stem] <= act.line.index - _CARRIED for stem in own)
    return FITTED if carried and len(own) >= 2 else CLEAR


def words_and_images(view: View) -> Found:
    """6b: asks about a word or image of the client. An image nobody took up is an opening that passed."""
    hits = []
    for line in view.talk.coach:
        for sentence in line.sentences:
            grade = _opens_word(view, line, sentence)
            if grade:
                hits.append(Hit(line, quote(line, sentence.span.start, sentence.span.end), grade))
    passed = []
    for act in view.acts("image"):
        answer = view.talk.after(act.line.index)
        if answer is None:
            continue
        if answer.stems & act.sentence.stems:
            hits += _stays_in_image(view, answer, act.sentence)
        else:
            passed.append(Opening(act.quote, quote(answer)))
    return Found(best_per_line(hits), tuple(passed))


def _opens_word(view: View, line: Line, sentence: Sentence) -> int:
    """How clearly a sentence of the coach opens a word: a quoted word of the client, or a word question."""
    client_said = view.talk.before(line.index)
    if client_said is None:
        return 0
    own = view.talk.of_client(sentence, line.index)
    if _QUOTED.search(sentence.low) and own:
        return FITTED
    asking = view.form(sentence) in ("open", "choice")
    named = "word" in view.themes(sentence)
    if asking and named:
        return FITTED if own else CLEAR
    return 0


def _stays_in_image(view: View, line: Line, image: Sentence) -> list[Hit]:
    return [
        hit(act, CLEAR)
        for kind in ("question", "reflection")
        for act in view.acts_of(line, kind)
        if act.behaviour.detail != "leading" and act.sentence.stems & image.stems
    ]


def shifts(view: View) -> Found:
    """6d: remarks a change in energy, pace or tone; mostly a matter for the ear."""
    hits = [
        hit(act, FITTED if any(view.acts_of(act.line, "question", "open")) else THIN)
        for act in stated(view, "shift")
    ]
    blind = "changes of energy, pace and tone are mostly heard, not read"
    return Found(best_per_line(hits), blind=blind)


def mirrors(view: View) -> Found:
    """6f: brief mirrors after a longer client turn. Interruptions stand against it; without times, a cap."""
    hits = []
    for act in view.acts("reflection"):
        client = view.talk.before(act.line.index)
        length = len(act.quote.text.split())
        if client is not None and client.words >= 12 and 2 <= length < client.words:
            brief = length <= SHORT and not tells(view, act.line)
            hits.append(hit(act, CLEAR if brief else THIN))
    timed = all(line.turn.end_ms is not None for line in view.talk.lines)
    cap = "" if timed else "whether the client could finish needs start and end times"
    cut = [Hit(line, quote(line), CLEAR) for line in interruptions(view)]
    return Found(best_per_line(hits), against=best_per_line(cut), cap=cap)


def person_questions(view: View) -> Found:
    """7a: questions about what goes on inside the client; a share that stays small is a cap."""
    every = [act for act in view.acts("question") if act.behaviour.detail != "check"]
    hits = [
        hit(act, grade_of(view, act))
        for act in every
        if act.behaviour.detail in ("open", "choice", "closed")
        and view.themes(act.sentence).intersection(("inner", "identity", "feeling", "meaning"))
    ]
    share = len(hits) / len(every) if every else 0.0
    least = {"acc": 0.1, "pcc": 0.25, "mcc": 0.4}[view.level]
    cap = (
        "" if share >= least else f"only {len(hits)} of {len(every)} questions turned to the person"
    )
    return Found(best_per_line(hits), cap=cap)


def fresh_self(view: View) -> Found:
    """7b: questions on identity and pattern. An insight answered with advice is an opening that passed."""
    hits = [Hit(one.line, one.quote, one.grade) for one in asked("identity")(view)]
    return Found(best_per_line(hits), insights_passed(view))


def insights_passed(view: View) -> tuple[Opening, ...]:
    """Client lines with an insight to which the coach answered with advice, information or reassurance."""
    passed = []
    for act in view.acts("insight"):
        answer = view.talk.after(act.line.index)
        told = view.has(answer, "advice") or view.has(answer, "theme", "reassurance")
        if answer is not None and told and not view.has(answer, "question", "open", "choice"):
            passed.append(Opening(act.quote, quote(answer)))
    return tuple(passed)


def light_hand(view: View) -> Found:
    """7d: an observation, briefly put, with an invitation to explore it in the same turn."""
    last_open = {
        act.line.index: act.sentence.span.start for act in view.acts("question", "open", "choice")
    }
    hits = []
    for act in stated(view, "observation"):
        asks = last_open.get(act.line.index, -1) >= act.sentence.span.start
        checked = view.has(act.line, "theme", "invitation")
        grade = FITTED if asks and act.sentence.words <= 30 else CLEAR if checked else THIN
        hits.append(hit(act, grade))
    return Found(best_per_line(hits))


_QUESTIONS = {
    # level: least share of open and choice questions, most share of stacked turns and leading questions
    "acc": (0.5, 0.4, 0.3),
    "pcc": (0.65, 0.15, 0.1),
    "mcc": (0.75, 0.05, 0.05),
}


def simple_questions(view: View) -> Found:
    """7e: open single questions, brief ones first. The mix of the whole talk decides about the rest."""
    acts = [act for act in view.acts("question") if act.behaviour.detail != "check"]
    hits = [
        hit(act, CLEAR if act.sentence.words <= 18 else THIN)
        for act in acts
        if act.behaviour.detail in ("open", "choice") and not view.has(act.line, "stacked")
    ]
    if not acts:
        return Found()
    least, stacked, leading = _QUESTIONS[view.level]
    turns = len({act.line.index for act in acts})
    open_share = sum(a.behaviour.detail in ("open", "choice") for a in acts) / len(acts)
    mixed = len(list(view.acts("stacked"))) / turns
    led = sum(a.behaviour.detail == "leading" for a in acts) / len(acts)
    fits = open_share >= least and mixed <= stacked and led <= leading
    cap = (
        ""
        if fits
        else f"{round(100 * open_share)} % of the questions were open, {round(100 * mixed)} % of the asking "
        f"turns stacked, {round(100 * led)} % of the questions leading"
    )
    return Found(best_per_line(hits), cap=cap)


def floor(view: View) -> Found:
    """7f: brief coach turns that opened a long answer; the share of words decides about the rest."""
    hits = []
    for line in view.talk.coach:
        answer = view.talk.after(line.index)
        if answer is not None and line.words <= 25 and answer.words >= 2 * line.words >= 4:
            hits.append(Hit(line, quote(line), CLEAR))
    return Found(best_per_line(hits), cap=_too_much(view))


def _too_much(view: View) -> str:
    """Why the coach's share is not the smaller one, by level; empty when it is."""
    thirds = [(0.0, 1 / 3), (1 / 3, 2 / 3), (2 / 3, 1.01)]
    stretches = [(0.0, 1.01)] if view.level == "acc" else thirds
    for low, high in stretches:
        lines = [line for line in view.talk.lines if low <= line.place < high]
        own = sum(line.words for line in lines if line.is_coach)
        other = sum(line.words for line in lines if line.is_client)
        if own >= other:
            part = "the talk" if view.level == "acc" else "at least one third of the talk"
            return f"in {part} the coach used as many words as the client or more"
    brief = median(line.words for line in view.talk.coach)
    if view.level == "mcc" and brief > SHORT:
        return f"half of the coach’s turns had more than {SHORT} words"
    return ""
