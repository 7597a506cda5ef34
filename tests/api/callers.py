"""A program that talks to the API with a token of its own."""

from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from coachlms.accounts.models import Scope, User
from coachlms.accounts.services import issue_token

EVERYTHING = (Scope.READ, Scope.SESSIONS, Scope.REVIEWS)
PROBLEM = "application/problem+json"


@dataclass
class Caller:
    """Sends JSON unless told otherwise; addresses are relative to /api/v1/."""

    user: User
    scopes: tuple[Scope, ...] = EVERYTHING
    client: Client = field(default_factory=Client)

    def __post_init__(self) -> None:
        _token, text = issue_token(user=self.user, name="test", scopes=self.scopes, days=1)
        self.headers = {"Authorization": f"Bearer {text}"}

    def get(self, path: str, **headers: str) -> Any:
        return self.client.get(_at(path), headers=self.headers | headers)

    def post(self, path: str, body: object = None, **headers: str) -> Any:
        return self._send("post", path, body, headers)

    def put(self, path: str, body: object = None) -> Any:
        return self._send("put", path, body, {})

    def delete(self, path: str) -> Any:
        return self.client.delete(_at(path), headers=self.headers)

    def upload(self, path: str, fields: dict[str, Any], **headers: str) -> Any:
        return self.client.post(_at(path), fields, headers=self.headers | headers)

    def cost(self, path: str) -> int:
        """How many queries a GET makes that has an answer."""
        with CaptureQueriesContext(connection) as made:
            assert self.get(path).status_code == 200
        return len(made)

    def _send(self, method: str, path: str, body: object, headers: dict[str, str]) -> Any:
        send = getattr(self.client, method)
        more = {} if body is None else {"data": body, "content_type": "application/json"}
        return send(_at(path), headers=self.headers | headers, **more)


def problem(answer: HttpResponse) -> tuple[int, str]:
    """Status and code of a refusal, which must be problem details."""
    assert answer["Content-Type"] == PROBLEM, answer.content
    body = answer.json()  # type: ignore[attr-defined]
    assert body["status"] == answer.status_code
    return answer.status_code, body["code"]


def _at(path: str) -> str:
    return path if path.startswith("/") else f"/api/v1/{path}"
