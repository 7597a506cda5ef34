"""Learning resources."""

from django.contrib import admin

from courses.admin.base import LibraryAdmin
from courses.models import Resource


@admin.register(Resource)
class ResourceAdmin(LibraryAdmin[Resource]):
    list_display = ["title", "kind", "by", "year", "state"]
    list_filter = ["state", "kind", "levels"]
    search_fields = ["title", "by"]
    autocomplete_fields = ["markers"]
    filter_horizontal = ["levels"]
