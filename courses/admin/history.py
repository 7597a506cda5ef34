"""Who changed what and when, word by word, from the rows that simple-history keeps."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from operator import attrgetter
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

VERBS = {"+": _("created"), "~": _("changed"), "-": _("removed")}
ALIKE = 0.4  # share of words two texts have in common, below which their runs only confuse
NEWEST = 200  # rows of history that are compared; older ones stay in the database


@dataclass(frozen=True, slots=True)
class FieldDiff:
    """One field; `words` are rows of how (same, gone, new) and the text."""

    label: str
    words: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One row at one time."""

    at: datetime
    who: str
    verb: str
    noun: str
    name: str
    fields: tuple[FieldDiff, ...]


def words_between(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """What became of a text, in runs of words; a text that is mostly new is shown whole."""
    old, new = re.findall(r"\S+\s*", before), re.findall(r"\S+\s*", after)
    matcher = SequenceMatcher(a=old, b=new, autojunk=False)
    if matcher.ratio() < ALIKE:
        return tuple(run for run in (("gone", before), ("new", after)) if run[1])
    runs: list[tuple[str, str]] = []
    for how, i, j, k, m in matcher.get_opcodes():
        if how == "equal":
            runs.append(("same", "".join(old[i:j])))
            continue
        runs += [("gone", "".join(old[i:j]))] if i < j else []
        runs += [("new", "".join(new[k:m]))] if k < m else []
    return tuple(runs)


def changes(records: Iterable[Any]) -> list[Change]:
    """Records of one model, newest first; those that changed nothing a reader sees are left out."""
    before: dict[int, dict[str, str]] = {}
    found = []
    ordered = sorted(records, key=attrgetter("history_date", "history_id"))
    linked = links(ordered)
    for record in ordered:
        now = values(record) | linked[record.pk]
        known = before.get(record.id, {})
        before[record.id] = now
        fields = tuple(differing(known, now)) if record.history_type == "~" else ()
        if record.history_type == "~" and not fields:
            continue
        found.append(
            Change(
                at=record.history_date,
                who=str(record.history_user or gettext("the program")),
                verb=str(VERBS[record.history_type]),
                noun=str(record.instance_type._meta.verbose_name),
                name=name_of(record),
                fields=fields,
            )
        )
    return found[::-1]


def differing(before: dict[str, str], now: dict[str, str]) -> Iterator[FieldDiff]:
    for label, text in now.items():
        if before.get(label, "") != text:
            yield FieldDiff(label, words_between(before.get(label, ""), text))


def values(record: Any) -> dict[str, str]:
    """What the row said, by label; links to its parents and its place in a list say nothing."""
    told = {}
    for field in record.tracked_fields:
        if not (field.primary_key or isinstance(field, ForeignKey) or field.name == "position"):
            told[str(field.verbose_name)] = shown(getattr(record, field.attname))
    return told


def links(records: Sequence[Any]) -> dict[int, dict[str, str]]:
    """What each record pointed to, by label; one query for each field, however many records."""
    named: dict[int, dict[str, list[str]]] = {record.pk: {} for record in records}
    for field in records[0]._history_m2m_fields if records else ():
        target = field.m2m_reverse_field_name()
        rows = getattr(records[0], field.name).model.objects.filter(history__in=list(named))
        label = str(field.verbose_name)
        for found in named.values():
            found[label] = []
        for row in rows.select_related(target):
            named[row.history_id][label].append(str(getattr(row, target) or gettext("removed")))
    return {
        pk: {label: "; ".join(sorted(names)) for label, names in found.items()}
        for pk, found in named.items()
    }


def shown(value: object) -> str:
    if isinstance(value, list):
        parts = (part.values() if isinstance(part, dict) else [part] for part in value)
        return "; ".join(" ".join(str(word) for word in part) for part in parts)
    return "" if value is None else str(value)


def name_of(record: Any) -> str:
    """What a reader knows the row by."""
    parts = [getattr(record, name, "") for name in ("ref", "name", "title", "text", "reason")]
    return " ".join(part for part in parts if part) or str(record.id)


class HistoryPage:
    """Replaces the admin's own history page."""

    admin_site: Any

    def histories(self, obj: Any) -> list[QuerySet[Any]]:
        """Rows of history that tell about this object."""
        return [type(obj).history.filter(id=obj.pk)]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        obj = self.get_object(request, object_id)  # type: ignore[attr-defined]
        if obj is None:
            raise Http404
        if not self.has_view_permission(request, obj):  # type: ignore[attr-defined]
            raise PermissionDenied
        found = [
            change
            for rows in self.histories(obj)
            for change in changes(rows.select_related("history_user").order_by("-pk")[:NEWEST])
        ]
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%s”") % obj,
            "changes": sorted(found, key=attrgetter("at"), reverse=True)[:NEWEST],
            "object": obj,
            "opts": obj._meta,
            **(extra_context or {}),
        }
        return TemplateResponse(request, "admin/courses/history.html", context)
