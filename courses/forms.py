"""Shape of what people write here. Forms never save."""

from django import forms
from django.utils.translation import gettext_lazy as _


class AnswerForm(forms.Form):
    """A written answer to a practice question."""

    text = forms.CharField(
        label=_("Your answer"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 8, "class": "input"}),
        help_text=_("You and your instructors can read it. You can come back and change it."),
        error_messages={"required": _("Write a sentence or two before you save.")},
    )
