"""People, their roles and addresses in the admin."""

from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from coachlms.accounts.models import RoleGrant, User
from coachlms.common.admin import LookOnly, RoomAdmin, TableInline

# Roles stand in place of groups; secrets and open sessions of people are nobody else's to look at.
for theirs in (
    Authenticator,
    EmailAddress,
    Group,
    SocialAccount,
    SocialApp,
    SocialToken,
    UserSession,
):
    admin.site.unregister(theirs)


class RoleGrantInline(TableInline[RoleGrant, User]):
    model = RoleGrant


class AddressInline(LookOnly, TableInline[EmailAddress, User]):
    model = EmailAddress
    fields = ("email", "verified", "primary")
    verbose_name_plural = "e-mail addresses"


@admin.register(User)
class UserAdmin(RoomAdmin[User]):
    list_display = ("name", "email", "is_active", "is_staff", "joined_at")
    list_filter = ("roles__role", "is_active", "is_staff")
    search_fields = ("name", "email")
    fields = ("name", "email", "is_active", "is_staff", "is_superuser", "last_login")
    inlines = (RoleGrantInline, AddressInline)
    empty_text = _("Add somebody here, or invite people to a cohort.")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        """Only a superuser makes another one, and people change their own address: it is how they sign in."""
        fixed = ("last_login", "email") if obj else ("last_login",)
        return fixed if request.user.is_superuser else (*fixed, "is_superuser")

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        """A new person has no password: she sets one through “Forgot your password?”."""
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.email = obj.email.lower()
        obj.set_unusable_password()
        super().save_model(request, obj, form, change)
        EmailAddress.objects.create(user=obj, email=obj.email, verified=False, primary=True)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """An account is deleted by its owner, with a receipt, or not at all."""
        return False
