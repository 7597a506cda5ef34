"""gunicorn's own lines through our formatter: an address in them may be a client's withdrawal link."""

import os
from typing import Any

from gunicorn.glogging import Logger

from coachlms.logs import formatter


class ContentFree(Logger):  # type: ignore[misc]
    """Set by coachlms/common/programs.py, which passes LOG_FORMAT on."""

    def setup(self, cfg: Any) -> None:
        super().setup(cfg)
        for handler in self.error_log.handlers:
            handler.setFormatter(formatter(os.environ.get("LOG_FORMAT", "line")))
