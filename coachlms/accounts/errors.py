"""What accounts refuse, in words for people."""

from coachlms.common.errors import DomainError


class TooManyTokens(DomainError):
    code = "too_many_tokens"
    message = "You have {most} tokens, which is the most one person can have. Revoke one first."


class LastAdmin(DomainError):
    code = "last_admin"
    message = (
        "You are the only admin. Give somebody else that role first, then delete your account."
    )
