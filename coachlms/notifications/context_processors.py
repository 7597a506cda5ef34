"""What the frame of every page needs to know about the person who looks at it."""

from django.http import HttpRequest

from coachlms.accounts.models import Role


def page_frame(request: HttpRequest) -> dict[str, object]:
    """`unread` notices, and in `frame` whether she mentors or teaches. Two queries."""
    if not hasattr(request, "user") or not request.user.is_authenticated:
        return {}
    roles = request.user.role_names
    return {
        "unread": request.user.notices.filter(read_at__isnull=True).count(),
        "frame": {
            "mentors": Role.MENTOR in roles,
            "teaches": bool(roles & {Role.INSTRUCTOR, Role.ADMIN}),
        },
    }
