"""Pictures as SVG, drawn by the server. Plain Python.

Every picture carries role="img" and a sentence that says the same.
"""

from feedback.charts.dots import dot_plot, dot_sentence, together
from feedback.charts.lines import number_line, word_line
from feedback.charts.score import score
from feedback.charts.svg import Svg
from feedback.charts.talk import bar, columns, timeline

__all__ = [
    "Svg",
    "bar",
    "columns",
    "dot_plot",
    "dot_sentence",
    "number_line",
    "score",
    "timeline",
    "together",
    "word_line",
]
