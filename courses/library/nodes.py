"""Reads a YAML file key by key and names the line of whatever is wrong with it. Plain Python."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

import yaml


class LibraryError(Exception):
    """Something in the file cannot be used; `line` counts from 1."""

    def __init__(self, line: int, problem: str) -> None:
        self.line = line
        self.problem = problem
        super().__init__(f"line {line}: {problem}")


def line_of(node: yaml.Node) -> int:
    return node.start_mark.line + 1


class Entry:
    """One mapping of the file, called `label` in messages. What nobody reads, `close` refuses."""

    def __init__(self, node: yaml.Node, label: str) -> None:
        if not isinstance(node, yaml.MappingNode):
            raise LibraryError(line_of(node), f"{label} must be a list of “key: value”")
        self.label = label
        self.line = line_of(node)
        self._lines: dict[str, int] = {}
        self._values: dict[str, yaml.Node] = {}
        self._unread: set[str] = set()
        for key, value in node.value:
            name = str(key.value)
            if name in self._values:
                raise LibraryError(line_of(key), f"{label} gives “{name}” twice")
            self._values[name] = value
            self._lines[name] = line_of(key)
            self._unread.add(name)

    def error(self, problem: str, key: str = "") -> LibraryError:
        """An error about this entry, at the line of `key` where that is given."""
        return LibraryError(self._lines.get(key, self.line), f"{self.label} {problem}")

    def close(self) -> None:
        """Refuse the first key that nobody asked for."""
        for name in self._values:
            if name in self._unread:
                raise self.error(f"has an unknown key “{name}”", name)

    def has(self, key: str) -> bool:
        return key in self._values

    def text(self, key: str, limit: int = 20_000) -> str:
        """A text that must be there; line breaks and double spaces become one space."""
        text = " ".join(self._scalar(key, "str", "text; put it in quotes").split())
        if not text:
            raise self.error(f"has an empty {key}", key)
        if len(text) > limit:
            raise self.error(f"has a {key} of {len(text)} characters; at most {limit} fit", key)
        return text

    def text_or_none(self, key: str, limit: int = 20_000) -> str:
        """A text that may be missing or null; then an empty one."""
        return "" if self._is_null(key) else self.text(key, limit)

    def paragraphs(self, key: str) -> str:
        """A text whose blank lines matter."""
        return self._scalar(key, "str", "text").strip()

    def slug(self, key: str, limit: int = 50) -> str:
        slug = self.text(key, limit)
        if not slug.replace("-", "").replace("_", "").isalnum() or not slug.isascii():
            raise self.error(f"has “{slug}” as {key}; use letters, digits and hyphens", key)
        return slug

    def choice(self, key: str, options: Iterable[str]) -> str:
        chosen = self.text(key)
        known = list(options)
        if chosen not in known:
            raise self.error(f"has “{chosen}” as {key}; it can be {', '.join(known)}", key)
        return chosen

    def number(self, key: str, low: int = 1, high: int = 32_000) -> int:
        raw = self._scalar(key, "int", "a whole number")
        if not raw.isdecimal() or not low <= int(raw) <= high:
            raise self.error(f"has {raw} as {key}; it can be {low} to {high}", key)
        return int(raw)

    def number_or_none(self, key: str) -> int | None:
        return None if self._is_null(key) else self.number(key)

    def flag(self, key: str) -> bool:
        return self._scalar(key, "bool", "true or false").lower() in {"true", "yes", "on"}

    def day(self, key: str) -> date:
        raw = self._scalar(key, "timestamp", "a date such as 2026-11-22")
        try:
            return date.fromisoformat(raw)
        except ValueError:
            raise self.error(
                f"has “{raw}” as {key}; it must be a day of the calendar", key
            ) from None

    def entry(self, key: str, label: str) -> "Entry":
        return Entry(self._node(key), label)

    def entries(self, key: str, label: str) -> list["Entry"]:
        """The mappings of a list, each called `label` until it has told its own name."""
        return [Entry(node, label) for node in self._list(key)]

    def entries_if_any(self, key: str, label: str) -> list["Entry"]:
        """The same; a key that is not there means none."""
        return self.entries(key, label) if self.has(key) else []

    def texts(self, key: str, limit: int = 400) -> tuple[str, ...]:
        """A list of texts that must hold at least one."""
        return tuple(text for _, text in self.texts_with_lines(key, limit))

    def texts_if_any(self, key: str, limit: int = 400) -> tuple[str, ...]:
        """The same; a key that is not there means none."""
        return self.texts(key, limit) if self.has(key) else ()

    def texts_with_lines(self, key: str, limit: int = 400) -> list[tuple[int, str]]:
        found = []
        for node in self._list(key):
            if not isinstance(node, yaml.ScalarNode) or not str(node.value).strip():
                raise LibraryError(line_of(node), f"{self.label} has a line of {key} without text")
            text = " ".join(str(node.value).split())
            if len(text) > limit:
                problem = f"{self.label} has a line of {key} of {len(text)} characters"
                raise LibraryError(line_of(node), f"{problem}; at most {limit} fit")
            found.append((line_of(node), text))
        return found

    def _node(self, key: str) -> yaml.Node:
        if key not in self._values:
            raise self.error(f"has no {key}")
        self._unread.discard(key)
        return self._values[key]

    def _list(self, key: str) -> list[yaml.Node]:
        node = self._node(key)
        if not isinstance(node, yaml.SequenceNode) or not node.value:
            raise self.error(f"needs at least one line under {key}", key)
        return list(node.value)

    def _scalar(self, key: str, tag: str, wanted: str) -> str:
        node = self._node(key)
        if not isinstance(node, yaml.ScalarNode) or node.tag != f"tag:yaml.org,2002:{tag}":
            raise self.error(f"has a {key} that is not {wanted}", key)
        return str(node.value)

    def _is_null(self, key: str) -> bool:
        self._unread.discard(key)
        node = self._values.get(key)
        return node is None or node.tag == "tag:yaml.org,2002:null"


def read_root(source: Path | str, label: str) -> Entry:
    """The outermost mapping of a file (a path) or of a text."""
    text = source.read_text(encoding="utf-8") if isinstance(source, Path) else source
    try:
        node = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise LibraryError(line, f"this is not YAML: {error.problem or error.context}") from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise LibraryError(line, "a character that YAML does not allow") from error
    if node is None:
        raise LibraryError(1, f"{label} is empty")
    return Entry(node, label)


def unique(entry: Entry, key: str, value: object, seen: dict[object, int]) -> None:
    """Remember `value`; refuse it when an earlier entry had it."""
    if value in seen:
        raise entry.error(f"repeats the {key} of line {seen[value]}", key)
    seen[value] = entry.line
