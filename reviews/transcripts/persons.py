"""Capitalised words that may be a person, a place or an employer. A guess for the learner to correct."""

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from reviews.transcripts.word_lists import (
    BEFORE_COLON,
    FIRM_WORDS,
    FIRST_NAMES,
    NOT_NAMES,
    PARTICLES,
    PLACES,
    STREET_WORDS,
)

MAX_WORDS = 4
_TOKEN = re.compile(r"[^\W\d_][\w'’&-]*")
_POSSESSIVE = re.compile(r"['’]s?$")
_TITLE = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Miss|Dr|Prof|Professor|Doctor|Herr|Frau|Sir)\.? )$")
_SENTENCE_START = re.compile(r"(?:^|[.!?…:\n])[\s\"“”„‘'(\[–—-]*$")
_SPEAKS = re.compile(
    r"['’]s \w|,? (?:said|says|told|tells|asked|asks|thinks|thought|wants|wanted|knows|called|wrote|and I)\b"
)
_WORK = re.compile(
    r"(?:work(?:s|ed|ing)?|job|career|position|role|intern(?:ship)?|contract|interview(?:ed)?) (?:at|for|with|in) $"
    r"|(?:join|joins|joined|joining|employed by|hired by|company called|firm called|employer,?|ceo of|head of"
    r"|director of|manager at|years (?:at|with)|fired from|left) $"
)
_AT = re.compile(r"\bat (?:the )?$")
_WHERE = re.compile(
    r"(?:\bin|\bnear|\bto|\bfrom|\bthrough|\baround|\boutside|\btowards|\bvisit(?:ed|ing)?|\bacross) (?:the )?$"
)
_GO = re.compile(
    r"(?:\bin|\bnear|\boutside|\baround|\b(?:move|moved|moving|go|goes|going|went|gone|travel|travelled|travelling"
    r"|drive|drove|fly|flew|flying|flight|train|trip|back|relocat\w+|come|came|am|are|is|i'm|i’m|was|live[sd]?)"
    r" (?:to|from)) (?:the )?$"
)
_TRUST = re.compile(
    r"(?:trust|trusted|believe[sd]?|faith|confidence|confide[sd]?|interested|disappointed) in $"
)


@dataclass(frozen=True, slots=True)
class Name:
    """A name as it was first spelt. `kind`: name, place or employer."""

    kind: str
    text: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Token:
    word: str
    start: int
    end: int
    opens: bool  # at the start of a sentence
    rest: str  # what follows, shortened

    @property
    def key(self) -> str:
        return self.word.casefold().replace("’", "'")

    @property
    def is_first_name(self) -> bool:
        """Also Anna-Lena."""
        return self.key in FIRST_NAMES or self.key.split("-")[0] in FIRST_NAMES


def find(texts: Sequence[str]) -> tuple[Name, ...]:
    """Names in the order of their first mention, each spelling once, its kind by its surroundings."""
    tokens = [_tokens(text) for text in texts]
    sure = _sure_words(tokens)
    votes: dict[tuple[str, ...], Counter[str]] = defaultdict(Counter)
    for text, found in zip(texts, tokens, strict=True):
        for group in _groups(text, found, sure):
            votes[tuple(token.word for token in group)][_kind(text, group)] += 1
    return tuple(Name(_winner(kinds), " ".join(words), words) for words, kinds in votes.items())


def _tokens(text: str) -> list[_Token]:
    found = []
    for match in _TOKEN.finditer(text):
        word = _POSSESSIVE.sub("", match.group().rstrip("-")).rstrip("-'’")
        if not word:
            continue
        before = text[max(0, match.start() - 8) : match.start()]
        end = match.start() + len(word)
        opens = _SENTENCE_START.search(before) is not None and not _TITLE.search(before)
        opens = opens and (match.start() < 8 or before.strip() != "")
        found.append(_Token(word, match.start(), end, opens, text[end : end + 16]))
    return found


def _sure_words(tokens: list[list[_Token]]) -> frozenset[str]:
    """Words taken for names wherever they stand with a capital."""
    every = [token for found in tokens for token in found]
    small = {token.key for token in every if token.word[0].islower()}
    sure = set()
    for token in every:
        if not _is_capital(token.word) or _is_everyday(token.key):
            continue
        if token.is_first_name or token.key in PLACES:
            sure.add(token.key)
        elif token.key in small or token.key in BEFORE_COLON:
            continue
        elif not token.opens or _SPEAKS.match(token.rest):
            sure.add(token.key)
    return frozenset(sure)


def _is_everyday(key: str) -> bool:
    """Also with an ending (You're) and stammered (I-I've, That's-that)."""
    parts = key.split("-")
    if any(part in NOT_NAMES or part.split("'")[0] in NOT_NAMES for part in parts):
        return True
    return len(parts) > 1 and any(part.split("'")[0] in BEFORE_COLON for part in parts)


def _is_capital(word: str) -> bool:
    if len(word) < 2 or not word[0].isupper():
        return False
    return not word.removesuffix("s").isupper() or len(word) > 5


def _groups(text: str, tokens: list[_Token], sure: frozenset[str]) -> list[list[_Token]]:
    """Names of one to four words that stand next to each other, a particle between them allowed."""
    groups: list[list[_Token]] = []
    open_group: list[_Token] = []
    for token in tokens:
        joined = bool(open_group) and text[open_group[-1].end : token.start] == " "
        fits = _is_name(token, sure) or (bool(open_group) and _is_firm_word(token))
        if joined and (fits or token.key in PARTICLES) and len(open_group) < MAX_WORDS:
            open_group.append(token)
            continue
        groups.append(open_group)
        open_group = [token] if _is_name(token, sure) else []
    groups.append(open_group)
    return [trimmed for group in groups if (trimmed := _trim(group))]


def _is_name(token: _Token, sure: frozenset[str]) -> bool:
    return token.key in sure and _is_capital(token.word)


def _is_firm_word(token: _Token) -> bool:
    return token.key in FIRM_WORDS and token.word[0].isupper()


def _trim(group: list[_Token]) -> list[_Token]:
    while group and group[-1].key in PARTICLES and not _is_firm_word(group[-1]):
        group = group[:-1]
    return group


def _kind(text: str, group: list[_Token]) -> str:
    first, last = group[0], group[-1]
    before = text[max(0, first.start - 40) : first.start]
    lowered = before.casefold()
    if last.key in FIRM_WORDS or _WORK.search(lowered):
        return "employer"
    if last.key in STREET_WORDS and len(group) > 1:
        return "place"
    if first.key in PLACES and (not first.is_first_name or _WHERE.search(lowered)):
        return "place"
    if first.is_first_name or _TITLE.search(before) or last.rest.startswith(("'s", "’s")):
        return "name"
    if _AT.search(lowered):
        return "employer"
    return "place" if _GO.search(lowered) and not _TRUST.search(lowered) else "name"


def _winner(kinds: Counter[str]) -> str:
    """Surroundings that speak for a place or an employer outweigh mentions that speak for nothing."""
    for kind in ("employer", "place"):
        if kinds[kind] * 2 >= kinds["name"] and kinds[kind]:
            return kind
    return "name"
