"""The talk in pictures: what the shapes say is what the numbers say."""

import re

from feedback import charts
from feedback.reports import FactRow, pictures
from feedback.reports.parts import StretchRow

LINE = (
    StretchRow(1, "coach", 0, 100, ("asks",)),
    StretchRow(2, "client", 100, 400, ("for",)),
    StretchRow(3, "coach", 400, 500, ("mirrors", "tells")),
    StretchRow(4, "client", 500, 700, ("against",)),
    StretchRow(5, "coach", 700, 701, ()),
    StretchRow(6, "client", 701, 1000, ()),
)


def fact(key: str, value: float | None) -> FactRow:
    return FactRow(key=key, label=key, value=value, unit="")


FACTS = (
    *(fact(f"questions_{form}", n) for form, n in (("open", 6), ("closed", 3), ("leading", 0))),
    *(fact(f"questions_{part}", n) for part, n in (("first", 50), ("middle", 0), ("last", 100))),
    *(fact(f"advice_{part}", n) for part, n in (("first", None), ("middle", 0), ("last", 10))),
)


def test_line_has_a_block_for_each_thing_a_turn_does() -> None:
    drawn = pictures(FACTS, LINE)
    assert drawn is not None
    svg = str(drawn.timeline)
    assert svg.count('class="l-coach"') == 3
    assert [svg.count(f'class="l-{kind}"') for kind in ("for", "against", "client")] == [1, 1, 1]
    assert 'role="img"' in svg
    assert "The coach asks in one turn, mirrors in one turn, tells or advises in one turn." in svg
    assert drawn.rows[0] == ("Asks", "coach", (1, 0, 0))
    assert drawn.rows[2] == ("Tells or advises", "coach", (0, 1, 0))
    assert drawn.rows[3] == ("Leans to change", "client", (1, 0, 0))
    assert "style=" not in svg


def test_blocks_stay_inside_and_can_be_seen() -> None:
    svg = charts.timeline([(0, 1, ("asks",), True), (999, 1000, ("asks",), True)], "Two questions.")
    found = [
        tuple(map(int, pair))
        for pair in re.findall(r'l-coach" x="(\d+)" y="\d+" width="(\d+)"', svg)
    ]
    assert found == [(0, 3), (997, 3)]


def test_bars_are_as_long_as_their_counts() -> None:
    drawn = pictures(FACTS, ())
    assert drawn is not None
    assert [(one.name, one.count) for one in drawn.mix] == [
        ("Open", 6),
        ("Closed", 3),
        ("Leading", 0),
    ]
    widths = [re.findall(r'width="(\d+)"', one.svg) for one in drawn.mix]
    assert widths == [["100"], ["50"], []]
    assert all('aria-hidden="true"' in one.svg for one in drawn.mix)


def test_thirds_are_drawn_where_each_was_measured() -> None:
    drawn = pictures(FACTS, ())
    assert drawn is not None
    (asks,) = drawn.over
    assert (asks.name, asks.said) == (
        "Asks",
        ("50\N{NO-BREAK SPACE}%", "0\N{NO-BREAK SPACE}%", "100\N{NO-BREAK SPACE}%"),
    )
    assert re.findall(r'y="(\d+)" width="32" height="(\d+)"', asks.svg) == [
        ("50", "50"),
        ("0", "100"),
    ]


def test_without_line_and_questions_there_is_no_picture() -> None:
    assert pictures((fact("questions_open", 0),), ()) is None


def test_a_figure_lies_on_its_line() -> None:
    svg = charts.score(0.8, 0.75, 0.85, 0.7, None)
    assert 'cx="166.0"' in svg
    assert 'x="156.0"' in svg
    assert 'width="20.0"' in svg
    assert "p-simple" in svg
    assert "p-human" not in svg
