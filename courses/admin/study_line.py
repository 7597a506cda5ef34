"""Tips, mistakes and questions of all competencies in one list, to search and to exchange."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from courses.admin.base import LibraryAdmin
from courses.admin.transfer import CsvTransfer, StudyLineRows
from courses.models import StudyLine


@admin.register(StudyLine)
class StudyLineAdmin(CsvTransfer, LibraryAdmin[StudyLine]):
    list_display = ["text", "kind", "competency", "position"]
    list_filter = ["kind", "competency"]
    list_select_related = ["competency"]
    search_fields = ["text"]
    autocomplete_fields = ["competency"]
    fields = [("competency", "kind", "position"), "text"]
    resource_classes = [StudyLineRows]
    empty_text = _("Tips, mistakes and questions are written on the page of their competency.")
