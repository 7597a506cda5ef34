"""What a visitor fills in. Checks shape, never saves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from coachlms.demo.services import MAX_BYTES
from reviews.forms.hand_in import ConversationForm

TOO_LARGE = _("This is larger than %(kb)s KB; an hour of talk has about 60. Bring the text alone.")


class OwnTextForm(ConversationForm):
    """A file or pasted text, and her word that she may use it."""

    may_use = forms.BooleanField(
        label=_("I may use this conversation here: it is pseudonymised, or all of it is my own."),
        error_messages={"required": _("Say that you may use it. Without that nothing is read.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        _small_enough(file.size if file else 0)
        return file

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        _small_enough(len(text.encode()))
        return text


def _small_enough(size: int) -> None:
    if size > MAX_BYTES:
        raise forms.ValidationError(TOO_LARGE, params={"kb": MAX_BYTES // 1024})
