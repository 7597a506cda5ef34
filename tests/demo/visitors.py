"""What visitors do: begin a visit, wait for its reading, open its pages."""

import html
import re
from collections.abc import Mapping
from functools import lru_cache

from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from coachlms.demo.models import DemoVisit
from coachlms.jobs import services as jobs
from courses import services as courses
from courses.library import Library, load
from courses.management.reading import LIBRARY

CLIENT_SAID = "I keep the brass kettle behind the seventh curtain"
OWN = (
    "Coach: What would you like to have by the end of our time?\n"
    f"Client: One sentence to Ottokar. {CLIENT_SAID}, and he does not know.\n"
    "Coach: You said behind the seventh curtain. What is it like there?\n"
    "Client: Quiet. And a bit sad, honestly.\n"
    "Coach: What are you learning about yourself, behind that curtain?\n"
    "Client: That I would like to be found.\n"
) * 4


@lru_cache
def _library() -> Library:
    return load(LIBRARY)


def load_library() -> None:
    """The one that ships."""
    courses.load_library(library=_library())


def bring(client: Client, text: str = OWN, **fields: object) -> HttpResponse:
    """Paste a text and send it, with the box ticked unless told otherwise."""
    return client.post(reverse("free_demo"), {"text": text, "may_use": "on", **fields})


def upload(client: Client, name: str, content: bytes) -> HttpResponse:
    return bring(client, "", file=SimpleUploadedFile(name, content))


def choose(client: Client, slug: str) -> HttpResponse:
    return client.post(reverse("try_sample", args=[slug]))


def newest() -> DemoVisit:
    return DemoVisit.objects.latest("pk")


def address(visit: DemoVisit, name: str = "demo_report") -> str:
    return reverse(name, args=[visit.key])


def read(client: Client, text: str = OWN) -> DemoVisit:
    """A visit of this browser that has been read."""
    bring(client, text)
    jobs.run_pending()
    return newest()


def say_who(client: Client, visit: DemoVisit, roles: Mapping[str, str]) -> HttpResponse:
    return client.post(address(visit, "demo_speakers"), roles)


def main_of(response: HttpResponse) -> str:
    page = response.content.decode()
    return page[page.index("<main") : page.index("</main>")]


def quotes_in(page: str) -> list[str]:
    """The words of every quote of a page."""
    return [html.unescape(words) for words in re.findall(r"<mark dir=\"auto\">(.*?)</mark>", page)]
