"""What the admin's pages may do in a browser beyond the strict policy of the rest of the site."""

from collections.abc import Callable

from csp.constants import SELF, UNSAFE_EVAL, UNSAFE_INLINE
from django.http import HttpRequest, HttpResponse

# Unfold's pages are made with Alpine, which turns the expressions in their attributes into functions
# ('unsafe-eval'), and set their colours in a <style> element ('unsafe-inline', for styles alone).
# Scripts still come from our own files only: no inline script, no event attribute, no other host.
# Only staff ever see these pages, and what learners write is not shown on them.
DIRECTIVES = {
    "script-src": [SELF, UNSAFE_EVAL],
    "style-src": [SELF, UNSAFE_INLINE],
}


class AdminPolicy:
    """Widens the policy under the admin's address, and nowhere else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        match = request.resolver_match
        if match is not None and match.app_name == "admin":
            response._csp_replace = DIRECTIVES  # type: ignore[attr-defined]
        return response
