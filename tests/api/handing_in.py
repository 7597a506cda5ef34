"""What a program sends to hand in a session."""

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from tests.api.callers import Caller

VTT = b"""WEBVTT

1
00:00:04.120 --> 00:00:07.480
Anders Lund: What would you like to have by the time we finish?

2
00:00:07.910 --> 00:00:13.030
Tomke Witt: I keep postponing one talk with Katrin at Siemens.

3
00:00:13.500 --> 00:00:15.000
Anders Lund: What makes it matter now?

4
00:00:16.000 --> 00:00:20.000
Tomke Witt: Katrin leaves in June. Write to me at tomke@example.org.
"""
THREE = (
    b"Anna Berg: What is it?\nTomke Witt: A talk.\nGuest: Sorry, wrong room.\nAnna Berg: Go on.\n"
)
WORDS = "I asked, and then I waited for longer than I usually do."


def consent(**changes: object) -> dict[str, Any]:
    """What every new session begins with."""
    return {
        "purposes": ["recording", "tool", "peers"],
        "agreed_on": timezone.localdate().isoformat(),
        "client_alias": "Client T",
        **changes,
    }


def vtt(data: bytes = VTT) -> SimpleUploadedFile:
    return SimpleUploadedFile("lund-and-witt.vtt", data)


def whole(**changes: object) -> dict[str, Any]:
    """Everything in one request."""
    return consent(file=vtt(), coach="Anders", reflection=WORDS) | changes


def begun(caller: Caller) -> str:
    made = caller.post("sessions/", consent())
    assert made.status_code == 201, made.content
    return f"sessions/{made.json()['id']}/"
