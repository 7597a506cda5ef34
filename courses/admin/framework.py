"""Frameworks with their levels and domains, and the sources."""

from django.contrib import admin

from courses.admin.base import LibraryAdmin, LibraryTable
from courses.models import Domain, Framework, Level, Source


class LevelInline(LibraryTable[Level, Framework]):
    model = Level


class DomainInline(LibraryTable[Domain, Framework]):
    model = Domain


@admin.register(Framework)
class FrameworkAdmin(LibraryAdmin[Framework]):
    list_display = ["name", "owner", "updated_on"]
    inlines = [LevelInline, DomainInline]


@admin.register(Source)
class SourceAdmin(LibraryAdmin[Source]):
    list_display = ["title", "publisher", "year", "note"]
    search_fields = ["title", "publisher"]
