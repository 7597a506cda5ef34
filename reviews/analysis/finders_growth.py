"""What is collected for competency 8: learning, steps, follow-up, consequences, the road ahead, the close."""

from reviews.analysis.finders_awareness import insights_passed
from reviews.analysis.found import (
    CLEAR,
    FITTED,
    Found,
    Hit,
    Opening,
    asked,
    best_per_line,
    hit,
    stated,
    whole,
)
from reviews.analysis.talk import quote
from reviews.analysis.view import View

LATER = (0.4, 1.0)
END = (0.65, 1.0)


def learning(view: View) -> Found:
    """8a: asks what was learned, about oneself and about the situation. Insights met with advice pass."""
    hits = []
    for one in asked("learning")(view):
        line = one.line
        sentence = next(s for s in line.sentences if s.span.start == one.quote.start)
        about_self = "yourself" in sentence.low or "about you" in sentence.low
        hits.append(Hit(line, one.quote, one.grade, "self" if about_self else "situation"))
    return Found(best_per_line(hits), insights_passed(view))


def steps(view: View) -> Found:
    """8b: asks for the step. Steps the coach proposes or sets in the second part stand against it."""
    hits = [Hit(one.line, one.quote, one.grade) for one in asked("action", within=LATER)(view)]
    proposed = [hit(act, CLEAR) for act in view.acts("advice", "without_permission", within=LATER)]
    return Found(best_per_line(hits), _thin_answers(view, "advice"), best_per_line(proposed))


def follow_up(view: View) -> Found:
    """8c: the client invents the follow-up. What the coach sets stands against it."""
    hits = [
        Hit(one.line, one.quote, one.grade) for one in asked("accountability", within=LATER)(view)
    ]
    imposed = [
        act for act in stated(view, "imposed", within=LATER) if view.form(act.sentence) == ""
    ]
    passed = []
    for act in imposed:
        answer = view.talk.after(act.line.index)
        if answer is not None:
            passed.append(Opening(quote(answer), act.quote))
    return Found(
        best_per_line(hits),
        tuple(passed),
        best_per_line(hit(act, CLEAR) for act in imposed),
    )


def _thin_answers(view: View, kind: str) -> tuple[Opening, ...]:
    """Short assents of the client to something of the coach's, in the second part of the talk."""
    passed = []
    for act in view.acts("assent", within=LATER):
        before = view.talk.lines[act.line.index - 1] if act.line.index else None
        if before is not None and before.is_coach and view.has(before, kind):
            passed.append(Opening(quote(act.line), whole(before)))
    return tuple(passed)


def road_ahead(view: View) -> Found:
    """8e: asks about barriers, support and resources; an obstacle met with advice is an opening that passed."""
    hits = asked("obstacle", within=LATER, sort="barrier")(view)
    hits += asked("support", within=LATER, sort="support")(view)
    hits += asked("resource", within=LATER, sort="resource")(view)
    passed = []
    for act in view.acts("obstacle", within=LATER):
        answer = view.talk.after(act.line.index)
        if answer is not None and view.has(answer, "advice"):
            passed.append(Opening(act.quote, quote(answer)))
    return Found(best_per_line(hits), tuple(passed))


def close(view: View) -> Found:
    """8f: returns to the aim, names what the client did, asks how to close; each is one sort."""
    hits = [hit(act, FITTED, "progress") for act in stated(view, "progress", within=END)]
    hits += [
        hit(act, FITTED, "acknowledgement")
        for act in view.acts("affirmation", "specific", within=END)
    ]
    closing = asked("closing", within=END, needs_answer=False, sort="closing question")(view)
    return Found(best_per_line([*hits, *closing]))
