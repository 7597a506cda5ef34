"""The web process only writes rows. A broker that is away cannot hurt a page."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LOAD_ALL = """
import sys, django
django.setup()
import coachlms.urls, coachlms.wsgi
from coachlms.jobs.registry import load_kinds
load_kinds()
print(sorted(name for name in ("celery", "kombu", "redis") if name in sys.modules))
"""


def test_web_process_never_loads_a_message_broker(tmp_path: Path) -> None:
    loaded = subprocess.run(
        [sys.executable, "-c", LOAD_ALL],
        cwd=ROOT,
        env={
            "DJANGO_SETTINGS_MODULE": "coachlms.settings",
            "VAR_DIR": str(tmp_path),
            "PYTHONWARNINGS": "ignore",
        },
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    assert loaded.stdout == "[]\n"
