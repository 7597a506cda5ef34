"""Lists that keep their order: rows are numbered from 1 as the curator left them, without gaps."""

from typing import TYPE_CHECKING, Any, ClassVar

from django.db.models import Model
from django.forms import BaseInlineFormSet

from courses import services
from courses.models import Competency, Marker, StudyLine

if TYPE_CHECKING:

    class Base(BaseInlineFormSet[Any, Any, Any]):
        pass

else:
    from unfold.forms import PaginationInlineFormSet as Base

LAST = 9999


class OrderedFormSet(Base):
    """Numbers what is kept; saves a row that only moved, leaves alone what did not change."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """A new row has no place yet: it goes to the end."""
        super().add_fields(form, index)
        form.fields["position"].required = False

    def save(self, commit: bool = True) -> Any:
        kept = [form for form in self.initial_forms if form not in self.deleted_forms]
        kept += [
            form
            for form in self.extra_forms
            if form.has_changed() and form not in self.deleted_forms
        ]
        for number, form in enumerate(sorted(kept, key=self._place), 1):
            form.instance.position = number
        saved = super().save(commit)
        for form in kept:
            if not form.has_changed() and form.instance.position != form.initial["position"]:
                form.instance.save(update_fields=["position"])
        return saved

    def save_existing(self, form: Any, obj: Model, commit: bool = True) -> Any:
        if form.changed_data == ["position"] and obj.position == form.initial["position"]:  # type: ignore[attr-defined]
            return obj
        return super().save_existing(form, obj, commit)

    @staticmethod
    def _place(form: Any) -> int:
        place = form.cleaned_data.get("position")
        return LAST if place is None else place


class MarkerFormSet(OrderedFormSet):
    """A marker without a name gets the next free one; each is saved with its depths."""

    def save_new(self, form: Any, commit: bool = True) -> Marker:
        if not form.instance.ref:
            competency: Competency = self.instance
            form.instance.ref = services.next_ref(competency=competency)
        marker: Marker = super().save_new(form, commit)
        services.set_depths(marker=marker, texts=form.depths())
        return marker

    def save_existing(self, form: Any, obj: Model, commit: bool = True) -> Any:
        saved = super().save_existing(form, obj, commit)
        services.set_depths(marker=saved, texts=form.depths())
        return saved


class LinesFormSet(OrderedFormSet):
    """The lines of one kind."""

    kind: ClassVar[StudyLine.Kind]

    def save_new(self, form: Any, commit: bool = True) -> StudyLine:
        form.instance.kind = self.kind
        line: StudyLine = super().save_new(form, commit)
        return line


class TipFormSet(LinesFormSet):
    kind = StudyLine.Kind.TIP


class MistakeFormSet(LinesFormSet):
    kind = StudyLine.Kind.MISTAKE


class QuestionFormSet(LinesFormSet):
    kind = StudyLine.Kind.QUESTION
