import pytest

from reviews.analysis.client import read
from reviews.analysis.talk import prepare
from tests.reviews.analysis.conftest import talk


def kinds(text: str) -> set[str]:
    prepared = prepare(talk(f"Client: {text}"))
    return {item.kind for item in read(prepared.lines[0])}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I am afraid of the morning.", "feeling"),
        ("I get this tight feeling in my chest.", "feeling"),
        ("I never thought of it like that.", "insight"),
        ("I will tell my niece tonight.", "commitment"),
        ("I could ask Jana to lead one evening.", "action"),
        ("I would have to see.", "obstacle"),
        ("My sister would help me.", "resource"),
        ("I would like to stop.", "change_talk"),
        ("It is as if I was twelve again.", "image"),
        ("Not quite. The door is his.", "objection"),
        ("Hm. All right.", "assent"),
    ],
)
def test_client_line_is_recognised(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("He is very proud of the cat.", "feeling"),
        ("It was not sad.", "feeling"),
        ("Sorry I am late.", "feeling"),
        ("I have the feeling that it was a detour.", "feeling"),
        ("I will see.", "commitment"),
        ("We drove to the sea on Sunday.", "insight"),
        ("Yes, and I will go there on Saturday with the small screwdriver.", "assent"),
    ],
)
def test_client_line_is_not_mistaken(text: str, kind: str) -> None:
    assert kind not in kinds(text)
