"""What accounts refuse, in words for people."""

from coachlms.common.errors import DomainError


class TooManyTokens(DomainError):
    code = "too_many_tokens"
    message = "You have {most} tokens, which is the most one person can have. Revoke one first."


class UnreadableSecret(DomainError):
    code = "unreadable_secret"
    message = (
        "The key of this site was changed, so your second factor cannot be checked any more. "
        "Ask an admin to remove it, then set it up again."
    )


class LastAdmin(DomainError):
    code = "last_admin"
    message = (
        "You are the only admin. Give somebody else that role first, then delete your account."
    )
