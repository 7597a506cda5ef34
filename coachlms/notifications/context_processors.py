"""What the frame of every page needs to know about the person who looks at it."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from coachlms.accounts.models import Role


def page_frame(request: HttpRequest) -> dict[str, object]:
    """`unread` notices, and in `frame` whether she mentors or teaches. One query at most.

    The admin draws a page from many templates and asks for each: the count is made once, if at all.
    """
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    user = request.user
    roles = user.role_names
    return {
        "unread": SimpleLazyObject(user.notices.filter(read_at__isnull=True).count),
        "frame": {
            "mentors": Role.MENTOR in roles,
            "teaches": bool(roles & {Role.INSTRUCTOR, Role.ADMIN}),
        },
    }
