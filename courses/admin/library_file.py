"""The whole library as one YAML file: taken home by framework, brought back after a look at the changes."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from unfold.widgets import UnfoldAdminFileFieldWidget

from coachlms.common.errors import DomainError
from courses import services
from courses.admin.history import FieldDiff, words_between
from courses.errors import LibraryMoved
from courses.library import Library, LibraryError, load
from courses.models import Framework

MOST = 4 * 1024 * 1024  # bytes; ours has 90 thousand


class FileForm(forms.Form):
    """A library file as it is chosen; its text comes back in `text` when it is applied."""

    file = forms.FileField(
        label=_("Library file"),
        help_text=_("YAML, such as one that was downloaded here. Nothing is changed yet."),
        widget=UnfoldAdminFileFieldWidget(attrs={"accept": ".yaml,.yml"}),
    )

    def clean_file(self) -> tuple[str, Library]:
        """The text and what it says; a mistake names its line."""
        upload: UploadedFile[bytes] = self.cleaned_data["file"]
        if (upload.size or 0) > MOST:
            raise forms.ValidationError(_("The file is larger than 4 MB."))
        return checked(upload.read())


class AgainForm(forms.Form):
    """The same file once more, and what was shown of it."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)
    seen = forms.CharField(widget=forms.HiddenInput)

    def clean_text(self) -> tuple[str, Library]:
        return checked(self.cleaned_data["text"].encode())


def checked(content: bytes) -> tuple[str, Library]:
    """ValidationError says what cannot be read, and where."""
    try:
        text = content.decode("utf-8-sig")
        return text, load(text)
    except UnicodeDecodeError as error:
        problem = _("This is not UTF-8 text. Save it as UTF-8 and try again.")
        raise forms.ValidationError(problem) from error
    except LibraryError as error:
        problem = _("Line %(line)s: %(problem)s.")
        params = {"line": error.line, "problem": error.problem}
        raise forms.ValidationError(problem, params=params) from error


def diffs(row: services.RowChange) -> list[FieldDiff]:
    """What differs in a row, word by word."""
    return [FieldDiff(name, words_between(before, after)) for name, before, after in row.fields]


class LibraryFile:
    """Adds the two addresses to the page of frameworks."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        return [
            path("load/", view(self.load_file), name="courses_framework_load"),
            path("<int:pk>/file/", view(self.download), name="courses_framework_file"),
            *urls,
        ]

    def download(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The library of one framework; what is missing for that is said on its page."""
        framework = get_object_or_404(Framework, pk=pk)
        self._permit(request)
        try:
            text = services.library_file(framework=framework)
        except DomainError as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:courses_framework_change", args=[pk]))
        response = HttpResponse(text, content_type="application/yaml; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{framework.slug}.yaml"'
        return response

    def load_file(self, request: HttpRequest) -> HttpResponse:
        """Choose a file, look at what it would do, apply that."""
        self._permit(request)
        if request.method != "POST":
            return self._page(request, form=FileForm())
        if "seen" in request.POST:
            return self._apply(request)
        form = FileForm(request.POST, request.FILES)
        if not form.is_valid():
            return self._page(request, form=form, status=422)
        return self._look(request, *form.cleaned_data["file"])

    def _apply(self, request: HttpRequest) -> HttpResponse:
        form = AgainForm(request.POST)
        if not form.is_valid():
            return self._page(request, form=FileForm(), status=422)
        text, library = form.cleaned_data["text"]
        try:
            change = services.apply_library(library=library, seen=form.cleaned_data["seen"])
        except LibraryMoved as error:
            messages.warning(request, str(error))
            return self._look(request, text, library)
        counts = {
            "created": change.created,
            "changed": change.changed,
            "removed": change.removed,
        }
        told = gettext(
            "The library is loaded: %(created)d created, %(changed)d changed, %(removed)d removed."
        )
        messages.success(request, told % counts)
        return HttpResponseRedirect(reverse("admin:courses_competency_changelist"))

    def _look(self, request: HttpRequest, text: str, library: Library) -> HttpResponse:
        try:
            rehearsal = services.rehearse_library(library=library)
        except DomainError as error:
            messages.error(request, str(error))
            return self._page(request, form=FileForm(), status=error.status)
        again = AgainForm(initial={"text": text, "seen": rehearsal.change.digest})
        groups = [(name, [(row, diffs(row)) for row in rows]) for name, rows in rehearsal.groups]
        return self._page(request, again=again, rehearsal=rehearsal, groups=groups)

    def _page(self, request: HttpRequest, *, status: int = 200, **context: Any) -> HttpResponse:
        context |= self.admin_site.each_context(request)
        context |= {"title": _("Load a library file"), "opts": Framework._meta}
        template = "admin/courses/framework/load.html"
        return TemplateResponse(request, template, context, status=status)

    def _permit(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):  # type: ignore[attr-defined]
            raise PermissionDenied
