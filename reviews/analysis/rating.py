"""From what was collected to a rating word, by the rule in `markers.py` and nothing else."""

from courses.rubrics import Rubric, RubricMarker, Value
from reviews.analysis.found import FITTED, Found, Hit
from reviews.analysis.markers import OUTSIDE, RULES, Need, Rule
from reviews.analysis.reading import MarkerReading, Quote
from reviews.analysis.view import View

_NUMBERS = [
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
]
_BASE = {"high": 0.8, "medium": 0.6, "low": 0.4, "none": 0.2, "needs_timestamps": 0.7}
NOTICES_ONLY = "notices_only"


def rate(view: View, rubric: Rubric) -> tuple[MarkerReading, ...]:
    """One reading for each marker of the rubric, except where the competency is shown as notices only."""
    skipped = {c.number for c in rubric.competencies if c.treatment == NOTICES_ONLY}
    return tuple(
        _read(view, m, rubric.level) for m in rubric.markers if m.competency not in skipped
    )


def _read(view: View, marker: RubricMarker, level: str) -> MarkerReading:
    rule = RULES.get(marker.ref)
    if rule is None:
        why = OUTSIDE.get(marker.ref, "This reader has no rule for it.")
        return MarkerReading(marker.ref, Value.NOT_OBSERVABLE, (), why, "none", 1.0)
    found, need = rule.find(view), rule.need(level)
    value = _value(found, need)
    return MarkerReading(
        marker.ref,
        value,
        _evidence(found, value, need),
        _why(rule, found, need, value, level),
        f"{marker.ref}: {_ask(rule, need)} at {level.upper()}",
        _certainty(marker.detectability, found, value, need),
    )


def _good(found: Found, need: Need) -> list[Hit]:
    return [one for one in found.hits if one.grade >= need.grade]


def _turns(hits: list[Hit] | tuple[Hit, ...]) -> list[int]:
    return sorted({one.line.turn.number for one in hits})


def _value(found: Found, need: Need) -> Value:
    if found.hits:
        return Value.SEEN if _is_enough(found, need) else Value.PARTLY
    if found.blind:
        return Value.NOT_OBSERVABLE
    if found.openings:
        return Value.MISSED
    return Value.NOT_SEEN if found.occasion else Value.NO_OPPORTUNITY


def _is_enough(found: Found, need: Need) -> bool:
    """The count is reached, nothing caps it, and it outweighs what stands against it."""
    good = _good(found, need)
    turns = len(_turns(good))
    reached = turns >= need.turns and len({one.sort for one in good}) >= need.sorts
    outweighed = len(_turns(found.against)) >= turns or len(found.openings) > turns
    return reached and not found.cap and not outweighed


def _evidence(found: Found, value: Value, need: Need) -> tuple[Quote, ...]:
    """Every passage counted, strongest first. For a missed opening the client's line, then the coach's."""
    if value in (Value.SEEN, Value.PARTLY):
        hits = _good(found, need) if value is Value.SEEN else list(found.hits)
        hits.sort(key=lambda one: (-one.grade, one.line.index, one.quote.start))
        return tuple(one.quote for one in hits)
    if value is Value.MISSED:
        pairs = ((one.client, one.coach) for one in found.openings)
        return tuple(quote for pair in pairs for quote in pair if quote is not None)
    return ()


def _ask(rule: Rule, need: Need, *, short: bool = False) -> str:
    """“two learning questions of two kinds”; short leaves the name out where it was just said."""
    fitted = f" {rule.fitted}" if need.grade == FITTED else ""
    sorts = f" of {number_word(need.sorts)} kinds" if need.sorts > 1 else ""
    count = max(need.turns, need.sorts)
    name = rule.one if count == 1 else rule.many
    return number_word(count) + ("" if short else f" {name}") + sorts + fitted


def number_word(number: int) -> str:
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def turn_list(numbers: list[int]) -> str:
    """“turn 5” or “turns 5, 9 and 12”; long lists are cut after eight."""
    if len(numbers) == 1:
        return f"turn {numbers[0]}"
    if len(numbers) > 8:
        shown = ", ".join(map(str, numbers[:8]))
        return f"turns {shown} and {len(numbers) - 8} more"
    return f"turns {', '.join(map(str, numbers[:-1]))} and {numbers[-1]}"


def _why(rule: Rule, found: Found, need: Need, value: Value, level: str) -> str:
    short = value in (Value.SEEN, Value.PARTLY)
    asks = f"the rule asks for {_ask(rule, need, short=short)} at {level.upper()}"
    if value is Value.NOT_OBSERVABLE:
        return f"No passage was found, and {found.blind}."
    if value is Value.NO_OPPORTUNITY:
        return "The talk gave no occasion that this rule knows of, so it is left out."
    if value is Value.NOT_SEEN:
        return f"No {rule.one} was found; {asks}. That is not proof of absence."
    if value is Value.MISSED:
        return _why_missed(rule, found, asks)
    good = _good(found, need) if value is Value.SEEN else list(found.hits)
    turns = _turns(good)
    name, verb = (rule.one, "was") if len(turns) == 1 else (rule.many, "were")
    count = number_word(len(turns)).capitalize()
    return (
        f"{count} {name} {verb} found, {turn_list(turns)}; {asks}.{_but(rule, found, need, value)}"
    )


def _why_missed(rule: Rule, found: Found, asks: str) -> str:
    count = len(found.openings)
    openings = "One opening" if count == 1 else f"{number_word(count).capitalize()} openings"
    turns = turn_list(sorted({one.client.turn for one in found.openings}))
    verb = "was" if count == 1 else "were"
    return f"No {rule.one} was found, and {openings.lower()} of the client’s {verb} passed over, {turns}; {asks}."


def _but(rule: Rule, found: Found, need: Need, value: Value) -> str:
    """Why a count that was reached is still partly seen, or what lies beside what was seen."""
    parts = []
    thin = [one for one in found.hits if one.grade < need.grade]
    if value is Value.PARTLY and thin:
        parts.append(f"{turn_list(_turns(thin)).capitalize()} showed it thinly.")
    if value is Value.PARTLY and found.cap:
        parts.append(f"It cannot be more than partly seen, because {found.cap}.")
    if found.against and rule.against:
        parts.append(f"Beside it stood {rule.against}, {turn_list(_turns(found.against))}.")
    elif value is Value.PARTLY and found.openings:
        turns = sorted({one.client.turn for one in found.openings})
        parts.append(f"Other openings passed, {turn_list(turns)}.")
    return "".join(f" {part}" for part in parts)


def _certainty(detectability: str, found: Found, value: Value, need: Need) -> float:
    """How far text can show the marker at all, times how much was found. docs/method.md has the formula."""
    base = _BASE.get(detectability, 0.5)
    if value in (Value.NOT_SEEN, Value.NO_OPPORTUNITY):
        return round(base * 0.6, 2)
    if value is Value.NOT_OBSERVABLE:
        return 1.0
    if value is Value.MISSED:
        return round(base * min(1.0, 0.6 + 0.1 * len(found.openings)), 2)
    extra = len(_turns(_good(found, need))) - need.turns
    return round(base * min(1.0, max(0.6, 0.8 + 0.05 * extra)), 2)
