"""What curators fill in: tidy texts, lists typed as text, and a marker with one depth for each level."""

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from unfold.widgets import (
    UnfoldAdminExpandableTextareaWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from courses.models import Framework, Level, Marker

DETECTABILITY = (
    ("", _("Choose how well it shows")),
    ("high", _("High: a transcript shows it")),
    ("medium", _("Medium: a transcript shows most of it")),
    ("low", _("Low: a transcript hints at it")),
    ("none", _("None: never in a transcript")),
    ("needs_timestamps", _("Only with the times of the turns")),
)


MARKER_FIELDS = (
    "competency",
    "ref",
    "text",
    "look_for",
    "detectability",
    "official_refs",
    "customer_text",
    "position",
)


class TidyForm(forms.ModelForm):  # type: ignore[type-arg]
    """Line breaks and double spaces become one space, as in the library file."""

    with_paragraphs: ClassVar[frozenset[str]] = frozenset({"body"})

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        for name, value in data.items():
            if isinstance(value, str) and name not in self.with_paragraphs:
                data[name] = " ".join(value.split())
        return data


class NumbersField(forms.CharField):
    """A list of short texts, typed with commas between them."""

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return [part.strip() for part in super().clean(value).split(",") if part.strip()]

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial or []), data)


class RevisionsField(forms.CharField):
    """Rows of year and note, one a line: “2025: what it changed”."""

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, list):
            return value
        return "\n".join(f"{row['year']}: {row['note']}" for row in value)

    def clean(self, value: Any) -> list[dict[str, object]]:
        rows = []
        for number, line in enumerate(super().clean(value).splitlines(), 1):
            year, colon, note = line.partition(":")
            if not line.strip():
                continue
            if not (colon and note.strip() and year.strip().isdecimal()):
                problem = _("Line %(number)s needs a year, a colon and a note.")
                raise forms.ValidationError(problem, params={"number": number})
            rows.append({"year": int(year), "note": " ".join(note.split())})
        return rows

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial or []), data)


class FrameworkForm(TidyForm):
    revisions = RevisionsField(
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("One a line, newest last: “2025: what it changed”."),
    )

    class Meta:
        model = Framework
        fields = ("revisions",)  # the admin page names the others
        labels = {"official_url": _("Official page"), "comparison_url": _("Page that compares")}


class MarkerForm(TidyForm):
    """One marker; `of` adds a field for its depth at each level."""

    levels: ClassVar[Sequence[Level]] = ()
    ref = forms.CharField(
        max_length=8,
        required=False,
        label=_("Name"),
        help_text=_("Such as 8c. Left empty, it becomes the next free letter."),
        widget=UnfoldAdminTextInputWidget(),
    )
    detectability = forms.ChoiceField(
        choices=DETECTABILITY, label=_("How well it shows"), widget=UnfoldAdminSelectWidget()
    )
    official_refs = NumbersField(
        required=False,
        label=_("Numbers of the owner’s markers"),
        help_text=_("Numbers only, with commas: 8.2, 8.3. Never their wording."),
        widget=UnfoldAdminTextInputWidget(),
    )
    position = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput())

    class Meta:
        model = Marker
        fields = MARKER_FIELDS
        labels = {"text": _("Behaviour"), "customer_text": _("The school’s own wording")}
        help_texts = {"look_for": _("What the reader of a transcript looks for.")}

    @classmethod
    def of(cls, levels: Sequence[Level]) -> "type[MarkerForm]":
        """The same form with a required text for each of these levels."""
        fields: dict[str, Any] = {name_of(level): depth_field(level) for level in levels}
        return type("MarkerForm", (cls,), {**fields, "levels": tuple(levels)})

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = (
            {row.level_id: row.text for row in self.instance.depths.all()}
            if self.instance.pk
            else {}
        )
        for level in self.levels:
            self.initial.setdefault(name_of(level), known.get(level.pk, ""))

    def clean_ref(self) -> str:
        ref: str = self.cleaned_data["ref"].strip()
        if not ref and self.instance.pk:
            return str(self.instance.ref)
        return ref

    def clean_position(self) -> int:
        """At the end, until the whole list is numbered."""
        position: int | None = self.cleaned_data["position"]
        return 9999 if position is None else position

    def depths(self) -> dict[Level, str]:
        """The text for each level, once the form is valid."""
        return {level: self.cleaned_data[name_of(level)] for level in self.levels}


def name_of(level: Level) -> str:
    return f"depth_{level.key}"


def depth_field(level: Level) -> forms.CharField:
    return forms.CharField(
        max_length=400,
        label=_("At %(level)s") % {"level": level.name},
        widget=UnfoldAdminExpandableTextareaWidget(attrs={"rows": 2}),
    )
