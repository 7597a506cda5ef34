"""The parts of the interface contract that are smaller than a template, and how values become text."""

import re
from datetime import date

from django import template
from django.forms.boundfield import BoundField
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from coachlms.common.kept import Kept

register = template.Library()

VOICES = {"self": "You", "ai": "AI reader", "peer": "Peer", "mentor": "Mentor"}
MARKED_BY = {"self": "you", "ai": "the AI reader", "peer": "a peer", "mentor": "your mentor"}
RATINGS = {
    "seen": "Seen",
    "partly": "Partly seen",
    "missed": "Opening missed",
    "not_seen": "Not seen",
    "no_opportunity": "No opportunity",
    "not_observable": "Cannot be judged from text",
}
WORDS = {"starting": 1, "growing": 2, "steady": 3, "distinctive": 4}


@register.simple_tag
def icon(name: str, dir: bool = False) -> SafeString:  # noqa: A002  (named as in the design)
    """A decorative icon of the sprite; `dir=True` flips in right-to-left text."""
    return format_html(
        '<svg class="icon{}" aria-hidden="true"><use href="#i-{}"/></svg>',
        " icon--dir" if dir else "",
        name,
    )


@register.simple_tag
def shape(voice: str) -> SafeString:
    """The shape of one voice, without its word: only where a legend is in sight."""
    return format_html(
        '<svg viewBox="0 0 12 12" aria-hidden="true"><use href="#v-{}"/></svg>', voice
    )


@register.simple_tag(name="voice")
def voice_tag(voice: str, label: str = "") -> SafeString:
    """Shape and word of one voice."""
    return format_html(
        '<span class="voice" data-voice="{}">{}{}</span>',
        voice,
        shape(voice),
        label or VOICES[voice],
    )


@register.simple_tag
def rating(value: str) -> SafeString:
    """Symbol and word of one rating, in neutral ink."""
    return format_html(
        '<span class="rating"><svg viewBox="0 0 24 12" aria-hidden="true"><use href="#r-{}"/></svg>{}</span>',
        value,
        RATINGS[value],
    )


@register.simple_tag
def word(name: str) -> SafeString:
    """Four bars and the word of one competency: starting, growing, steady, distinctive."""
    bars = format_html_join(
        "",
        '<rect class="{}" x="{}" y="{}" width="4" height="{}" rx="1"/>',
        (
            ("on" if i < WORDS[name] else "off", i * 6 + 0.5, 12 - i * 4 + 0.5, 5 + i * 4)
            for i in range(4)
        ),
    )
    return format_html(
        '<span class="word"><svg viewBox="0 0 24 18" aria-hidden="true">{}</svg>{}</span>',
        bars,
        name.capitalize(),
    )


@register.simple_tag
def cover(seen: int, of: int = 6, text: str = "") -> SafeString:
    """Boxes for the behaviours of a competency, filled where a passage was found."""
    boxes = format_html_join(
        "",
        '<rect class="{}" x="{}" y="1.5" width="13" height="9" rx="2"/>',
        (("on" if i < seen else "off", i * 18 + 0.5) for i in range(of)),
    )
    return format_html(
        '<span class="cover"><svg viewBox="0 0 {} 12" aria-hidden="true">{}</svg><span>{}</span></span>',
        of * 18 - 4,
        boxes,
        text or f"{seen} of {of} behaviours",
    )


@register.simple_tag
def marktag(voice: str, ref: str, href: str = "") -> SafeString:
    """A margin tag: who marked this turn, for which marker."""
    return format_html(
        '<a class="marktag" data-voice="{}" href="{}">{}{}<span class="visually-hidden">'
        " marked by {}</span></a>",
        voice,
        href or f"#f-{ref}",
        shape(voice),
        ref,
        MARKED_BY[voice],
    )


@register.simple_tag
def widget(field: BoundField) -> SafeString:
    """A form field's control in our look, tied to its help and its error."""
    attrs: dict[str, str | bool] = {}
    if not field.widget_type.startswith(("checkbox", "radio", "hidden")):
        classes = {*field.field.widget.attrs.get("class", "").split(), "input"}
        attrs["class"] = " ".join(sorted(classes))
    if field.widget_type != "textarea":
        attrs["placeholder"] = False  # the label says it; a hint that vanishes helps nobody
    described = [f"{field.auto_id}_helptext"] if field.help_text else []
    if field.errors:
        described.append(f"{field.auto_id}_error")
    if described:
        attrs["aria-describedby"] = " ".join(described)
    return field.as_widget(attrs=attrs)


@register.filter
def clock(ms: int | None) -> str:
    """Milliseconds as m:ss or h:mm:ss; empty where the transcript has no time."""
    if ms is None:
        return ""
    minutes, seconds = divmod(int(ms) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


@register.filter
def percent(share: float | None) -> str:
    """A share of 0..1 in whole per cent."""
    return "" if share is None else f"{round(share * 100)} %"


@register.filter
def days_left(day: date | None) -> str:
    """“in 12 days”, “tomorrow”, “today”; empty without a date."""
    if day is None:
        return ""
    days = (day - timezone.localdate()).days
    if days <= 0:
        return "today"
    return "tomorrow" if days == 1 else f"in {days} days"


@register.filter
def kebab(text: str) -> str:
    """Words as an id: lower case, hyphens."""
    return re.sub(r"[^a-z0-9]+", "-", str(text).lower()).strip("-")


OPENING = re.compile(r"(^|[\s(\[\u2014\u2013/])\"")
OPENING_SINGLE = re.compile(r"(^|[\s(\[\u2014\u2013/\u201c])'")


@register.filter(is_safe=False)
def typo(text: object) -> SafeString:
    """Straight quotes and spaced hyphens become typographic; the data stays as it was typed."""
    plain = str(text)
    plain = OPENING.sub("\\1\u201c", plain).replace('"', "\u201d")
    plain = OPENING_SINGLE.sub("\\1\u2018", plain).replace("'", "\u2019")
    plain = plain.replace(" - ", " \u2013 ").replace("...", "\u2026")
    return mark_safe(conditional_escape(plain))  # noqa: S308  (escaped right here)


@register.filter
def lower_first(text: str) -> str:
    """The first letter small: a sentence that goes on after a label."""
    return text[:1].lower() + text[1:]


@register.filter(is_safe=False)
def mark_masked(text: str, replacements: list[str]) -> SafeString:
    """Escaped text in which every masked word stands in `.masked`."""
    safe = str(conditional_escape(text))
    names = sorted((str(conditional_escape(name)) for name in replacements if name), key=len)
    if names:
        pattern = "|".join(re.escape(name) for name in reversed(names))
        safe = re.sub(rf"(?<!\w)(?:{pattern})(?!\w)", r'<span class="masked">\g<0></span>', safe)
    return mark_safe(safe)  # noqa: S308  (escaped above; only our span is added)


CSRF_PLACE = "csrf-token-of-this-request"  # forms in a kept part get each request's own token


class KeptNode(template.Node):
    """The text of the block from memory; else rendered with the values that `build` gives."""

    def __init__(self, part: FilterExpression, block: NodeList) -> None:
        self.part = part
        self.block = block

    def render(self, context: template.Context) -> SafeString:
        part: Kept = self.part.resolve(context)
        text = part.find()
        if text is None:
            with context.push(**part.build(), csrf_token=CSRF_PLACE):
                text = part.keep(str(self.block.render(context)))
        if CSRF_PLACE in text:
            text = text.replace(CSRF_PLACE, str(context.get("csrf_token", "")))
        return mark_safe(text)  # noqa: S308  (a template made it)


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """`{% kept part %}…{% endkept %}`: see coachlms.common.kept."""
    part = parser.compile_filter(token.split_contents()[1])
    block = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(part, block)
