"""Reads the paragraphs of a Word file from standard input, in a process of its own with hard limits.

Run as a script (`python -I docx_worker.py`): it sees nothing of the product, and a file made to exhaust
memory or time ends this process, not the caller's. Answers with one JSON object on standard output.
"""

import io
import json
import resource
import sys
import zipfile
import zlib
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

from defusedxml.common import DefusedXmlException
from defusedxml.expatreader import create_parser

MEMORY_BYTES = 384 * 1024 * 1024
CPU_SECONDS = 8
MAX_ENTRIES = 2_000
MAX_DECLARED_BYTES = 200 * 1024 * 1024
MAX_XML_BYTES = 30 * 1024 * 1024
MAX_RATIO = 200
RATIO_FROM_BYTES = 1024 * 1024  # small parts may be packed as tightly as they like
MAX_DEPTH = 60
MAX_ELEMENTS = 400_000
MAX_PARAGRAPHS = 100_000
MAX_CHARS = 5_000_000
CHUNK = 64 * 1024
DOCUMENT = "word/document.xml"
_BREAKS = {"br": "\n", "cr": "\n", "tab": "\t", "noBreakHyphen": "-"}


class Refused(Exception):
    """The file is turned down; the message is a code that docx.py puts into words."""


class Paragraphs(ContentHandler):
    """Text of w:t per w:p. Fallback copies of text boxes and deleted text are not read."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[int, str]] = []
        self._open: list[tuple[int, list[str]]] = []
        self._depth = self._elements = self._count = self._chars = 0
        self._skip_below = 0
        self._in_text = False

    def startElementNS(  # noqa: N802 - the name SAX asks for
        self, name: tuple[str | None, str], qname: str | None, attrs: AttributesNSImpl
    ) -> None:
        self._depth += 1
        self._elements += 1
        if self._depth > MAX_DEPTH:
            raise Refused("deep")
        if self._elements > MAX_ELEMENTS:
            raise Refused("large")
        local = name[1]
        if local == "Fallback" and not self._skip_below:
            self._skip_below = self._depth
        if local == "p":
            self._begin()
        self._in_text = local == "t"
        if local in _BREAKS:
            self._write(_BREAKS[local])

    def endElementNS(self, name: tuple[str | None, str], qname: str | None) -> None:  # noqa: N802
        self._in_text = False
        if name[1] == "p" and self._open:
            number, parts = self._open.pop()
            text = "".join(parts)
            if text.strip():
                self.found.append((number, text))
        if self._depth == self._skip_below:
            self._skip_below = 0
        self._depth -= 1

    def characters(self, content: str) -> None:
        if self._in_text:
            self._write(content)

    def _begin(self) -> None:
        self._count += 1
        if self._count > MAX_PARAGRAPHS:
            raise Refused("paragraphs")
        self._open.append((self._count, []))

    def _write(self, text: str) -> None:
        if not self._open or self._skip_below:
            return
        self._chars += len(text)
        if self._chars > MAX_CHARS:
            raise Refused("large")
        self._open[-1][1].append(text)


def paragraphs(data: bytes) -> list[tuple[int, str]]:
    """Paragraphs with words and their numbers from 1; raises Refused with a code."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _parse(archive, _entry(archive))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        OSError,
        ValueError,
    ) as error:
        raise Refused("damaged") from error
    except RuntimeError as error:  # what zipfile raises for a part under a password
        raise Refused("password") from error


def _entry(archive: zipfile.ZipFile) -> zipfile.ZipInfo:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise Refused("entries")
    if sum(entry.file_size for entry in entries) > MAX_DECLARED_BYTES:
        raise Refused("large")
    by_name = {entry.filename: entry for entry in entries}
    if DOCUMENT not in by_name:
        raise Refused("no_word")
    return by_name[DOCUMENT]


def _parse(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> list[tuple[int, str]]:
    handler = Paragraphs()
    parser = create_parser(forbid_dtd=True)
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(handler)
    _check_size(entry.file_size, entry)  # as declared; what is read is counted as well
    size = 0
    try:
        with archive.open(entry) as part:
            while chunk := part.read(CHUNK):
                size += len(chunk)
                _check_size(size, entry)
                parser.feed(chunk)
        parser.close()
    except DefusedXmlException as error:
        raise Refused("entities") from error
    except SAXException as error:
        raise Refused("damaged") from error
    return handler.found


def _check_size(size: int, entry: zipfile.ZipInfo) -> None:
    if size > MAX_XML_BYTES:
        raise Refused("large")
    if size > RATIO_FROM_BYTES and size > MAX_RATIO * max(entry.compress_size, 1):
        raise Refused("ratio")


def main() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        answer: dict[str, object] = {"paragraphs": paragraphs(sys.stdin.buffer.read())}
    except Refused as refused:
        answer = {"refused": str(refused)}
    except MemoryError:
        answer = {"refused": "large"}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
