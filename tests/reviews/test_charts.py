"""The timeline of a talk in numbers."""

from reviews.charts import Bar, Lanes, Tick, clock, lanes
from reviews.transcripts.turns import Turn, Who


def test_lanes_follow_the_clock_where_every_turn_has_times() -> None:
    turns = [
        Turn(1, Who.COACH, "What would you like?", 0, 4_000),
        Turn(2, Who.CLIENT, "The kitchen.", 5_000, 20_000),
    ]

    assert lanes(turns, {2}) == Lanes(
        bars=(Bar(1, 0.0, 200.0, 24, "l-coach"), Bar(2, 250.0, 750.0, 52, "l-client")),
        ticks=(Tick(2, 250.0),),
        labels=("0:00", "0:05", "0:10", "0:15", "0:20"),
        by_time=True,
    )


def test_lanes_count_words_where_one_turn_has_no_times() -> None:
    turns = [
        Turn(1, Who.COACH, "What would you like", 0, 4_000),
        Turn(2, Who.OTHER, "One moment please now", None, None),
    ]

    drawn = lanes(turns, ())

    assert drawn.by_time is False
    assert drawn.bars == (Bar(1, 0.0, 500.0, 24, "l-coach"), Bar(2, 500.0, 500.0, 52, "l-done"))
    assert drawn.labels == ("0", "2", "4", "6", "8")


def test_lanes_keep_a_short_turn_visible_and_the_last_tick_inside() -> None:
    turns = [
        Turn(1, Who.CLIENT, "word " * 10_000, None, None),
        Turn(2, Who.COACH, "Yes", None, None),
    ]

    drawn = lanes(turns, {2})

    assert drawn.bars[1].width == 2.0
    assert drawn.bars[1].x == 998.0
    assert drawn.ticks == (Tick(2, 996.0),)


def test_lanes_of_no_turns_are_empty() -> None:
    assert lanes([], ()).bars == ()


def test_clock_shows_hours_only_when_there_are_any() -> None:
    assert [clock(0), clock(1_640_000), clock(3_729_000)] == ["0:00", "27:20", "1:02:09"]
