"""Every write of the free demo: begin, say who is who, read, delete. Nothing of it touches a session of the school."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from coachlms.common.sqlite import empty_log
from coachlms.demo import readings
from coachlms.demo.errors import DemoFull
from coachlms.demo.models import DemoVisit
from coachlms.demo.samples import Sample
from coachlms.demo.tasks import read_demo
from coachlms.jobs import services as jobs
from coachlms.jobs.registry import Hold, PermanentFailure
from courses.models import Framework, Level
from courses.services import rubric_for
from reviews import analysis
from reviews.errors import NothingLeft, SpeakersUnclear, TranscriptRefused, VoicesUnclear
from reviews.services.at_once import roles_of
from reviews.services.reading import check_quotes
from reviews.transcripts import (
    LEFT_OUT,
    ParsedTranscript,
    SpeakerSummary,
    Turn,
    UnreadableTranscript,
    Who,
    merge,
    speakers,
    warnings_for,
)
from reviews.transcripts import read as parse
from reviews.transcripts.pseudonyms import masked, suggest

MAX_BYTES = 200 * 1024
MAX_HOURS = 3
MAX_TURNS = 1500  # twenty minutes of talk have 40 to 120
OWN_TITLE = "Your conversation"


def begin_sample(*, sample: Sample, owner: str) -> DemoVisit:
    """Read one of our own conversations. DemoFull."""
    parsed = parse(sample.content, f"{sample.slug}.vtt")
    roles = roles_of(speakers(parsed.utterances), coach=sample.coach, client="")
    return _begin(parsed, owner, title=sample.title, sample=sample.slug, roles=roles)


def begin_own(*, data: bytes, name: str, owner: str) -> DemoVisit:
    """Take a visitor's text. TranscriptRefused, DemoFull.

    Where the text itself says who coaches it is read at once; otherwise `say_who` comes next.
    """
    try:
        parsed = parse(data, name)
    except UnreadableTranscript as error:
        raise TranscriptRefused(
            reason=error.reason, advice=error.advice, line=error.line
        ) from error
    found = speakers(parsed.utterances)
    _refuse_too_long(parsed, sum(voice.turns for voice in found))
    _refuse_monologue(found)
    return _begin(parsed, owner, title=OWN_TITLE, roles=_said_by_labels(found))


@transaction.atomic
def say_who(*, visit: DemoVisit, roles: Mapping[str, str]) -> None:
    """Who is who; then it is read. Once it is said it stays. SpeakersUnclear, NothingLeft."""
    held = DemoVisit.objects.select_for_update().get(pk=visit.pk)
    if held.roles or held.is_read:
        return
    labels = {voice.label for voice in voices(held)}
    if set(roles) != labels or not {Who.COACH, Who.CLIENT} <= set(roles.values()):
        raise SpeakersUnclear
    if not set(roles.values()) <= {*Who, LEFT_OUT}:
        raise SpeakersUnclear
    if {Who.COACH, Who.CLIENT} - {turn.who for turn in merge(held.plain_utterances, roles)}:
        raise NothingLeft
    held.roles = dict(roles)
    held.save(update_fields=["roles"])
    _ask_to_read(held)


def voices(visit: DemoVisit) -> tuple[SpeakerSummary, ...]:
    """Who speaks, with turn counts and first lines; nobody once the text is masked."""
    return speakers(visit.plain_utterances)


def read(*, visit_id: int, hold: Hold) -> None:
    """Mask the words, read them at every level, forget the names. A visit that was deleted stays deleted."""
    visit = DemoVisit.objects.live().filter(pk=visit_id).first()
    if visit is None or not visit.roles or visit.is_read:
        return
    levels = levels_read()
    if not levels:
        raise PermanentFailure("no_library", "The library of competencies is not loaded yet.")
    hold.progress(0, len(levels) + 1, "Masking names")
    turns, masked = _masked_turns(visit)
    found = {}
    for at, level in enumerate(levels, start=1):
        hold.progress(at, len(levels) + 1, f"Reading at {level.name}")
        found[level.key] = _reading(turns, level)
    with hold.finish():
        held = DemoVisit.objects.select_for_update().filter(pk=visit_id).first()
        if held is not None:
            held.turns = [[t.number, t.who.value, t.text, t.start_ms, t.end_ms] for t in turns]
            held.notes = [*held.notes, *warnings_for(turns)]
            held.readings, held.masked, held.utterances = found, masked, []
            held.roles = {}  # labels are names
            held.save()


def levels_read() -> list[Level]:
    """The levels of the first framework: every visit is read at each of them."""
    first = Framework.objects.order_by("pk").values("pk")[:1]
    return list(
        Level.objects.filter(framework__in=first).select_related("framework").order_by("position")
    )


def delete(*, visit: DemoVisit) -> None:
    """Now, and from the disk. Twice is once."""
    DemoVisit.objects.filter(pk=visit.pk).delete()
    empty_log()


def purge_expired(now: datetime | None = None) -> int:
    """Delete visits whose time is over, and what SQLite's log still holds of names. Says how many."""
    count, _by_model = DemoVisit.objects.over(now or timezone.now()).delete()
    empty_log()
    return count


# --- inside -----------------------------------------------------------------------------------------


@transaction.atomic
def _begin(
    parsed: ParsedTranscript,
    owner: str,
    *,
    title: str,
    roles: Mapping[str, str] | None,
    sample: str = "",
) -> DemoVisit:
    _refuse_when_full()
    visit = DemoVisit.objects.create(
        owner=owner,
        title=title,
        sample=sample,
        utterances=[[u.speaker, u.text, u.start_ms, u.end_ms, u.line] for u in parsed.utterances],
        roles=dict(roles or {}),
        notes=list(parsed.warnings),
    )
    if visit.roles:
        _ask_to_read(visit)
    return visit


def _refuse_when_full() -> None:
    live = DemoVisit.objects.live()
    if live.count() >= settings.DEMO_AT_ONCE:
        first = live.only("expires_at").order_by("expires_at")[0]
        raise DemoFull(wait=first.left)


def _ask_to_read(visit: DemoVisit) -> None:
    jobs.create(read_demo, visit.pk, key=f"read_demo:{visit.pk}")


def _said_by_labels(found: Sequence[SpeakerSummary]) -> dict[str, str] | None:
    """“Coach:” and one other voice leave no question; everything else does."""
    try:
        return roles_of(found, coach="coach", client="")
    except VoicesUnclear:
        return None


def _refuse_too_long(parsed: ParsedTranscript, turns: int) -> None:
    times = [u.end_ms or u.start_ms or 0 for u in parsed.utterances]
    is_long = max(times, default=0) > MAX_HOURS * 3_600_000
    chars = sum(len(u.text) for u in parsed.utterances)
    if is_long or chars > MAX_BYTES or turns > MAX_TURNS:
        raise TranscriptRefused(
            reason=_("This is longer than %(hours)s hours of talk.") % {"hours": MAX_HOURS},
            advice=_("Bring one session; between twenty and sixty minutes works best."),
            line=None,
        )


def _refuse_monologue(found: Sequence[SpeakerSummary]) -> None:
    if len(found) < 2:
        raise TranscriptRefused(
            reason=_("Only one voice is in this text."),
            advice=_("Write Coach: and Client: in front of what each of them says."),
            line=None,
        )


def _masked_turns(visit: DemoVisit) -> tuple[tuple[Turn, ...], int]:
    raw = merge(visit.plain_utterances, visit.roles)
    masks = suggest([turn.text for turn in raw], visit.roles)
    return masked(raw, masks), sum(mask.count for mask in masks)


def _reading(turns: Sequence[Turn], level: Level) -> dict[str, object]:
    found = analysis.analyse(turns, rubric_for(level=level))
    checked = check_quotes(found.markers, {turn.number: turn.text for turn in turns})
    return readings.keep(found, checked.markers, checked.dropped)
