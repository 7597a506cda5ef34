"""Shapes of what the learner sends back from her report. They check; services save."""

from django import forms

from feedback.models import FindingAnswer, Practice


class AnswerForm(forms.Form):
    """Confirm, reject or leave open, with a note."""

    answer = forms.ChoiceField(choices=FindingAnswer.Answer.choices, required=False)
    note = forms.CharField(max_length=2000, required=False, strip=True)


class PracticeForm(forms.Form):
    """One of the suggestions by its marker, or `own` with a sentence."""

    choice = forms.CharField(
        max_length=8, error_messages={"required": "Choose one practice, or write your own."}
    )
    text = forms.CharField(max_length=Practice._meta.get_field("text").max_length, required=False)
    accountability = forms.CharField(
        max_length=Practice._meta.get_field("accountability").max_length, required=False
    )
