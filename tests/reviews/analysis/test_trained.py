"""The trained part: its files, its numbers, and what it takes clear-cut turns for."""

import hashlib
import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from reviews.analysis.talk import prepare
from reviews.analysis.trained import bag, model, surface, tokens
from reviews.analysis.trained.labelling import ClientLabels, CoachLabels, label
from reviews.analysis.trained.pieces import Piece, part, whole
from reviews.analysis.view import look
from tests.reviews.analysis.conftest import session, talk

MOST_BYTES = 30_000_000


def pieces(text: str) -> list[Piece]:
    view = look(prepare(talk(text)), "pcc")
    return [whole(view, line) for line in view.talk.lines]


def test_files_are_the_ones_on_the_card_and_small_enough() -> None:
    card = json.loads((model.WEIGHTS / "card.json").read_text())
    for name, expected in card["sha256"].items():
        assert hashlib.sha256((model.WEIGHTS / name).read_bytes()).hexdigest() == expected
    assert sum(path.stat().st_size for path in model.WEIGHTS.iterdir()) <= MOST_BYTES


def test_a_changed_or_missing_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in model.WEIGHTS.iterdir():
        shutil.copy(path, tmp_path)
    monkeypatch.setattr(model, "WEIGHTS", tmp_path)
    model.load.cache_clear()
    try:
        data = bytearray((tmp_path / "words.npz").read_bytes())
        data[100] ^= 1
        (tmp_path / "words.npz").write_bytes(data)
        with pytest.raises(model.DamagedWeights, match=r"words\.npz is damaged"):
            model.load()
        (tmp_path / "words.npz").unlink()
        with pytest.raises(model.DamagedWeights, match=r"words\.npz cannot be read"):
            model.load()
    finally:
        model.load.cache_clear()


CLEAR = """
Coach: What would you like to talk about today?
Client: I want to stop smoking, I really do, it costs me my breath.
Coach: You want to stop, and you can feel it in your breath already.
Client: Yes. But I have no idea how, I love my cigarette after dinner and I will not give it up.
Coach: Nicotine leaves the body within three days, and most of the cough is gone after two weeks.
Client: Okay.
Coach: Do you smoke at work?
Client: On Mondays.
Coach: You should throw the packs away tonight and try chewing gum instead.
Client: Mm-hmm.
Coach: Mm-hmm.
"""


def test_clear_cut_turns_are_called_by_their_names() -> None:
    found = label(model.load(), pieces(CLEAR))
    mains = [one.main for one in found if isinstance(one, CoachLabels)]
    assert mains == [
        "question",
        "reflection",
        "therapist_input",
        "question",
        "therapist_input",
        "other",
    ]
    leans = [one.talk for one in found if isinstance(one, ClientLabels)]
    assert leans == ["change", "sustain", "neutral", "neutral", "neutral"]
    first, closed = found[0], found[6]
    assert isinstance(first, CoachLabels)
    assert isinstance(closed, CoachLabels)
    assert (first.question.kind, closed.question.kind) == ("open", "closed")
    advice, fact = found[8], found[4]
    assert isinstance(advice, CoachLabels)
    assert isinstance(fact, CoachLabels)
    assert (advice.input.kind, fact.input.kind) == ("advice", "information")
    assert advice.advice > fact.advice


def test_chances_add_up_and_the_same_pieces_give_the_same_bytes() -> None:
    some = pieces(CLEAR)
    first, second = model.load().judge(some), model.load().judge(some)
    for name, chances in first.items():
        assert chances.tobytes() == second[name].tobytes()
        if not name.endswith("flags"):
            assert np.allclose(chances.sum(1), 1, atol=1e-5)
    assert {name: len(rows) for name, rows in model.load().judge([]).items()} == dict.fromkeys(
        first, 0
    )


def test_surface_numbers_are_as_many_for_every_piece_and_bounded() -> None:
    some = pieces(CLEAR + "Coach: " + "so " * 3000 + "what?\n")
    rows = np.array([surface.vector(piece) for piece in some])
    assert rows.min() >= 0
    assert rows.max() <= 2.5


def test_every_act_of_the_rules_has_its_number() -> None:
    for name in ("skilled", "middling", "directive"):
        view = look(prepare(session(name)), "pcc")
        for marks in view.marks.values():
            for mark in marks:
                key = "stacked" if mark.kind == "stacked" else f"{mark.kind}:{mark.detail}"
                assert key in surface.ACTS


def test_words_fall_into_the_same_buckets_on_every_machine() -> None:
    blocks = bag.counts(pieces("Coach: So you slept?\nClient: No.\n")[0])
    assert [weight for weight, _ in blocks] == [1.0, 1.0, 0.5, 0.5]
    assert 88723 in blocks[0][1]  # crc32 of "cw:so you", modulo the number of buckets
    assert 77888 in blocks[3][1]  # and of "ca:no"
    rare = {bucket: 1.0 for _, block in blocks for bucket in block}
    values = list(bag.weigh(blocks, rare))
    assert sum(value * value for _, value in values) == pytest.approx(1 + 1 + 0.25, abs=0.3)


def test_of_a_long_turn_beginning_and_end_are_kept() -> None:
    long = "Coach: " + "one two three " * 60 + "what would you choose?\nClient: Well.\n"
    ids, own = tokens.of(pieces(long)[0], model.load().tokenizer)
    words = model.load().tokenizer.decode(ids[:own])
    assert own == tokens.OWN + 2
    assert words.startswith("one two three")
    assert words.endswith("what would you choose?")


def test_a_part_stands_between_the_rest_of_its_turn() -> None:
    view = look(
        prepare(talk("Client: I am tired.\nCoach: So tired. What helps?\nClient: Sleep.\n")), "pcc"
    )
    line = view.talk.lines[1]
    first, second = (part(view, line, s.span.start, s.span.end) for s in line.sentences)
    assert (first.text, first.after, first.earlier) == (
        "So tired.",
        "What helps?",
        ("I am tired.",),
    )
    assert (second.text, second.after) == ("What helps?", "Sleep.")
    assert second.earlier == ("I am tired.", "So tired.")
