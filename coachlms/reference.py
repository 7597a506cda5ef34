"""The OpenAPI document as rows a page can show. Knows no operation: whatever the schema says is shown."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Part = Mapping[str, Any]

PREFIX = "/api/v1"
KINDS = {
    ("string", "date"): "day",
    ("string", "date-time"): "moment",
    ("string", "uri"): "address",
    ("string", "email"): "e-mail address",
    ("string", "binary"): "file",
    ("string", ""): "text",
    ("integer", ""): "whole number",
    ("number", ""): "number",
    ("number", "double"): "number",
    ("boolean", ""): "true or false",
    ("object", ""): "object",
}
SAMPLES: dict[str, object] = {
    "day": "2026-11-03",
    "moment": "2026-11-03T09:30:00Z",
    "address": "https://school.example/",
    "e-mail address": "anna@school.example",
    "file": "(file)",
    "text": "…",
    "whole number": 7,
    "number": 0.5,
    "true or false": True,
    "object": {},
}
PAGED = "Paginated"


@dataclass(frozen=True, slots=True)
class Field:
    """One field or parameter. `shape` is the name of the shape it is made of, if it is."""

    name: str
    kind: str
    shape: str
    needed: bool
    about: str


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of an operation; `kind` and `shape` as in a field, both empty without a body."""

    status: str
    about: str
    kind: str
    shape: str


@dataclass(frozen=True, slots=True)
class Operation:
    name: str
    method: str
    path: str
    summary: str
    about: tuple[str, ...]
    parameters: tuple[Field, ...]
    media: str
    body: tuple[Field, ...]
    sent: str
    answers: tuple[Answer, ...]
    received: str


@dataclass(frozen=True, slots=True)
class Group:
    """Operations of one kind."""

    name: str
    slug: str
    about: str
    operations: tuple[Operation, ...]


@dataclass(frozen=True, slots=True)
class Shape:
    """What an object of an answer or a request is made of."""

    name: str
    about: str
    fields: tuple[Field, ...]


class Reference:
    """Reads one OpenAPI document."""

    def __init__(self, document: Part) -> None:
        self._document = document
        self._parts: Mapping[str, Part] = document["components"]["schemas"]

    def groups(self) -> list[Group]:
        """In the order of the document's tags, each with its operations by address."""
        by_tag: dict[str, list[Operation]] = {tag["name"]: [] for tag in self._document["tags"]}
        for path, methods in self._document["paths"].items():
            for method, part in methods.items():
                by_tag[part["tags"][0]].append(self._operation(path, method, part))
        return [
            Group(tag["name"], _slug(tag["name"]), tag["description"], tuple(by_tag[tag["name"]]))
            for tag in self._document["tags"]
        ]

    def shapes(self) -> list[Shape]:
        """By name, those that something else names; fields of a request stand with its operation."""
        rows = [
            Shape(name, part.get("description", ""), tuple(self._fields(part)))
            for name, part in self._parts.items()
            if "properties" in part and not name.startswith(PAGED)
        ]
        named = {field.shape for row in rows for field in row.fields}
        for group in self.groups():
            for operation in group.operations:
                named |= {answer.shape for answer in operation.answers}
                named |= {field.shape for field in operation.body}
        return [row for row in rows if row.name in named]

    def _operation(self, path: str, method: str, part: Part) -> Operation:
        content = part.get("requestBody", {}).get("content", {})
        media, body = next(iter(content.items()), ("", {"schema": {}}))
        answers = tuple(self._answer(*row) for row in sorted(part["responses"].items()))
        good = next(row for status, row in part["responses"].items() if status < "300")
        received = good.get("content", {}).get("application/json", {}).get("schema")
        return Operation(
            name=part["operationId"],
            method=method.upper(),
            path=path.removeprefix(PREFIX),
            summary=part["summary"],
            about=tuple(part["description"].split("\n\n")),
            parameters=tuple(self._parameter(row) for row in part.get("parameters", ())),
            media=media,
            body=tuple(self._fields(self._target(body["schema"]))),
            sent=self._shown(body["schema"]) if media == "application/json" else "",
            answers=answers,
            received=self._shown(received) if received else "",
        )

    def _answer(self, status: str, part: Part) -> Answer:
        content = next(iter(part.get("content", {}).values()), None)
        kind, shape = self._kind(content["schema"]) if content else ("", "")
        return Answer(status, part["description"], kind, shape)

    def _parameter(self, row: Part) -> Field:
        kind, shape = self._kind(row["schema"])
        place = {"query": "", "path": "in the address", "header": "header"}[row["in"]]
        kind = f"{kind}, {place}" if place else kind
        return Field(row["name"], kind, shape, row.get("required", False), _about(row))

    def _fields(self, part: Part) -> Iterator[Field]:
        needed = part.get("required", ())
        for name, row in part.get("properties", {}).items():
            kind, shape = self._kind(row)
            yield Field(name, kind, shape, name in needed, _about(row))

    def _target(self, part: Part) -> Part:
        """The component a part refers to, or itself."""
        for rows in ("allOf", "oneOf"):
            if rows in part:
                return self._target(part[rows][0])
        ref = part.get("$ref", "")
        return self._parts[ref.rpartition("/")[2]] if ref else part

    def _kind(self, part: Part) -> tuple[str, str]:
        """In words, and the name of the shape when there is one."""
        nullable = " or null" if part.get("nullable") else ""
        choices = self._choices(part)
        if choices:
            return "one of " + ", ".join(f"“{one}”" if one else "empty" for one in choices), ""
        for rows in ("allOf", "oneOf"):
            if rows in part:
                part = part[rows][0]
        if "$ref" in part:
            name = part["$ref"].rpartition("/")[2]
            if name.startswith(PAGED):
                rows = self._parts[name]["properties"]["results"]["items"]
                return "page of", self._kind(rows)[1]
            return nullable.strip(), name
        if part.get("type") == "array":
            kind, shape = self._kind(part["items"])
            if kind.startswith("one of "):
                return f"list of any of {kind.removeprefix('one of ')}", shape
            return f"list of {kind}".removesuffix(" "), shape
        return _basic(part) + _limits(part) + nullable, ""

    def _choices(self, part: Part) -> list[str]:
        if "enum" in part:
            return [str(one) for one in part["enum"] if one is not None]
        rows = part.get("oneOf") or part.get("allOf") or ([part] if "$ref" in part else [])
        targets = [self._target(row) for row in rows]
        if not targets or not all("enum" in target for target in targets):
            return []
        return [str(one) for target in targets for one in target["enum"] if one is not None]

    def _shown(self, part: Part) -> str:
        return json.dumps(self._sample(part), indent=2, ensure_ascii=False)

    def _sample(self, part: Part) -> object:
        choices = self._choices(part)
        if choices:
            return choices[0]
        part = self._target(part)
        if "properties" in part:
            return {name: self._sample(row) for name, row in part["properties"].items()}
        if part.get("type") == "array":
            return [self._sample(part["items"])]
        return part.get("example", SAMPLES[_basic(part)])


def _basic(part: Part) -> str:
    kind, form = part.get("type", "object"), part.get("format", "")
    return KINDS.get((kind, form)) or KINDS[kind, ""]


def _limits(part: Part) -> str:
    if "maximum" in part and "minimum" in part:
        return f" from {part['minimum']:,} to {part['maximum']:,}"
    if "maxLength" in part:
        return f" of up to {part['maxLength']:,} characters"
    return ""


def _about(row: Part) -> str:
    """Without the list of choices, which its kind names already."""
    text: str = row.get("description", "")
    return "" if text.startswith("* ") else text.partition("\n\n")[0]


def _slug(name: str) -> str:
    return name.replace(": ", "-").replace(" ", "-")
