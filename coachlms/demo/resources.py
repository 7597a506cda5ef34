"""Learning resources of the demo school in every state, so that a curator's desk is not empty."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from django.utils import timezone

from coachlms.accounts.models import User
from courses.models import Competency, Level, Marker, Resource
from courses.services import links, resources
from courses.services.resources import ResourceDraft

BROKEN = links.Finding(Resource.Link.BROKEN, "The server answers 404.")
STATE = Resource.State
REVIEWED = (STATE.PUBLISHED, STATE.DUE, STATE.ARCHIVED)


def build(row: Mapping[str, Any], members: Mapping[str, User]) -> None:
    """One resource, taken through its steps by the two people its row names."""
    author, other = members[row["by"]], members["adam"]
    resource = resources.propose(by=author, draft=_draft(row))
    state = row["state"]
    if state != STATE.DRAFT or "note" in row:
        resources.submit_for_review(resource=resource, by=author)
    if "note" in row:
        resources.send_back(resource=resource, by=other, note=row["note"])
    if state in REVIEWED:
        resources.publish(resource=resource, by=other)
    if state == STATE.DUE:
        Resource.objects.filter(pk=resource.pk).update(review_due_on=timezone.localdate())
    if state == STATE.ARCHIVED:
        resources.archive(resource=resource, by=other)
    for days_ago in row.get("failed", []):
        at = timezone.now() - timedelta(days=days_ago)
        links.record(resource_id=resource.pk, url=resource.url, found=BROKEN, now=at)


def _draft(row: Mapping[str, Any]) -> ResourceDraft:
    return ResourceDraft(
        kind=row["kind"],
        title=row["title"],
        by=row.get("author", "CoachLMS"),
        url=row.get("url", ""),
        body=row.get("body", ""),
        minutes=row.get("minutes"),
        markers=list(Marker.objects.filter(ref__in=row.get("markers", []))),
        levels=list(Level.objects.filter(key__in=row.get("levels", []))),
        competencies=list(Competency.objects.filter(number__in=row.get("competencies", []))),
    )
