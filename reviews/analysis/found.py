"""What a rule collects for one marker: passages that show it, openings that passed, what stands against it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from reviews.analysis.reading import Quote
from reviews.analysis.talk import Line, quote
from reviews.analysis.view import Act, View

THIN, CLEAR, FITTED = 1, 2, 3  # grade of a passage; fitted means built with the client's own words
ANSWER_WORDS = 4  # a shorter answer leaves a question thin


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage of the coach that shows the marker; `sort` tells kinds apart where a rule wants several."""

    line: Line
    quote: Quote
    grade: int
    sort: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """A line of the client that offered an occasion, and what the coach did with it."""

    client: Quote
    coach: Quote | None


@dataclass(frozen=True, slots=True)
class Found:
    """`against` are coach turns that do the opposite; `cap` says why it cannot be more than partly seen;
    `blind` why the text cannot show it; `occasion` is False when the talk gave none."""

    hits: tuple[Hit, ...] = ()
    openings: tuple[Opening, ...] = ()
    against: tuple[Hit, ...] = ()
    occasion: bool = True
    cap: str = ""
    blind: str = ""


Finder = Callable[[View], Found]


def hit(act: Act, grade: int, sort: str = "") -> Hit:
    return Hit(act.line, act.quote, grade, sort)


def grade_of(view: View, act: Act, *, needs_answer: bool = True) -> int:
    """Thin when stacked, a mere check or hardly answered; fitted when it carries the client's own words."""
    answer = view.talk.after(act.line.index)
    if view.has(act.line, "stacked") or act.behaviour.detail == "check":
        return THIN
    if needs_answer and (answer is None or answer.words < ANSWER_WORDS):
        return THIN
    return FITTED if view.talk.of_client(act.sentence, act.line.index) else CLEAR


def best_per_line(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """One passage per turn and sort, the strongest; in the order of the talk."""
    best: dict[tuple[int, str], Hit] = {}
    for one in hits:
        key = (one.line.index, one.sort)
        if key not in best or one.grade > best[key].grade:
            best[key] = one
    return tuple(sorted(best.values(), key=lambda one: (one.line.index, one.quote.start)))


def too_few(view: View, hits: Iterable[Hit], least: Mapping[str, float], said: str) -> str:
    """A cap where fewer of the coach's turns than the level asks for hold a passage that is not thin; else empty."""
    turns = len({one.line.index for one in hits if one.grade > THIN})
    every = len(view.talk.coach)
    return (
        f"only {turns} of {every} coach turns {said}" if turns < least[view.level] * every else ""
    )


def asked(
    *names: str,
    within: tuple[float, float] = (0.0, 1.0),
    needs_answer: bool = True,
    sort: str = "",
) -> Callable[[View], list[Hit]]:
    """Finds questions (never leading ones) that carry one of the themes, in a stretch of the talk."""

    def find(view: View) -> list[Hit]:
        hits = []
        for act in view.acts("question", "open", "closed", "choice", "check", within=within):
            themes = view.themes(act.sentence).intersection(names)
            if themes:
                grade = grade_of(view, act, needs_answer=needs_answer)
                hits.append(hit(act, grade, sort or min(themes)))
        return hits

    return find


def simply(find: Callable[[View], list[Hit]], *, one_sort: bool = True) -> Finder:
    """A finder that only collects passages."""

    def finder(view: View) -> Found:
        hits = find(view)
        if one_sort:
            hits = [Hit(one.line, one.quote, one.grade) for one in hits]
        return Found(best_per_line(hits))

    return finder


def stated(view: View, *names: str, within: tuple[float, float] = (0.0, 1.0)) -> list[Act]:
    """Sentences of the coach, asked or not, that carry one of the themes; one act per sentence."""
    seen, acts = set(), []
    for act in view.acts("theme", *names, within=within):
        if act.line.is_coach and act.behaviour.span not in seen:
            seen.add(act.behaviour.span)
            acts.append(act)
    return acts


def whole(line: Line | None) -> Quote | None:
    return None if line is None else quote(line)
