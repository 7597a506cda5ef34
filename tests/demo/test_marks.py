"""Every mark with its quote and place, at every level, by the library that ships."""

import pytest
from django.test import Client

from tests.demo.visitors import CLIENT_SAID, address, main_of, quotes_in, read

pytestmark = pytest.mark.usefixtures("whole_library")


def test_every_mark_stands_beside_the_transcript_with_quote_and_place(client: Client) -> None:
    visit = read(client)
    page = main_of(client.get(address(visit, "demo_transcript")))
    assert CLIENT_SAID in page
    texts = {turn.number: turn.text for turn in visit.plain_turns}
    for row in visit.readings["pcc"]["markers"]:
        assert f'id="f-{row["ref"]}"' in page
        for turn, start, end in row["quotes"]:
            assert texts[turn][start:end].strip()
        for turn, _start, _end in row["quotes"][:1]:
            assert f'{address(visit, "demo_transcript")}?level=pcc#t{turn}"' in page
    found = quotes_in(page)
    assert len(found) >= 10
    assert [words for words in found if not any(words in text for text in texts.values())] == []


def test_level_switch_shows_another_reading_and_keeps_its_place(client: Client) -> None:
    visit = read(client)
    pages = {}
    for level in ("acc", "pcc", "mcc"):
        pages[level] = main_of(client.get(address(visit), {"level": level}))
        assert f"Read at {level.upper()} by" in pages[level]
        assert f'href="{address(visit, "demo_transcript")}?level={level}#t' in pages[level]
    assert len(set(pages.values())) == 3
    assert main_of(client.get(address(visit), {"level": "xyz"})).count("Read at PCC by") == 1
