"""A row of each model of the admin, made as the site makes it."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from django.contrib.auth.models import Group
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from articles import workflow
from articles.models import (
    Citation,
    Contribution,
    Filed,
    FormerSlug,
    IdentityCheck,
    KeptText,
    LoadedFile,
    PageLink,
    Placement,
    Point,
    PreparedPage,
    Presence,
    ReviewNotice,
    Section,
    SetAside,
    Tagging,
    TopicCode,
    TopicName,
)
from finding import workflow as finding
from finding.models import MissingAddress, MissingWord
from resources import workflow as resources
from resources.models import CheckerLease, FormerOrganisationSlug, LinkHost
from tests import makers

ADVICE = {"code": "long-sentence", "target": "summary", "about": ""}
_numbers = count(1)


def kept_text() -> KeptText:
    edition = makers.draft()
    workflow.save_document(edition, makers.document(title="Other"), version=edition.version, by=makers.author())
    return edition.kept_texts.get()


def checked() -> IdentityCheck:
    review = makers.guest_approval()
    workflow.refuse_identity(review, how="Not in the register.", by=makers.publisher())
    return review.identity_check


def set_aside() -> SetAside:
    return workflow.set_aside(makers.draft(), **ADVICE, reason="A name.", by=makers.author())


def presence() -> Presence:
    return workflow.note_presence(makers.draft(), by=makers.author())


def former_slug() -> FormerSlug:
    article = makers.published().article
    workflow.rename_article(article, f"{article.slug}-anew", by=makers.publisher())
    return article.former_slugs.get()


def former_organisation_slug() -> FormerOrganisationSlug:
    organisation = makers.organisation()
    resources.rename_organisation(organisation, f"{organisation.slug}-anew", by=makers.superuser())
    return organisation.former_slugs.get()


def missing() -> MissingAddress:
    path, today = f"/missing-{next(_numbers)}", timezone.localdate()
    return MissingAddress.objects.create(path=path, times=3, first_on=today, last_on=today)


def missing_word() -> MissingWord:
    word, today = f"missing{next(_numbers)}", timezone.localdate()
    return MissingWord.objects.create(language="en", word=word, times=3, first_on=today, last_on=today)


def notice() -> ReviewNotice:
    edition, now = makers.published(), timezone.now()
    return ReviewNotice.objects.create(
        edition=edition, user=makers.author(), stage="soon", due_on=makers.next_year(), mailed_at=now
    )


def one_of(name: str) -> Any:
    """A row of a model, to which nothing points where that can be."""
    makers_of: dict[str, Callable[[], Any]] = {
        "article": makers.article,
        "edition": makers.published,
        "section": lambda: Section.objects.filter(edition=makers.draft())[0],
        "point": lambda: Point.objects.filter(section__edition=makers.draft())[0],
        "citation": lambda: Citation.objects.filter(point__section__edition=makers.draft())[0],
        "contribution": lambda: Contribution.objects.filter(edition=makers.draft())[0],
        "review": lambda: makers.approve(makers.submitted()),
        "event": lambda: makers.article().events.all()[0],
        "tagging": lambda: Tagging.objects.create(article=makers.article(), tag=makers.tag()),
        "invitation": makers.invited,
        "identitycheck": checked,
        "comment": lambda: workflow.comment(makers.submitted(), text="So?", by=makers.author()),
        "setaside": set_aside,
        "kepttext": kept_text,
        "presence": presence,
        "reviewnotice": notice,
        "loadedfile": lambda: LoadedFile.objects.create(
            name=f"{next(_numbers)}.toml", sha256="0" * 64, loaded_at=timezone.now()
        ),
        "dbtaskresult": lambda: DBTaskResult.objects.create(task_path="x", args_kwargs={}, backend_name="default"),
        "source": makers.source,
        "tag": makers.tag,
        "tagname": lambda: makers.tag().names.all()[0],
        "tagchange": lambda: makers.tag().changes.all()[0],
        "topic": makers.condition,
        "topicname": lambda: TopicName.objects.get(topic=makers.medicine()),
        "topiccode": lambda: TopicCode.objects.get(topic=makers.medicine()),
        "placement": lambda: Placement.objects.create(organisation=makers.organisation(), tag=makers.tag()),
        "organisation": makers.organisation,
        "contact": makers.contact,
        "link": makers.link,
        "linkcheck": lambda: makers.link(checked=True).checks.all()[0],
        "importdraft": lambda: resources.hold_import(file_name="x.csv", rows=b"x", by=makers.superuser()),
        "formerslug": former_slug,
        "formerorganisationslug": former_organisation_slug,
        "redirect": lambda: finding.add_redirect(
            path=f"/old-{next(_numbers)}", target="/about/", by=makers.publisher()
        ),
        "missingaddress": missing,
        "missingword": missing_word,
        "linkhost": lambda: LinkHost.objects.create(host=f"https://host-{next(_numbers)}.example:443"),
        "checkerlease": lambda: CheckerLease.objects.get_or_create(name="links", defaults={"until": timezone.now()})[0],
        "readerreport": makers.reader_report,
        "pagelink": lambda: PageLink.objects.create(edition=makers.published(), url="https://example.org/page"),
        "preparedpage": lambda: PreparedPage.objects.get(edition=makers.published()),
        "filed": lambda: Filed.objects.get(article=makers.published().article),
        "relatedchoice": lambda: workflow.relate_exclude(makers.article(), makers.article(), by=makers.author()),
        "byline": lambda: makers.person().byline,
        "user": lambda: makers.person(byline=False),
        "group": lambda: Group.objects.create(name=f"Another {next(_numbers)}"),
    }
    return makers_of[name]()
