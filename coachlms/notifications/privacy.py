"""What notifications know about a person."""

from coachlms.accounts.models import User
from coachlms.accounts.privacy import Part, register


def collect(user: User) -> object:
    return list(user.notices.values("text", "path", "created_at", "read_at", "mailed_at"))


def erase(user: User) -> int:
    return user.notices.all().delete()[0]


register(Part("inbox", "Inbox", collect, erase))
