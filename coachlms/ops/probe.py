"""`python -m coachlms.ops.probe`: asks the web server beside it for /healthz. Ends with 0 when it lives."""

import http.client
import os
import sys


def is_alive(port: int, host: str) -> bool:
    page = http.client.HTTPConnection("127.0.0.1", port, timeout=4)
    try:
        page.request("GET", "/healthz", headers={"Host": host})
        return page.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        page.close()


def name_of(allowed: str) -> str:
    """A host name the site answers to, from ALLOWED_HOSTS."""
    first = allowed.split(",")[0].strip().lstrip(".")
    return "localhost" if first in {"", "*"} else first


if __name__ == "__main__":
    alive = is_alive(
        int(os.environ.get("PORT") or 8000), name_of(os.environ.get("ALLOWED_HOSTS", ""))
    )
    sys.exit(0 if alive else 1)
