"""Every write to an article and its editions. Views, admin, commands and tests call these; none write rows themselves.

Each function is one transaction, takes ``by`` (who does it; an invited clinician acts by their invitation), checks the
role, makes one compare-and-set transition whose count must be 1 (else ``LostRace`` says who was first), and records an
event in words.
"""

from articles.workflow.choosing import set_tags
from articles.workflow.following import mark_sources
from articles.workflow.inviting import (
    Clinician,
    confirm_identity,
    guest_comment,
    guest_decide,
    invite,
    must_work,
    open_link,
    refuse_identity,
    revoke,
)
from articles.workflow.library import may_change_sources, save_source, settle_address, use_source_address
from articles.workflow.placing import place, placed_on, reorder, save_placement, unplace
from articles.workflow.publishing import (
    move_review_date,
    publish,
    publish_due,
    publish_starter,
    reschedule,
    said,
    schedule,
    unschedule,
)
from articles.workflow.relating import chosen_for, relate_clear, relate_exclude, relate_order, relate_pin
from articles.workflow.renaming import rename_article, rename_topic
from articles.workflow.reviewing import (
    answer,
    approve,
    claim,
    comment,
    record_review,
    release,
    request_changes,
    resolve,
)
from articles.workflow.tag_checks import Twin
from articles.workflow.tag_likeness import similar
from articles.workflow.tag_planning import NewTag
from articles.workflow.tagging import (
    create_tag,
    describe_tag,
    may_keep_tags,
    merge,
    rename,
    retire,
    reverse,
    split,
    start_tag,
)
from articles.workflow.topics import remove_topic, save_topic
from articles.workflow.withdrawing import withdraw, withdraw_overdue
from articles.workflow.writing import (
    create_article,
    discard,
    note_presence,
    reopen,
    restore,
    save_document,
    set_aside,
    start_draft,
    submit,
    take_up_again,
)

__all__ = [
    "Clinician",
    "NewTag",
    "Twin",
    "answer",
    "approve",
    "chosen_for",
    "claim",
    "comment",
    "confirm_identity",
    "create_article",
    "create_tag",
    "describe_tag",
    "discard",
    "guest_comment",
    "guest_decide",
    "invite",
    "mark_sources",
    "may_change_sources",
    "may_keep_tags",
    "merge",
    "move_review_date",
    "must_work",
    "note_presence",
    "open_link",
    "place",
    "placed_on",
    "publish",
    "publish_due",
    "publish_starter",
    "record_review",
    "refuse_identity",
    "relate_clear",
    "relate_exclude",
    "relate_order",
    "relate_pin",
    "release",
    "remove_topic",
    "rename",
    "rename_article",
    "rename_topic",
    "reopen",
    "reorder",
    "request_changes",
    "reschedule",
    "resolve",
    "restore",
    "retire",
    "reverse",
    "revoke",
    "said",
    "save_document",
    "save_placement",
    "save_source",
    "save_topic",
    "schedule",
    "set_aside",
    "set_tags",
    "settle_address",
    "similar",
    "split",
    "start_draft",
    "start_tag",
    "submit",
    "take_up_again",
    "unplace",
    "unschedule",
    "use_source_address",
    "withdraw",
    "withdraw_overdue",
]
