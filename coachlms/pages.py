"""Public pages that belong to no app."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def landing(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/landing.html")


def method(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/method.html")


def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html")


def for_clients(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/for_clients.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


def healthz(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok\n", content_type="text/plain")
