"""Where uploaded files lie: a folder of this machine, or a bucket that STORAGE_URL names."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

KNOWN = {"endpoint", "region"}
SHAPE = "s3://bucket/folder?endpoint=https://host&region=name"


def files(url: str) -> dict[str, Any]:
    """The entry for STORAGES["default"]; ImproperlyConfigured says what to write instead."""
    if not url:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    parts = urlsplit(url)
    if "@" in parts.netloc:
        raise ImproperlyConfigured(
            "STORAGE_URL holds a key. Addresses end up in logs and process lists: write the keys into"
            " AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and leave them out of the address."
        )
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    if not parts.hostname or set(asked) - KNOWN:
        raise ImproperlyConfigured(f"STORAGE_URL is not usable. Write it like {SHAPE}")
    endpoint = asked.get("endpoint")
    options = {
        "bucket_name": parts.hostname,
        "location": parts.path.strip("/"),
        "endpoint_url": endpoint,
        "region_name": asked.get("region"),
        # servers of one's own rarely have a name per bucket
        "addressing_style": "path" if endpoint else "virtual",
        "signature_version": "s3v4",
        "default_acl": "private",
        "querystring_auth": True,
        "querystring_expire": 300,  # seconds
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}
