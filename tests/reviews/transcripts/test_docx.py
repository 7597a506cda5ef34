"""Word files made to exhaust whoever opens them: refused within seconds, by a process that may die."""

import io
import random
import resource
import struct
import time
import zipfile

import pytest

from reviews.transcripts import UnreadableTranscript, docx, docx_worker, read
from tests.reviews.transcripts import documents

SECONDS = 10
TOO_MUCH = "The Word file unpacks to far more than a transcript holds."


def refusal(data: bytes) -> str:
    began = time.monotonic()
    with pytest.raises(UnreadableTranscript) as refused:
        read(data, "session.docx")
    assert time.monotonic() - began < SECONDS
    return refused.value.reason


def test_millions_of_empty_paragraphs_are_refused() -> None:
    data = documents.docx(b"<w:p/>" * 8_000_000)
    assert len(data) < 110_000
    assert refusal(data) == TOO_MUCH


def test_more_paragraphs_than_any_transcript_are_refused() -> None:
    data = documents.docx("<w:p/>" * 100_001)
    assert refusal(data) == "The Word file has more than 100,000 paragraphs."


def test_more_elements_than_any_transcript_are_refused() -> None:
    noise = [f"<w:x{number}/>" for number in range(400_001)]
    assert refusal(documents.docx("".join(noise))) == TOO_MUCH


def test_declared_size_that_lies_is_counted_while_reading() -> None:
    honest = documents.docx(b"<w:x/>" * 1_000_000)
    size = zipfile.ZipFile(io.BytesIO(honest)).getinfo("word/document.xml").file_size
    lying = honest.replace(struct.pack("<L", size), struct.pack("<L", 1000))
    assert lying != honest
    assert refusal(lying) == "The Word file is damaged and cannot be opened."


def test_tightly_packed_part_is_refused_by_its_ratio() -> None:
    data = documents.docx(b"<w:x/>" * 4_000_000)
    assert refusal(data) == TOO_MUCH


def test_declared_size_beyond_the_limit_is_refused_unread() -> None:
    data = documents.archive({"word/document.xml": "<a/>", "big": bytes(210 * 1024 * 1024)})
    assert refusal(data) == TOO_MUCH


def test_large_part_that_packs_badly_is_refused() -> None:
    noise = random.Random(4).randbytes(10_000).hex().encode()
    data = documents.docx(b"<w:p><w:r><w:t>" + noise * 1600 + b"</w:t></w:r></w:p>")
    assert refusal(data) == TOO_MUCH


def test_huge_attribute_is_refused() -> None:
    noise = random.Random(4).randbytes(10_000).hex().encode()
    data = documents.docx(b'<w:p a="' + noise * 1600 + b'"/>')
    assert refusal(data) == TOO_MUCH


def test_deep_nesting_is_refused() -> None:
    data = documents.docx("<w:p>" * 20_000 + "</w:p>" * 20_000)
    assert refusal(data) == "The Word file is nested deeper than any transcript."


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE x SYSTEM "file:///etc/passwd">',
        '<!DOCTYPE x [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused(prologue: str) -> None:
    data = documents.docx("<w:p><w:r><w:t>Coach: &b;</w:t></w:r></w:p>", prologue)
    assert refusal(data) == "The Word file defines its own entities, which no transcript needs."


def test_archive_with_too_many_files_is_refused() -> None:
    data = documents.archive({f"word/media/{number}": b"" for number in range(20_000)})
    assert refusal(data) == "The archive holds more than 2,000 files."


def test_damaged_files_are_refused() -> None:
    whole = documents.typed("Coach: Hello.", "Client: Hi.")
    damaged = "The Word file is damaged and cannot be opened."
    assert refusal(whole[:-30]) == damaged
    assert refusal(whole[:180] + b"????" + whole[184:]) == damaged
    assert refusal(documents.docx("<w:p><w:r>")) == damaged
    assert refusal(b"PK\x03\x04") == damaged


def test_encrypted_part_is_refused() -> None:
    data = bytearray(documents.typed("Coach: Hello."))
    for mark, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.rindex(mark)
        data[at + offset] |= 1
    assert refusal(bytes(data)) == "The file is protected by a password."


def test_worker_that_runs_too_long_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(docx, "WALL_SECONDS", 0.001)
    data = documents.typed("Coach: Hello.")
    assert refusal(data) == "Reading the Word file took too much time or memory."


def test_worker_that_dies_is_a_refusal(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    script = tmp_path_factory.mktemp("worker") / "worker.py"
    script.write_text("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n")
    monkeypatch.setattr(docx, "_WORKER", script)
    data = documents.typed("Coach: Hello.")
    assert refusal(data) == "Reading the Word file took too much time or memory."


def test_this_process_keeps_its_own_limits() -> None:
    before = resource.getrlimit(resource.RLIMIT_AS), resource.getrlimit(resource.RLIMIT_CPU)
    read(documents.typed("Coach: Hello.", "Client: Hi."), "a.docx")
    assert (
        resource.getrlimit(resource.RLIMIT_AS),
        resource.getrlimit(resource.RLIMIT_CPU),
    ) == before


def test_text_boxes_are_read_once_and_deleted_text_not_at_all() -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>Client: Hi.</w:t></w:r></w:p></w:txbxContent>"
    body = (
        "<w:p><w:r><w:t>Coach: </w:t><w:delText>never</w:delText><w:tab/><w:t>Hello.</w:t></w:r>"
        f"<Choice>{box}</Choice><Fallback>{box}</Fallback></w:p>"
    )
    assert sorted(docx_worker.paragraphs(documents.docx(body))) == [
        (1, "Coach: \tHello."),
        (2, "Client: Hi."),
    ]


def test_long_ordinary_document_is_read() -> None:
    texts = [f"{'Coach' if number % 2 else 'Client'}: {'word ' * 30}" for number in range(600)]
    parsed = read(documents.typed(*texts), "a.docx")
    assert len(parsed.utterances) == 600
