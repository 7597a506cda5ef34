"""Which words before a colon are the name of a speaker, and which are speech ("Time: I need more of it")."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from reviews.transcripts.word_lists import BEFORE_COLON, PARTICLES, ROLE_WORDS

MAX_NAME_CHARS = 60
MAX_NAME_WORDS = 6
MAX_UNCASED_WORDS = 2
OFTEN = 3  # a label that does not look like a name must come back this often

_FORBIDDEN = re.compile(r"[?!;:…<>\[\]{}=\"“”„*#]|\.\s|,")
_AFTER_COLON = re.compile(r"\d|//|[)\]]")
_DASH = re.compile(r"\s+[-–—]\s+|\t+")


def split_colon(text: str) -> tuple[str, str] | None:
    """What stands before and after the first colon that could end a name."""
    at = min((found for found in (text.find(":"), text.find("：")) if found >= 0), default=-1)
    if not 0 < at <= MAX_NAME_CHARS:
        return None
    before, after = text[:at].strip(), text[at + 1 :]
    if not before or _AFTER_COLON.match(after) or not could_be_name(before):
        return None
    return before, after.strip()


def split_dash(text: str) -> tuple[str, str] | None:
    """`COACH - words` and `Client<TAB>words`: only for a role, a numbered speaker or capitals throughout."""
    match = _DASH.search(text[: MAX_NAME_CHARS + 4])
    if match is None:
        return None
    before = text[: match.start()].strip()
    if not could_be_name(before) or not (has_role(before) or _is_loud(before)):
        return None
    return before, text[match.end() :].strip()


def could_be_name(text: str) -> bool:
    """Short, no sentence marks, no word that opens a sentence."""
    words = text.split()
    if not words or len(text) > MAX_NAME_CHARS or len(words) > MAX_NAME_WORDS:
        return False
    if _FORBIDDEN.search(text) or not any(sign.isalpha() for sign in text):
        return False
    return not _opens_sentence(words)


def looks_like_name(text: str) -> bool:
    """A name by its looks alone: capitals, numbers and particles, or a role such as "coach"."""
    if not could_be_name(text):
        return False
    return has_role(text) or all(_is_name_word(word) for word in text.split())


def is_name_line(text: str) -> bool:
    """A line that holds a name and nothing else, where the format wants one: every word like a name's."""
    bare = text.strip()
    words = bare.replace(",", " ").split()
    if not 0 < len(words) <= MAX_NAME_WORDS or len(bare) > MAX_NAME_CHARS:
        return False
    return _FORBIDDEN.search(bare.replace(",", " ")) is None and all(map(_is_name_word, words))


def has_role(text: str) -> bool:
    """Whether the label is a role: Coach, client 2, Tom (Client)."""
    words = re.findall(r"[^\W\d_]+", text.casefold())
    return any(word in ROLE_WORDS for word in words) and len(words) <= 4


def accepted(candidates: Sequence[str]) -> frozenset[str]:
    """Of all words before a colon in a file, those that are names, casefolded.

    Names by their looks are taken at once. Others ("tom's iphone", a name in a script without capitals
    and of several words) must come back.
    """
    counts = Counter(candidate.casefold() for candidate in candidates)
    spelt = {candidate.casefold(): candidate for candidate in candidates}
    return frozenset(
        label for label, count in counts.items() if looks_like_name(spelt[label]) or count >= OFTEN
    )


def _opens_sentence(words: list[str]) -> bool:
    first = words[0].casefold().strip("().,'’-–")
    return first in BEFORE_COLON or (len(words) > 1 and words[0].isdigit())


def _is_name_word(word: str) -> bool:
    bare = word.strip("()./|&+-–_'’@")
    if not bare or bare.casefold() in PARTICLES or bare.isdigit():
        return True
    sign = bare[0]
    if sign.isupper() or sign.isdigit():
        return True
    return unicodedata.category(sign) in ("Lo", "So") or any(
        letter.isupper() for letter in bare[1:2]
    )


def _is_loud(text: str) -> bool:
    letters = [sign for sign in text if sign.isalpha()]
    return len(letters) >= 2 and all(sign.isupper() for sign in letters)
