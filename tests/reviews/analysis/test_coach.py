import pytest

from reviews.analysis.coach import read
from reviews.analysis.talk import prepare
from tests.reviews.analysis.conftest import talk

CLIENT = "I carry the whole team on my back, and I am tired of the carrying."


def behaviours(line: str, client: str = CLIENT, before: str = "") -> list[tuple[str, str]]:
    """Kinds and details of a coach's line after a client's, themes left out."""
    text = f"Client: {client}\nCoach: {line}"
    if before:
        text = f"Coach: {before}\n{text}"
    prepared = prepare(talk(text))
    found = read(prepared.lines[-1], prepared)
    return [(item.kind, item.detail) for item in found if item.kind != "theme"]


@pytest.mark.parametrize(
    ("line", "form"),
    [
        ("What would you like to have at the end?", "open"),
        ("And who would you be then?", "open"),
        ("Tell me more about that.", "open"),
        ("Could you say more about the carrying?", "open"),
        ("What if you did not?", "open"),
        ("Do you sleep enough?", "closed"),
        ("How many people are there?", "closed"),
        ("Thursday then?", "closed"),
        ("When will you do it?", "closed"),
        ("Which of the two would you like to follow?", "choice"),
        ("Would you rather stay here or go back to the lease?", "choice"),
        ("Does that fit?", "check"),
        ("Did I get that right?", "check"),
        ("Don’t you think you should tell them?", "leading"),
        ("Have you thought about delegating?", "leading"),
        ("Why don’t you ask her?", "leading"),
        ("You have told her, haven’t you?", "leading"),
        ("That would be easier, right?", "leading"),
    ],
)
def test_question_has_its_form(line: str, form: str) -> None:
    questions = [detail for kind, detail in behaviours(line) if kind == "question"]
    assert questions == [form]


@pytest.mark.parametrize(
    "line",
    [
        "what would you like to have at the end",
        "so how do you feel about that",
        "do you want to stay with it",
    ],
)
def test_question_is_found_without_a_question_mark(line: str) -> None:
    assert [kind for kind, _ in behaviours(line)].count("question") == 1


@pytest.mark.parametrize(
    "line", ["I know what you mean.", "What a week that was.", "That is how it goes."]
)
def test_statement_with_a_question_word_is_no_question(line: str) -> None:
    assert "question" not in [kind for kind, _ in behaviours(line)]


@pytest.mark.parametrize(
    ("line", "stacked"),
    [
        ("What did you do? And what did she say?", True),
        ("What are the terms, and how long would you have to commit yourself?", True),
        ("What did you do? Does that fit?", False),
        ("Are we on the way to it, or has something else become important?", False),
        ("What did you do there?", False),
    ],
)
def test_stacked_needs_two_questions_without_an_answer(line: str, stacked: bool) -> None:
    assert ("stacked" in [kind for kind, _ in behaviours(line)]) is stacked


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ("You carry the whole team.", "simple"),
        ("The whole team, on your back.", "simple"),
        ("It sounds like a part of you would love to put it down.", "complex"),
        ("So you feel lonely with it.", "complex"),
        ("Let me sum up: the team is on your back, and you are tired.", "summary"),
    ],
)
def test_reflection_has_its_depth(line: str, detail: str) -> None:
    assert [d for kind, d in behaviours(line) if kind == "reflection"] == [detail]


@pytest.mark.parametrize(
    "line",
    [
        "Hello, Ellen.",
        "You should put the team down.",
        "Then you take the file and you export it.",
        "You see what I mean.",
        "Don’t worry, you will feel better.",
        "Okay.",
    ],
)
def test_other_statements_are_no_reflection(line: str) -> None:
    assert "reflection" not in [kind for kind, _ in behaviours(line)]


@pytest.mark.parametrize(
    "line",
    [
        "You should tell them.",
        "You could also send them an e-mail beforehand.",
        "I would suggest that you write it down.",
        "Why don’t you ask her?",
        "Perfect, then stop that.",
        "I want you to send me the table on Friday.",
    ],
)
def test_advice_without_being_asked(line: str) -> None:
    assert ("advice", "without_permission") in behaviours(line)


@pytest.mark.parametrize(
    "line",
    [
        "You feel that you should tell them.",
        "What could you do?",
        "If you could speak to him now, what would you say?",
        "Through the door you can still hear the plane.",
        "You could not open your hand.",
    ],
)
def test_should_and_could_of_the_client_are_no_advice(line: str) -> None:
    assert "advice" not in [kind for kind, _ in behaviours(line)]


def test_advice_after_permission_is_told_apart() -> None:
    asked = behaviours("You could write it down.", client="Do you have an idea?")
    offered = behaviours(
        "You could write it down.", client="Yes, please.", before="May I offer a thought?"
    )
    assert ("advice", "with_permission") in asked
    assert ("advice", "with_permission") in offered


@pytest.mark.parametrize(
    ("line", "kind", "detail"),
    [
        ("It took courage to say that.", "affirmation", "specific"),
        ("You did great.", "affirmation", "general"),
        ("My wife had that too when I was in sales.", "self_disclosure", ""),
        ("There is a really good method, it is called the four boxes.", "information", ""),
        ("Mm-hm.", "encourager", ""),
        ("Great.", "encourager", ""),
        ("We have about twelve minutes left.", "structuring", ""),
    ],
)
def test_other_behaviours(line: str, kind: str, detail: str) -> None:
    assert (kind, detail) in behaviours(line)


def test_one_turn_does_several_things() -> None:
    line = "You carry the whole team. It took courage to say that. What do you want to do with it?"
    assert behaviours(line) == [
        ("reflection", "simple"),
        ("affirmation", "specific"),
        ("question", "open"),
    ]
