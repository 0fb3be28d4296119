"""Writes to organisations and contacts: who may, what is refused, and what each leaves in the history."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts.errors import InvalidRequest, LostRace, NotAllowed
from accounts.models import User
from accounts.roles import Role
from articles import guards
from resources import workflow
from resources.findings import Finding, Fingerprint
from resources.models import Contact, ContactKind, Link, Organisation, OrganisationKind, Reason, Trouble
from tests import makers
from tests.roles.rows import one_of

pytestmark = pytest.mark.django_db
SITE = "https://group.example/help"


@pytest.fixture
def curator() -> User:
    return makers.person(Role.CURATOR)


def website(**columns: Any) -> Contact:
    return makers.contact(kind=ContactKind.WEBSITE, value=SITE, **columns)


def last(record: Any) -> tuple[Any, str | None]:
    newest = record.history.first()
    return newest.history_user, newest.history_change_reason


# Who may

ACTIONS: dict[str, Callable[[User], object]] = {
    "save": lambda by: workflow.save(makers.contact(), by=by),
    "verify": lambda by: workflow.verify(makers.contact(), source="Rang them.", by=by),
    "mark_broken": lambda by: workflow.mark_broken(makers.contact(), why="No answer.", by=by),
    "use_address": lambda by: workflow.use_address(
        website(), seen=SITE, url="https://group.example/new", source="Read it.", by=by
    ),
    "archive": lambda by: workflow.archive(makers.organisation(), why="It has closed.", by=by),
    "remove_contact": lambda by: workflow.remove_contact(makers.contact(), by=by),
    "settle": lambda by: workflow.settle(makers.reader_report().contact, outcome="It works.", by=by),
    "settle_link": lambda by: workflow.settle_link(makers.link(checked=True), by=by),
}


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("role", Role)
def test_only_curators_keep_organisations(action: str, role: Role) -> None:
    person = makers.person(role)
    if role == Role.CURATOR:
        ACTIONS[action](person)
        return
    with pytest.raises(NotAllowed, match="link curator"):
        ACTIONS[action](person)


def test_a_superuser_keeps_them_too() -> None:
    for do in ACTIONS.values():
        do(makers.superuser())


# Histories


def test_every_change_leaves_who_and_why(curator: User) -> None:
    contact = website()
    contact.label = "Website"
    workflow.save(contact, by=curator, why="Their word for it")
    assert last(contact) == (curator, "Their word for it")
    workflow.mark_broken(contact, why="It shows nothing.", by=curator)
    assert last(contact) == (curator, "Marked as broken: It shows nothing.")
    workflow.verify(contact, source="Opened it.", by=curator)
    assert last(contact) == (curator, "Verified: Opened it.")
    organisation, pk = contact.organisation, contact.pk
    workflow.archive(organisation, why="It has closed.", by=curator)
    assert last(organisation) == (curator, "Archived: It has closed.")
    workflow.remove_contact(contact, why="Twice there", by=curator)
    kept = Contact.history.filter(id=pk)
    assert [(each.history_type, each.history_change_reason) for each in kept[:1]] == [("-", "Twice there")]


@pytest.mark.parametrize("table", guards.HISTORIES)
def test_a_history_is_never_rewritten(table: str, curator: User) -> None:
    workflow.save(makers.contact(), by=curator)
    makers.placement()
    makers.source()
    makers.medicine()
    one_of("redirect")
    with connection.cursor() as cursor:
        for statement in (f"UPDATE {table} SET history_change_reason = 'other'", f"DELETE FROM {table}"):
            with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
                cursor.execute(statement)


# Verifying, and what is broken


def test_verifying_makes_it_work_again_and_settles_what_was_reported(curator: User) -> None:
    contact = makers.contact(days_ago=500)
    makers.reader_report(of=makers.contact(of=contact.organisation, value="116123"))
    workflow.mark_broken(contact, why="Nobody answers.", by=curator)
    assert contact not in Contact.objects.offered()
    workflow.verify(contact, source="Rang them.", by=curator)
    assert contact in Contact.objects.offered()
    assert (contact.verified_on, contact.verified_by) == (timezone.localdate(), curator)
    assert contact.organisation.contacts.get(value="116123").reports.open().count() == 1


def test_marking_as_broken_settles_what_was_reported(curator: User) -> None:
    report = makers.reader_report()
    workflow.mark_broken(report.contact, why="Nobody answers.", by=curator)
    report.refresh_from_db()
    assert (report.settled_by, report.outcome) == (curator, "Marked as broken: Nobody answers.")
    with pytest.raises(InvalidRequest, match="already"):
        workflow.mark_broken(report.contact, why="Again.", by=curator)


@pytest.mark.parametrize("source", ["", "  ", "\x00", "x" * 501])
def test_a_verification_needs_its_source(source: str, curator: User) -> None:
    with pytest.raises(InvalidRequest, match=r"source|characters"):
        workflow.verify(makers.contact(), source=source, by=curator)


def test_nothing_was_verified_tomorrow(curator: User) -> None:
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    with pytest.raises(InvalidRequest, match="still to come"):
        workflow.verify(makers.contact(), source="Rang them.", on=tomorrow, by=curator)


def test_what_is_verified_is_what_later_checks_compare_with(curator: User) -> None:
    contact = website()
    link = makers.link(url=SITE, finding=Finding(Reason.CHANGED, "Other words.", seen=Fingerprint("New", "0" * 16)))
    workflow.verify(contact, source="Opened it.", by=curator)
    link.refresh_from_db()
    assert (link.accepted_title, link.accepted_print, link.settled_reason) == ("New", "0" * 16, Reason.CHANGED)


# Another address


def test_another_address_is_taken_verified_and_followed(curator: User) -> None:
    contact, new = website(days_ago=90), "https://group.example/moved"
    workflow.use_address(contact, seen=SITE, url=new, source="Opened it.", by=curator)
    assert (contact.value, contact.verified_on, contact.verified_by) == (new, timezone.localdate(), curator)
    assert last(contact) == (curator, f"New address instead of {SITE}")
    assert Link.objects.in_use().filter(url=new).exists()


def test_an_address_that_changed_meanwhile_is_a_lost_race(curator: User) -> None:
    contact, seen = website(), website(of=makers.organisation())
    workflow.use_address(contact, seen=SITE, url="https://group.example/1", source="Opened it.", by=curator)
    with pytest.raises(LostRace, match=r"group\.example/1"):
        workflow.use_address(contact, seen=SITE, url="https://group.example/2", source="Opened it.", by=curator)
    assert seen.value == SITE


@pytest.mark.parametrize("url", ["", "group.example", "javascript:alert(1)", "ftp://group.example"])
def test_what_is_no_address_is_refused_and_nothing_is_changed(url: str, curator: User) -> None:
    contact = website()
    with pytest.raises(ValidationError):
        workflow.use_address(contact, seen=SITE, url=url, source="Opened it.", by=curator)
    assert Contact.objects.get(pk=contact.pk).value == SITE


def test_another_number_is_no_longer_broken(curator: User) -> None:
    contact = makers.contact()
    workflow.mark_broken(contact, why="Nobody answers.", by=curator)
    contact.value = "116123"
    workflow.save(contact, by=curator)
    assert contact.broken_since is None


# Proposing and archiving


def proposal() -> Organisation:
    return Organisation(
        slug="new", name="New", kind=OrganisationKind.PATIENT_GROUP, countries="NL", offers="People who listen."
    )


@pytest.mark.parametrize("role", Role)
def test_anybody_of_the_desk_proposes_and_no_reader_is_shown_it(role: Role) -> None:
    person = makers.person(role)
    made = workflow.propose(proposal(), why="Dutch readers ask for one.", by=person)
    assert (made.proposed_by, list(Organisation.objects.proposed())) == (person, [made])
    assert not Organisation.objects.shown().exists()
    assert last(made) == (person, "Proposed: Dutch readers ask for one.")


def test_a_stranger_proposes_nothing_and_a_proposal_has_its_reason() -> None:
    with pytest.raises(NotAllowed):
        workflow.propose(proposal(), why="I want it.", by=makers.person(is_staff=False))
    with pytest.raises(InvalidRequest, match="Say why"):
        workflow.propose(proposal(), why=" ", by=makers.person(Role.AUTHOR))


def test_an_archived_organisation_is_shown_again(curator: User) -> None:
    organisation = makers.organisation()
    workflow.archive(organisation, why="It has closed.", by=curator)
    assert organisation not in Organisation.objects.shown()
    with pytest.raises(InvalidRequest, match="already"):
        workflow.archive(organisation, why="Again.", by=curator)
    workflow.archive(organisation, why="It has not.", archived=False, by=curator)
    assert organisation in Organisation.objects.shown()


# What readers report


def test_readers_report_what_they_are_offered_only(curator: User) -> None:
    contact = makers.contact()
    assert workflow.report(contact, trouble=Trouble.NO_ANSWER)
    workflow.mark_broken(contact, why="Nobody answers.", by=curator)
    with pytest.raises(InvalidRequest, match="do not offer"):
        workflow.report(contact, trouble=Trouble.NO_ANSWER)


def test_more_reports_of_one_contact_in_an_hour_tell_nothing_more() -> None:
    contact, other = makers.contact(), makers.contact()
    kept = [workflow.report(contact, trouble=Trouble.DEAD) for _ in range(6)]
    assert kept == [True] * 5 + [False]
    assert workflow.report(other, trouble=Trouble.DEAD)


def test_settled_reports_keep_their_outcome(curator: User) -> None:
    contact = makers.reader_report().contact
    assert workflow.settle(contact, outcome="They answered.", by=curator) == 1
    with pytest.raises(LostRace, match=f"^{curator} got there first: “They answered.”"):
        workflow.settle(contact, outcome="Nobody answered.", by=curator)
    with pytest.raises(InvalidRequest, match="Nothing is reported"):
        workflow.settle(makers.contact(), outcome="They answered.", by=curator)
