"""Pick a phrase of the client's that a coach could hand back. Verbatim, or nothing. Plain Python."""

import re
from itertools import pairwise

LONGEST = 3  # content words of a phrase
WEIGHT_NEEDED = 8  # letters in its content words: less says too little to be asked about
CLAUSE_END = re.compile(r"[.,;:!?…()\[\]“”\"—–\n]+")
WORD = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
MASK = re.compile(r"\b(?:Person|Place|Coach|Client|Company|Employer)\b|\d|\[")
SMALL = "the my our this a an being"  # a noun phrase may start with these
OPENERS = frozenset(SMALL.split())
NOT_CONTENT = """a about after again all also am an and any are as at be because been before being both but by can
    could did do does doing done don’t for from get go going got had has have having he her here him his
    how i i’m i’ve if in into is it it’s its just kind know know like maybe me mean mine more most much my
    no not now of off okay on one only or other our out over really said say see she should so some
    something sort still such than that that’s the their them then there these they thing things think
    this those though to too up us very was we well were what when where which while who why will with
    would yeah yes you your came comes died feel feels felt gives keep keeps look looks made makes mean
means need needs seem seems started stopped take takes tell tells want wants work works"""
STOP = frozenset(NOT_CONTENT.split())


def own_words(text: str) -> str:
    """The weightiest phrase like “the third row” in `text`, exactly as it stands there, or "".

    A stretch that starts like a noun phrase and ends at a small word or a mark. Masked names, digits
    and stretches of light words never qualify.
    """
    best, best_weight = "", WEIGHT_NEEDED - 1
    for phrase in _candidates(text):
        weight = _weight(phrase)
        if weight > best_weight and not MASK.search(phrase):
            best, best_weight = phrase, weight
    return best


def _candidates(text: str) -> list[str]:
    found = []
    for clause in CLAUSE_END.split(text):
        found.extend(_noun_phrases(clause, list(WORD.finditer(clause))))
    return found


def _noun_phrases(clause: str, words: list[re.Match[str]]) -> list[str]:
    """Stretches from an opener to the last content word before the next small word."""
    found = []
    for start, word in enumerate(words):
        if word.group().lower() not in OPENERS:
            continue
        end = start
        while end + 1 < len(words) and _is_content(words[end + 1].group()):
            end += 1
        if 0 < end - start <= LONGEST and _unbroken(clause, words[start : end + 1]):
            found.append(clause[word.start() : words[end].end()])
    return found


def _unbroken(clause: str, words: list[re.Match[str]]) -> bool:
    return all(clause[a.end() : b.start()].isspace() for a, b in pairwise(words))


def _is_content(word: str) -> bool:
    return word.lower().replace("'", "’") not in STOP


def _weight(phrase: str) -> int:
    return sum(len(w) for w in WORD.findall(phrase) if _is_content(w))


def excerpt(text: str, limit: int = 160) -> str:
    """The beginning of `text`, verbatim: whole sentences if they fit into `limit` letters, else whole words."""
    text = text.strip()
    if len(text) <= limit:
        return text
    head = text[:limit]
    stop = max(head.rfind(". "), head.rfind("? "), head.rfind("! "))
    if stop > limit // 4:
        return head[: stop + 1]
    return head[: head.rfind(" ")].rstrip(" ,;:") if " " in head else head
