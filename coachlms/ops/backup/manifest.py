"""What a backup says about itself: versions, rows of every table, size and SHA-256 of every part."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Self

from coachlms.ops.backup.errors import Refused

NAME, SECRET, MEDIA = "manifest.json", "secret_key", "media/"
FORMAT = 1
CHUNK = 1024 * 1024


@dataclass
class Manifest:
    """Written as manifest.json, last in the archive: the hashes are known only then."""

    made_at: str
    engine: str
    versions: dict[str, str]
    migrations: list[str]
    rows: dict[str, int]
    media: str  # "here", or the address of the storage where the files stayed
    parts: dict[str, dict[str, Any]] = field(default_factory=dict)
    format: int = FORMAT

    def as_json(self) -> bytes:
        return json.dumps(asdict(self), indent=1, sort_keys=True).encode()

    @classmethod
    def read(cls, path: Path) -> Self:
        try:
            known: Mapping[str, Any] = json.loads(path.read_bytes())
        except (FileNotFoundError, ValueError):
            raise Refused(
                "This file holds no manifest: it is no backup, or not all of it."
            ) from None
        if known.get("format") != FORMAT:
            raise Refused(f"This backup has the format {known.get('format')}; I know {FORMAT}.")
        return cls(**known)

    def compare(self, folder: Path) -> None:
        """Refused unless the folder holds exactly these parts, byte for byte."""
        found = {str(p.relative_to(folder)) for p in folder.rglob("*") if p.is_file()} - {NAME}
        if found != set(self.parts):
            odd = ", ".join(sorted(found ^ set(self.parts))[:5])
            raise Refused(f"The parts are not those of the manifest: {odd}")
        for name, part in self.parts.items():
            with (folder / name).open("rb") as file:
                if sha256(file) != part["sha256"]:
                    raise Refused(f"{name} is not what was backed up: its SHA-256 differs.")


class Hashing:
    """Reads a file and knows the hash of what was read."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file
        self._sum = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self._file.read(size)
        self._sum.update(data)
        return data

    def hexdigest(self) -> str:
        return self._sum.hexdigest()


def sha256(file: IO[bytes]) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
