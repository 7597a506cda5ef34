"""The forms of the six stages. They check shape and never save."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coachlms.accounts.models import Role, User
from courses.models import Competency, Level
from reviews.forms import rules
from reviews.models import Purpose
from reviews.services.drafts import ConsentDraft, FocusDraft
from reviews.transcripts.pseudonyms import Kind, Mask

PURPOSE_HELP = {
    Purpose.RECORDING: _("Needed. She knows that the conversation was recorded or written down."),
    Purpose.TOOL: _(
        "Needed. The transcript is masked, kept for a limited time, and stays on the school’s server."
    ),
    Purpose.PEERS: _("Fellow learners, bound by the same rules. They never learn who you are."),
    Purpose.MENTOR: _("One named person. You can end it at any time."),
}


def text_input(**attrs: Any) -> forms.TextInput:
    return forms.TextInput(attrs={"class": "input", **attrs})


def text_area(rows: int, **attrs: Any) -> forms.Textarea:
    return forms.Textarea(attrs={"class": "input", "rows": rows, **attrs})


class ConsentForm(forms.Form):
    """What the client agreed to, purpose by purpose."""

    purposes = forms.MultipleChoiceField(
        label=_("Purposes"),
        choices=[(p.value, p.label) for p in PURPOSE_HELP],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    agreed_on = forms.DateField(
        label=_("Date of the agreement"),
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}),
        help_text=_("As on the signed form."),
    )
    client_alias = forms.CharField(
        label=_("Your name for this client"),
        max_length=40,
        widget=text_input(autocomplete="off"),
        help_text=_("A name only you understand, for example “Client M”. Not the real one."),
    )
    recorded_by = forms.CharField(
        label=_("Who recorded it"),
        max_length=80,
        required=False,
        widget=text_input(autocomplete="off"),
        help_text=_("Leave it empty if it was you."),
    )

    def clean_agreed_on(self) -> Any:
        agreed_on = self.cleaned_data["agreed_on"]
        rules.day_has_come(agreed_on)
        return agreed_on

    def clean_purposes(self) -> frozenset[Purpose]:
        purposes = frozenset(Purpose(value) for value in self.cleaned_data["purposes"])
        rules.needed_purposes(purposes)
        return purposes

    def draft(self) -> ConsentDraft:
        data = self.cleaned_data
        return ConsentDraft(
            data["purposes"], data["agreed_on"], data["client_alias"], data["recorded_by"]
        )


class ConversationForm(forms.Form):
    """A file or pasted text, one of the two."""

    file = forms.FileField(
        label=_("Choose a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".vtt,.srt,.txt,.docx,.json,.md"}),
    )
    text = forms.CharField(
        label=_("Or paste the conversation"),
        required=False,
        strip=False,
        widget=text_area(8, placeholder="Coach: …\nClient: …"),
        help_text=_("Each line begins with the speaker’s name and a colon."),
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        rules.small_enough(file.size if file else 0)
        return file

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data.get("file") and not (data.get("text") or "").strip():
            raise forms.ValidationError(_("Choose a file or paste the conversation."))
        return data

    def content(self) -> tuple[bytes, str]:
        """Bytes and a name; the file when both were given."""
        file = self.cleaned_data.get("file")
        if file:
            return file.read(), str(file.name)
        return self.cleaned_data["text"].encode(), "pasted text"


class MaskForm(forms.Form):
    """One masked word or phrase; empty rows are for the learner's own."""

    kind = forms.CharField(widget=forms.HiddenInput, required=False)
    use = forms.BooleanField(label=_("Mask it"), required=False, initial=True)
    original = forms.CharField(
        label=_("In the transcript"), max_length=120, required=False, widget=text_input()
    )
    replacement = forms.CharField(
        label=_("Shown as"), max_length=60, required=False, widget=text_input()
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("original") and data.get("use") and not data.get("replacement"):
            self.add_error("replacement", _("Say what to show instead, for example “Person A”."))
        return data


MaskFormSet = forms.formset_factory(MaskForm, extra=3, max_num=400)


def masks_in(formset: Any) -> list[Mask]:
    """The masks that are ticked and filled in."""
    return [
        Mask(_kind(row), row["original"].strip(), row["replacement"].strip())
        for row in formset.cleaned_data
        if row.get("use") and row.get("original") and row.get("replacement")
    ]


def _kind(row: dict[str, Any]) -> Kind:
    kind = row.get("kind")
    return Kind(kind) if kind in set(Kind) else Kind.NAME


class FocusForm(forms.Form):
    """Title, level, what to listen for, and the mentor it is shared with."""

    title = forms.CharField(
        label=_("A title for this session"),
        max_length=80,
        widget=text_input(autocomplete="off"),
        help_text=_("You and your readers see it. An image from the talk works well; no names."),
    )
    level = forms.ModelChoiceField(
        label=_("Read at level"),
        queryset=Level.objects.none(),
        empty_label=None,
        widget=forms.RadioSelect,
    )
    focus = forms.ModelChoiceField(
        label=_("Readers look at"),
        queryset=Competency.objects.none(),
        empty_label=None,
        widget=forms.Select(attrs={"class": "input"}),
        help_text=_("People read for this competency. The AI reader reads for all."),
    )
    focus_question = forms.CharField(
        label=_("One thing you ask your readers to listen for"),
        max_length=200,
        required=False,
        widget=text_input(autocomplete="off"),
    )
    mentor = forms.ModelChoiceField(
        label=_("Your mentor coach"),
        queryset=User.objects.none(),
        required=False,
        empty_label=_("Share it with nobody"),
        widget=forms.Select(attrs={"class": "input"}),
    )
    until = forms.DateField(
        label=_("She can read it until"),
        required=False,
        widget=forms.DateInput(attrs={"class": "input", "type": "date"}),
    )

    def __init__(self, *args: Any, may_share: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._choices("level", Level.objects.all())
        scored = Competency.objects.filter(treatment=Competency.Treatment.SCORED)
        self._choices("focus", scored)
        if may_share:
            mentors = User.objects.filter(roles__role=Role.MENTOR, is_active=True)
            self._choices("mentor", mentors.order_by("name"))
        else:
            del self.fields["mentor"], self.fields["until"]

    def _choices(self, name: str, queryset: Any) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101 - narrows the type
        field.queryset = queryset

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("mentor") and not data.get("until"):
            data["until"] = timezone.localdate() + timedelta(days=30)
        if data.get("until") and data["until"] < timezone.localdate():
            self.add_error("until", _("This day is over. Choose a later one."))
        return data

    def draft(self) -> FocusDraft:
        data = self.cleaned_data
        return FocusDraft(data["title"], data["level"], data["focus"], data["focus_question"])


class ReflectionForm(forms.Form):
    """The learner's own words, before anything is read."""

    reflection = forms.CharField(
        label=_("Your reflection"),
        max_length=5000,
        widget=text_area(9),
        help_text=_(
            "What went on in you? Where did you follow, where did you lead? It stays on top of the report."
        ),
    )

    def clean_reflection(self) -> str:
        text: str = self.cleaned_data["reflection"]
        rules.enough_words(text)
        return text
