"""The review form: its shape and nothing more. Whether a quote is verbatim, the service says."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from courses.rubrics import Value
from reviews.services.assessing import AssessmentDraft, QuoteDraft, RatingDraft

LONGEST = 2000


class ReviewForm(forms.Form):
    """Names as in static/js/review.js: value-8a, note-8a, evidence-8a (many), turns-8a, strength, experiment."""

    strength = forms.CharField(required=False, max_length=LONGEST)
    experiment = forms.CharField(required=False, max_length=LONGEST)

    def __init__(self, data: QueryDict, *, refs: Sequence[str], turns: Mapping[int, str]) -> None:
        super().__init__(data)
        self.refs, self.turns, self.posted = refs, turns, data
        for ref in refs:
            self.fields[f"value-{ref}"] = forms.ChoiceField(
                choices=[(value.value, value.value) for value in Value],
                required=False,
                error_messages={"invalid_choice": _("Choose one of the six words.")},
            )
            self.fields[f"note-{ref}"] = forms.CharField(required=False, max_length=LONGEST)
            self.fields[f"turns-{ref}"] = forms.CharField(required=False, max_length=200)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for ref in self.refs:
            try:
                cleaned[f"quotes-{ref}"] = self._quotes(ref)
            except ValidationError as error:
                self.add_error(f"turns-{ref}", error)
        return cleaned

    @property
    def draft(self) -> AssessmentDraft:
        """What is in the form, as far as it can be read; whole after `is_valid()`."""
        return AssessmentDraft(
            ratings=tuple(self._rating(ref) for ref in self.refs),
            strength=self.cleaned_data.get("strength", ""),
            experiment=self.cleaned_data.get("experiment", ""),
        )

    def problems(self) -> list[str]:
        """One sentence for each field that cannot be read, with the behaviour it belongs to."""
        rows = ((name, errors) for name, errors in self.errors.items() if errors)
        return [
            f"{name.partition('-')[2] or name}: {error}"
            for name, errors in rows
            for error in errors
        ]

    def _rating(self, ref: str) -> RatingDraft:
        value = self.cleaned_data.get(f"value-{ref}", "")
        return RatingDraft(
            ref=ref,
            value=Value(value) if value else None,
            note=self.cleaned_data.get(f"note-{ref}", ""),
            quotes=tuple(self.cleaned_data.get(f"quotes-{ref}", ())),
        )

    def _quotes(self, ref: str) -> list[QuoteDraft]:
        """Chosen passages, then whole turns by their numbers."""
        chosen = [_passage(line) for line in self.posted.getlist(f"evidence-{ref}")]
        numbers = str(self.cleaned_data.get(f"turns-{ref}") or "").replace(";", ",").split(",")
        whole = [self._whole_turn(text.strip()) for text in numbers if text.strip()]
        return chosen + whole

    def _whole_turn(self, text: str) -> QuoteDraft:
        if not text.isdecimal() or int(text) not in self.turns:
            raise ValidationError(
                _("“%(text)s” is not the number of a turn. Turns run from 1 to %(last)s."),
                params={"text": text[:20], "last": max(self.turns, default=0)},
            )
        return QuoteDraft(turn=int(text))


def _passage(line: str) -> QuoteDraft:
    number, bar, words = line.partition("|")
    if not (bar and number.strip().isdecimal() and words.strip()):
        raise ValidationError(_("One of the passages came without its turn. Choose it again."))
    return QuoteDraft(turn=int(number), text=words.replace("\r\n", "\n").strip())
