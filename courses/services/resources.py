"""A learning resource from draft to archive: each step taken once, by somebody who may, and remembered."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from coachlms.accounts.models import User
from coachlms.common.errors import Conflict
from coachlms.notifications.services import notify
from courses.errors import NoteMissing, ResourceIncomplete, ResourceInUse, SecondPersonNeeded
from courses.models import Competency, Level, Marker, Resource, Step
from courses.services.links import forget_link
from courses.services.telling import curators, list_address, tell

STATE = Resource.State
SHOWN_TEXT = frozenset({"kind", "title", "by", "year", "url", "isbn", "body", "minutes"})
SLUG_CHARS = 45


@dataclass(frozen=True, slots=True)
class ResourceDraft:
    """What somebody proposes: the text, and where in the library it belongs."""

    kind: str
    title: str
    by: str = ""
    year: int | None = None
    url: str = ""
    isbn: str = ""
    body: str = ""
    minutes: int | None = None
    markers: Collection[Marker] = field(default=())
    levels: Collection[Level] = field(default=())
    competencies: Collection[Competency] = field(default=())


def next_review() -> date:
    """The day on which somebody should look at what is published today."""
    return timezone.localdate() + timedelta(days=settings.RESOURCE_REVIEW_DAYS)


@transaction.atomic
def propose(*, by: User, draft: ResourceDraft) -> Resource:
    """A new draft of hers, under an address of its own."""
    resource = Resource(slug=_free_slug(draft.title))
    _fill(resource, draft)
    keep(resource=resource, by=by, changed=SHOWN_TEXT)
    _place(resource, draft)
    return resource


@transaction.atomic
def revise(*, resource: Resource, by: User, draft: ResourceDraft) -> None:
    """Say it differently, or place it elsewhere; see `keep` for what that means once it is published."""
    _fill(resource, draft)
    before = Resource.objects.get(pk=resource.pk)
    changed = [name for name in SHOWN_TEXT if getattr(before, name) != getattr(resource, name)]
    keep(resource=resource, by=by, changed=changed)
    _place(resource, draft)


@transaction.atomic
def keep(*, resource: Resource, by: User, changed: Collection[str]) -> None:
    """Save the text of a row. Who changes what learners read has proposed it.

    Where two people are asked for, a published resource then waits for the other one; it stays visible.
    """
    if resource._state.adding:
        resource.proposed_by = by
        _save(resource, by, "")
        return
    if "url" in changed:
        forget_link(resource=resource)
    if SHOWN_TEXT.intersection(changed):
        resource.proposed_by = by
        if settings.TWO_PERSON_RULE and resource.state == STATE.PUBLISHED:
            resource.move_to(STATE.DUE)
            _tell_others(
                resource, by, f"“{resource.title}” was changed. Look at what is new in it."
            )
    _save(resource, by, "", *SHOWN_TEXT, "slug", "proposed_by")


@transaction.atomic
def name_by(*, resource: Resource, competencies: Collection[Competency]) -> None:
    """Exactly these competencies name it. Written on their side, where the history of it is kept."""
    before = set(resource.competencies.all())
    for competency in before.difference(competencies):
        competency.resources.remove(resource)
    for competency in set(competencies) - before:
        competency.resources.add(resource)


@transaction.atomic
def submit_for_review(*, resource: Resource, by: User) -> None:
    """The draft is ready to be read by a curator. ResourceIncomplete while there is nothing to read."""
    _refuse_incomplete(resource)
    resource.move_to(STATE.IN_REVIEW)
    resource.proposed_by = by
    resource.note = ""
    _save(resource, by, "Submitted for review", "proposed_by", "note")
    _tell_others(resource, by, f"“{resource.title}” is ready to be checked.")


@transaction.atomic
def publish(*, resource: Resource, by: User) -> None:
    """Learners see it from now on. SecondPersonNeeded when the rule is on and `by` proposed it."""
    _refuse_proposer(resource, by)
    _refuse_incomplete(resource)
    resource.move_to(STATE.PUBLISHED)
    _reviewed(resource, by, "Published")


@transaction.atomic
def renew(*, resource: Resource, by: User) -> None:
    """Still right: learners keep it for another period. Also possible before it is due."""
    _refuse_proposer(resource, by)
    if resource.state != STATE.PUBLISHED:
        resource.move_to(STATE.PUBLISHED)
    elif not Resource.objects.filter(pk=resource.pk, state=STATE.PUBLISHED).exists():
        raise Conflict
    _reviewed(resource, by, "Looked at again")


@transaction.atomic
def send_back(*, resource: Resource, by: User, note: str) -> None:
    """Not yet: a draft again, with a note that says what is missing."""
    words = " ".join(note.split())
    if not words:
        raise NoteMissing
    resource.move_to(STATE.DRAFT)
    resource.note = words[:500]
    _save(resource, by, f"Sent back: {words}", "note")
    author = resource.proposed_by
    if author is not None and author != by:
        text = f"“{resource.title}” needs something more before it can be published."
        _tell(author, resource, text)


@transaction.atomic
def archive(*, resource: Resource, by: User) -> None:
    """Nobody finds it any more; nothing is lost. ResourceInUse while a course step leads to it."""
    step = Step.objects.filter(resource=resource).select_related("module").first()
    if step is not None:
        raise ResourceInUse(resource=resource.title, step=step.title, module=step.module.title)
    resource.move_to(STATE.ARCHIVED)
    resource.review_due_on = None
    _save(resource, by, "Archived", "review_due_on")


@transaction.atomic
def restore(*, resource: Resource, by: User) -> None:
    """Out of the archive, as a draft."""
    resource.move_to(STATE.DRAFT)
    _save(resource, by, "Taken out of the archive")


@transaction.atomic
def find_due() -> int:
    """Published ones whose time is up wait for a look; curators hear of all of them in one line."""
    today = timezone.localdate()
    due = Resource.objects.filter(state=STATE.PUBLISHED, review_due_on__lte=today)
    moved = [resource for resource in due if _became_due(resource)]
    if moved:
        one = f"“{moved[0].title}” is due for review."
        text = one if len(moved) == 1 else f"{len(moved)} learning resources are due for review."
        path = list_address(state=STATE.DUE.value)
        for person in curators():
            notify(user=person, key=f"resources_due:{today}", text=text, path=path)
    return len(moved)


def _became_due(resource: Resource) -> bool:
    try:
        resource.move_to(STATE.DUE)
    except Conflict:  # archived or renewed at this moment: then it is not due
        return False
    return True


def _refuse_proposer(resource: Resource, by: User) -> None:
    if settings.TWO_PERSON_RULE and resource.proposed_by_id == by.pk:
        raise SecondPersonNeeded(resource=resource.title)


def _refuse_incomplete(resource: Resource) -> None:
    """A page needs an address, an exercise its text, a book somebody who wrote it."""
    needed = {"web": "url", "exercise": "body", "book": "by"}[resource.kind]
    if not getattr(resource, needed):
        words = {"url": "an address", "body": "a text", "by": "an author"}[needed]
        raise ResourceIncomplete(resource=resource.title, missing=words)


def _reviewed(resource: Resource, by: User, reason: str) -> None:
    resource.reviewed_by = by
    resource.reviewed_at = timezone.now()
    resource.review_due_on = next_review()
    resource.note = ""
    _save(resource, by, reason, "reviewed_by", "reviewed_at", "review_due_on", "note")


def _save(resource: Resource, by: User, reason: str, *fields: str) -> None:
    """Write these fields, or a new row; the history says who and why."""
    resource._history_user = by  # type: ignore[attr-defined]
    resource._change_reason = reason[:100] or None  # type: ignore[attr-defined]
    resource.save(update_fields=fields or None)


def _tell(person: User, resource: Resource, text: str) -> None:
    """Once per step, however often it is tried."""
    key = f"{resource.state}:{resource.state_since:%Y%m%d%H%M%S}"
    tell(person, resource, key=key, text=text)


def _tell_others(resource: Resource, by: User, text: str) -> None:
    for person in curators().exclude(pk=by.pk):
        _tell(person, resource, text)


def _free_slug(title: str) -> str:
    stem = slugify(title)[:SLUG_CHARS].strip("-") or "resource"
    taken = set(Resource.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    tries = (stem if number == 1 else f"{stem}-{number}" for number in range(1, len(taken) + 2))
    return next(slug for slug in tries if slug not in taken)


def _fill(resource: Resource, draft: ResourceDraft) -> None:
    for name in SHOWN_TEXT:
        setattr(resource, name, getattr(draft, name))


def _place(resource: Resource, draft: ResourceDraft) -> None:
    resource.markers.set(draft.markers)
    resource.levels.set(draft.levels)
    name_by(resource=resource, competencies=draft.competencies)
