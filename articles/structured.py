"""Structured data (JSON-LD) of public pages, in terms of schema.org 30 only."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString

from accounts.models import BylineKind
from articles.models import ChangeKind, CodeSystem, Edition, Topic, TopicKind
from articles.prepared import ADDRESS, Prepared
from articles.surroundings import Surroundings
from resources.structured import breadcrumbs, json_ld

__all__ = ["article", "breadcrumbs", "hub", "json_ld", "publisher", "topic"]


def publisher() -> dict[str, Any]:
    """Who publishes this site."""
    return {"@type": "Organization", "name": settings.SITE_NAME, "url": f"{settings.SITE_URL}/"}


def topic(subject: Topic, names: list[str], codes: list[tuple[str, str]]) -> dict[str, Any]:
    """A medicine as Drug or a condition as MedicalCondition, with its names and codes."""
    medicine = subject.kind == TopicKind.MEDICINE
    data: dict[str, Any] = {
        "@type": "Drug" if medicine else "MedicalCondition",
        "name": subject.name,
        "url": settings.SITE_URL + subject.get_absolute_url(),
    }
    if names:
        data["alternateName"] = names
    if medicine:
        data["nonProprietaryName"] = subject.name
        if rxcui := [value for system, value in codes if system == CodeSystem.RXNORM]:
            data["rxcui"] = rxcui[0]
    if codes:
        data["code"] = [
            {"@type": "MedicalCode", "codeValue": value, "codingSystem": CodeSystem(system).label}
            for system, value in codes
        ]
    return data


def hub(
    subject: Topic,
    names: list[str],
    codes: list[tuple[str, str]],
    editions: list[Edition],
    trail: list[tuple[str, str]],
) -> dict[str, Any]:
    """The hub of a medicine or condition as a MedicalWebPage about it, with its articles as parts."""
    address = settings.SITE_URL + subject.get_absolute_url()
    data = {
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": subject.name,
        "inLanguage": editions[0].article.language,
        "publisher": publisher(),
        "medicalAudience": {"@type": "Patient"},
        "mainEntity": topic(subject, names, codes) | _described(subject),
        "breadcrumb": breadcrumbs(trail),
        "hasPart": [
            {
                "@type": "MedicalWebPage",
                "url": settings.SITE_URL + edition.article.get_absolute_url(),
                "name": edition.title,
            }
            for edition in editions
        ],
    }
    return data | _described(subject)


def article(
    edition: Edition, text: Prepared, around: Surroundings, trail: list[tuple[str, str]], address: str
) -> SafeString:
    """The page of an article at an address as MedicalWebPage, with what its text says of itself."""
    identity = edition.article
    modified = (edition.published_at or edition.saved_at).isoformat()
    data: dict[str, Any] = {
        "@type": "MedicalWebPage",
        "@id": address,
        "url": address,
        "name": text.title,
        "description": text.summary,
        "inLanguage": text.language,
        "dateModified": modified,
        "publisher": publisher(),
        "author": [_signed(each.name, each.credentials, each.kind) for each in around.authors],
        "license": settings.CONTENT_LICENCE_URL,
        "publishingPrinciples": f"{settings.SITE_URL}/about/how-pages-are-made/",
        "medicalAudience": {"@type": "Patient"},
        "about": [
            topic(subject, around.names.get(subject.slug, []), around.codes.get(subject.slug, []))
            for subject in (identity.medicine, identity.condition)
            if subject
        ],
        "breadcrumb": breadcrumbs(trail),
    }
    if review := edition.reviewed:
        data["lastReviewed"] = timezone.localdate(review.decided_at).isoformat()
        kind = around.bylines.get(review.byline_id or 0, "")
        data["reviewedBy"] = _signed(review.signed_name, review.signed_credentials, kind)
    if edition.change == ChangeKind.CORRECTION:
        data["correction"] = edition.public_note
    return json_ld(data, text.data.replace(ADDRESS, address))


def _described(subject: Topic) -> dict[str, str]:
    return {"description": subject.description} if subject.description else {}


def _signed(name: str, credentials: str, kind: str) -> dict[str, Any]:
    data: dict[str, Any] = {"@type": "Organization" if kind == BylineKind.ORGANISATION else "Person", "name": name}
    if credentials:
        data["description"] = credentials
    return data
