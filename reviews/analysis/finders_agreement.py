"""What is collected for competency 3 (agreements) and for the choices of competencies 2 and 5."""

from reviews.analysis.found import (
    CLEAR,
    FITTED,
    THIN,
    Found,
    Hit,
    asked,
    best_per_line,
    hit,
    stated,
)
from reviews.analysis.talk import Line
from reviews.analysis.view import View

OPENING = (0.0, 0.25)
EARLY = (0.0, 0.5)
MIDDLE = (0.25, 0.85)


def terms(view: View) -> Found:
    """3a: words about what coaching is, roles, privacy and terms, in the first quarter."""
    hits = [hit(act, CLEAR) for act in stated(view, "terms", within=OPENING)]
    hits += [hit(act, THIN) for act in stated(view, "consent", within=OPENING)]
    blind = "the terms of working together are usually settled outside a single session"
    return Found(best_per_line(hits), blind=blind)


def outcome(view: View) -> Found:
    """3b: asks what the client wants from the talk, and gives the answer back."""
    hits = asked("outcome", within=OPENING, sort="asked")(view)
    return Found(best_per_line([*hits, *_given_back(view, hits)]))


def success(view: View) -> Found:
    """3c: asks for a sign of success early, and comes back to it in the second half."""
    hits = asked("success", within=EARLY, sort="asked")(view)
    if hits:
        back = stated(view, "progress", within=(0.5, 1.0))
        hits += [hit(act, FITTED, "returned to") for act in back]
    return Found(best_per_line(hits))


def meaning(view: View) -> Found:
    """3d: asks what makes it matter, and follows the answer."""
    hits = asked("meaning", within=EARLY, sort="asked")(view)
    return Found(best_per_line([*hits, *_given_back(view, hits)]))


def _given_back(view: View, hits: list[Hit]) -> list[Hit]:
    """The next coach turn after each question, when it carries the words of the answer."""
    back = []
    for one in hits:
        line = _next_coach(view, one.line)
        if line is None or line.index == one.line.index:
            continue
        for sentence in line.sentences:
            if sentence.stems & view.talk.recent(line.index, 1):
                act = next(
                    (
                        a
                        for kind in ("reflection", "question")
                        for a in view.acts_of(line, kind)
                        if a.behaviour.detail != "leading"
                    ),
                    None,
                )
                back += [hit(act, CLEAR, "followed")] if act else []
                break
    return back


def _next_coach(view: View, line: Line) -> Line | None:
    following = view.talk.lines[line.index + 1 : line.index + 3]
    return next((other for other in following if other.is_coach), None)


def focus(view: View) -> Found:
    """3f: checks midway whether this is still the right talk; says where the time stands."""
    hits = asked("check", within=MIDDLE)(view)
    plain = [Hit(one.line, one.quote, one.grade, "check") for one in hits]
    plain += [hit(act, THIN, "time") for act in stated(view, "time", within=(0.3, 1.0))]
    return Found(best_per_line(plain))


def purpose(view: View) -> Found:
    """5b: comes back to what the client came for, between the opening and the close."""
    aim = _aim(view)
    hits = []
    for act in stated(view, "progress", "check", within=(0.25, 0.9)):
        own = view.talk.of_client(act.sentence, act.line.index)
        hits.append(hit(act, FITTED if own else CLEAR))
    hits += [
        hit(act, CLEAR if len(act.sentence.stems & aim) >= 3 else THIN)
        for act in view.acts("question", "open", "choice", within=(0.25, 0.9))
        if len(act.sentence.stems & aim) >= 2
    ]
    return Found(best_per_line(hits))


def _aim(view: View) -> frozenset[str]:
    """Content stems of the client's answers to the questions about outcome and success."""
    stems: set[str] = set()
    for one in asked("outcome", "success", within=OPENING)(view):
        answer = view.talk.after(one.line.index)
        stems |= answer.stems if answer is not None else frozenset()
    return frozenset(stems)


def choices(view: View) -> Found:
    """2a and 5c: the client decides on direction, depth and method. Advice unasked stands against it."""
    hits = asked("choice", "permission", "closing", needs_answer=False)(view)
    plain = [Hit(one.line, one.quote, one.grade) for one in hits]
    unasked = [hit(act, CLEAR) for act in view.acts("advice", "without_permission")]
    return Found(best_per_line(plain), against=best_per_line(unasked))


def curiosity(view: View) -> Found:
    """2b: open questions that build on the answer just given. Leading questions stand against it."""
    hits = [
        hit(act, FITTED)
        for act in view.acts("question", "open", "choice")
        if act.sentence.stems & view.talk.recent(act.line.index, 1)
    ]
    leading = [hit(act, CLEAR) for act in view.acts("question", "leading")]
    return Found(best_per_line(hits), against=best_per_line(leading))
