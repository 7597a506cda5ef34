"""The small parts of the interface contract, letter for letter as UI and components.css expect them."""

from datetime import date, timedelta

import pytest
import time_machine
from django import forms
from django.template import Context, Template

from coachlms.common.templatetags import coach


def rendered(source: str, **values: object) -> str:
    return Template("{% load coach %}" + source).render(Context(values))


class SessionForm(forms.Form):
    title = forms.CharField(help_text="Only you and your readers see it.")
    note = forms.CharField(widget=forms.Textarea(attrs={"class": "wide"}), required=False)
    agreed = forms.BooleanField(required=False)


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ('{% icon "check" %}', '<svg class="icon" aria-hidden="true"><use href="#i-check"/></svg>'),
        (
            '{% icon "arrow" dir=True %}',
            '<svg class="icon icon--dir" aria-hidden="true"><use href="#i-arrow"/></svg>',
        ),
        (
            '{% shape "peer" %}',
            '<svg viewBox="0 0 12 12" aria-hidden="true"><use href="#v-peer"/></svg>',
        ),
        (
            '{% voice "ai" %}',
            '<span class="voice" data-voice="ai"><svg viewBox="0 0 12 12" aria-hidden="true">'
            '<use href="#v-ai"/></svg>AI reader</span>',
        ),
        (
            '{% voice "peer" "2 peers" %}',
            '<span class="voice" data-voice="peer"><svg viewBox="0 0 12 12" aria-hidden="true">'
            '<use href="#v-peer"/></svg>2 peers</span>',
        ),
        (
            '{% rating "not_seen" %}',
            '<span class="rating"><svg viewBox="0 0 24 12" aria-hidden="true">'
            '<use href="#r-not_seen"/></svg>Not seen</span>',
        ),
        (
            '{% marktag "mentor" "8c" %}',
            '<a class="marktag" data-voice="mentor" href="#f-8c">'
            '<svg viewBox="0 0 12 12" aria-hidden="true"><use href="#v-mentor"/></svg>8c'
            '<span class="visually-hidden"> marked by your mentor</span></a>',
        ),
        (
            '{% marktag "self" "8a" "/sessions/5/#f-8a" %}',
            '<a class="marktag" data-voice="self" href="/sessions/5/#f-8a">'
            '<svg viewBox="0 0 12 12" aria-hidden="true"><use href="#v-self"/></svg>8a'
            '<span class="visually-hidden"> marked by you</span></a>',
        ),
        (
            '{% word "growing" %}',
            '<span class="word"><svg viewBox="0 0 24 18" aria-hidden="true">'
            '<rect class="on" x="0.5" y="12.5" width="4" height="5" rx="1"/>'
            '<rect class="on" x="6.5" y="8.5" width="4" height="9" rx="1"/>'
            '<rect class="off" x="12.5" y="4.5" width="4" height="13" rx="1"/>'
            '<rect class="off" x="18.5" y="0.5" width="4" height="17" rx="1"/></svg>Growing</span>',
        ),
        (
            "{% cover 1 2 %}",
            '<span class="cover"><svg viewBox="0 0 32 12" aria-hidden="true">'
            '<rect class="on" x="0.5" y="1.5" width="13" height="9" rx="2"/>'
            '<rect class="off" x="18.5" y="1.5" width="13" height="9" rx="2"/></svg>'
            "<span>1 of 2 behaviours</span></span>",
        ),
    ],
)
def test_tag_renders_the_contract(source: str, html: str) -> None:
    assert rendered(source) == html


def test_every_rating_and_voice_has_its_symbol_in_the_sprite() -> None:
    sprite = rendered('{% include "components/sprite.html" %}')
    wanted = [f"r-{value}" for value in coach.RATINGS] + [f"v-{voice}" for voice in coach.VOICES]
    assert [name for name in wanted if f'id="{name}"' not in sprite] == []


def test_voice_label_is_escaped() -> None:
    html = rendered('{% voice "peer" name %}', name="<b>Peer</b>")
    assert html.endswith("</svg>&lt;b&gt;Peer&lt;/b&gt;</span>")


def test_valid_field_is_tied_to_its_hint() -> None:
    html = rendered("{% widget field %}", field=SessionForm()["title"])
    assert html == (
        '<input type="text" name="title" class="input" aria-describedby="id_title_helptext" '
        'required id="id_title">'
    )


def test_wrong_field_is_tied_to_its_hint_and_its_error() -> None:
    html = rendered("{% widget field %}", field=SessionForm({"title": ""})["title"])
    assert 'aria-describedby="id_title_helptext id_title_error"' in html
    assert 'aria-invalid="true"' in html


def test_widget_keeps_its_own_class_and_leaves_checkboxes_alone() -> None:
    form = SessionForm()
    assert 'class="input wide"' in rendered("{% widget field %}", field=form["note"])
    assert rendered("{% widget field %}", field=form["agreed"]) == (
        '<input type="checkbox" name="agreed" id="id_agreed">'
    )


def test_field_shows_label_hint_and_error_in_this_order() -> None:
    source = '{% include "components/field.html" %}'
    html = rendered(source, field=SessionForm({"title": ""})["title"])
    parts = ['<label for="id_title">Title</label>', 'id="id_title_helptext"', 'id="id_title_error"']
    places = [html.index(part) for part in parts]
    assert places == sorted(places)
    assert "This field is required." in html


def test_field_takes_another_label_and_hint() -> None:
    source = '{% include "components/field.html" with field_label="Name" field_hint="Short" %}'
    html = rendered(source, field=SessionForm()["title"])
    assert '<label for="id_title">Name</label>' in html
    assert '<span class="hint" id="id_title_helptext">Short</span>' in html


@pytest.mark.parametrize(
    ("ms", "said"),
    [(None, ""), (0, "0:00"), (59_999, "0:59"), (1_640_000, "27:20"), (3_661_000, "1:01:01")],
)
def test_clock_counts_minutes_and_hours(ms: int | None, said: str) -> None:
    assert coach.clock(ms) == said


@pytest.mark.parametrize(("share", "said"), [(None, ""), (0.0, "0 %"), (0.314, "31 %")])
def test_percent_is_whole(share: float | None, said: str) -> None:
    assert coach.percent(share) == said


@pytest.mark.parametrize(
    ("days", "said"), [(-3, "today"), (0, "today"), (1, "tomorrow"), (12, "in 12 days")]
)
def test_days_left_is_said_in_words(days: int, said: str) -> None:
    today = date(2026, 3, 12)
    with time_machine.travel("2026-03-12T10:00:00Z", tick=False):
        assert coach.days_left(today + timedelta(days=days)) == said
        assert coach.days_left(None) == ""


def test_kebab_makes_an_id() -> None:
    assert coach.kebab("Evokes Awareness: ACC, PCC") == "evokes-awareness-acc-pcc"


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ('She said "yes".', "She said “yes”."),
        ("It's the client's", "It’s the client’s"),
        ("'What else?'", "‘What else?’"),
        ('("why")', "(“why”)"),
        ("one - two", "one – two"),
        ("well-known", "well-known"),
        ("and then...", "and then…"),
    ],
)
def test_typo_sets_quotes_and_dashes(typed: str, shown: str) -> None:
    assert rendered("{{ text|typo }}", text=typed) == shown


def test_typo_escapes_what_it_sets() -> None:
    assert rendered("{{ text|typo }}", text='<b onclick="x">') == "&lt;b onclick=”x”&gt;"


def test_masked_words_are_marked_longest_first_and_escaped() -> None:
    html = coach.mark_masked("Person A met Person AB <b>", ["Person A", "Person AB"])
    assert html == (
        '<span class="masked">Person A</span> met <span class="masked">Person AB</span> &lt;b&gt;'
    )
