"""The guards of what was decided, said and remembered, and of the vocabulary and the library."""

from __future__ import annotations

from collections.abc import Iterator

from articles.guards.rule import WROTE, Rule, changed, taken

APPEND_ONLY = {
    "articles_review": (),
    "articles_event": (),
    "articles_identitycheck": ("review_id",),
    "articles_kepttext": ("edition_id", "version"),
    "articles_pagelink": ("edition_id", "url"),
    "articles_tagchange": (),
}
"""The tables whose rows never change nor go, each with the columns that also stand once."""

HISTORIES = (
    "resources_historicalorganisation",
    "resources_historicalcontact",
    "articles_historicalplacement",
    "articles_historicalsource",
    "finding_historicalredirect",
    "articles_historicaltopic",
    "articles_historicaltopicname",
    "articles_historicaltopiccode",
)
"""The histories of support resources, sources and topics: who changed what, when and why. They never change either."""

# Who decides on what: on a text in review, on an approved one only against it, on what readers see.
_DECIDED = (
    "EXISTS (SELECT 1 FROM articles_edition e WHERE e.id = NEW.edition_id AND ("
    "(NEW.decision = 'approved' AND e.state = 'in_review') "
    "OR (NEW.decision = 'changes_requested' AND e.state IN ('in_review', 'approved', 'scheduled')) "
    "OR (NEW.decision = 'confirmed' AND e.state = 'published' AND e.sealed_sha256 = NEW.document_sha256)))"
)
_SIGNED_BY_THEMSELVES = (
    "(NEW.reviewer_id IS NULL OR EXISTS (SELECT 1 FROM accounts_byline b WHERE b.id = NEW.byline_id "
    "AND b.user_id = NEW.reviewer_id))"
)
_LINK_WORKED = (
    "(NEW.invitation_id IS NULL OR EXISTS (SELECT 1 FROM articles_invitation v WHERE v.id = NEW.invitation_id "
    "AND v.edition_id = NEW.edition_id AND v.revoked_at IS NULL AND v.expires_at > NEW.decided_at))"
)
_OF_ITS_EDITION = (
    "(NEW.invitation_id IS NULL OR EXISTS (SELECT 1 FROM articles_invitation v WHERE v.id = NEW.invitation_id "
    "AND v.edition_id = NEW.edition_id))"
)
# Whoever invited a clinician, wrote in the text or submitted it does not say who that clinician is: two people stand
# behind each approval.
_CHECKED_BY_ANOTHER = (
    "SELECT 1 FROM articles_review r JOIN articles_invitation v ON v.id = r.invitation_id WHERE r.id = NEW.review_id "
    "AND v.invited_by_id <> NEW.checked_by_id "
    f"AND NOT {WROTE.format(edition='r.edition_id', user='NEW.checked_by_id')} "
    "AND NOT EXISTS (SELECT 1 FROM articles_edition e WHERE e.id = r.edition_id "
    "AND e.submitted_by_id = NEW.checked_by_id)"
)
_AS_IT_STOOD = (
    "EXISTS (SELECT 1 FROM articles_edition e WHERE e.id = NEW.edition_id AND e.state = 'draft' "
    "AND e.version = NEW.version AND e.saved_by_id = NEW.saved_by_id)"
)
_INVITATION = ("edition_id", "name", "email", "note", "invited_at", "invited_by_id", "expires_at")
_COMMENT = ("edition_id", "part", "place", "text", "made_at", "author_id", "invitation_id", "answers_id")
_ANSWERS_ITS_OWN = (
    "(NEW.answers_id IS NULL OR EXISTS (SELECT 1 FROM articles_comment a WHERE a.id = NEW.answers_id "
    "AND a.edition_id = NEW.edition_id AND a.answers_id IS NULL))"
)
_OF_ITS_ARTICLE = (
    "(NEW.edition_id IS NULL OR EXISTS (SELECT 1 FROM articles_edition e WHERE e.id = NEW.edition_id "
    "AND e.article_id = NEW.article_id))"
)
_NO_SUCH_TOPIC = (
    "NEW.{kind}_id IS NOT NULL AND NOT EXISTS "
    "(SELECT 1 FROM articles_topic t WHERE t.id = NEW.{kind}_id AND t.kind = '{kind}')"
)


def rules() -> Iterator[Rule]:
    """The guards of what was decided, said and remembered, and of the vocabulary and the library."""
    yield from _append_only_rules()
    yield from _history_rules()
    yield from _review_rules()
    yield from _talk_rules()
    yield from _library_rules()


def _append_only_rules() -> Iterator[Rule]:
    for table, once in APPEND_ONLY.items():
        for operation, broken in (("INSERT", taken(table, *once)), ("UPDATE", "1 = 1"), ("DELETE", "1 = 1")):
            name = f"guard_{table.removeprefix('articles_')}_{operation.lower()}"
            yield Rule(name, table, operation, broken, f"{table} is append-only")


def _history_rules() -> Iterator[Rule]:
    for table in HISTORIES:
        name = f"guard_{table.partition('_')[2]}"
        message = f"{table} is append-only"
        there = f"EXISTS (SELECT 1 FROM {table} x WHERE x.history_id = NEW.history_id)"
        yield Rule(f"{name}_insert", table, "INSERT", there, message)
        yield Rule(f"{name}_update", table, "UPDATE", "1 = 1", message)
        yield Rule(f"{name}_delete", table, "DELETE", "1 = 1", message)
    yield Rule("guard_linkcheck_update", "resources_linkcheck", "UPDATE", "1 = 1", "what a check found stays as it was")


def _review_rules() -> Iterator[Rule]:
    table = "articles_review"
    unfit = f"NOT ({_DECIDED} AND {_SIGNED_BY_THEMSELVES} AND {_LINK_WORKED})"
    yield Rule("guard_review_fits", table, "INSERT", unfit, "a review is signed where its text stands to be reviewed")
    own = WROTE.format(edition="NEW.edition_id", user="NEW.reviewer_id")
    yield Rule("guard_review_of_own", table, "INSERT", own, "nobody reviews what they wrote")
    unknown = f"NEW.confirmed AND NOT EXISTS ({_CHECKED_BY_ANOTHER})"
    message = "somebody else than those who wrote, submitted or invited confirms who a clinician is"
    yield Rule("guard_identitycheck_by_another", "articles_identitycheck", "INSERT", unknown, message)
    message = "a kept text is the one that stands"
    yield Rule("guard_kepttext_stood", "articles_kepttext", "INSERT", f"NOT {_AS_IT_STOOD}", message)


def _talk_rules() -> Iterator[Rule]:
    table, message = "articles_invitation", "only the revocation of an invitation changes, once"
    rewritten = f"OLD.revoked_at IS NOT NULL OR {changed(_INVITATION)}"
    yield Rule("guard_invitation_insert", table, "INSERT", taken(table), message)
    yield Rule("guard_invitation_update", table, "UPDATE", rewritten, message)
    yield Rule("guard_invitation_delete", table, "DELETE", "1 = 1", message)
    table, message = "articles_comment", "what was said stays as it was said"
    yield Rule("guard_comment_insert", table, "INSERT", taken(table), message)
    yield Rule("guard_comment_update", table, "UPDATE", changed(_COMMENT), message)
    yield Rule("guard_comment_delete", table, "DELETE", "1 = 1", message)
    astray = f"NOT ({_ANSWERS_ITS_OWN} AND {_OF_ITS_EDITION})"
    yield Rule("guard_comment_fits", table, "INSERT", astray, "a comment is about its own edition")
    astray = f"NOT ({_OF_ITS_ARTICLE} AND {_OF_ITS_EDITION})"
    yield Rule("guard_event_fits", "articles_event", "INSERT", astray, "an event is about its own article")


def _library_rules() -> Iterator[Rule]:
    wrong = " OR ".join(f"({_NO_SUCH_TOPIC.format(kind=kind)})" for kind in ("medicine", "condition"))
    for operation in ("INSERT", "UPDATE"):
        name = f"guard_article_topics_{operation.lower()}"
        yield Rule(name, "articles_article", operation, wrong, "a medicine is a medicine, a condition a condition")
    cited = "OLD.key <> NEW.key AND EXISTS (SELECT 1 FROM articles_citation c WHERE c.source_id = OLD.id)"
    yield Rule("guard_source_key", "articles_source", "UPDATE", cited, "a cited source keeps its key")
    yield Rule("guard_topic_kind", "articles_topic", "UPDATE", "OLD.kind <> NEW.kind", "a topic keeps its kind")
