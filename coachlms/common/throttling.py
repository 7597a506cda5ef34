"""How often programs may ask. Counted in the cache that all processes share, one number per person and minute."""

import math
import time
from typing import TYPE_CHECKING

from django.conf import settings
from django.core.cache import cache
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

if TYPE_CHECKING:
    from rest_framework.views import APIView  # which reads its defaults from this module

WINDOW = 60  # seconds


class PerMinute(BaseThrottle):
    """So many requests a minute for a person or, without an account, an address; fewer of them writes.

    A minute begins with the clock, not with the first request: counting is one step in Redis and one small
    file otherwise, where a list of times would be read and written whole with each request.
    """

    seconds_left = 0.0

    def allow_request(self, request: Request, view: "APIView") -> bool:
        now = time.time()
        self.seconds_left = WINDOW - now % WINDOW
        who, most = self._who(request)
        if self._count(f"{who}:all", now) > most:
            return False
        if request.method in SAFE_METHODS:
            return True
        return self._count(f"{who}:writes", now) <= settings.API_LIMITS["write"]

    def wait(self) -> float:
        """Whole seconds; never 0, which would say “now”."""
        return float(max(1, math.ceil(self.seconds_left)))

    def _who(self, request: Request) -> tuple[str, int]:
        if request.user.is_authenticated:
            return f"user:{request.user.pk}", settings.API_LIMITS["user"]
        return f"anon:{self.get_ident(request)}", settings.API_LIMITS["anon"]

    def _count(self, what: str, now: float) -> int:
        key = f"api:{what}:{int(now // WINDOW)}"
        if cache.add(key, 1, WINDOW):
            return 1
        try:
            return cache.incr(key)
        except ValueError:  # the minute ended between the two
            return 1
