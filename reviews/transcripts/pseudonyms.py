"""Suggestions for pseudonyms, and their application to a text.

What `suggest` finds is a proposal for the learner to check, never a guarantee. It knows capitals, not
people: it misses names in lower case, in scripts without capitals, names that are everyday words at the start
of a sentence, nicknames, and everything that identifies somebody only by what is told. It takes some product
names and titles for persons. `apply` does exactly what the masks say, and nothing else.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from reviews.transcripts import identifiers, persons
from reviews.transcripts.turns import Roles, Turn, Who
from reviews.transcripts.word_lists import (
    AFTER_VERB,
    NOT_NAMES,
    PARTICLES,
    ROLE_WORDS,
    VERB_NAMES,
)


class Kind(StrEnum):
    """What a mask hides."""

    NAME = "name"
    EMAIL = "email"
    PHONE = "phone"
    URL = "url"
    PLACE = "place"
    EMPLOYER = "employer"
    ADDRESS = "address"
    NUMBER = "number"


@dataclass(frozen=True, slots=True)
class Mask:
    """`original` becomes `replacement` wherever it stands as a whole word; `count` places in these texts."""

    kind: Kind
    original: str
    replacement: str
    count: int = 0


@dataclass(slots=True)
class _Person:
    replacement: str
    words: set[str] = field(default_factory=set)
    is_full: bool = False
    label: str = ""  # the whole name of a speaker


_SHAPED = {
    Kind.EMAIL: "[email]",
    Kind.PHONE: "[phone number]",
    Kind.URL: "[link]",
    Kind.ADDRESS: "[address]",
    Kind.NUMBER: "[number]",
}
_LETTERED = {Kind.PLACE: "Place", Kind.EMPLOYER: "Company"}
_LABELS_WITHOUT_NAME = re.compile(
    r"(?:unknown|guest|participant|speaker|user)?[\s_-]*\d*", re.IGNORECASE
)
_IN_BRACKETS = re.compile(r"\([^)]*\)|\[[^\]]*\]")
_NEXT_WORD = re.compile(r"\s+([a-z']+)")
_SENTENCE_START = re.compile(r"(?:^|[.!?…])[\s\"“”‘'(]*$")


def suggest(texts: Sequence[str], speaker_names: Roles) -> tuple[Mask, ...]:
    """Masks for the words of a transcript, in the order they are first mentioned within their kind.

    `speaker_names` maps the speakers' labels to their roles: the coach and the client become Coach and
    Client where they are spoken of; other speakers get letters like everybody else.
    """
    shaped = list(_shaped(texts))
    hidden = [_without(text, shaped) for text in texts]
    people = _speakers(speaker_names)
    masks = [*_speaker_masks(people), *_named(hidden, people), *shaped]
    return _counted(masks, texts)


def apply(text: str, masks: Iterable[Mask]) -> str:
    """The text with every mask applied once; a second time changes nothing.

    Whole words only, the longest first, so that "Anna Berg" wins over "Anna" and "Joanna" stays. "Anna" also
    covers "ANNA" but not "anna"; an original in small letters covers all spellings.
    """
    return apply_all([text], masks)[0]


def apply_all(texts: Iterable[str], masks: Iterable[Mask]) -> list[str]:
    """The same for many texts; the table of masks is made once."""
    table = _Table(masks)
    return [table.apply(text) for text in texts]


def masked(turns: Sequence[Turn], masks: Iterable[Mask]) -> tuple[Turn, ...]:
    """The turns with every name replaced."""
    texts = apply_all((turn.text for turn in turns), masks)
    return tuple(replace(turn, text=text) for turn, text in zip(turns, texts, strict=True))


class _Table:
    """Masks compiled: one pattern for all, what each spelling becomes, how often each original was met."""

    def __init__(self, masks: Iterable[Mask]) -> None:
        self.met: Counter[str] = Counter()
        self._original: dict[str, str] = {}
        self._becomes: dict[str, str] = {}
        for mask in masks:
            for spelling in _spellings(mask):
                self._original.setdefault(spelling, mask.original)
                self._becomes.setdefault(spelling, mask.replacement)
        # What a mask puts in is never masked again.
        for replacement in set(self._becomes.values()):
            self._becomes[replacement] = replacement
            self._original.pop(replacement, None)
        ordered = sorted(
            (spelling for spelling in self._becomes if spelling), key=lambda s: (-len(s), s)
        )
        either = "|".join(re.escape(spelling) for spelling in ordered)
        self._pattern = re.compile(rf"(?<!\w)(?:{either})(?!\w)") if ordered else None

    def apply(self, text: str) -> str:
        return text if self._pattern is None else self._pattern.sub(self._put, text)

    def _put(self, match: re.Match[str]) -> str:
        spelling = match.group()
        original = self._original.get(spelling)
        if original is None or _is_everyday_word(match):
            return spelling
        self.met[original] += 1
        return self._becomes[spelling]


def _spellings(mask: Mask) -> Iterator[str]:
    original = mask.original.strip()
    if not original:
        return
    forms = [original]
    if mask.kind in (Kind.EMAIL, Kind.URL):
        forms.append(original.lower())
    if len(original) > 1:
        forms.append(original.upper())
    if original.islower():
        forms += [original.capitalize(), original.title()]
    for form in forms:
        yield form
        yield form.replace("'", "’")
        yield form.replace("’", "'")


def _is_everyday_word(match: re.Match[str]) -> bool:
    """ "Will you …" at the start of a sentence is no Will."""
    if match.group().casefold() not in VERB_NAMES:
        return False
    following = _NEXT_WORD.match(match.string, match.end())
    if following is None or following[1] not in AFTER_VERB:
        return False
    return (
        _SENTENCE_START.search(match.string[max(0, match.start() - 8) : match.start()]) is not None
    )


def _shaped(texts: Sequence[str]) -> Iterator[Mask]:
    seen: set[str] = set()
    for text in texts:
        for found in identifiers.find(text):
            if found.text not in seen:
                seen.add(found.text)
                kind = Kind(found.kind)
                yield Mask(kind, found.text, _SHAPED[kind])


def _without(text: str, shaped: Sequence[Mask]) -> str:
    """The text without its shaped identifiers, so that no name is looked for inside them."""
    for mask in shaped:
        text = text.replace(mask.original, " … ")
    return text


def _speakers(speaker_names: Roles) -> list[_Person]:
    people = []
    for label, role in speaker_names.items():
        words = _name_words(label)
        if words and role in (Who.COACH, Who.CLIENT):
            whole = " ".join(_IN_BRACKETS.sub(" ", label).split())
            people.append(_Person(Who(role).value.capitalize(), set(words), len(words) > 1, whole))
    return people


def _name_words(label: str) -> list[str]:
    """The words of a label that name somebody: none in "Speaker 1", "Coach" or "SPEAKER_00"."""
    bare = _IN_BRACKETS.sub(" ", label).replace(",", " ")
    if _LABELS_WITHOUT_NAME.fullmatch(bare.strip()):
        return []
    return [word for word in bare.split() if _names_somebody(word)]


def _names_somebody(word: str) -> bool:
    key = word.casefold()
    return len(word) > 1 and word[0].isalpha() and key not in PARTICLES | ROLE_WORDS | NOT_NAMES


def _speaker_masks(people: Sequence[_Person]) -> Iterator[Mask]:
    for person in people:
        for word in (person.label, *sorted(person.words)):
            yield Mask(Kind.NAME, word, person.replacement)


def _named(texts: Sequence[str], people: list[_Person]) -> Iterator[Mask]:
    letters: Counter[Kind] = Counter()
    for name in persons.find(texts):
        kind = Kind(name.kind)
        known = _known(name.words, people)
        if known is None and kind is not Kind.NAME:
            yield Mask(kind, name.text, f"{_LETTERED[kind]} {_letter(letters[kind])}")
            letters[kind] += 1
            continue
        if known is None:
            known = _Person(f"Person {_letter(letters[kind])}")
            letters[kind] += 1
            people.append(known)
        known.words.update(word for word in name.words if _names_somebody(word))
        known.is_full = known.is_full or len(name.words) > 1
        yield Mask(Kind.NAME, name.text, known.replacement)
        for word in name.words:
            if _names_somebody(word) and word != name.text:
                yield Mask(Kind.NAME, word, known.replacement)


def _known(words: tuple[str, ...], people: Sequence[_Person]) -> _Person | None:
    """Who the name belongs to. "Anna" is the Anna met before; "Anna Berg" is not "Anna Meyer"."""
    names = {word for word in words if _names_somebody(word)}
    for person in people:
        if names and (names <= person.words or (person.words <= names and not person.is_full)):
            return person
    return None


def _letter(index: int) -> str:
    """A … Z, AA, AB …"""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _counted(masks: Sequence[Mask], texts: Sequence[str]) -> tuple[Mask, ...]:
    """Each original once, with its count; what is never met is left out."""
    first: dict[str, Mask] = {}
    for mask in masks:
        first.setdefault(mask.original, mask)
    table = _Table(first.values())
    for text in texts:
        table.apply(text)
    return tuple(
        replace(mask, count=table.met[original])
        for original, mask in first.items()
        if table.met[original]
    )
