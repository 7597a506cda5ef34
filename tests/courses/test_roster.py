"""A list of people, line by line: what would become of each, and in which files it is understood."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from coachlms.accounts.models import User
from courses import services
from courses.errors import RosterTooLong, RosterUnreadable
from courses.models import Cohort, Enrolment, Invitation
from courses.services import invitations
from courses.services.roster import check_roster, decoded


def told(cohort: Cohort, text: str) -> list[tuple[int, str, str]]:
    return [
        (line.number, line.email, line.status) for line in check_roster(cohort=cohort, text=text)
    ]


def test_each_line_is_told_what_becomes_of_it(
    enrolment: Enrolment, cohort: Cohort, instructor: User
) -> None:
    invitations.invite_roster(
        cohort=cohort, text="W,waits@example.net\nO,over@example.net", invited_by=instructor
    )
    past = timezone.now() - timedelta(days=1)
    Invitation.objects.filter(email="over@example.net").update(expires_at=past)
    text = (
        "Name,E-mail,Extension days\n"
        "Noor Amari,Noor@Example.net,7\n"
        "\n"
        "Mira,MIRA.KERN@example.org\n"
        "Wanda,waits@example.net\n"
        "Olga,over@example.net\n"
        "Noor again,noor@example.net\n"
        "Bad,not an address\n"
        "No address\n"
        "Ayo,ayo@example.net,soon\n"
    )
    assert told(cohort, text) == [
        (2, "noor@example.net", "invite"),
        (4, "mira.kern@example.org", "member"),
        (5, "waits@example.net", "invited"),
        (6, "over@example.net", "again"),
        (7, "noor@example.net", "duplicate"),
        (8, "not an address", "invalid"),
        (9, "", "invalid"),
        (10, "ayo@example.net", "invalid"),
    ]
    lines = check_roster(cohort=cohort, text=text)
    assert lines[0].days == 7
    assert [line.why for line in lines[4:]] == [
        "stands in line 2 already",
        "“not an address” is no e-mail address",
        "has no e-mail in its second column",
        "“soon” is no number of days up to 365",
    ]


@pytest.mark.parametrize(
    "data",
    [
        "Zoë,zoe@example.net\r\nAnn,ann@example.net".encode(),
        "\ufeffZoë;zoe@example.net\nAnn;ann@example.net".encode(),
        "Zoë\tzoe@example.net\nAnn\tann@example.net".encode("utf-16"),
        "Zoë,zoe@example.net\rAnn,ann@example.net".encode("cp1252"),
        'name,email\n"Zoë",zoe@example.net\n"Ann",ann@example.net\n'.encode(),
    ],
)
def test_files_of_every_spreadsheet_are_understood(cohort: Cohort, data: bytes) -> None:
    lines = check_roster(cohort=cohort, text=decoded(data))
    assert [(line.name, line.email, line.status) for line in lines] == [
        ("Zoë", "zoe@example.net", "invite"),
        ("Ann", "ann@example.net", "invite"),
    ]


def test_line_numbers_hold_across_names_with_line_breaks(cohort: Cohort) -> None:
    text = '"Two\nlines",two@example.net\nAnn,ann@example.net'
    assert told(cohort, text) == [
        (1, "two@example.net", "invite"),
        (3, "ann@example.net", "invite"),
    ]


def test_proved_second_address_of_a_member_is_known(
    enrolment: Enrolment, cohort: Cohort, learner: User
) -> None:
    learner.emailaddress_set.create(email="second@example.org", verified=True)
    learner.emailaddress_set.create(email="claimed@example.org", verified=False)
    assert told(cohort, "M,second@example.org\nM,claimed@example.org") == [
        (1, "second@example.org", "member"),
        (2, "claimed@example.org", "invite"),
    ]


def test_learner_who_was_taken_out_can_be_invited_again(
    enrolment: Enrolment, cohort: Cohort
) -> None:
    services.end_place(enrolment=enrolment)
    assert told(cohort, "Mira,mira.kern@example.org") == [(1, "mira.kern@example.org", "invite")]


def test_too_long_a_list_and_an_open_quotation_mark_are_refused(cohort: Cohort) -> None:
    with pytest.raises(RosterTooLong, match="more than 2000 lines"):
        check_roster(cohort=cohort, text="A,a@example.net\n" * 2001)
    with pytest.raises(RosterUnreadable, match="Line 2 of this list"):
        check_roster(cohort=cohort, text='A,a@example.net\nB,"' + "x" * 140_000)


def test_looking_costs_the_same_for_1_and_500_lines(cohort: Cohort) -> None:
    counts = []
    for number in (1, 500):
        text = "\n".join(f"P{n},p{n}@example.net" for n in range(number))
        with CaptureQueriesContext(connection) as queries:
            assert len(check_roster(cohort=cohort, text=text)) == number
        counts.append(len(queries))
    assert counts == [3, 3]
