"""What has to be done before a module opens."""

from collections.abc import Iterable

from courses.errors import ModuleLocked
from courses.models import Enrolment, Module, Step


def required(module: Module, modules: Iterable[Module]) -> list[Module]:
    """Earlier modules among `modules` that this one waits for; a later one would lock both for good."""
    return [
        other
        for other in modules
        if other.position < module.position
        and (module.requires_earlier or other.pk == module.requires_id)
    ]


def require_unlocked(*, enrolment: Enrolment, module: Module) -> None:
    """ModuleLocked names the first required module that has a step left. Two queries, none without need."""
    if not (module.requires_earlier or module.requires_id):
        return
    waiting = required(module, Module.objects.filter(course=module.course_id).order_by("position"))
    done = enrolment.progress.filter(done_at__isnull=False).values("step")
    left = Step.objects.filter(module__in=waiting).exclude(pk__in=done)
    first = left.order_by("module__position").select_related("module").first()
    if first is not None:
        raise ModuleLocked(module=module, missing=first.module)
