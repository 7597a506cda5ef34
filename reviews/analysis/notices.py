"""Competency 1: what may be worth discussing with a mentor coach. Notices, never ratings."""

import re
from collections.abc import Callable, Iterator

from courses.rubrics import Rubric
from reviews.analysis.rating import NOTICES_ONLY, turn_list
from reviews.analysis.reading import Notice, Quote
from reviews.analysis.talk import Line, quote
from reviews.analysis.view import View

TELLING_SHARE = 0.25  # of the coach's turns
TELLING_TURNS = 5
_OTHERS = r"(?:he|she|they|my \w+|his|her|their|person [a-z]|[a-z]+ (?:was|is|has|had))"
_HEALTH = re.compile(
    rf"\b{_OTHERS}\b.{{0,60}}\b(?:was (?:very )?ill|is (?:very )?ill|clinic|hospital|diagnos\w+|burn-?out|depress\w+|cancer"
    r"|therapy|medication|inhaler|disorder|exhaustion|disease)\b|\bhad forgotten his inhaler\b"
)
_EDGE = re.compile(
    r"\b(?:suicid\w*|kill myself|end my life|self-?harm|hurt myself|abus\w+|trauma\w*|panic attacks?|addict\w*|overdos\w+"
    r"|flashbacks?|eating disorder|depress(?:ed|ion)|lawsuit|restraining order|violen(?:t|ce)|not want to live)\b"
)
_OTHER_CLIENTS = re.compile(
    r"\b(?:another|one of my|a former|an old|other) (?:clients?|coachees?)\b|\bi (?:have|had) a client\b"
)
_SPONSOR = re.compile(
    r"\b(?:report (?:to|back to)|tell|inform|feedback (?:to|for)) (?:your |the )?(?:hr|boss|manager|employer|company|sponsor)\b"
    r"|\byour (?:employer|company|boss|manager) (?:is paying|pays|asked me|wants me|will hear)\b"
)
_ASSUMES = re.compile(
    r"\b(?:women|men|mothers|fathers|people like you|your generation|your culture|foreigners) (?:always|never|usually|tend to|are)\b"
    r"|\bat your age\b|\bfor a (?:woman|man|girl)\b|\bas a (?:woman|man|mother|father) you\b"
)


def find(view: View, rubric: Rubric) -> tuple[Notice, ...]:
    """Every notice for which the rubric has a marker in a competency that is shown as notices."""
    shown = {c.number for c in rubric.competencies if c.treatment == NOTICES_ONLY}
    refs = {m.ref for m in rubric.markers if m.competency in shown}
    return tuple(n for rule in _RULES for n in rule(view) if n.ref in refs)


def _telling(view: View) -> Iterator[Notice]:
    acts = list(view.acts("advice", "without_permission"))
    turns = sorted({a.line.turn.number for a in acts})
    share = len(turns) / max(1, len(view.talk.coach))
    if len(turns) >= TELLING_TURNS and share >= TELLING_SHARE:
        text = (
            f"Advice without asking first was found in {len(turns)} of {len(view.talk.coach)} coach turns"
            f" ({turn_list(turns)}). How the role of coach and of adviser met here may be worth discussing"
            " with your mentor coach."
        )
        yield Notice("1a", text, tuple(a.quote for a in acts[:3]))


def _consent(view: View) -> Iterator[Notice]:
    start = [line for line in view.talk.lines if line.place <= 0.15]
    if not any(view.has(line, "theme", "consent") for line in start if line.is_coach):
        text = (
            "No words about recording or confidentiality were found at the start. They may have been said"
            " before; how consent is kept is worth discussing with your mentor coach."
        )
        yield Notice("1b", text, ())


def _in_lines(
    pattern: re.Pattern[str], ref: str, text: str, coach_only: bool
) -> Callable[[View], Iterator[Notice]]:
    """One notice that quotes the first three sentences with the pattern, and what followed the first."""

    def rule(view: View) -> Iterator[Notice]:
        lines = view.talk.coach if coach_only else view.talk.lines
        found = [pair for line in lines for pair in _matches(line, pattern)]
        if found:
            turns = sorted({line.turn.number for line, _ in found})
            quotes = [one for _, one in found[:3]]
            answer = view.talk.after(found[0][0].index)
            if not coach_only and answer is not None and answer.is_coach:
                quotes.append(quote(answer))
            yield Notice(ref, text.format(turns=turn_list(turns)), tuple(quotes))

    return rule


def _matches(line: Line, pattern: re.Pattern[str]) -> list[tuple[Line, Quote]]:
    return [
        (line, quote(line, s.span.start, s.span.end))
        for s in line.sentences
        if pattern.search(s.low)
    ]


_ASK = "This may be worth discussing with your mentor coach."
_RULES: tuple[Callable[[View], Iterator[Notice]], ...] = (
    _telling,
    _consent,
    _in_lines(
        _HEALTH, "1b", "In {turns} a third person’s health seems to be mentioned. " + _ASK, False
    ),
    _in_lines(
        _OTHER_CLIENTS, "1b", "In {turns} other clients of the coach are mentioned. " + _ASK, True
    ),
    _in_lines(
        _EDGE,
        "1c",
        "In {turns} words appear that can mark the edge of coaching. What other support may be right is"
        " worth discussing with your mentor coach.",
        False,
    ),
    _in_lines(_ASSUMES, "1d", "In {turns} a generalisation about people appears. " + _ASK, True),
    _in_lines(_SPONSOR, "1e", "In {turns} a sponsor or manager is mentioned. " + _ASK, True),
)
