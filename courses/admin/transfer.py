"""CSV in and out: markers with their depths, study lines, sources, resources. Each import shows its changes first."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.http import HttpRequest
from django.utils.html import format_html_join
from import_export import resources
from import_export.admin import ImportExportMixin
from import_export.fields import Field
from import_export.formats.base_formats import CSV
from import_export.resources import Diff
from import_export.tmp_storages import CacheStorage
from import_export.widgets import ForeignKeyWidget, ManyToManyWidget, Widget
from unfold.contrib.import_export.forms import ExportForm, ImportForm

from courses import services
from courses.admin.history import words_between
from courses.library.reading import DETECTABILITY
from courses.models import Competency, Level, Marker, Resource, Source, StudyLine
from courses.services.resources import SHOWN_TEXT, keep

TAGS = {"same": "span", "gone": "del", "new": "ins"}

# A spreadsheet takes a cell that begins like this for a formula and may run it. A quotation mark in
# front keeps it a text there; the import takes the mark away again.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(value: object) -> object:
    """A cell as no spreadsheet runs it."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def as_typed(value: object) -> object:
    """The cell as it was before `as_text`."""
    is_kept = isinstance(value, str) and value[:1] == "'" and value[1:].startswith(FORMULA)
    return str(value)[1:] if is_kept else value


class WordDiff(Diff):  # type: ignore[misc]
    """What a row becomes, in our words of change and without colours of its own."""

    def as_html(self) -> list[str]:
        return [
            format_html_join(
                "",
                "<{0}>{1}</{0}>",
                ((TAGS[how], text) for how, text in words_between(str(old), str(new))),
            )
            for old, new in zip(self._before(), self.right, strict=True)
        ]

    def _before(self) -> list[object]:
        return [""] * len(self.right) if self.new else list(self.left)


class OneOf(Widget):  # type: ignore[misc]
    """One of a few words; ValueError names them."""

    def __init__(self, *words: str) -> None:
        super().__init__()
        self.words = words

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str:
        if value not in self.words:
            raise ValueError(f"“{value}” is not one of {', '.join(self.words)}")
        return str(value)


class Words(Widget):  # type: ignore[misc]
    """A list of short texts with commas between them."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> list[str]:
        return [part.strip() for part in str(value or "").split(",") if part.strip()]

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return ", ".join(value or [])


class Rows(resources.ModelResource):  # type: ignore[misc]
    """Checked like a form, tidied like the library file, safe to open in a spreadsheet."""

    with_paragraphs: ClassVar[frozenset[str]] = frozenset()

    def get_diff_class(self) -> type[WordDiff]:
        return WordDiff

    def before_import_row(self, row: Any, **kwargs: Any) -> None:
        for name, value in row.items():
            typed = as_typed(value)
            if isinstance(typed, str) and name not in self.with_paragraphs:
                typed = " ".join(typed.split())
            row[name] = typed

    def export_field(self, field: Any, instance: Any, **kwargs: Any) -> Any:
        return as_text(super().export_field(field, instance, **kwargs))


class Checked:
    """What the resources of all four models have in common."""

    clean_model_instances = True
    skip_unchanged = True
    report_skipped = True
    use_transactions = True


class SourceRows(Rows):
    class Meta(Checked):
        model = Source
        import_id_fields = ("slug",)
        fields = ("slug", "title", "publisher", "year", "url", "note")


class StudyLineRows(Rows):
    competency = Field("competency", "competency", ForeignKeyWidget(Competency, "slug"))

    class Meta(Checked):
        model = StudyLine
        import_id_fields = ("competency", "kind", "position")
        fields = ("competency", "kind", "position", "text")


class DepthField(Field):  # type: ignore[misc]
    """What a marker looks like at one level; kept beside the row until that is saved."""

    def __init__(self, level: Level) -> None:
        name = f"depth_{level.key}"
        super().__init__(column_name=name, attribute=name, default="")
        self.level = level

    def get_value(self, instance: Marker) -> str:
        typed: dict[Level, str] = getattr(instance, "typed_depths", {})
        if self.level in typed or not instance.pk:
            return typed.get(self.level, "")
        stored = {depth.level_id: depth.text for depth in instance.depths.all()}
        return stored.get(self.level.pk, "")

    def save(self, instance: Any, row: Any, is_m2m: bool = False, **kwargs: Any) -> None:
        typed = instance.__dict__.setdefault("typed_depths", {})
        typed[self.level] = self.clean(row, **kwargs) or ""


class MarkerRows(Rows):
    competency = Field("competency", "competency", ForeignKeyWidget(Competency, "slug"))
    official_refs = Field("official_refs", "official_refs", Words())
    detectability = Field("detectability", "detectability", OneOf(*DETECTABILITY))

    class Meta(Checked):
        model = Marker
        import_id_fields = ("ref",)
        fields = (
            "competency",
            "ref",
            "position",
            "text",
            "look_for",
            "detectability",
            "official_refs",
            "customer_text",
        )

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        for level in Level.objects.all():
            self.fields[f"depth_{level.key}"] = DepthField(level)

    def get_queryset(self) -> Any:
        return super().get_queryset().prefetch_related("depths")

    def after_save_instance(self, instance: Marker, row: Any, **kwargs: Any) -> None:
        services.set_depths(marker=instance, texts=getattr(instance, "typed_depths", {}))


class ResourceRows(Rows):
    """A new row begins as a draft; a changed one is changed as on its page, by whoever imports."""

    with_paragraphs = frozenset({"body"})
    markers = Field("markers", "markers", ManyToManyWidget(Marker, ",", "ref"))
    levels = Field("levels", "levels", ManyToManyWidget(Level, ",", "key"))

    class Meta(Checked):
        model = Resource
        import_id_fields = ("slug",)
        fields = (
            "slug",
            "kind",
            "title",
            "by",
            "year",
            "url",
            "isbn",
            "minutes",
            "markers",
            "levels",
            "body",
        )

    def before_import(self, dataset: Any, **kwargs: Any) -> None:
        super().before_import(dataset, **kwargs)
        self.importer = kwargs["user"]

    def do_instance_save(self, instance: Resource, is_create: bool) -> None:
        changed = list(SHOWN_TEXT)
        if not is_create:
            known = Resource.objects.get(pk=instance.pk)
            changed = [name for name in changed if getattr(known, name) != getattr(instance, name)]
        keep(resource=instance, by=self.importer, changed=changed)


if TYPE_CHECKING:

    class Exchange:
        pass

else:
    Exchange = ImportExportMixin


class CsvTransfer(Exchange):
    """The two buttons above a list; for whoever may change its rows."""

    formats = [CSV]
    import_form_class = ImportForm
    export_form_class = ExportForm
    from_encoding = "utf-8-sig"  # spreadsheets put a mark before the first column
    skip_admin_log = True  # the history of each row says it better
    tmp_storage_class = CacheStorage  # the next request may meet another web process

    def has_import_permission(self, request: HttpRequest) -> bool:
        permitted: bool = self.has_change_permission(request)  # type: ignore[attr-defined]
        return permitted

    def has_export_permission(self, request: HttpRequest) -> bool:
        permitted: bool = self.has_view_permission(request)  # type: ignore[attr-defined]
        return permitted
