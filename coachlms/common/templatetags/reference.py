"""Texts of the OpenAPI document on a page."""

import re

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

register = template.Library()
TICKED = re.compile(r"`([^`]+)`")


@register.filter
def ticks(text: str) -> SafeString:
    """What stands between backticks as code; everything is escaped."""
    return mark_safe(TICKED.sub(r"<code>\1</code>", conditional_escape(text)))  # noqa: S308
