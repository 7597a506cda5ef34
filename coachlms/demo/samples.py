"""The three conversations a visitor can choose from. Written for this purpose; no real session is in them."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

FOLDER = Path(__file__).parent / "sessions"


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the conversation, letter for letter."""

    who: str  # coach or client
    said: str


@dataclass(frozen=True, slots=True)
class Sample:
    """One conversation: what its card says, and who coaches in its file."""

    slug: str
    title: str
    minutes: int
    craft: str | Promise
    coach: str
    opening: tuple[Line, ...]

    @property
    def content(self) -> bytes:
        return (FOLDER / f"{self.slug}.vtt").read_bytes()


SAMPLES = (
    Sample(
        slug="two-calendars",
        title="Two calendars",
        minutes=25,
        craft=_("A helpful coach with many ideas. Whose plan is it at the end?"),
        coach="Jonas Berg",
        opening=(
            Line("client", "I seem to be the only thing they have in common."),
            Line("coach", "Two calendars, that is a classic. I had exactly the same problem when I was in sales."),
        ),
    ),
    Sample(
        slug="salt-and-lemon",
        title="Salt and lemon",
        minutes=28,
        craft=_("Clear questions, a clear opening, and then a turn to the practical."),
        coach="Noor Amari",
        opening=(
            Line("client", "So I would like to talk about whether I want this."),
            Line("coach", "Whether you want this. And what would you like to have at the end of our talk?"),
        ),
    ),
    Sample(
        slug="the-third-row",
        title="The third row",
        minutes=32,
        craft=_("Long silences and the client’s own image. Who holds the plan at the end?"),
        coach="Mira Kovac",
        opening=(
            Line("client", "At why I keep not doing it."),
            Line("coach", "And when we stop in half an hour, how would you know that it was worth your time?"),
        ),
    ),
)  # fmt: skip


def sample_named(slug: str) -> Sample | None:
    return next((sample for sample in SAMPLES if sample.slug == slug), None)
