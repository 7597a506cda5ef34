"""The rubric of a level as the database words it now; what `reviews` freezes with a session."""

from courses.models import Competency, Level, MarkerDepth
from courses.rubrics import Rubric, RubricCompetency, RubricMarker


def rubric_for(*, level: Level) -> Rubric:
    """Markers of every competency at this level, in order, in our own wording. Two queries."""
    competencies = Competency.objects.filter(domain__framework=level.framework_id)
    depths = (
        MarkerDepth.objects.filter(level=level)
        .select_related("marker__competency")
        .order_by("marker__competency__number", "marker__position")
    )
    return Rubric(
        level=level.key,
        competencies=tuple(
            RubricCompetency(row.number, row.name, row.slug, row.treatment)
            for row in competencies.order_by("number")
        ),
        markers=tuple(
            RubricMarker(
                ref=depth.marker.ref,
                competency=depth.marker.competency.number,
                text=depth.marker.text,
                depth=depth.text,
                look_for=depth.marker.look_for,
                detectability=depth.marker.detectability,
            )
            for depth in depths
        ),
    )
