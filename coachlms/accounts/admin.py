"""People and roles in the admin."""

from django.contrib import admin

from coachlms.accounts.models import RoleGrant, User


class RoleGrantInline(admin.TabularInline[RoleGrant, User]):
    model = RoleGrant
    extra = 0


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = ("name", "email", "is_active", "is_staff", "joined_at")
    list_filter = ("roles__role", "is_active", "is_staff")
    search_fields = ("name", "email")
    fields = ("name", "email", "is_active", "is_staff", "is_superuser", "last_login")
    readonly_fields = ("last_login",)
    inlines = (RoleGrantInline,)
