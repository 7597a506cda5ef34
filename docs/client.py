"""Hand in a transcript, wait for the first reading, print the report. Python's standard library only.

    python docs/client.py FILE --site https://school.example --token clms_… --coach Anna

Asks on the terminal for what is missing; ends with 1 when it is refused. docs/api.md explains each step.
"""

import argparse
import functools
import http.client
import json
import os
import sys
import time
import uuid
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

NEW = "/api/v1/sessions/hand-in-file/"
TRIES = 4  # of one request, when the line breaks or the school asks to wait
LONGEST_PAUSE = 30.0  # seconds between two looks at the progress
OPTIONS = {
    "--coach": "your voice in the file: its name or number",
    "--client": "the client's voice, needed where more than two speak",
    "--level": "acc, pcc or mcc; left out: that of your course",
    "--title": "no names; left out: the day of today",
    "--agreed-on": "day your client agreed in writing, as 2026-11-03",
    "--reflection": "at least ten words of your own",
}
Answer = tuple[int, http.client.HTTPMessage, Any]  # status, headers, JSON
say = functools.partial(print, flush=True)


class Refused(Exception):
    """The school said no, or cannot be reached; the text says why."""


class School:
    def __init__(self, site: str, token: str) -> None:
        self.site, self.token = urlsplit(site), token

    def ask(self, method: str, url: str, body: bytes | None = None, **headers: str) -> Answer:
        """The address may be whole, as in links, or a path."""
        sent = {name.replace("_", "-"): text for name, text in headers.items() if text}
        sent["Authorization"] = f"Bearer {self.token}"
        for tried in range(1, TRIES + 1):
            try:
                status, found, data = self._send(method, urlsplit(url).path, body, sent)
            except (OSError, http.client.HTTPException) as error:
                status, found, data = 0, http.client.HTTPMessage(), str(error).encode()
            if status not in {0, 429, 503} or tried == TRIES:
                break
            time.sleep(float(found.get("Retry-After") or tried))
        if status == 0 or status >= 400:
            raise Refused(why(status, data))
        return status, found, json.loads(data or b"null")

    def _send(self, *request: Any) -> Answer:
        secure = self.site.scheme == "https"
        line = http.client.HTTPSConnection if secure else http.client.HTTPConnection
        with closing(line(self.site.netloc, timeout=60)) as connection:
            connection.request(*request)
            answer = connection.getresponse()
            return answer.status, answer.msg, answer.read()


def why(status: int, data: bytes) -> str:
    """The sentence of a refusal, and its details: fields, the line of the file, the voices found."""
    try:
        problem = json.loads(data)
        lines = [f"{problem['title']} ({status}, {problem['code']})"]
    except (ValueError, KeyError, TypeError):
        return f"No useful answer from the school ({status}): {data[:200].decode(errors='replace')}"
    rows = {**problem.get("errors", {}), **problem.get("details", {})}.items()
    return "\n".join([*lines, *(f"  {name}: {said}" for name, said in rows)])


def form(fields: list[tuple[str, str]], file: Path) -> tuple[bytes, str]:
    """The body of a multipart form, and its content type."""
    mark, shown = uuid.uuid4().hex, file.name.replace('"', "")
    start = f"--{mark}\r\nContent-Disposition: form-data; name="
    parts = "".join(f'{start}"{name}"\r\n\r\n{value}\r\n' for name, value in fields)
    head = f'{parts}{start}"file"; filename="{shown}"\r\n\r\n'
    body = head.encode() + file.read_bytes() + f"\r\n--{mark}--\r\n".encode()
    return body, f"multipart/form-data; boundary={mark}"


def wait(school: School, url: str) -> None:
    """Look at the progress until there is a report; less and less often while nothing changes."""
    pause, tag, waiting = 1.0, "", True
    while waiting:
        status, found, body = school.ask("GET", url, If_None_Match=tag)
        if status == http.client.NOT_MODIFIED:
            pause = min(pause * 1.5, LONGEST_PAUSE)
        elif body["failed"]:
            raise Refused(body["failed"])
        else:
            say(f"{body['percent']:>3} %  {body['message']}")
            waiting, tag = body["waiting"], found.get("ETag", "")
            pause = float(found.get("Retry-After") or pause)
        time.sleep(pause if waiting else 0)


def show(report: dict[str, Any]) -> None:
    say(f"\n{report['title']}\n{report['stage_words']}")
    for title, name in (("What carried this conversation", "strengths"), ("To try", "edges")):
        for finding in report[name]:
            say(f"\n{title}: {finding['headline']} ({finding['marker']})\n  {finding['text']}")
            for quote in finding["quotes"]:
                minutes, seconds = divmod((quote["start_ms"] or 0) // 1000, 60)
                at = f", {minutes}:{seconds:02}" if quote["start_ms"] is not None else ""
                say(f"  {quote['who']}, turn {quote['turn']}{at}: “{quote['text']}”")
            if finding["attempt"]:
                say(f"  An experiment: {finding['attempt']}")
    say("\n" + "\n".join(report["limits"]))


def run(given: argparse.Namespace) -> None:
    day = given.agreed_on or input("Day your client agreed to recording and tool: ")
    words = given.reflection or input("Your reflection, before anything is read (ten words)? ")
    fields = [("purposes", purpose) for purpose in ("recording", "tool", *given.also)]
    fields += [("mask", mask) for mask in given.mask]
    fields += [("agreed_on", day), ("reflection", words), ("client_alias", "Client")]
    fields += [(name, getattr(given, name)) for name in ("coach", "client", "level", "title")]
    body, kind = form([field for field in fields if field[1]], given.file)
    school, key = School(given.site, given.token), uuid.uuid4().hex  # a second try makes no second
    session = school.ask("POST", NEW, body, Content_Type=kind, Idempotency_Key=key)[2]
    say(f"Handed in as session {session['id']}: {session['links']['page']}")
    wait(school, session["links"]["progress"])
    show(school.ask("GET", session["links"]["report"])[2])


if __name__ == "__main__":
    wanted = argparse.ArgumentParser(description="Hand in a transcript and print its report.")
    wanted.add_argument("file", type=Path, help="VTT, SRT, TXT, MD, JSON or DOCX")
    wanted.add_argument("--site", default="http://localhost:8000")
    wanted.add_argument("--token", default=os.environ.get("COACHLMS_TOKEN"), help="COACHLMS_TOKEN")
    wanted.add_argument("--also", nargs="*", default=[], choices=["peers", "mentor"])
    wanted.add_argument("--mask", action="append", default=[], help="what to hide=what to show")
    for option, text in OPTIONS.items():
        wanted.add_argument(option, default="", help=text)
    try:
        run(wanted.parse_args())
    except (Refused, OSError, EOFError) as error:
        sys.exit(str(error))
