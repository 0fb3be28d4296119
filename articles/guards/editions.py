"""The guards of editions and of their content."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps

from articles.guards.rule import WROTE, Rule, changed, taken

TABLE = "articles_edition"
MAY_CHANGE = frozenset(
    {
        "state",
        "moved_at",
        "moved_by_id",
        "next_review_due",
        "last_review_id",
        "withdrawn_at",
        "withdrawn_by_id",
        "withdrawal_reason",
        "redirect_to_id",
    }
)
"""The only columns of a published edition that may still change. A new column is frozen unless it is named here."""

CONTENT_COLUMNS = (
    "title",
    "summary",
    "answer_what",
    "answer_how_common",
    "answer_what_to_do",
    "answer_when_urgent",
    "version",
    "saved_at",
    "saved_by_id",
)
"""The columns of an edition's own row that only a draft may change."""

IDENTITY_COLUMNS = ("article_id", "number", "based_on_id", "created_at", "created_by_id")
"""The columns that an edition has from its beginning."""

FROZEN_MESSAGE = "only the content of a draft can be changed"
_SEALED = "OLD.sealed_json IS NOT NULL"

_FROZEN = "e.state <> 'draft'"
_OF_SECTION = f"SELECT 1 FROM articles_edition e WHERE e.id = {{row}}.edition_id AND {_FROZEN}"
_OF_POINT = (
    "SELECT 1 FROM articles_section s JOIN articles_edition e ON e.id = s.edition_id "
    f"WHERE s.id = {{row}}.section_id AND {_FROZEN}"
)
_OF_CITATION = (
    f"SELECT 1 FROM articles_edition e WHERE {_FROZEN} AND e.id IN ("
    "SELECT s.edition_id FROM articles_section s WHERE s.id = {row}.section_id "
    "UNION SELECT s.edition_id FROM articles_section s JOIN articles_point p ON p.section_id = s.id "
    "WHERE p.id = {row}.point_id)"
)
CONTENT_TABLES = {
    "articles_section": _OF_SECTION,
    "articles_contribution": _OF_SECTION,
    "articles_setaside": _OF_SECTION,
    "articles_point": _OF_POINT,
    "articles_citation": _OF_CITATION,
}
# A signed review of this edition, by somebody who did not write in it. An invited clinician's counts only once somebody
# has confirmed who they are, who did not write in it after that either.
_SIGNED = (
    "SELECT 1 FROM articles_review r WHERE r.id = NEW.{column} AND r.edition_id = NEW.id "
    "AND r.decision = '{decision}' AND r.document_sha256 = NEW.{text} AND {more} "
    f"AND NOT {WROTE.format(edition='NEW.id', user='r.reviewer_id')} "
    "AND (r.invitation_id IS NULL OR EXISTS (SELECT 1 FROM articles_identitycheck i WHERE i.review_id = r.id "
    f"AND i.confirmed AND NOT {WROTE.format(edition='NEW.id', user='i.checked_by_id')}))"
)
_APPROVED = _SIGNED.format(
    column="approval_id",
    decision="approved",
    text="approved_sha256",
    more="r.reviewer_id IS DISTINCT FROM NEW.submitted_by_id",
)
_REVIEWED_ANEW = _SIGNED.format(
    column="last_review_id",
    decision="confirmed",
    text="sealed_sha256",
    more="(OLD.last_review_id IS NULL OR r.id > OLD.last_review_id)",
)

_STEPS = {
    "draft": ("in_review", "discarded"),
    "in_review": ("approved", "draft"),
    "approved": ("published", "scheduled", "draft"),
    "scheduled": ("published", "approved", "draft"),
    "published": ("superseded", "withdrawn"),
}
_STEP = " OR ".join(
    f"(OLD.state = '{since}' AND NEW.state = '{to}')" for since, states in _STEPS.items() for to in states
)
# Starter content goes from draft to published; which it is was decided when it began.
_STARTER = "(OLD.state = 'draft' AND NEW.state = 'published' AND NEW.unreviewed)"
_NO_STEP = (
    "(OLD.sealed_json IS NULL AND OLD.unreviewed <> NEW.unreviewed) "
    f"OR (OLD.state <> NEW.state AND NOT ({_STEP} OR {_STARTER}))"
)
# SQLite's REPLACE deletes what stands in the way of an insert; the row that would go is looked for first.
_NO_BIRTH = (
    "NEW.state <> 'draft' OR NEW.approval_id IS NOT NULL OR EXISTS ("
    "SELECT 1 FROM articles_edition e WHERE e.sealed_json IS NOT NULL "
    "AND (e.id = NEW.id OR (e.article_id = NEW.article_id AND e.number = NEW.number)))"
)
_SAVED_OVER = (
    "NEW.version < OLD.version OR (OLD.saved_by_id <> NEW.saved_by_id AND NOT EXISTS ("
    "SELECT 1 FROM articles_kepttext k WHERE k.edition_id = OLD.id AND k.version = OLD.version "
    "AND OLD.version < NEW.version))"
)
# Whose words stand in the edition that this one was copied from, and were approved there by somebody.
_CARRIED_OVER = (
    "EXISTS (SELECT 1 FROM articles_edition e JOIN articles_edition b ON b.id = e.based_on_id "
    "JOIN articles_contribution c ON c.edition_id = b.id WHERE e.id = NEW.edition_id AND c.user_id = NEW.user_id "
    "AND (c.carried_over OR b.sealed_json IS NOT NULL))"
)


def frozen_columns() -> list[str]:
    """The columns of a sealed edition that never change again."""
    edition = apps.get_model("articles", "Edition")
    fields = edition._meta.concrete_fields  # noqa: SLF001 (public API of Django)
    return [str(field.column) for field in fields if field.column not in MAY_CHANGE]


def rules() -> Iterator[Rule]:
    """The guards of editions and of their content."""
    yield from _sealed_rules()
    yield from _open_rules()
    yield from _approval_rules()
    yield from _content_rules()
    yield from _contribution_rules()


def _sealed_rules() -> Iterator[Rule]:
    rewritten = (
        f"{_SEALED} AND ({changed(frozen_columns())} OR (OLD.state <> 'published' AND ({changed(sorted(MAY_CHANGE))})))"
    )
    yield Rule("guard_edition_update", TABLE, "UPDATE", rewritten, "a sealed edition cannot be changed")
    yield Rule("guard_edition_delete", TABLE, "DELETE", _SEALED, "a sealed edition cannot be deleted")
    forged = "OLD.sealed_json IS NULL AND NEW.sealed_json IS NOT NULL AND NEW.sealed_sha256 <> SHA256(NEW.sealed_json)"
    yield Rule("guard_edition_seal", TABLE, "UPDATE", forged, "a seal is the SHA-256 of its text")
    circle = "NEW.redirect_to_id = NEW.article_id"
    yield Rule("guard_edition_redirect", TABLE, "UPDATE", circle, "a withdrawn page cannot send readers to itself")


def _open_rules() -> Iterator[Rule]:
    rewritten = f"OLD.sealed_json IS NULL AND OLD.state <> 'draft' AND ({changed(CONTENT_COLUMNS)})"
    yield Rule("guard_edition_content", TABLE, "UPDATE", rewritten, FROZEN_MESSAGE)
    moved = f"OLD.sealed_json IS NULL AND ({changed(IDENTITY_COLUMNS)})"
    yield Rule("guard_edition_identity", TABLE, "UPDATE", moved, "an edition stays what it began as")
    saved_over = f"OLD.state = 'draft' AND ({_SAVED_OVER})"
    yield Rule("guard_edition_kept", TABLE, "UPDATE", saved_over, "the text of another is kept before it is saved over")
    yield Rule("guard_edition_steps", TABLE, "UPDATE", _NO_STEP, "an edition takes one step of its life at a time")
    yield Rule("guard_edition_birth", TABLE, "INSERT", _NO_BIRTH, "an edition begins as a draft, in a place of its own")
    late = "NEW.state = 'scheduled' AND NEW.publish_at <= NEW.scheduled_at"
    yield Rule("guard_edition_schedule", TABLE, "UPDATE", late, "a schedule is for a time to come")


def _approval_rules() -> Iterator[Rule]:
    unsigned = f"OLD.sealed_json IS NULL AND NEW.approval_id IS NOT NULL AND NOT EXISTS ({_APPROVED})"
    message = "an approval is signed for this text by somebody who did not write it"
    yield Rule("guard_edition_approval_update", TABLE, "UPDATE", unsigned, message)
    void = (
        "OLD.sealed_json IS NULL AND NEW.approval_id IS NOT NULL AND NEW.state IN ('draft', 'in_review', 'discarded')"
    )
    yield Rule("guard_edition_void", TABLE, "UPDATE", void, "an approval is void once its text is under work again")
    unread = f"OLD.last_review_id IS DISTINCT FROM NEW.last_review_id AND NOT EXISTS ({_REVIEWED_ANEW})"
    yield Rule("guard_edition_reviewed_anew", TABLE, "UPDATE", unread, "a review is signed for the text that stands")


def _content_rules() -> Iterator[Rule]:
    for table, frozen in CONTENT_TABLES.items():
        for operation, rows in (("INSERT", ["NEW"]), ("UPDATE", ["OLD", "NEW"]), ("DELETE", ["OLD"])):
            broken = " OR ".join(f"EXISTS ({frozen.format(row=row)})" for row in rows)
            if operation == "INSERT":
                broken += (
                    f" OR EXISTS (SELECT 1 FROM {table} x WHERE x.id = NEW.id AND EXISTS ({frozen.format(row='x')}))"
                )
            name = f"guard_{table.removeprefix('articles_')}_{operation.lower()}"
            yield Rule(name, table, operation, broken, FROZEN_MESSAGE)


def _contribution_rules() -> Iterator[Rule]:
    table, message = "articles_contribution", "who wrote in an edition is never taken out of it"
    denied = f"NOT OLD.carried_over AND (NEW.carried_over OR {changed(('user_id', 'edition_id'))})"
    yield Rule("guard_contribution_kept_update", table, "UPDATE", denied, message)
    yield Rule("guard_contribution_kept_delete", table, "DELETE", "NOT OLD.carried_over", message)
    replaced = taken(table, "edition_id", "user_id")
    yield Rule("guard_contribution_kept_insert", table, "INSERT", replaced, message)
    unapproved = f"NEW.carried_over AND NOT {_CARRIED_OVER}"
    message = "what is carried over was approved in the edition before"
    yield Rule("guard_contribution_carried", table, "INSERT", unapproved, message)
