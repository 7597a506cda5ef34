from itertools import pairwise

from courses.rubrics import Rubric
from reviews.analysis import analyse
from tests.reviews.analysis.conftest import session, talk

TALK = """
Coach: What would you like to use this time for?
Client: My garden, it is growing over the fence and I am tired of it, and I want it to stop.
Coach: You should cut it now.
Client: I can't, I have no time for that and I will never have it.
Other: The tea is ready.
Coach: Mm-hmm.
Client: My father planted it, and he would have cut it in March like every year.
"""


def test_line_covers_the_talk_by_words_without_times(pcc: Rubric) -> None:
    line = analyse(talk(TALK), pcc).timeline
    assert [one.turn for one in line] == [1, 2, 3, 4, 5, 6, 7]
    assert (line[0].start, line[-1].end) == (0, 1000)
    assert all(a.end == b.start for a, b in pairwise(line))
    assert "asks" in line[0].does
    assert line[1].does == ("for",)
    assert "tells" in line[2].does
    assert line[3].does == ("against",)
    assert (line[4].who, line[4].does) == ("other", ())
    assert line[5].does == ()


def test_line_goes_by_time_where_every_turn_has_one(pcc: Rubric) -> None:
    line = analyse(session("skilled", pause_ms=4000), pcc).timeline
    assert line[0].start == 0
    assert line[-1].end == 1000
    assert any(a.end < b.start for a, b in pairwise(line))  # pauses are gaps


def test_a_text_that_is_not_read_has_no_line(pcc: Rubric) -> None:
    assert analyse(talk("Coach: Hello.\nClient: Hello.\n"), pcc).timeline == ()
