"""A curator's desk: one competency from nothing on one page, its order, its preview and its history."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from coachlms.accounts.models import Role, User
from courses.library import Library, load
from courses.models import (
    Competency,
    Domain,
    Framework,
    Level,
    Marker,
    MarkerDepth,
    RelatedCompetency,
    Source,
    StudyLine,
)
from courses.services import library_file
from feedback.models import Practice
from tests.courses.conftest import person

ADD = "admin:courses_competency_add"
CHANGE = "admin:courses_competency_change"


@pytest.fixture
def clara(db: None) -> User:
    clara = person("Clara Curator", Role.CURATOR)
    clara.is_staff = True
    clara.save()
    return clara


@pytest.fixture
def desk(client: Client, clara: User) -> Client:
    client.force_login(clara)
    return client


def management(prefix: str, rows: int, known: int = 0) -> dict[str, Any]:
    return {
        f"{prefix}-TOTAL_FORMS": rows,
        f"{prefix}-INITIAL_FORMS": known,
        f"{prefix}-MIN_NUM_FORMS": 0,
        f"{prefix}-MAX_NUM_FORMS": 1000,
    }


def rows(prefix: str, *forms: dict[str, Any]) -> dict[str, Any]:
    """The fields of a formset as a browser sends them."""
    known = sum(1 for form in forms if form.get("id"))
    data = management(prefix, len(forms), known)
    for number, form in enumerate(forms):
        data |= {f"{prefix}-{number}-{name}": value for name, value in form.items()}
    return data


def marker(text: str, **more: Any) -> dict[str, Any]:
    return {
        "text": text,
        "look_for": "A sign of it.",
        "detectability": "high",
        "official_refs": "9.1, 9.2",
        "depth_acc": f"{text} ACC",
        "depth_pcc": f"{text} PCC",
        "depth_mcc": f"{text} MCC",
        "position": "",
        **more,
    }


def rest_well(**changed: Any) -> dict[str, Any]:
    """Competency 9, filled in as on the page."""
    return (
        {
            "domain": Domain.objects.get(slug="growth").pk,
            "number": 9,
            "name": "Rests Well",
            "slug": "rests-well",
            "tagline": "Knows when to stop.",
            "description": "Rest is part of the work.\r\n\r\nIt is   practised.",
            "treatment": "notices_only",
            "how_assessed": "",
            "sources": [Source.objects.get(slug="customer").pk],
            "resources": [],
            "customer_tagline": "",
            "customer_description": "",
            "customer_note": "",
        }
        | rows("markers", *(marker(f"Behaviour {number}.") for number in range(1, 7)))
        | rows("lines", {"text": "Sleep."}, {"text": "Walk."})
        | rows("lines-2", {"text": "Answering mail at night."})
        | rows("lines-3", {"text": "What would rest you?"})
        | rows("related", {"other": Competency.objects.get(number=2).pk, "reason": "Self-care."})
        | changed
    )


def test_curator_fills_a_competency_from_nothing_on_one_page(
    desk: Client, library: Library
) -> None:
    answer = desk.post(reverse(ADD), rest_well())
    assert answer.status_code == 302, answer.context["errors"]
    nine = Competency.objects.get(number=9)
    assert nine.description == "Rest is part of the work. It is practised."
    assert list(nine.markers.values_list("ref", "position", "official_refs")) == [
        (f"9{letter}", number, ["9.1", "9.2"]) for number, letter in enumerate("abcdef", 1)
    ]
    depths = MarkerDepth.objects.filter(marker__ref="9b").values_list("level__key", "text")
    assert list(depths) == [
        ("acc", "Behaviour 2. ACC"),
        ("pcc", "Behaviour 2. PCC"),
        ("mcc", "Behaviour 2. MCC"),
    ]
    assert list(nine.lines.values_list("kind", "position", "text")) == [
        ("mistake", 1, "Answering mail at night."),
        ("question", 1, "What would rest you?"),
        ("tip", 1, "Sleep."),
        ("tip", 2, "Walk."),
    ]
    assert nine.related.get().other.number == 2
    assert nine.sources.get().slug == "customer"


def test_competency_written_here_survives_the_way_through_a_file(
    desk: Client, library: Library
) -> None:
    desk.post(reverse(ADD), rest_well())
    part = load(library_file(framework=Framework.objects.get())).competencies[-1]
    assert (part.number, part.name, len(part.markers)) == (9, "Rests Well", 6)
    assert part.tips == ("Sleep.", "Walk.")


def test_marker_without_a_depth_is_refused_beside_its_field(desk: Client, library: Library) -> None:
    data = rest_well() | rows("markers", marker("Behaviour.", depth_mcc=""))
    answer = desk.post(reverse(ADD), data)
    form = answer.context["inline_admin_formsets"][0].formset.forms[0]
    assert form.errors == {"depth_mcc": ["This field is required."]}
    assert Competency.objects.filter(number=9).count() == 0
    assert Marker.objects.count() == 48


def change_data(competency: Competency, **changed: Any) -> dict[str, Any]:
    """The page of a stored competency, sent back as it is."""
    markers = [
        marker(
            row.text,
            id=row.pk,
            competency=competency.pk,
            ref=row.ref,
            look_for=row.look_for,
            detectability=row.detectability,
            official_refs=", ".join(row.official_refs),
            customer_text=row.customer_text,
            position=row.position,
            **{f"depth_{depth.level.key}": depth.text for depth in row.depths.all()},
        )
        for row in competency.markers.order_by("position")
    ]
    lines = {
        prefix: [
            {"id": row.pk, "competency": competency.pk, "text": row.text, "position": row.position}
            for row in competency.lines.filter(kind=kind).order_by("position")
        ]
        for prefix, kind in (("lines", "tip"), ("lines-2", "mistake"), ("lines-3", "question"))
    }
    related = [
        {
            "id": row.pk,
            "competency": competency.pk,
            "other": row.other_id,
            "reason": row.reason,
            "position": row.position,
        }
        for row in competency.related.all()
    ]
    data: dict[str, Any] = {
        "domain": competency.domain_id,
        "number": competency.number,
        "name": competency.name,
        "slug": competency.slug,
        "tagline": competency.tagline,
        "description": competency.description,
        "treatment": competency.treatment,
        "how_assessed": competency.how_assessed,
        "sources": [row.pk for row in competency.sources.all()],
        "resources": [row.pk for row in competency.resources.all()],
        "customer_tagline": competency.customer_tagline,
        "customer_description": competency.customer_description,
        "customer_note": competency.customer_note,
    }
    data |= rows("markers", *markers) | rows("related", *related)
    for prefix, forms in lines.items():
        data |= rows(prefix, *forms)
    return data | changed


def history_rows() -> int:
    models = (Competency, Marker, MarkerDepth, StudyLine, RelatedCompetency)
    return sum(model.history.count() for model in models)


def test_saving_without_a_change_writes_no_row_of_a_list(desk: Client, library: Library) -> None:
    three = Competency.objects.get(number=3)
    before = Marker.history.count(), MarkerDepth.history.count(), StudyLine.history.count()
    answer = desk.post(reverse(CHANGE, args=[three.pk]), change_data(three))
    assert answer.status_code == 302, answer.context["errors"]
    assert (
        Marker.history.count(),
        MarkerDepth.history.count(),
        StudyLine.history.count(),
    ) == before


def test_rows_keep_the_order_they_were_dragged_into(desk: Client, library: Library) -> None:
    three = Competency.objects.get(number=3)
    texts = list(three.lines.filter(kind="tip").values_list("text", flat=True))
    data = change_data(three)
    last = len(texts) - 1
    # as the page numbers them after the last line was dragged to the top: from 0
    data |= {f"lines-{n}-position": n + 1 for n in range(last)} | {f"lines-{last}-position": 0}
    desk.post(reverse(CHANGE, args=[three.pk]), data)
    after = three.lines.filter(kind="tip").order_by("position").values_list("position", "text")
    assert list(after) == list(enumerate([texts[-1], *texts[:-1]], 1))


def test_removed_row_leaves_no_gap(desk: Client, library: Library) -> None:
    three = Competency.objects.get(number=3)
    texts = list(three.lines.filter(kind="tip").order_by("position").values_list("text", flat=True))
    desk.post(reverse(CHANGE, args=[three.pk]), change_data(three, **{"lines-1-DELETE": "on"}))
    after = three.lines.filter(kind="tip").order_by("position").values_list("position", "text")
    assert list(after) == list(enumerate([texts[0], *texts[2:]], 1))


def test_marker_in_use_is_not_removed_and_its_uses_are_counted(
    desk: Client, library: Library, learner: User
) -> None:
    three = Competency.objects.get(number=3)
    marker = three.markers.get(ref="3b")
    Practice.objects.create(learner=learner, marker=marker, text="I ask what she wants.")
    answer = desk.post(
        reverse(CHANGE, args=[three.pk]), change_data(three, **{"markers-1-DELETE": "on"})
    )
    errors = answer.context["inline_admin_formsets"][0].formset.non_form_errors()
    assert errors == [f"“{marker}” stays, because it is in use: 1 practice."]
    assert "I ask what she wants." not in answer.content.decode()
    assert Marker.objects.filter(ref="3b").count() == 1


def test_changed_depth_is_saved_and_nothing_else(desk: Client, library: Library) -> None:
    three = Competency.objects.get(number=3)
    pk = three.markers.get(ref="3b").pk
    desk.post(
        reverse(CHANGE, args=[three.pk]), change_data(three, **{"markers-1-depth_mcc": "Deeper."})
    )
    assert Marker.objects.get(pk=pk).depths.get(level__key="mcc").text == "Deeper."
    assert MarkerDepth.history.filter(history_type="~").count() == 1


def test_history_names_the_curator_and_shows_words_before_and_after(
    desk: Client, library: Library, clara: User
) -> None:
    three = Competency.objects.get(number=3)
    data = change_data(three, tagline="Agrees on what this talk is for.")
    desk.post(reverse(CHANGE, args=[three.pk]), data | {"markers-0-depth_acc": "Other depth."})
    assert Competency.history.filter(history_type="~").latest("pk").history_user == clara
    page = desk.get(reverse("admin:courses_competency_history", args=[three.pk]))
    newest = [change for change in page.context["changes"] if change.verb == "changed"]
    told = {(change.noun, change.who): change for change in newest}
    words = told["competency", "Clara Curator"].fields[0]
    assert (words.label, words.words[-1]) == (
        "tagline",
        ("new", "Agrees on what this talk is for."),
    )
    assert told["marker depth", "Clara Curator"].fields[0].label == "text"
    assert "<ins>Other depth.</ins>" in page.content.decode()


def test_preview_shows_what_is_typed_and_saves_nothing(desk: Client, library: Library) -> None:
    three = Competency.objects.get(number=3)
    before = history_rows()
    data = change_data(three, tagline="Only a try.", **{"markers-0-depth_mcc": "Try at MCC."})
    address = reverse("admin:courses_competency_preview", args=[three.pk])
    page = desk.post(f"{address}?level=mcc", data).content.decode()
    assert "This is a preview. Nothing of it is saved yet." in page
    assert "Only a try." in page
    assert "Try at MCC." in page
    three.refresh_from_db()
    assert three.tagline == library.competencies[2].tagline
    assert history_rows() == before
    assert "preview" not in desk.get(reverse("library")).content.decode().lower()


def test_preview_of_a_form_with_a_mistake_shows_the_form(desk: Client, library: Library) -> None:
    three = Competency.objects.get(number=3)
    address = reverse("admin:courses_competency_preview", args=[three.pk])
    page = desk.post(address, change_data(three, name=""))
    assert page.context["adminform"].form.errors == {"name": ["This field is required."]}


def test_page_links_the_public_page_at_each_level(desk: Client, library: Library) -> None:
    three = Competency.objects.get(number=3)
    page = desk.get(reverse(CHANGE, args=[three.pk])).content.decode()
    for key in ("acc", "pcc", "mcc"):
        assert f"{three.get_absolute_url()}?level={key}" in page


def test_list_says_what_a_competency_still_lacks(desk: Client, library: Library) -> None:
    Competency.objects.create(
        domain=Domain.objects.get(slug="growth"),
        number=9,
        slug="nine",
        name="Nine",
        tagline="t",
        description="d",
        treatment="notices_only",
    )
    MarkerDepth.objects.get(marker__ref="8c", level__key="mcc").delete()
    page = desk.get(reverse("admin:courses_competency_changelist"))
    missing = {
        row.number: page.context["cl"].model_admin.still_missing(row)
        for row in page.context["cl"].result_list
    }
    assert missing[9] == "behaviours, tips, mistakes, questions, relations, sources"
    assert missing[8] == "1 depths"
    assert missing[1] == "–"


def test_second_framework_gets_its_markers_after_the_first_save(
    desk: Client, library: Library
) -> None:
    Framework.objects.create(slug="emcc", name="EMCC", owner="EMCC", updated_on="2026-01-01")
    page = desk.get(reverse(ADD))
    assert page.context["inline_admin_formsets"] == []
    eight = Competency.objects.get(number=8)
    inline = desk.get(reverse(CHANGE, args=[eight.pk])).context["inline_admin_formsets"][0]
    assert [name for name in inline.formset.forms[0].fields if name.startswith("depth_")] == [
        f"depth_{level.key}" for level in Level.objects.all()
    ]


def test_empty_list_says_what_to_do(desk: Client) -> None:
    page = desk.get(reverse("admin:courses_source_changelist")).content.decode()
    assert "Sources say where the facts of a competency come from. Add the first one." in page
    page = desk.get(reverse("admin:courses_source_changelist") + "?q=nothing").content.decode()
    assert "Nothing matches" in page
