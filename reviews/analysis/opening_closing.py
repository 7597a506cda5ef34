"""What was agreed at the opening and which moves the closing had. Counted, never judged."""

from collections.abc import Iterator, Mapping

from reviews.analysis.reading import Fact
from reviews.analysis.view import Act, View

OPENING = (0.0, 0.25)
CLOSING = (0.6, 1.0)
LAST = (0.8, 1.0)

_OPENING: Mapping[str, str] = {
    "outcome": "what the client wants from the talk",
    "success": "how they will know",
    "meaning": "what makes it matter",
    "path": "what has to be looked at",
}
_CLOSING: Mapping[str, tuple[str, tuple[str, ...], str]] = {
    "learning": ("Learning asked for", ("learning",), "a question about what was learned"),
    "action": ("Next step asked for", ("action",), "a question about what the client will do"),
    "accountability": (
        "Follow-up left to the client",
        ("accountability",),
        "a question about how the client will keep to it",
    ),
    "obstacle": (
        "Obstacles asked about",
        ("obstacle",),
        "a question about what could get in the way",
    ),
    "support": (
        "Support asked about",
        ("support", "resource"),
        "a question about help, allies or strengths",
    ),
}


def opening_facts(view: View) -> Iterator[Fact]:
    """The agreement at the opening and the closing sequence, one fact for each move."""
    found = {name: asked_about(view, (name,), OPENING) for name in _OPENING}
    named = [text for name, text in _OPENING.items() if found[name]]
    yield Fact(
        "opening_agreement",
        "Agreement at the opening",
        len(named),
        "of 4",
        "; ".join(named) or "none of the four was found in the first quarter",
        "Questions in the first quarter about the outcome, the sign of success, the meaning and the path.",
        tuple(sorted({act.line.turn.number for acts in found.values() for act in acts})),
    )
    for key, (label, themes, text) in _CLOSING.items():
        acts = asked_about(view, themes, CLOSING)
        yield _move(key, label, acts, f"In the last two fifths of the turns: {text}.")
    yield _move(
        "acknowledgement",
        "Acknowledgement at the end",
        list(view.acts("affirmation", "specific", within=CLOSING)),
        "In the last two fifths of the turns: a sentence that names what the client did.",
    )
    yield _last_word(view)


def asked_about(view: View, themes: tuple[str, ...], within: tuple[float, float]) -> list[Act]:
    """Questions of the coach that carry one of the themes; leading ones do not count."""
    return [
        act
        for act in view.acts("question", "open", "closed", "choice", within=within)
        if act.line.is_coach and view.themes(act.sentence).intersection(themes)
    ]


def _move(key: str, label: str, acts: list[Act], definition: str) -> Fact:
    turns = tuple(sorted({act.line.turn.number for act in acts}))
    note = "" if turns else "not found in this transcript"
    return Fact(f"closing_{key}", label, len(turns), "turns", note, definition, turns)


def _last_word(view: View) -> Fact:
    """The client's last turn of substance, and whether the coach's last question was left to her."""
    last = [line for line in view.talk.client if line.place >= LAST[0] and line.words >= 8]
    turns = (last[-1].turn.number,) if last else ()
    return Fact(
        "closing_last_word",
        "Client’s last turn of eight words or more",
        last[-1].words if last else None,
        "words",
        f"turn {turns[0]}" if turns else "The client’s turns in the last fifth were all shorter.",
        "Looked for in the last fifth of the turns.",
        turns,
    )
