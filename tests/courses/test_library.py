"""The YAML reader: what it takes over, and that every mistake names its line."""

import pytest

from courses.library import LibraryError, load, load_course, load_exercises
from tests.courses.conftest import DATA, shipped_library

TEXT = (DATA / "library.yaml").read_text(encoding="utf-8")


def line_with(text: str, part: str) -> int:
    """The number of the first line that holds `part`."""
    return next(n for n, line in enumerate(text.splitlines(), 1) if part in line)


def test_load_takes_over_the_whole_library() -> None:
    library = load(DATA / "library.yaml")
    assert [len(part.markers) for part in library.competencies] == [6] * 8
    assert [level.key for level in library.levels] == ["acc", "pcc", "mcc"]
    assert [domain.competencies for domain in library.domains] == [(1, 2), (3, 4, 5), (6, 7), (8,)]
    assert library.framework.revisions[-1][0] == 2025
    assert {m.detectability for m in library.rubric("pcc").markers} == {
        "high",
        "medium",
        "low",
        "none",
        "needs_timestamps",
    }


def test_official_markers_are_referred_to_by_37_numbers() -> None:
    by_competency = {
        part.number: {ref for m in part.markers for ref in m.official_refs}
        for part in load(TEXT).competencies
    }
    assert [len(by_competency[number]) for number in range(3, 9)] == [4, 4, 5, 7, 8, 9]


def test_rubric_speaks_of_one_level_and_maps_the_treatment() -> None:
    rubric = load(TEXT).rubric("mcc")
    assert rubric.level == "mcc"
    assert (
        rubric.marker("8c").text == "Leaves the choice of goal, step and follow-up with the client."
    )
    assert (
        rubric.marker("8c").depth
        == "The client's authority over their growth is complete and assumed."
    )
    assert [part.treatment for part in rubric.competencies] == [
        "notices_only",
        "evidence_only",
        *["scored_with_evidence"] * 6,
    ]


def test_rubric_of_an_unknown_level_is_refused() -> None:
    with pytest.raises(KeyError):
        load(TEXT).rubric("xyz")


MISTAKES = [
    # what stands in the file, what it becomes, the line that is named (by what it holds), the words
    ("  status: draft", "  colour: blue\n  status: draft", "colour: blue", "unknown key “colour”"),
    ("  title: Core", "  title: Again\n  title: Core", "title: Core", "gives “title” twice"),
    ("  updated: 2026-11-22", "  updated: soon", "updated: soon", "not a date"),
    ("  updated: 2026-11-22", "  updated: 2026-02-31", "updated: 2026-02-31", "day of the calendar"),
    ("schema_version: 1", "schema_version: 2", "schema_version: 2", "unknown schema_version"),
    ("  - id: pcc\n", "  - id: acc\n", "  - id: acc\n    name: PCC", "repeats the id of line"),
    ("label: Seen,", "label: Great,", "label: Great,", "must be labelled “Seen”"),
    ("{id: seen, label", "{id: passed, label", "{id: passed, label", "“passed” as id; it can be"),
    (", competencies: [8]}", ", competencies: [7]}", ", competencies: [7]}", "also in the domain"),
    (", competencies: [8]}", ", competencies: [8, 9]}", "domains:", "no competency 9"),
    ("  domain: growth", "  domain: foundation", "domain: foundation # 8", "is not listed"),
    ("- number: 8\n", "- number: eight\n", "number: eight", "not a whole number"),
    ("treatment: notices_only", "treatment: harsh", "treatment: harsh", "“harsh” as product_treatm"),
    ('    - id: "8c"', '    - id: "8b"', "8b again", "repeats the id of line"),
    ("        mcc: The client's authority over", "        xyz: The", "acc: Asks how the client will stay", "no depth for mcc"),
    ("detectability: needs_timestamps", "detectability: maybe", "detectability: maybe", "“maybe”"),
    ("    - {number: 7, reason: \"There must", "    - {number: 9, reason: \"There must", "number: 9, reason", "points to competency 9"),
    ("res-kegan, res-whitmore", "res-kegan, res-white", "res-white,", "learning resource “res-white”"),
    ("[customer, icf-core-2025", "[custom, icf-core-2025", "[custom, icf", "the source “custom”"),
    ("kind: web, title: \"Code", "kind: film, title: \"Code", "kind: film", "“film” as kind"),
    ("verified: true}", "verified: perhaps}", "verified: perhaps}", "not true or false"),
    ("  practice_questions:\n    - Where are", "  practice_questions: []\n  x:\n    - Where are", "practice_questions: []", "at least one line"),
]  # fmt: skip
PLACES = {
    "domain: foundation # 8": lambda text: [
        n for n, line in enumerate(text.splitlines(), 1) if line == "  domain: foundation"
    ][-1],
    "8b again": lambda text: [
        n for n, line in enumerate(text.splitlines(), 1) if line == '    - id: "8b"'
    ][-1],
    "  - id: acc\n    name: PCC": lambda text: line_with(text, "    name: PCC") - 1,
}


@pytest.mark.parametrize(("old", "new", "place", "words"), MISTAKES)
def test_mistake_names_its_line(old: str, new: str, place: str, words: str) -> None:
    assert old in TEXT
    text = TEXT.replace(old, new, 1)
    with pytest.raises(LibraryError) as error:
        load(text)
    expected = PLACES[place](text) if place in PLACES else line_with(text, place)
    assert (error.value.line, words in str(error.value)) == (expected, True), str(error.value)
    assert str(error.value).startswith(f"line {expected}: ")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1: the library is empty"),
        ("- a\n- b\n", "line 1: the library must be a list of “key: value”"),
        ("schema_version: 1\nmeta: [\n", "line 3: this is not YAML"),
        ("schema_version: 1\n\tmeta: 1\n", "line 2: this is not YAML"),
        ("schema_version: 1\nmeta: \x07\n", "line 2: a character that YAML does not allow"),
        ("schema_version: 0x1\n", "line 1: the library has 0x1 as schema_version; it can be 1 to"),
        ("schema_version: 1\n", "line 1: the library has no meta"),
    ],
)
def test_unreadable_text_is_refused_with_its_line(text: str, message: str) -> None:
    with pytest.raises(LibraryError) as error:
        load(text)
    assert str(error.value).startswith(message)


def test_too_long_text_is_refused_before_the_database_sees_it() -> None:
    text = TEXT.replace("tagline: Helps the client carry", "tagline: " + "long " * 80 + "carry", 1)
    with pytest.raises(LibraryError, match="at most 300 fit") as error:
        load(text)
    assert error.value.line == line_with(text, "long long")


EXERCISE = """by: CoachLMS
exercises:
  - id: ex-one
    title: One
    minutes: 5
    markers: ["8c"]
    levels: [pcc]
    verified: true
    body: |
      Do it.

      Do it again.
"""


def test_exercise_keeps_its_paragraphs() -> None:
    (exercise,) = load_exercises(EXERCISE, load(TEXT))
    assert exercise.body == "Do it.\n\nDo it again."
    assert (exercise.kind, exercise.markers, exercise.levels) == ("exercise", ("8c",), ("pcc",))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('["8c"]', '["8z"]', "line 6: exercise “ex-one” names the behaviour “8z”"),
        ("[pcc]", "[xyz]", "line 7: exercise “ex-one” names the level “xyz”"),
        ("ex-one", "res-kegan", "line 3: exercise “res-kegan” has the id of a learning resource"),
        ("minutes: 5", "minutes: 500", "line 5: exercise “ex-one” has 500 as minutes"),
        ("ex-one", "ex one", "line 3: an exercise has “ex one” as id; use letters"),
    ],
)
def test_mistake_in_an_exercise_names_its_line(old: str, new: str, message: str) -> None:
    with pytest.raises(LibraryError) as error:
        load_exercises(EXERCISE.replace(old, new, 1), load(TEXT))
    assert str(error.value).startswith(message)


@pytest.mark.parametrize("level", ["acc", "pcc", "mcc"])
def test_every_behaviour_of_competencies_3_to_8_has_an_exercise(level: str) -> None:
    exercises = [part for part in shipped_library().resources if part.kind == "exercise"]
    served = {ref for part in exercises if level in part.levels for ref in part.markers}
    wanted = {m.ref for m in shipped_library().rubric(level).markers if m.competency >= 3}
    assert wanted - served == set()
    assert all(80 <= len(part.body.split()) <= 150 for part in exercises)


COURSE = """id: short
level: pcc
title: Short
summary: One module.
modules:
  - title: Ending
    competency: 8
    summary: How it ends.
    steps:
      - {kind: read, title: Reading, minutes: 5, text: The page.}
      - {kind: resource, title: Doing, resource: ex-keeping-faith, minutes: 5, text: It.}
      - {kind: review, title: Reviewing, needed: 2, minutes: 5, text: Two.}
"""


def test_course_is_read() -> None:
    course = load_course(COURSE, shipped_library())
    (module,) = course.modules
    assert module.competency == "facilitates-client-growth"
    assert [(step.kind, step.needed) for step in module.steps] == [
        ("read", 1),
        ("resource", 1),
        ("review", 2),
    ]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("kind: read", "kind: watch", "line 10: step “Reading” has “watch” as kind"),
        ("ex-keeping-faith", "ex-none", "line 11: step “Doing” names the resource “ex-none”"),
        ("ex-keeping-faith", "res-kegan", "line 11: step “Doing” names the resource “res-kegan”"),
        ("kind: resource", "kind: read", "line 11: step “Doing” needs a resource exactly where"),
        ("needed: 2", "needed: 9", "line 12: step “Reviewing” has 9 as needed"),
        ("kind: review", "kind: hand_in", "line 12: step “Reviewing” says how many are needed"),
        ("competency: 8", "competency: 9", "line 7: module “Ending” is about competency 9"),
        ("level: pcc", "level: abc", "line 2: course “short” has “abc” as level"),
    ],
)
def test_mistake_in_a_course_names_its_line(old: str, new: str, message: str) -> None:
    with pytest.raises(LibraryError) as error:
        load_course(COURSE.replace(old, new, 1), shipped_library())
    assert str(error.value).startswith(message)
