"""Learning resources: a list by state, and a page that says where each one stands and what comes next."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelectMultiple
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminCheckboxSelectMultipleWidget

from courses.admin.base import LibraryAdmin
from courses.admin.fields import TidyForm
from courses.admin.resource_filters import FILTERS
from courses.admin.resource_steps import LINK_STEPS, ResourceSteps, needs_another, offered
from courses.admin.transfer import CsvTransfer, ResourceRows
from courses.models import Competency, Level, Resource
from courses.services import resources

Method = TypeVar("Method", bound=Callable[..., object])

if TYPE_CHECKING:  # unfold has no types

    def display(
        *, description: str | Promise, ordering: str = "", label: Mapping[str, str] | None = None
    ) -> Callable[[Method], Method]: ...
else:
    from unfold.decorators import display

STATE_LABELS: dict[str, str] = {
    Resource.State.DRAFT: "default",
    Resource.State.IN_REVIEW: "info",
    Resource.State.PUBLISHED: "success",
    Resource.State.DUE: "warning",
    Resource.State.ARCHIVED: "default",
}
LINK_LABELS: dict[str, str] = {
    Resource.Link.UNCHECKED: "default",
    Resource.Link.WORKS: "success",
    Resource.Link.NEEDS_PERSON: "warning",
    Resource.Link.FAILING: "warning",
    Resource.Link.BROKEN: "danger",
}
HAS_ADDRESS = ~Q(url="") & ~Q(state=Resource.State.ARCHIVED)
WAITING = {
    "in_review": (_("In review"), "state=in_review", Q(state=Resource.State.IN_REVIEW)),
    "due": (_("Due for review"), "state=due_for_review", Q(state=Resource.State.DUE)),
    "drafts": (_("Drafts"), "state=draft", Q(state=Resource.State.DRAFT)),
    "hidden": (
        _("Hidden, link broken"),
        "link=hidden",
        HAS_ADDRESS & Q(hidden_since__isnull=False),
    ),
    "shy": (
        _("Links that need a person"),
        "link=needs_person",
        HAS_ADDRESS & Q(link_state=Resource.Link.NEEDS_PERSON),
    ),
    "unchecked": (
        _("Links never checked"),
        "link=unchecked",
        HAS_ADDRESS & Q(link_state=Resource.Link.UNCHECKED),
    ),
}
WAYS = (
    Resource.State.DRAFT,
    Resource.State.IN_REVIEW,
    Resource.State.PUBLISHED,
    Resource.State.DUE,
    Resource.State.ARCHIVED,
)


class ResourceForm(TidyForm):
    """With the competencies that name it; they are kept on the competency's side."""

    competencies = forms.ModelMultipleChoiceField(
        Competency.objects.all(),
        required=False,
        label=_("Competencies"),
        help_text=_("Only where it is about the whole competency. Behaviours bring theirs along."),
        widget=AutocompleteSelectMultiple(Resource._meta.get_field("competencies"), admin.site),
    )
    levels = forms.ModelMultipleChoiceField(
        Level.objects.all(),
        required=False,
        label=_("Levels"),
        help_text=_("None: it suits every level."),
        widget=UnfoldAdminCheckboxSelectMultipleWidget(),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.initial["competencies"] = list(self.instance.competencies.all())
        elif isinstance(asked := self.initial.get("competencies"), str):
            self.initial["competencies"] = asked.split(
                ","
            )  # as Django does for what the model names


@admin.register(Resource)
class ResourceAdmin(ResourceSteps, CsvTransfer, LibraryAdmin[Resource]):
    form = ResourceForm
    resource_classes = [ResourceRows]
    list_display = ["title", "kind", "standing", "belongs", "link", "look_again"]
    list_filter = FILTERS
    actions = [
        "submit_chosen",
        "publish_chosen",
        "renew_chosen",
        "archive_chosen",
        "check_chosen",
    ]
    search_fields = ["title", "by", "body", "url", "markers__ref"]
    list_before_template = "admin/courses/resource/waiting.html"
    ordering = ["title"]
    autocomplete_fields = ["markers"]
    prepopulated_fields = {"slug": ["title"]}
    conditional_fields = {"isbn": "kind == 'book'", "body": "kind == 'exercise'"}
    empty_text = _("Add a book, a web page or an exercise; it begins as a draft.")
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("kind", "minutes"),
                    ("title", "slug"),
                    ("by", "year"),
                    ("url", "isbn"),
                    "body",
                ]
            },
        ),
        (_("Where it belongs"), {"fields": ["markers", "competencies", "levels"]}),
    ]

    class Media:
        css = {"all": ["css/resources.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[Resource]:
        rows = super().get_queryset(request)
        return rows.prefetch_related("markers", "levels", "competencies")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """With how many wait for what, each a link to just those."""
        wanted = {
            name: Count("pk", filter=rows) for name, (_label, _query, rows) in WAITING.items()
        }
        counts = Resource.objects.aggregate(**wanted)
        waiting = [(label, counts[name], query) for name, (label, query, _rows) in WAITING.items()]
        return super().changelist_view(request, {**(extra_context or {}), "waiting": waiting})

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """What learners may have seen goes into the archive; drafts and the archive can be emptied."""
        may = super().has_delete_permission(request, obj)
        return may and (obj is None or obj.state in {obj.State.DRAFT, obj.State.ARCHIVED})

    def save_model(self, request: HttpRequest, obj: Resource, form: Any, change: bool) -> None:
        resources.keep(resource=obj, by=request.user, changed=form.changed_data)  # type: ignore[arg-type]

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        chosen = list(form.cleaned_data["competencies"])
        resources.name_by(resource=form.instance, competencies=chosen)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """With where it stands and the steps that are open."""
        resource = context.get("original")
        if resource is not None and self.has_change_permission(request, resource):
            context |= {
                "ways": [(state, state.label) for state in WAYS],
                "steps": offered(resource, request.user),  # type: ignore[arg-type]
                "needs_another": needs_another(resource, request.user),  # type: ignore[arg-type]
                "link_steps": LINK_STEPS if resource.url else (),
            }
        return super().render_change_form(request, context, *args, **kwargs)

    @display(description=_("state"), ordering="state", label=STATE_LABELS)
    def standing(self, resource: Resource) -> tuple[str, str]:
        return resource.state, resource.get_state_display()

    @display(description=_("for"))
    def belongs(self, resource: Resource) -> str:
        """Refs of behaviours, numbers of competencies, then levels."""
        refs = [marker.ref for marker in resource.markers.all()]
        refs += [str(competency.number) for competency in resource.competencies.all()]
        levels = [level.name for level in resource.levels.all()]
        return " · ".join(filter(None, [", ".join(refs), ", ".join(levels)])) or "–"

    @display(description=_("link"), ordering="link_checked_at", label=LINK_LABELS)
    def link(self, resource: Resource) -> tuple[str, str] | None:
        if not resource.url:
            return None
        words = resource.get_link_state_display()
        if resource.hidden_since is not None:
            words = gettext("%s, hidden") % words
        return resource.link_state, words

    @display(description=_("look again"), ordering="review_due_on")
    def look_again(self, resource: Resource) -> str:
        if resource.review_due_on is None or not resource.is_checked:
            return "–"
        days = resource.days_to_review or 0
        if days < 0:
            return gettext("%d days late") % -days
        return f"{resource.review_due_on:%Y-%m-%d}"
