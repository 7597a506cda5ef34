"""People and the roles they hold. A person may hold several."""

import hashlib
import secrets
from datetime import datetime, timedelta
from typing import ClassVar

from django.contrib.auth.base_user import BaseUserManager
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Users are found by e-mail, in any case."""

    def create_user(self, email: str, password: str | None = None, **fields: object) -> "User":
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: object) -> "User":
        """The first admin of a school: roles decide what one may do, so she gets that one, too."""
        user = self.create_user(email, password, is_staff=True, is_superuser=True, **fields)
        RoleGrant.objects.using(self._db).create(user=user, role=Role.ADMIN)
        return user

    def with_roles(self) -> "models.QuerySet[User]":
        """People with their roles known, without a query of its own for each."""
        held = RoleGrant.objects.filter(user=models.OuterRef("pk"))
        known = {f"holds_{role}": models.Exists(held.filter(role=role)) for role in Role.values}
        return self.get_queryset().annotate(**known)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account. The client in a recording has none and needs none."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=80)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now, editable=False)
    agreed_to = models.CharField(
        max_length=100,
        blank=True,
        editable=False,
        help_text="Documents with their versions, as last agreed to; each has a row in Acceptance.",
    )

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        """What the frame of the admin calls her."""
        return str(self)

    @property
    def initials(self) -> str:
        """At most two letters for the avatar."""
        return "".join(word[0] for word in str(self).split()[:2]).upper()

    @cached_property
    def role_names(self) -> frozenset[str]:
        if hasattr(self, f"holds_{Role.LEARNER}"):  # from `with_roles`
            return frozenset(role for role in Role.values if getattr(self, f"holds_{role}"))
        return frozenset(self.roles.values_list("role", flat=True))

    def has_role(self, *roles: str) -> bool:
        """True when the person holds at least one of these; an admin holds every role but learner."""
        held = self.role_names
        return bool(held.intersection(roles)) or (
            Role.ADMIN in held and any(role != Role.LEARNER for role in roles)
        )


class Role(models.TextChoices):
    LEARNER = "learner", _("Learner")
    MENTOR = "mentor", _("Mentor coach")
    INSTRUCTOR = "instructor", _("Instructor")
    CURATOR = "curator", _("Curator")
    ADMIN = "admin", _("Admin")


class RoleGrant(models.Model):
    """One role of one person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="one_grant_per_role"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="role_is_one_of_the_five"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"


class Document(models.TextChoices):
    """What everybody with an account agrees to."""

    TERMS = "terms", _("Terms")
    PRIVACY = "privacy", _("Privacy")


class Acceptance(models.Model):
    """Who agreed to which version of which document, and when. Never changed, never replaced."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="acceptances")
    document = models.CharField(max_length=20, choices=Document.choices)
    version = models.PositiveSmallIntegerField()
    accepted_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "document", "version"], name="one_acceptance_per_version"
            ),
            models.CheckConstraint(
                condition=models.Q(document__in=Document.values), name="document_is_known"
            ),
        ]
        ordering = ["-accepted_at"]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_document_display()} {self.version}"


class Scope(models.TextChoices):
    """What a token may do. Whatever it may do, it never may more than its owner."""

    READ = "read", _("Read what you can see")
    SESSIONS = "sessions", _("Hand in sessions and delete them")
    REVIEWS = "reviews", _("Write reviews")
    COURSES = "courses", _("Join courses, tick steps, write answers")
    CURATE = "curate", _("Change learning resources")


class ApiToken(models.Model):
    """A key for programs. Its text is shown once; only the digest is kept."""

    PREFIX = "clms_"
    USED_EVERY = timedelta(minutes=5)  # how exactly the last use is known

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=60)
    start = models.CharField(max_length=12, help_text="First letters, to tell tokens apart.")
    digest = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return f"{self.name} ({self.start}…)"

    @staticmethod
    def digest_of(text: str) -> str:
        """SHA-256; enough for 256 random bits, which nobody guesses however fast the hash is."""
        return hashlib.sha256(text.encode()).hexdigest()

    @property
    def is_valid(self) -> bool:
        return self.expires_at > timezone.now()

    @property
    def scope_labels(self) -> list[str]:
        return [str(Scope(scope).label) for scope in self.scopes]


def new_code() -> str:
    return secrets.token_urlsafe(18)


def export_path(export: "DataExport", _name: str) -> str:
    """A name nobody guesses, which says nothing about anybody."""
    return f"exports/{secrets.token_urlsafe(24)}.zip"


class DataExport(models.Model):
    """Everything about one person as a file she can keep; deleted after a week."""

    KEPT = timedelta(days=7)

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="exports")
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    ready_at = models.DateTimeField(null=True, editable=False)
    file = models.FileField(upload_to=export_path, blank=True)

    class Meta:
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"Download of {self.asked_at:%Y-%m-%d}"

    @property
    def kept_until(self) -> datetime:
        return self.asked_at + self.KEPT


class Erasure(models.Model):
    """The receipt of an account that was deleted: what and how much, never who."""

    code = models.CharField(max_length=40, unique=True, default=new_code)
    user = models.OneToOneField(
        User, on_delete=models.PROTECT, help_text="What is left of the account: an empty row."
    )
    asked_at = models.DateTimeField(default=timezone.now, editable=False)
    finished_at = models.DateTimeField(null=True, editable=False)
    counts = models.JSONField(default=list, help_text="Rows of label and number.")

    def __str__(self) -> str:
        return f"Account deleted on {self.asked_at:%Y-%m-%d}"
