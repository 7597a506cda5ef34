"""How marks of the rules and chances of the model are put together; the model is made up here."""

from collections.abc import Sequence

import pytest

from reviews.analysis import judging
from reviews.analysis.reading import Behaviour
from reviews.analysis.talk import prepare
from reviews.analysis.trained import model
from reviews.analysis.trained.labelling import Act, ClientLabels, CoachLabels, Labels
from reviews.analysis.trained.pieces import Piece
from reviews.analysis.view import look
from tests.reviews.analysis.conftest import talk

NOT = Act(exists=False, chance=0.0, kind="")
COACH = dict.fromkeys("SLKAaPDTEZ", 0.0)
CLIENT = dict.fromkeys("IFCAOR", 0.0)


def coach(**given: Act | float) -> CoachLabels:
    acts = {name: given.get(name, NOT) for name in ("question", "reflection", "input")}
    signs = COACH | {name: value for name, value in given.items() if name in COACH}  # type: ignore[dict-item]
    return CoachLabels(main="other", advice=0.0, signs=signs, **acts)  # type: ignore[arg-type]


def client(lean: str = "neutral", **signs: float) -> ClientLabels:
    return ClientLabels(talk=lean, chance=0.9, signs=CLIENT | signs)


def judged(
    monkeypatch: pytest.MonkeyPatch, text: str, says: dict[str, Labels]
) -> list[tuple[str, Behaviour]]:
    """(words, mark) of every mark of the talk; `says` is what the model calls a piece by its words."""

    def label(_: model.Model, pieces: Sequence[Piece]) -> list[Labels]:
        return [
            says.get(piece.text, coach() if piece.line.is_coach else client()) for piece in pieces
        ]

    monkeypatch.setattr(judging, "label", label)
    turns = talk(text)
    view = judging.judge(look(prepare(turns), "pcc"), model.load())
    return [
        (turns[mark.span.turn - 1].text[mark.span.start : mark.span.end], mark)
        for mark in view.behaviours
    ]


TEXT = """
Coach: Thanks for that. Twenty more of these and the hour is up.
Client: Work was fine. The bus on Friday, and then her, and no way back.
"""


def test_a_sign_the_model_is_sure_of_is_added_where_it_shows_most(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bus = "The bus on Friday, and then her, and no way back."
    found = judged(
        monkeypatch,
        TEXT,
        {
            "Twenty more of these and the hour is up.": coach(T=0.5),
            f"Work was fine. {bus}": client(C=0.9),
            bus: client(C=0.6),
        },
    )
    learned = [(words, m.kind, m.detail) for words, m in found if m.rule.startswith("learned.")]
    assert learned == [
        ("Twenty more of these and the hour is up.", "structuring", ""),
        (bus, "commitment", ""),
    ]


def test_a_sign_the_model_is_unsure_of_or_the_rules_have_found_is_not_added(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = "Coach: What is it?\nClient: I am sad about it, and I promise to be there.\n"
    found = judged(
        monkeypatch,
        text,
        {"I am sad about it, and I promise to be there.": client(C=0.99, A=0.5)},
    )
    assert [m.rule for _, m in found if m.kind in ("commitment", "action")] == ["client.commitment"]


def test_marks_of_a_client_stand_in_the_order_of_the_words(monkeypatch: pytest.MonkeyPatch) -> None:
    text = "Coach: Go on.\nClient: The bus is a pain for all of us in the village. I am sad.\n"
    said = text.split("Client: ")[1].strip()
    found = judged(
        monkeypatch,
        text,
        {
            said: client("sustain", C=0.9),
            "The bus is a pain for all of us in the village.": client(C=0.9),
        },
    )
    of_client = [m for _, m in found if m.span.turn == 2]
    assert [m.span.start for m in of_client] == sorted(m.span.start for m in of_client)
    assert {m.kind for m in of_client} == {"commitment", "feeling", "change_talk"}


def test_question_and_mirror_are_added_above_one_bound_and_dropped_below_another(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = """
Coach: And what would you like instead?
Client: Some quiet in the house, I guess, and an hour for myself.
Coach: Quiet, and something that is only yours.
Client: Yes.
Coach: And your sister in all that.
Client: She would help.
"""
    yours, sister = "Quiet, and something that is only yours.", "And your sister in all that."
    sure = Act(exists=True, chance=judging.ADD, kind="complex")
    asks = Act(exists=True, chance=judging.ADD, kind="open")
    found = judged(monkeypatch, text, {yours: coach(reflection=sure), sister: coach(question=asks)})
    assert [(m.kind, m.detail) for words, m in found if words == yours] == [
        ("reflection", "complex")
    ]
    assert ("question", "open") in [(m.kind, m.detail) for words, m in found if words == sister]
    assert not [m for words, m in found if words.startswith("And what") and m.kind == "question"]
