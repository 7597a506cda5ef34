"""What the free demo can refuse."""

from coachlms.common.errors import DomainError


class DemoFull(DomainError):
    """`wait` says when a place is free again."""

    code = "demo_full"
    message = "As many conversations are being tried here as this server keeps. The next place is free in {wait}."
    status = 429
