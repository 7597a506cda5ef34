"""A composed report and a learner's growth as plain rows for an answer."""

from collections.abc import Iterable
from typing import Any

from feedback import charts
from feedback.findings import MarkerReading
from feedback.reports import Finding, Growth, Report
from feedback.reports.parts import CompetencyView
from reviews.models import Submission


def report_row(report: Report, submission: Submission) -> dict[str, Any]:
    """What the page of the report says, in its order."""
    framework = submission.level.framework if submission.level else None
    views = ([report.focus] if report.focus else []) + list(report.others)
    return {
        "session": submission.pk,
        "title": str(submission),
        "stage": "final" if report.final else "provisional",
        "stage_words": report.stage,
        "has_text": report.has_text,
        "level": report.level.lower(),
        "reflection": submission.reflection,
        "readers": _voices(report.readers),
        "strengths": [finding_row(finding) for finding in report.strengths],
        "edges": [finding_row(finding) for finding in report.edges],
        "notices": [finding_row(finding) for finding in report.notices],
        "facts": [*report.facts, *report.more_facts],
        "competencies": [_competency(view, report) for view in views],
        "questions": report.questions,
        "practices": report.suggestions,
        "practice": getattr(submission, "practice", None),
        "reader_words": report.words,
        "limits": report.limits,
        "disclaimer": framework.disclaimer if framework else "",
    }


def finding_row(finding: Finding) -> dict[str, Any]:
    names = ("kind", "ref", "value", "headline", "text", "quotes", "attempt", "coach_said")
    row = {name: getattr(finding, name) for name in (*names, "depth", "question", "answer")}
    return {**row, "said_by": _voices(finding.voices)}


def growth_row(growth: Growth) -> dict[str, Any]:
    """Trend per competency: its word in each session, where it is put into words at all."""
    return {
        "lede": growth.lede,
        "sessions": growth.sessions,
        "competencies": [
            {
                "number": row.number,
                "name": row.name,
                "slug": row.slug,
                "word": row.word,
                "note": row.note,
                "points": [
                    {"session": session.pk, "word": session.words.get(row.number)}
                    for session in (growth.sessions if row.line is not None else ())
                ],
            }
            for row in growth.competencies
        ],
        "practices": growth.practices,
    }


def _competency(view: CompetencyView, report: Report) -> dict[str, Any]:
    names = ("number", "name", "slug", "word", "found", "of", "deepen")
    markers = [m for m in report.markers if m.competency == view.number]
    return {
        **{name: getattr(view, name) for name in names},
        "is_focus": view is report.focus,
        "markers": [_marker(marker) for marker in markers],
    }


def _marker(marker: MarkerReading) -> dict[str, Any]:
    return {
        "ref": marker.ref,
        "text": marker.text,
        "together": charts.together(marker) if marker.estimate is not None else None,
        "readers_differ": marker.disagreement,
        "marks": marker.ratings,
    }


def _voices(pairs: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"voice": voice, "name": name} for voice, name in pairs]
