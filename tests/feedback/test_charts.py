"""Pictures the server draws: shapes, places, a sentence that says the same, and no style attribute."""

import xml.etree.ElementTree as ET
from dataclasses import replace

from courses.rubrics import Value
from feedback.charts import dot_plot, dot_sentence, number_line, together, word_line
from feedback.findings import MarkerReading, Voice, VoiceRating

MARKER = MarkerReading(
    ref="8b",
    competency=8,
    text="Shapes with the client what they will do <next>.",
    estimate=1.2,
    low=0.7,
    high=1.7,
    ratings=(
        VoiceRating(Voice.MENTOR, "Tomas", Value.PARTLY),
        VoiceRating(Voice.PEER, "Peer A", Value.SEEN),
        VoiceRating(Voice.PEER, "Peer B", Value.PARTLY),
        VoiceRating(Voice.AI, "AI reader", Value.PARTLY),
        VoiceRating(Voice.SELF, "You", Value.MISSED),
    ),
)


def classes(svg: str) -> list[str]:
    return [node.get("class", "") for node in ET.fromstring(svg)]  # noqa: S314


def test_dot_plot_draws_a_shape_per_reader_in_the_fixed_order() -> None:
    assert classes(dot_plot(MARKER)) == [
        "p-grid",
        "p-band",
        "p-mid",
        "p-self p-halo",
        "p-ai p-halo",
        "p-peer p-halo",
        "p-mentor p-halo",
        "p-peer p-halo",
    ]


def test_dot_plot_places_interval_and_combined_value_on_the_axis() -> None:
    root = ET.fromstring(dot_plot(MARKER))  # noqa: S314
    band, middle = root[1], root[2]
    assert (band.get("x"), band.get("width")) == ("168.0", "140.0")
    assert middle.get("x") == "236.0"


def test_dot_plot_of_a_marker_nobody_could_rate_says_so() -> None:
    left_out = replace(
        MARKER,
        estimate=None,
        low=None,
        high=None,
        ratings=(VoiceRating(Voice.AI, "AI reader", Value.NO_OPPORTUNITY),),
    )
    svg = dot_plot(left_out)
    assert classes(svg) == ["p-grid", "p-none"]
    assert "the AI reader said no opportunity." in svg


def test_dot_plot_keeps_a_crowd_inside_its_column() -> None:
    crowd = tuple(VoiceRating(Voice.PEER, "Peer", Value.SEEN) for _ in range(20))
    root = ET.fromstring(dot_plot(replace(MARKER, ratings=crowd)))  # noqa: S314
    places = [float(node.get("x", "0")) for node in root if "p-peer" in node.get("class", "")]
    assert (min(places), max(places)) == (289.2, 401.2)


def test_dot_sentence_says_what_the_picture_shows() -> None:
    assert dot_sentence(MARKER) == (
        "8b, Shapes with the client what they will do <next>: you said opening missed; the AI reader"
        " said partly seen; peers said seen, partly seen; the mentor said partly seen."
        " Together: partly seen."
    )


def test_label_is_escaped() -> None:
    assert "&lt;next&gt;" in dot_plot(MARKER)
    assert "<next>" not in dot_plot(MARKER)


def test_together_names_the_words_on_the_axis() -> None:
    words = [together(replace(MARKER, estimate=e)) for e in (0.0, 0.5, 1.0, 1.5, 1.9, 2.0)]
    assert words == [
        "not seen",
        "between not seen and partly seen",
        "partly seen",
        "between partly seen and seen",
        "seen",
        "seen",
    ]


def test_word_line_is_dotted_across_a_session_without_evidence() -> None:
    svg = word_line(["starting", None, "steady", "steady"])
    assert classes(svg) == ["s-band", "s-gap", "s-line", "s-dot", "s-dot", "s-last"]
    assert (
        'aria-label="4 sessions, oldest first: starting, nothing to read, steady, steady."' in svg
    )


def test_word_line_of_one_session_is_one_point() -> None:
    svg = word_line(["growing"])
    assert classes(svg) == ["s-band", "s-last"]
    assert 'aria-label="One session: growing."' in svg


def test_number_line_uses_the_whole_height_and_survives_equal_values() -> None:
    root = ET.fromstring(number_line([52, None, 31], ["52 %", "not measured", "31 %"]))  # noqa: S314
    dots = [node.get("cy") for node in root if node.tag == "circle"]
    assert dots == ["12.0", "48.0"]
    flat = ET.fromstring(number_line([5, 5], ["5", "5"]))  # noqa: S314
    assert [node.get("cy") for node in flat if node.tag == "circle"] == ["30.0", "30.0"]
    assert classes(number_line([], [])) == ["s-band"]


def test_no_picture_carries_a_style_attribute() -> None:
    pictures = (dot_plot(MARKER), word_line(["growing"]), number_line([1.0, 2.0], ["1", "2"]))
    for svg in pictures:
        assert "style" not in svg
        assert 'role="img"' in svg
