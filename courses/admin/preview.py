"""How the public page will look with what stands in the form: saved, drawn, and taken back."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import URLPattern, path, resolve
from django.utils.translation import gettext

from coachlms.common.kept import forget_all
from courses.models import Competency


class ThisPageOnly(BaseStorage):
    """Messages of one answer, which no later page shows."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: Any, response: HttpResponse, *args: Any, **kwargs: Any) -> list[Any]:
        return []


class Preview:
    """Adds the address that the form's preview buttons send it to."""

    admin_site: Any

    def get_urls(self) -> list[URLPattern]:
        urls: list[URLPattern] = super().get_urls()  # type: ignore[misc]
        view = self.admin_site.admin_view(self.preview)
        return [path("<int:pk>/preview/", view, name="courses_competency_preview"), *urls]

    def preview(self, request: HttpRequest, pk: int) -> HttpResponse:
        """The page at `?level=`; where the form has mistakes, the form with them. Writes nothing."""
        kept = request._messages  # type: ignore[attr-defined]
        request._messages = ThisPageOnly(request)  # type: ignore[attr-defined]
        with transaction.atomic():
            answer: HttpResponse = self.changeform_view(request, str(pk))  # type: ignore[attr-defined]
            if answer.status_code == 302:
                answer = public_page(request, Competency.objects.get(pk=pk))
            elif hasattr(answer, "render"):
                answer.render()
            transaction.set_rollback(True)
        request._messages = kept  # type: ignore[attr-defined]
        return answer


def public_page(request: HttpRequest, competency: Competency) -> HttpResponse:
    """What a reader would get now, with a word that it is not there yet."""
    address = competency.get_absolute_url()
    reading = copy(request)
    reading.method, reading.path, reading.path_info = "GET", address, address
    reading.GET = QueryDict(f"level={request.GET.get('level', '')}")
    reading._messages = ThisPageOnly(reading)  # type: ignore[attr-defined]
    messages.info(reading, gettext("This is a preview. Nothing of it is saved yet."))
    view = resolve(address)
    forget_all()  # neither an older text in this preview, nor this preview in a page of readers
    answer: HttpResponse = view.func(reading, *view.args, **view.kwargs)
    forget_all()
    return answer
