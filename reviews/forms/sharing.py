"""Forms of a session's settings and of the client's own page. They check shape and never save."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coachlms.accounts.models import Role, User
from reviews.forms import rules
from reviews.models import Purpose

# the purposes as the client reads them: the learner is her coach, the mentor is somebody else's
SAID_TO_CLIENT = {
    Purpose.RECORDING: _("Recording the conversation"),
    Purpose.TOOL: _("Reading by the school’s tool"),
    Purpose.PEERS: _("Two other learners read the masked text"),
    Purpose.PEERS_AUDIO: _("Those learners may also listen"),
    Purpose.MENTOR: _("Your coach’s mentor reads the masked text"),
}


class ShareForm(forms.Form):
    """One named mentor, until a day."""

    mentor = forms.ModelChoiceField(
        label=_("Your mentor coach"),
        queryset=User.objects.none(),
        empty_label=_("Choose a mentor coach"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    until = forms.DateField(
        label=_("She can read it until"),
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}, format="%Y-%m-%d"),
    )

    def __init__(self, *args: Any, learner: User, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"until": timezone.localdate() + timedelta(days=30)})
        super().__init__(*args, **kwargs)
        field = self.fields["mentor"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        mentors = User.objects.filter(roles__role=Role.MENTOR, is_active=True)
        mentors = mentors.exclude(pk=learner.pk)  # who mentors others may learn too
        field.queryset = mentors.order_by("name", "pk")

    def clean_until(self) -> Any:
        until = self.cleaned_data["until"]
        rules.day_is_not_over(until)
        return until


class WithdrawForm(forms.Form):
    """What the client takes back: some of what still holds, or everything."""

    purposes = forms.MultipleChoiceField(
        label=_("What I take back"), required=False, widget=forms.CheckboxSelectMultiple
    )
    everything = forms.BooleanField(required=False)

    def __init__(self, *args: Any, still_agreed: Sequence[Purpose], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.still_agreed = still_agreed
        field = self.fields["purposes"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101 - narrows the type
        field.choices = [(one.value, SAID_TO_CLIENT[one]) for one in still_agreed]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("everything") and not data.get("purposes"):
            raise forms.ValidationError(_("Tick at least one line, or take everything back."))
        return data

    def chosen(self) -> frozenset[Purpose]:
        if self.cleaned_data["everything"]:
            return frozenset(self.still_agreed)
        return frozenset(Purpose(value) for value in self.cleaned_data["purposes"])
