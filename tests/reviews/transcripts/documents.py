"""Word files for tests, good and bad, packed in memory."""

import io
import zipfile

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def archive(parts: dict[str, str | bytes]) -> bytes:
    """A ZIP with these parts."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return buffer.getvalue()


def docx(body: str | bytes, prologue: str = "") -> bytes:
    """A Word file whose body is this XML."""
    start = f'<?xml version="1.0" encoding="UTF-8"?>{prologue}<w:document xmlns:w="{WORD}"><w:body>'
    inner = body if isinstance(body, bytes) else body.encode()
    return archive(
        {
            "[Content_Types].xml": "<Types/>",
            "word/document.xml": start.encode() + inner + b"</w:body></w:document>",
        }
    )


def paragraph(text: str) -> str:
    """A paragraph; \\n becomes a line break inside it."""
    runs = "<w:br/>".join(f"<w:t>{part}</w:t>" for part in text.split("\n"))
    return f"<w:p><w:r>{runs}</w:r></w:p>"


def typed(*texts: str) -> bytes:
    """A Word file with these paragraphs."""
    return docx("".join(paragraph(text) for text in texts))
