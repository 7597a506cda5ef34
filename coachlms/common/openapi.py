"""How every operation describes itself beyond its own words: the scope it needs, ETag and 304, Retry-After."""

from typing import Any

from drf_spectacular.openapi import AutoSchema
from rest_framework.permissions import SAFE_METHODS

TEXT = {"type": "string"}
DONE = {"200": "The answer.", "201": "It is made.", "204": "Done; there is no body."}
RETRY_AFTER = {"description": "Seconds to wait.", "schema": {"type": "integer", "minimum": 1}}
ETAG = {"description": "Send it back as `If-None-Match`.", "schema": TEXT}
SAME = {"description": "Nothing has changed since the `ETag` you sent; there is no body."}
PAGES = {
    "page": "Which page, from 1; 404 beyond the last.",
    "page_size": "Rows of a page; 50 when left out.",
}


class Operations(AutoSchema):
    """drf-spectacular's, with what all operations have in common."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        found: dict[str, Any] | None = super().get_operation(*args, **kwargs)
        if found is None:
            return None
        self._say_scope(found)
        for row in found.get("parameters", []):
            row["description"] = PAGES.get(row["name"], row.get("description", ""))
        for status, answer in found["responses"].items():
            answer["description"] = answer["description"] or DONE.get(status, "")
        found["responses"]["429"]["headers"] = {"Retry-After": RETRY_AFTER}
        if self.method in SAFE_METHODS:
            found["responses"]["200"].setdefault("headers", {})["ETag"] = ETAG
            found["responses"]["304"] = SAME
        return found

    def _say_scope(self, found: dict[str, Any]) -> None:
        is_open = {} in found["security"]
        writes = self.method not in SAFE_METHODS
        scope = str(getattr(self.view, "write_scope", "")) if writes else "read"
        found["x-scope"] = "" if is_open else scope
        said = "No token is needed." if is_open else f"Scope of the token: `{scope}`."
        found["description"] = f"{found.get('description', '')}\n\n{said}".strip()
