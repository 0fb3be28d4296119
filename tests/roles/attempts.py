"""One attempt at everything that can be done on the site, over HTTP, by whoever holds the browser.

Each is made with its subject once, and then tried by each in turn: whether it was let through.
"""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.core.files.base import ContentFile
from django.db.models import Model
from django.test import Client
from django.urls import reverse

from articles import links
from articles.models import Comment, Edition, Event, Placement, Review, Source, Standing
from resources.findings import Finding
from resources.models import Contact, ContactKind, Reason, Trouble
from tests import makers
from tests.desk.acting import address
from tests.desk.test_actions import CASES, prepared
from tests.roles.addresses import PAGES, addresses
from tests.roles.rows import ADVICE, kept_text, one_of
from tests.roles.trying import Attempt, getting, let_through, posting

MODELS = {str(model._meta.model_name): model for model in admin.site._registry}


def of(kind: str, name: str) -> Attempt:
    """The attempt for a place of the table."""
    if kind == "desk" and name.startswith(PAGES):
        return addresses(name)
    return {
        "public": public,
        "reader": reader,
        "desk": desk,
        "action": action,
        "support": support,
        "support-several": support_several,
        "support-source": support_source,
        "guest": guest,
        "special": special,
        "view": view,
        "add": add,
        "change": change,
        "delete": delete,
    }[kind](name)


def public(name: str) -> Attempt:
    """Open a public address."""
    article = makers.published().article
    makers.published(of=article)
    organisation, tag = makers.contact().organisation, makers.tag()
    Placement.objects.create(organisation=organisation, tag=tag)
    assert article.medicine
    assert article.condition
    arguments: dict[str, list[Any]] = {
        "statement": ["privacy"],
        "sitemap-articles": [1],
        "sitemap-pages": ["en"],
        "article": [article.slug],
        "edition": [article.slug, 1],
        "history": [article.slug],
        "difference": [article.slug, 1, 2],
        "medicine": [article.medicine.slug],
        "condition": [article.condition.slug],
        "tag": [tag.slug],
        "tag-feed": [tag.slug],
        "organisation": [organisation.slug],
        "thanks": [organisation.slug],
    }
    path = reverse(ADDRESSES[name], args=arguments.get(name, []))
    return lambda client: client.get(path).status_code in (200, *SPARE.get(name, ()))


SPARE = {"favicon": (302,), "security": (404,), "login": (302,)}
"""What an address may answer that has nothing of its own to say, or nothing to whoever has signed in."""

ADDRESSES = {
    **{name: f"pages:{name}" for name in ("home", "search", "suggest", "opensearch", "about", "statement")},
    **{
        name: f"articles:{name}"
        for name in (
            *("a-to-z", "article", "edition", "history", "difference"),
            *("medicines", "medicine", "conditions", "condition", "tags", "tag", "tag-feed", "feed"),
        )
    },
    **{name: f"resources:{name}" for name in ("directory", "organisation", "thanks")},
    **{name: name for name in ("health", "robots", "sitemap", "sitemap-articles", "sitemap-pages")},
    **{name: name for name in ("favicon", "manifest", "security")},
    "login": "admin:login",
}


SUPPORT: dict[str, dict[str, str]] = {
    "desk-support": {},
    "desk-support-propose": {},
    "desk-coverage": {},
    "desk-covered": {"country": "GB", "kind": "crisis"},
    "desk-placing": {},
    "desk-place": {},
    "desk-placing-preview": {},
    "desk-tables": {},
    "desk-tables-send": {},
    "desk-import": {},
    "desk-tags": {},
    "desk-tag-new": {},
    "desk-tag-merge": {},
}
"""The desk's pages about support resources, with what they are asked for."""


OF_A_TAG = ("desk-tag", "desk-tag-describe", "desk-tag-rename", "desk-tag-split", "desk-tag-retire")
CONFIRMED = {"do": "confirm", "why": "It is better so."}


def reader(name: str) -> Attempt:
    """Send what any reader may send: that a contact did not work."""
    contact = makers.contact()
    path = reverse(f"resources:{name}", args=[contact.organisation.slug])

    def attempt(client: Client) -> bool:
        let_through(client.post(path, {"contact": contact.pk, "trouble": Trouble.DEAD}))
        return contact.reports.exists()

    return attempt


def desk(name: str) -> Attempt:
    """Open a page of the desk, or do what it is for."""
    edition, published = makers.draft(), makers.published()
    about = {
        "desk-article": edition.article_id,
        "desk-start": published.article_id,
        "desk-relate": edition.article_id,
        "desk-list": "drafts",
        "desk-kept": kept_text().pk,
        "desk-source-history": makers.source().pk,
        "desk-topic-history": makers.condition().pk,
        "desk-support-record": makers.contact().organisation_id,
        "desk-tables-download": "xlsx",
        "desk-article-tags": published.article_id,
        **dict.fromkeys(OF_A_TAG, makers.tag().pk),
        "desk-tag-reverse": makers.tag().changes.get().pk,
    }
    alone = ("desk-new", "desk-sources", "desk-find-article", "desk-source-new", *SUPPORT)
    one = name.startswith("desk-") and name not in alone
    path = reverse(f"admin:{name}", args=[about.get(name, edition.pk)] if one else [], query=SUPPORT.get(name))
    in_json: dict[str, dict[str, Any]] = {
        "desk-save": {"version": edition.version, "document": makers.data()},
        "desk-preview": {"document": makers.data()},
        "desk-presence": {},
        "desk-set-aside": {**ADVICE, "reason": "A name."},
    }
    in_forms: dict[str, dict[str, Any]] = {
        "desk-new": {"title": "New", "slug": "new", "language": "en", "medicine": makers.medicine().slug},
        "desk-start": {},
        "desk-relate": {"do": f"pin:{published.article_id}"},
        "desk-support-propose": {
            "name": "New Group",
            "kind": "patient_group",
            "international": "on",
            "offers": "A helpline.",
            "website": "https://new.example/",
            "why": "It is in Welsh.",
        },
        "desk-import": {"do": "drop"},
        "desk-article-tags": {"tags": [makers.tag().slug], "seen": ""},
        "desk-tag-new": {"name": "Dizziness"},
        "desk-tag-describe": {"description": "What happens at night."},
        "desk-tag-rename": {**CONFIRMED, "name": "At night", "slug": "at-night"},
        "desk-tag-merge": {**CONFIRMED, "tags": [makers.tag().slug], "into": makers.tag().slug},
        "desk-tag-split": {
            **CONFIRMED,
            "there": [makers.tag().slug, makers.tag().slug],
            "shared": "yes",
            "leads_to": "0",
        },
        "desk-tag-retire": CONFIRMED,
        "desk-tag-reverse": CONFIRMED,
        "desk-source-new": {"title": "A new study", "kind": "study", "year": "2020"},
    }
    if name == "desk-placing-preview":
        return getting(f"{path}?article={published.article_id}")
    if name == "desk-place":
        organisation = makers.contact().organisation
        return posting(path, {"tag": makers.tag().slug, "do": f"add:{organisation.pk}"})
    if name == "desk-tables-send":
        return lambda client: let_through(client.post(path, {"file": ContentFile(b"slug,name\nx,X\n", "x.csv")}))
    if name in in_json:
        return lambda client: let_through(client.post(path, in_json[name], content_type="application/json"))
    return posting(path, in_forms[name]) if name in in_forms else getting(path)


def action(name: str) -> Attempt:
    """Take an action on an edition."""
    edition, typed = prepared(name, CASES[name])
    edition.refresh_from_db()
    return acting(edition, name, typed)


def acting(edition: Edition, name: str, typed: dict[str, Any]) -> Attempt:
    """Send the form of an action, with what its page knows of the edition."""
    text = edition.sealed_sha256 or makers.sha256(edition)
    known = {"seen": edition.state, "sha256": text, "version": edition.version}
    return posting(address(edition, name), known | typed)


def to_look_at() -> tuple[Contact, dict[str, str]]:
    """A contact of whose address everything can be said, and the text that any act may ask."""
    contact = makers.contact(kind=ContactKind.WEBSITE, value="https://group.example/old")
    makers.reader_report(of=contact)
    new = "https://group.example/new"
    makers.link(url=contact.value, finding=Finding(Reason.MOVED, "It moved.", suggested_url=new))
    said = dict.fromkeys(("why", "outcome", "source"), "So it is.")
    return contact, {**said, "item": f"contact-{contact.pk}", "address": contact.value, "url": new}


def support(name: str) -> Attempt:
    """Do something to one item of the curators' queue."""
    _, sent = to_look_at()
    if name in ("archive", "show-again"):
        organisation = makers.organisation(archived=name == "show-again")
        sent["item"] = f"organisation-{organisation.pk}"
    return posting(reverse("admin:desk-support-act", args=[name]), sent)


def support_several(name: str) -> Attempt:
    """Do something to several items of the curators' queue."""
    contact, sent = to_look_at()
    known = {f"contact-{contact.pk}.{key}": sent[key] for key in ("address", "url", "source")}
    return posting(reverse("admin:desk-support-bulk", args=[name]), {**sent, **known, "confirmed": "yes"})


def support_source(name: str) -> Attempt:
    """Do something to a source in the curators' queue."""
    source = makers.source(url="https://study.example/old")
    sent = {"item": f"source-{source.pk}", "address": source.url, "url": "https://study.example/new"}
    return posting(reverse("admin:desk-support-act", args=[name]), sent)


def guest(name: str) -> Attempt:
    """Do something behind the link of an invitation."""
    invitation = makers.invited()
    clinician = makers.CLINICIAN
    sends = {
        "open": {"do": "open"},
        "comment": {"do": "comment", "text": "Is this so?"},
        "decide": {
            "do": "decide",
            "decision": "approved",
            "sha256": makers.sha256(invitation.edition),
            "name": clinician.name,
            "credentials": clinician.credentials,
            "registration_body": clinician.registration_body,
            "registration_number": clinician.registration_number,
            "declaration": "I treat restless legs.",
            "interests": "None",
            "confirmed": "on",
        },
    }
    written: type[Model] = {"open": Event, "comment": Comment, "decide": Review}[name]

    def attempt(client: Client) -> bool:
        before = written._default_manager.count()
        return let_through(client.post(links.guest_path(invitation), sends[name])) and (
            written._default_manager.count() > before
        )

    return attempt


def special(name: str) -> Attempt:
    """What the admin's forms let only some do."""
    if name == "set-password":
        return getting(reverse("admin:auth_user_password_change", args=[makers.person().pk]))
    source = makers.source(key="wrong-2020", standing=Standing.RETRACTED)
    path, sent = reverse("admin:articles_source_change", args=[source.pk]), {"kind": "study", "title": "A study"}

    def lift(client: Client) -> bool:
        let_through(client.post(path, {**sent, "key": source.key, "standing": "current"}))
        return Source.objects.get(pk=source.pk).standing == Standing.CURRENT

    return lift


def view(name: str) -> Attempt:
    """Open the list of a model in the admin and one of its rows."""
    row, listing = one_of(name), reverse(in_admin(name, "changelist"))
    path = reverse(in_admin(name, "change"), args=[row.pk])
    return lambda client: let_through(client.get(listing)) & let_through(client.get(path))


def add(name: str) -> Attempt:
    """Send the empty form of a new row."""
    return posting(reverse(in_admin(name, "add")))


def change(name: str) -> Attempt:
    """Send the empty form of a row."""
    return posting(reverse(in_admin(name, "change"), args=[one_of(name).pk]))


def delete(name: str) -> Attempt:
    """Delete a row that nothing points at."""
    row = one_of(name)
    path = reverse(in_admin(name, "delete"), args=[row.pk])

    def attempt(client: Client) -> bool:
        return let_through(client.post(path, {"post": "yes"})) and not type(row).objects.filter(pk=row.pk).exists()

    return attempt


def in_admin(name: str, page: str) -> str:
    """The name of a page of a model in the admin."""
    return f"admin:{MODELS[name]._meta.app_label}_{name}_{page}"
