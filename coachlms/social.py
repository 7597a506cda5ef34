"""Sign-in through other services: off until the environment names one completely (.env.example)."""

import os
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

Apps = list[str]
Providers = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Service:
    """One service: its allauth app, and the variables that must be given together."""

    app: str
    prefix: str
    needed: tuple[str, ...]

    def values(self) -> dict[str, str] | None:
        """The needed variables by their last part; None when none is given, refused when only some are."""
        found = {part: _variable(f"{self.prefix}_{part}") for part in self.needed}
        if not any(found.values()):
            return None
        missing = [f"{self.prefix}_{part}" for part, value in found.items() if not value]
        if missing:
            raise ImproperlyConfigured(
                f"Sign-in through {self.prefix} is only half set up. Give {' and '.join(missing)} too,"
                f" or leave every {self.prefix}_ variable out."
            )
        return found


OIDC = Service("openid_connect", "SOCIAL_OIDC", ("ISSUER", "CLIENT_ID", "SECRET", "NAME"))
GOOGLE = Service("google", "SOCIAL_GOOGLE", ("CLIENT_ID", "SECRET"))
MICROSOFT = Service("microsoft", "SOCIAL_MICROSOFT", ("CLIENT_ID", "SECRET", "TENANT"))


def sign_ins() -> tuple[Apps, Providers]:
    """INSTALLED_APPS and SOCIALACCOUNT_PROVIDERS of the services the environment names; both may be empty."""
    providers: Providers = {}
    for service, build in ((OIDC, _oidc), (GOOGLE, _google), (MICROSOFT, _microsoft)):
        values = service.values()
        if values is not None:
            providers[service.app] = build(values)
    return [f"allauth.socialaccount.providers.{name}" for name in providers], providers


def _oidc(values: dict[str, str]) -> dict[str, Any]:
    issuer = urlsplit(values["ISSUER"])
    is_local = issuer.hostname in {"localhost", "127.0.0.1", "::1"}
    if issuer.scheme != "https" and not (issuer.scheme == "http" and is_local):
        raise ImproperlyConfigured("SOCIAL_OIDC_ISSUER must begin with https://")
    app = _app(values) | {
        "provider_id": "school",
        "name": values["NAME"],
        "settings": {"server_url": values["ISSUER"].rstrip("/")},
    }
    return {"APPS": [app], "OAUTH_PKCE_ENABLED": True}


def _google(values: dict[str, str]) -> dict[str, Any]:
    return {"APPS": [_app(values)], "SCOPE": ["profile", "email"], "OAUTH_PKCE_ENABLED": True}


def _microsoft(values: dict[str, str]) -> dict[str, Any]:
    app = _app(values) | {"settings": {"tenant": values["TENANT"]}}
    return {"APPS": [app], "OAUTH_PKCE_ENABLED": True}


def _app(values: dict[str, str]) -> dict[str, Any]:
    return {"client_id": values["CLIENT_ID"], "secret": values["SECRET"], "key": ""}


def _variable(name: str) -> str:
    return os.environ.get(name, "").strip()
