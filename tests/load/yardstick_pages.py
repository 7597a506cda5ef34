"""The two pages everything else is compared with."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from rest_framework import generics, serializers

from courses.models import Competency, Level, Marker
from reviews.models import Submission


def page(request: HttpRequest) -> HttpResponse:
    """Five queries, one template, some twenty rows."""
    context = {
        "title": "A minimal page",
        "sessions": Level.objects.count(),
        "reviews": Competency.objects.count(),
        "competencies": Competency.objects.order_by("number"),
        "markers": Marker.objects.filter(competency__number=8),
        "newest": Submission.objects.order_by("-pk")[:5],
    }
    return render(request, "yardstick.html", context)


class BareSerializer(serializers.ModelSerializer[Submission]):
    """As many plain fields as our own list of sessions gives."""

    class Meta:
        model = Submission
        fields = (
            "id",
            "title",
            "state",
            "level_id",
            "focus_id",
            "focus_question",
            "duration_ms",
            "word_count",
            "created_at",
            "handed_in_at",
            "delete_text_on",
        )


class BareList(generics.ListAPIView[Submission]):
    queryset = Submission.objects.order_by("-pk")
    serializer_class = BareSerializer


urlpatterns = [path("", page), path("list/", BareList.as_view())]
