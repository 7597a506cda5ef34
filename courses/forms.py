"""Shape of what people write here. Forms never save."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coachlms.accounts.models import User
from courses.models import Cohort, Course, Enrolment, Module
from courses.models.cohort import MOST_DAYS
from courses.services.cohorts import CohortPlan, possible_instructors
from courses.services.pace import Calendar
from courses.services.roster import decoded

ROSTER_BYTES = 1024 * 1024
DAY = forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d")


class AnswerForm(forms.Form):
    """A written answer to a practice question."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "input"}),
        help_text=_("You and your instructors can read it. You can come back and change it."),
        error_messages={"required": _("Write a sentence or two before you save.")},
    )


class CohortForm(forms.Form):
    """Name, beginning and pace of a cohort."""

    name = forms.CharField(
        label=_("Name"), max_length=80, help_text=_("Learners see it, for example “Spring group”.")
    )
    starts_on = forms.DateField(label=_("Begins on"), widget=DAY)
    pace = forms.ChoiceField(
        label=_("Pace"), choices=Cohort.Pace.choices, widget=forms.RadioSelect, initial="cohort"
    )
    days_per_module = forms.IntegerField(
        label=_("Days for each module"),
        required=False,
        min_value=1,
        max_value=MOST_DAYS,
        help_text=_("Only at one’s own pace, from the day of joining. Empty: no dates."),
    )
    is_open = forms.BooleanField(
        label=_("Open: anybody with an account can join from the courses page"), required=False
    )

    @classmethod
    def of(cls, cohort: Cohort, data: Any = None) -> "CohortForm":
        names = ("name", "starts_on", "pace", "days_per_module", "is_open")
        return cls(data, initial={name: getattr(cohort, name) for name in names})

    def plan(self) -> CohortPlan:
        data = self.cleaned_data
        return CohortPlan(
            name=data["name"],
            starts_on=data["starts_on"],
            pace=Cohort.Pace(data["pace"]),
            days_per_module=data["days_per_module"],
            is_open=data["is_open"],
        )


class NewCohortForm(CohortForm):
    """A cohort needs a course that is published."""

    course = forms.ModelChoiceField(
        label=_("Course"),
        queryset=Course.objects.published().order_by("title"),
        empty_label=None,
        widget=forms.Select(attrs={"class": "input"}),
    )
    field_order = ["course", "name", "starts_on", "pace", "days_per_module", "is_open"]


class DatesForm(forms.Form):
    """One date for each module; what equals the computed date is left to the computation."""

    def __init__(self, data: Any, *, calendar: Calendar, modules: Iterable[Module]) -> None:
        super().__init__(data)
        self.calendar = calendar
        self.modules = {f"due-{module.pk}": module for module in modules}
        for name, module in self.modules.items():
            computed = self._computed(module)
            self.fields[name] = forms.DateField(
                label=f"{module.position}. {module}",
                required=False,
                widget=DAY,
                initial=calendar.own.get(module.pk, computed),
            )

    def dates(self) -> dict[Module, date | None]:
        """The modules whose date is not the computed one; None for those that shall have none."""
        given = {module: self.cleaned_data[name] for name, module in self.modules.items()}
        return {module: day for module, day in given.items() if day != self._computed(module)}

    def _computed(self, module: Module) -> date | None:
        if self.calendar.cohort.pace == Cohort.Pace.INDIVIDUAL:
            return None  # each learner's own
        return Calendar(self.calendar.cohort, {}, self.calendar.today).base(
            module, self.calendar.today
        )


class ExtensionForm(forms.Form):
    """More days for one learner."""

    module = forms.ModelChoiceField(
        label=_("For"),
        queryset=Module.objects.none(),
        required=False,
        empty_label=_("Every module"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    days = forms.IntegerField(label=_("More days"), min_value=1, max_value=MOST_DAYS, initial=7)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=300,
        required=False,
        help_text=_("For you and your co-instructors; it is part of the learner’s download."),
    )

    def __init__(self, data: Any, *, enrolment: Enrolment) -> None:
        super().__init__(data)
        field = self.fields["module"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = Module.objects.filter(course=enrolment.cohort.course_id)


class InstructorForm(forms.Form):
    """Somebody who leads the cohort too."""

    person = forms.ModelChoiceField(
        label=_("Instructor"),
        queryset=User.objects.none(),
        empty_label=_("Choose an instructor"),
        widget=forms.Select(attrs={"class": "input"}),
    )

    def __init__(self, data: Any, *, cohort: Cohort) -> None:
        super().__init__(data)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = possible_instructors(cohort)


class AnnouncementForm(forms.Form):
    """What everybody in the cohort reads."""

    title = forms.CharField(label=_("Title"), max_length=120)
    text = forms.CharField(
        label=_("Text"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6, "class": "input"}),
        help_text=_("Plain text; addresses of pages become links. Name nobody’s client."),
    )


class LinkForm(forms.Form):
    """A link for several people."""

    uses = forms.IntegerField(
        label=_("For how many people"), min_value=1, max_value=500, initial=20
    )
    days = forms.IntegerField(
        label=_("For how many days"), min_value=1, max_value=MOST_DAYS, initial=14
    )


class RosterForm(forms.Form):
    """A CSV file, or its text."""

    file = forms.FileField(
        label=_("CSV file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )
    text = forms.CharField(
        label=_("Or paste the lines"),
        required=False,
        max_length=ROSTER_BYTES,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "class": "input", "spellcheck": "false"}),
        help_text=_(
            "Name, e-mail and, if you like, days of extension: “Noor Amari,noor@example.org,7”."
        ),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file is not None and file.size > ROSTER_BYTES:
            raise forms.ValidationError(_("This file is larger than 1 MB. Send the list in parts."))
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        file = data.get("file")
        data["roster"] = decoded(file.read()) if file else data.get("text", "")
        if not self.errors and not data["roster"].strip():
            raise forms.ValidationError(_("Choose a file or paste at least one line."))
        return data
