"""What the pages of a visit show: its level, the steps of its reading, its transcript with the marks beside it."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from coachlms.demo.models import DemoVisit
from coachlms.demo.readings import Kept
from coachlms.demo.services import levels_read
from coachlms.demo.tasks import read_demo
from coachlms.jobs.models import Job
from coachlms.jobs.services import progress_of
from courses.models import Level
from courses.rubrics import Rubric
from feedback.findings import MarkerReading, Quote, Voice
from feedback.reports import Report
from reviews.charts import Lanes, lanes
from reviews.models import Turn
from reviews.services.progress import DONE, NEXT, NOW, Progress, ProgressStep
from reviews.transcripts.highlights import Passage
from reviews.views.transcript import TurnRow, turn_rows

USUAL_LEVEL = "pcc"
EVERY = "all"
QUOTES_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Place:
    """A visit at one level. Quotes of a report lead to its transcript, as those of a session to its room."""

    visit: DemoVisit
    level: Level
    levels: Sequence[Level]

    def get_absolute_url(self) -> str:
        address = reverse("demo_transcript", args=[self.visit.key])
        return f"{address}?level={self.level.key}"

    @property
    def report_url(self) -> str:
        return f"{self.visit.get_absolute_url()}?level={self.level.key}"


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One behaviour in the margin: what the reader says, why, and its best passages."""

    ref: str
    text: str
    value: str
    why: str
    quotes: Sequence[Quote]
    more: int  # passages that are not quoted here but marked in the transcript


@dataclass(frozen=True, slots=True)
class MarkRows:
    """A competency and its behaviours that were read."""

    number: int
    name: str
    slug: str
    word: str | None
    rows: Sequence[MarkRow]
    is_open: bool


@dataclass(frozen=True, slots=True)
class Room:
    """The transcript page. `shown` is the competency whose passages are marked; else the report's, or all."""

    turns: Sequence[TurnRow]
    lanes: Lanes
    competencies: Sequence[MarkRows]
    shown: int | None
    is_all: bool


def place_of(visit: DemoVisit, wished: str) -> Place:
    """At the level of the address, else the usual one; only levels the visit was read at."""
    levels = [level for level in levels_read() if level.key in visit.readings]
    if not levels:  # the library was replaced meanwhile
        raise Http404
    by_key = {level.key: level for level in levels}
    level = by_key.get(wished) or by_key.get(USUAL_LEVEL) or levels[0]
    return Place(visit, level, levels)


def steps_of(visit: DemoVisit) -> Progress:
    """Received, being read, report; one query."""
    words = sum(len(str(row[1]).split()) for row in visit.utterances)
    received = ngettext("Received, %(n)s word", "Received, %(n)s words", words)
    job = progress_of(read_demo, visit.pk)
    is_dead = job is not None and job.state == Job.State.DEAD
    if is_dead:
        reading = ProgressStep(_("The AI reader gave up"), NOW)
    elif job is None or job.state == Job.State.QUEUED:
        reading = ProgressStep(_("AI reader: waiting for its turn"), NOW)
    else:
        text = job.progress_text or _("Reading now")
        reading = ProgressStep(text, NOW, job.progress, job.progress_total)
    steps = (
        ProgressStep(received % {"n": f"{words:,}"}, DONE),
        reading,
        ProgressStep(_("Your report"), NEXT),
    )
    return Progress(steps, failed=job.error_text if job and is_dead else "", job=job)


def room_of(visit: DemoVisit, place: Place, report: Report, rubric: Rubric, wished: str) -> Room:
    """The passages of the report are marked; `wished` names one competency instead, or “all”."""
    numbers = {str(competency.number): competency.number for competency in rubric.competencies}
    shown = numbers.get(wished)
    is_all = wished == EVERY or (shown is None and not report.refs)
    refs = {m.ref for m in rubric.markers if is_all or m.competency == shown}
    refs = refs or set(report.refs)
    passages = _passages(visit.readings[place.level.key], refs)
    talk = visit.plain_turns
    turns = [
        Turn(number=t.number, who=t.who.value, text=t.text, start_ms=t.start_ms, end_ms=t.end_ms)
        for t in talk
    ]
    return Room(
        turns=turn_rows(turns, passages),
        lanes=lanes(talk, passages.keys()),
        competencies=[row for row in _mark_rows(report, rubric, shown) if row.rows],
        shown=shown,
        is_all=is_all,
    )


def _passages(kept: Kept, refs: Collection[str]) -> dict[int, list[Passage]]:
    found: dict[int, list[Passage]] = defaultdict(list)
    for row in kept["markers"]:
        for turn, start, end in row["quotes"] if row["ref"] in refs else ():
            found[turn].append(Passage(start, end, Voice.AI.value, row["ref"]))
    return found


def _mark_rows(report: Report, rubric: Rubric, shown: int | None) -> Iterator[MarkRows]:
    views = [view for view in (report.focus, *report.others) if view is not None]
    words = {view.number: view.word for view in views}
    opened = shown if shown or report.focus is None else report.focus.number
    for competency in rubric.competencies:
        number = competency.number
        markers = [marker for marker in report.markers if marker.competency == number]
        yield MarkRows(
            number=number,
            name=competency.name,
            slug=competency.slug,
            word=words.get(number),
            rows=[_mark_row(marker) for marker in markers if marker.ratings],
            is_open=number == opened,
        )


def _mark_row(marker: MarkerReading) -> MarkRow:
    (rating,) = marker.ratings
    return MarkRow(
        ref=marker.ref,
        text=marker.text,
        value=rating.value.value,
        why=rating.rule,
        quotes=rating.quotes[:QUOTES_SHOWN],
        more=max(0, len(rating.quotes) - QUOTES_SHOWN),
    )
