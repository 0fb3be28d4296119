"""Forms of organisations and contacts in the admin: whole verifications, why, and what others changed meanwhile."""

from __future__ import annotations

from typing import Any, ClassVar, TypeVar, cast

from django import forms
from django.db import models
from django.utils import timezone

from accounts.models import User
from resources import changes, workflow
from resources.models import NUMBERS, Contact, Organisation, dialled

Kept = TypeVar("Kept", Organisation, Contact)
VERIFICATION = ("verified_on", "verification_source")
OWN = ("why", "seen")
"""The fields of the form that are none of the record."""


class KeptForm(forms.ModelForm[Kept]):
    """Keeps a verification whole, and about what stands in the record. Two people at one form lose nothing.

    Whoever enters a verification is the one who verified. A contact whose way of reaching was changed is verified anew.
    ``seen`` is the id in the history of the record as it was when the form was opened.
    """

    reached_by: ClassVar[tuple[str, ...]] = ()
    why = forms.CharField(
        required=False, max_length=300, help_text="Why you change it. Its history keeps this with your name."
    )
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and "seen" in self.fields:
            last = changes.latest(self.instance)
            self.initial["seen"] = last.history_id if last else None

    def has_changed(self) -> bool:
        """Whether anything of the record was changed."""
        return bool(set(self.changed_data) - set(OWN))

    def clean(self) -> dict[str, Any]:
        """Check the verification against the rest of the form, and the form against what somebody else did."""
        data = super().clean() or {}
        day, source = data.get("verified_on"), data.get("verification_source")
        if bool(day) != bool(source):
            missing = "verification_source" if day else "verified_on"
            self.add_error(missing, "A verification needs both its date and what was read or rung.")
        self._verified_anew(data)
        if bool(data.get("broken_since")) != bool(data.get("broken_why")):
            missing = "broken_why" if data.get("broken_since") else "broken_since"
            self.add_error(missing, "What is broken needs both its day and what was found.")
        if data.get("broken_since") and data["broken_since"] > timezone.localdate():
            self.add_error("broken_since", "This day is still to come.")
        self._needs_why(data)
        self._hold_against_others(data)
        return data

    def _verified_anew(self, data: dict[str, Any]) -> None:
        """What was read of another number or address says nothing of this one, also if it was read today."""
        day = data.get("verified_on")
        if not (self.instance.pk and day and set(self.reached_by) & set(self.changed_data)):
            return
        if day != timezone.localdate():
            self.add_error("verified_on", "You changed how to reach them. Check it, and enter today's date.")
        elif not set(VERIFICATION) & set(self.changed_data):
            told = "You changed how to reach them. Say what you read or rang for that, in other words than before."
            self.add_error("verification_source", told)

    def _needs_why(self, data: dict[str, Any]) -> None:
        """A change says why. What was verified, or found broken, says so itself."""
        changed = set(self.changed_data) - set(OWN)
        asked = "why" in self.fields and self.instance.pk and changed and not changed & {*VERIFICATION, "broken_why"}
        if asked and not data.get("why") and "why" not in self.errors:
            self.add_error("why", "Say why you change it: its history keeps this with your name.")

    def _hold_against_others(self, data: dict[str, Any]) -> None:
        """Say what somebody else changed since the form was opened, and take it over where nothing else was typed."""
        seen = data.get("seen")
        if not self.instance.pk or seen is None:
            return
        kind = type(self.instance)
        now = kind._default_manager.select_for_update(no_key=True).filter(pk=self.instance.pk).first()  # noqa: SLF001 (documented name)
        last = changes.latest(self.instance)
        if now is None or last is None or last.history_id == seen:
            return
        before = now.history.filter(history_id=seen).first()
        theirs = changes.between(before, last) if before else []
        self._take_over({change.name for change in theirs}, before, now)
        told = "; ".join(f"{change.label}: {change.old or 'nothing'} → {change.new or 'nothing'}" for change in theirs)
        who = str(last.history_user or "The link checker")
        at = f"{timezone.localtime(last.history_date):%H:%M on %-d %B %Y}"
        self.add_error(
            None,
            f"{who} changed this at {at}, after you had opened it. {told or last.history_change_reason or ''} "
            "What you typed is kept, and stands below with the rest as it is now. Look at it, then save again.",
        )

    def _take_over(self, changed: set[str], before: Any, now: Any) -> None:
        """Put what others changed into the form, except where something else was typed than stood there before."""
        sent = self.data.copy()  # type: ignore[attr-defined]  # a QueryDict, where a form was sent
        sent[self.add_prefix("seen")] = str(changes.latest(now).history_id)
        for name in changed & set(self.fields):
            typed = _comparable(self.cleaned_data.get(name))
            if name in self.errors or typed != _comparable(getattr(before, name)):
                continue
            key, value = self.add_prefix(name), _comparable(getattr(now, name))
            if value is False or value is None:
                sent.pop(key, None)
            elif isinstance(value, list):
                sent.setlist(key, value)
            else:
                sent[key] = "on" if value is True else str(value)
        self.data = sent


class OrganisationForm(KeptForm[Organisation]):
    """An organisation. Whoever archives it says why, as of any other change."""


class ReachedField(forms.CharField):
    """What a contact is reached by. A number that was only written in another way is the same."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether it is another one."""
        number = initial and dialled(initial) == initial
        return super().has_changed(initial, dialled(data or "") if number else data)


class ContactForm(KeptForm[Contact]):
    """A contact: its kind, value and countries are what a verification is about."""

    reached_by = ("kind", "value", "countries", "organisation")

    class Meta:
        field_classes: ClassVar = {"value": ReachedField}

    def clean_value(self) -> str:
        """A number may be typed as people write it, with spaces, hyphens and brackets."""
        value: str = self.cleaned_data["value"]
        return dialled(value) if self.cleaned_data.get("kind") in NUMBERS else value


class InlineContactForm(ContactForm):
    """A contact in the form of its organisation, which asks why for all of the page."""

    why = None  # type: ignore[assignment]  # how Django takes a field away


def write(record: Any, form: Any, *, by: Any, why: str) -> None:
    """Write what a form changed, in the name of whoever verified or marked it, through the workflow."""
    person, changed = cast("User", by), set(form.changed_data) - set(OWN)
    why = why or _why(record, changed)
    if record.pk and not changed:
        return
    if {*VERIFICATION, *ContactForm.reached_by} & changed:
        record.verified_by = person if record.verified_on else None
    if isinstance(record, Contact) and {"broken_since", "broken_why"} & changed:
        record.broken_by = person if record.broken_since else None
    if isinstance(record, Organisation) and record.pk and "archived" in changed:
        archived, record.archived = record.archived, not record.archived
        if changed != {"archived"}:
            workflow.save(record, by=person, why=why)
        workflow.archive(record, why=why, by=person, archived=archived)
    else:
        workflow.save(record, by=person, why=why)


def _why(record: Any, changed: set[str]) -> str:
    """What the history says of a change for which nobody typed why: what was read, or what was found."""
    if changed & set(VERIFICATION) and record.verified_on:
        return f"Verified: {record.verification_source}"
    if "broken_why" in changed and record.broken_why:
        return f"Marked as broken: {record.broken_why}"
    return ""


def _comparable(value: Any) -> Any:
    """A value as a form sends it: countries as codes, a record as its key."""
    if isinstance(value, models.Model):
        return value.pk
    return changes.plain(value)
