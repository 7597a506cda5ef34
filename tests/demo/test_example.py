"""The drawn example of the method page is what the reader finds in the sample today."""

import json

from django.test import Client
from django.urls import reverse

from coachlms.demo import example
from reviews.analysis.trained.figures import measured


def test_kept_example_is_what_the_reader_finds() -> None:
    kept, now = (
        json.loads(example.PATH.read_text(encoding="utf-8")),
        json.loads(example.read_again()),
    )
    assert kept == now, (
        "The reader changed: run `python manage.py keep_example` and look at /method/."
    )


def test_method_page_draws_the_talk_and_says_how_often_it_errs(client: Client, db: None) -> None:
    page = client.get(reverse("method")).content.decode()
    assert page.count('class="talkline"') == 1
    assert "Show the line as a table" in page
    for row in measured()["plain"]:
        assert row.title[0].upper() + row.title[1:] in page
        assert f"<b>{row.score:.2f}</b>" in page
