"""Goes wrong in every way with words of a session in its hands, and prints what would be reported.

A program of its own: sentry_sdk changes Django for the process it is started in.
"""

import json
import logging
import sys
from types import SimpleNamespace
from typing import Any

import django
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path
from sentry_sdk.envelope import Envelope
from sentry_sdk.transport import Transport

SENTENCE = "I keep the brass kettle behind the seventh curtain"
sent: list[bytes] = []


class Kept(Transport):
    def __init__(self, options: Any = None) -> None:
        super().__init__(options)

    def capture_envelope(self, envelope: Envelope) -> None:
        sent.append(envelope.serialize())


def break_down(request: HttpRequest, word: str) -> HttpResponse:
    said = request.POST["said"]
    try:
        int(said)
    except ValueError as error:
        raise RuntimeError(f"cannot read {said}") from error
    return HttpResponse()


urlpatterns = [path("break/<str:word>/", break_down, name="break_down")]


def main() -> None:
    django.setup()
    from coachlms.jobs import runner  # noqa: PLC0415 - after django.setup
    from coachlms.jobs.registry import job  # noqa: PLC0415
    from coachlms.ops import reports  # noqa: PLC0415

    reports.start("https://public@reports.example/1", transport=Kept)
    site = {"ROOT_URLCONF": "tests.ops.reported", "MIDDLEWARE": [], "ALLOWED_HOSTS": ["testserver"]}
    with override_settings(**site):
        client = Client(raise_request_exception=False)
        client.cookies["session"] = SENTENCE
        client.post(f"/break/{SENTENCE}/?q={SENTENCE}", {"said": SENTENCE})
    logging.getLogger("somebody.else").error("could not read %s", SENTENCE)
    logging.getLogger("somebody.else").error(f"could not read {SENTENCE}")  # noqa: G004
    logging.getLogger("coachlms.jobs.runner").error("%s %s is dead: %s", "kind", 3, "worker_died")

    @job()
    def stumble(hold: object, subject: int) -> None:
        raise ValueError(SENTENCE)

    runner._work(SimpleNamespace(kind="stumble", subject=3, finished=False))  # type: ignore[arg-type]
    bodies = [json.loads(envelope.splitlines()[-1]) for envelope in sent]
    sys.stdout.write(json.dumps({"raw": b"".join(sent).decode(), "events": bodies}))


if __name__ == "__main__":
    main()
