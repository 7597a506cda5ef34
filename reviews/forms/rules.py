"""What forms and the API check alike: days, purposes, sizes, lengths. Each raises ValidationError with its sentence."""

from collections.abc import Collection
from datetime import date

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from reviews.models.consent import REQUIRED_PURPOSES
from reviews.services.drafts import REFLECTION_WORDS
from reviews.transcripts import MAX_BYTES


def day_has_come(day: date) -> None:
    if day > timezone.localdate():
        raise ValidationError(_("This day has not come yet. Give the date on the form."))


def day_is_not_over(day: date) -> None:
    if day < timezone.localdate():
        raise ValidationError(_("This day is over. Choose a later one."))


def needed_purposes(purposes: Collection[str]) -> None:
    if not set(purposes) >= REQUIRED_PURPOSES:
        raise ValidationError(
            _("Without the first two nothing can be read. Ask your client for them first.")
        )


def enough_words(text: str) -> None:
    if len(text.split()) < REFLECTION_WORDS:
        raise ValidationError(
            _("Write at least %(words)s words, just for yourself. Nothing is graded here."),
            params={"words": REFLECTION_WORDS},
        )


def small_enough(size: int) -> None:
    if size > MAX_BYTES:
        raise ValidationError(
            _("This file is larger than %(mb)s MB. Upload the transcript, without audio."),
            params={"mb": MAX_BYTES // 1024 // 1024},
        )
