"""Vendored files are exactly those that were recorded, each with version, licence and reason."""

import hashlib
import json
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FOLDERS = (ROOT / "coachlms" / "static" / "vendor", ROOT / "tests" / "browser" / "vendor")


@pytest.mark.parametrize("folder", FOLDERS, ids=lambda folder: str(folder.relative_to(ROOT)))
def test_vendored_files_match_their_record(folder: Path) -> None:
    packages = json.loads((folder / "vendor.json").read_text())
    known = {"vendor.json"}
    for package in packages:
        assert package["version"]
        assert package["why"]
        assert (folder / package["licence_file"]).stat().st_size > 100
        known.add(package["licence_file"])
        for name, digest in package["files"].items():
            content = (folder / name).read_bytes()
            assert hashlib.sha256(content).hexdigest() == digest, name
            assert package["version"] in content.decode("utf-8"), name
            known.add(name)
    assert {path.name for path in folder.iterdir()} == known


def test_fonts_bring_their_licences() -> None:
    fonts = {path.name for path in (ROOT / "coachlms" / "static" / "fonts").iterdir()}
    assert {"LICENSE-newsreader.txt", "LICENSE-source-sans-3.txt", "FONTS.md"} <= fonts
