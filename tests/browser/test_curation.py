"""A curator fills a competency from nothing, and an instructor invites a group by CSV, in a real browser."""

import re

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from coachlms.accounts.models import Role
from coachlms.jobs import services as jobs
from courses.models import Cohort, Competency
from tests.browser.conftest import OpenPage, overflows, serious_findings
from tests.reviews import world

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "third-row-by-the-window"


@pytest.fixture(autouse=True)
def library(transactional_db: None) -> None:
    call_command("load_library", verbosity=0)
    call_command("load_course", verbosity=0)


def sign_in(page: Page, name: str, role: Role) -> None:
    user = world.person(name, role)
    user.set_password(PASSWORD)
    user.is_staff = role == Role.CURATOR
    user.save()
    user.emailaddress_set.create(email=user.email, verified=True, primary=True)
    page.goto("/accounts/login/")
    page.fill("input[name=login]", user.email)
    page.fill("input[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/courses/")


def open_tab(page: Page, title: str) -> None:
    page.locator("#tabs-items a, #tabs-wrapper a").filter(has_text=title).first.click()


def test_curator_writes_a_competency_on_one_page(open_page: OpenPage) -> None:
    page = open_page("/")
    sign_in(page, "Clara Curator", Role.CURATOR)
    page.goto("/admin/courses/competency/add/")
    page.select_option("[name=domain]", index=1)
    page.fill("[name=number]", "9")
    page.locator("[name=name]").press_sequentially("Works with Groups")
    page.fill("[name=tagline]", "Holds a group so that it thinks together.")
    page.fill("[name=description]", "In a group every voice counts.")
    open_tab(page, "Behaviours")
    page.locator("a.add-row").filter(visible=True).click()
    expect(page.locator("[name=markers-0-ref]")).to_be_focused()
    page.keyboard.type("9a")
    page.select_option("[name=markers-0-detectability]", "high")
    page.fill("[name=markers-0-text]", "Gives every voice room.")
    page.fill("[name=markers-0-look_for]", "Asks who has not spoken yet.")
    for depth in ("acc", "pcc", "mcc"):
        page.fill(f"[name=markers-0-depth_{depth}]", f"Room for everybody at {depth}.")
    open_tab(page, "Tips")
    page.locator("a.add-row").filter(visible=True).click()
    page.fill("[name=lines-0-text]", "Count the voices at half-time.")
    page.click("[name=_continue]")
    page.wait_for_url("**/change/**")
    assert serious_findings(page, {"list": ".select2-selection--multiple > ul"}) == []

    competency = Competency.objects.get(number=9)
    assert competency.slug == "works-with-groups"
    page.goto(f"{competency.get_absolute_url()}?level=mcc")
    main = page.locator("main")
    expect(main).to_contain_text("Gives every voice room.")
    expect(main).to_contain_text("Room for everybody at mcc.")
    expect(main).to_contain_text("Count the voices at half-time.")
    assert not overflows(page)
    assert serious_findings(page) == []


def test_instructor_invites_a_group_by_csv(open_page: OpenPage) -> None:
    page = open_page("/", width=390)
    sign_in(page, "Ines Instructor", Role.INSTRUCTOR)
    page.goto("/cohorts/new/")
    page.fill("input[name=name]", "Autumn group")
    page.fill("input[name=starts_on]", "2026-09-01")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url(re.compile(r"/cohorts/\d+/"))
    page.goto(f"/cohorts/{Cohort.objects.get().pk}/invitations/")
    rows = "name,email,days\nNoor Amari,noor@example.net,7\nRafi Haddad,rafi@example.net,\nnonsense"
    file = {"name": "group.csv", "mimeType": "text/csv", "buffer": rows.encode()}
    page.set_input_files("input[type=file]", file)
    page.locator("main button", has_text="Look at the list").click()
    expect(page.locator("main")).to_contain_text("noor@example.net")
    assert not overflows(page)
    page.locator("main button", has_text="Send").first.click()
    page.wait_for_load_state()
    assert jobs.run_pending() > 0
    page.goto(f"/cohorts/{Cohort.objects.get().pk}/invitations/")
    expect(page.locator("main")).to_contain_text("Rafi Haddad")
    assert Cohort.objects.get().invitations.count() == 2
