"""The actions on an edition: for each its words, who takes it in which states, its form and what it does.

What is refused is decided by the workflow alone; roles and states stand here so that a page offers what can be done.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.roles import Role
from articles import steps, workflow
from articles.desk import forms, forms_publishing, linking
from articles.desk.forms import ActionForm
from articles.desk.when import site_time
from articles.models import Edition, Invitation, State
from articles.models.editions import OPEN_STATES, REVIEWED_STATES, SEALED_STATES

REVIEWERS = (Role.REVIEWER,)
PUBLISHERS = (Role.PUBLISHER,)


@dataclass(frozen=True, slots=True)
class Action:
    """One action. ``does``: what it is, as "to … takes the role of …" says it.

    ``about``: the rows of the edition of which it concerns one, if it concerns one. ``main``: it takes the edition
    further, so that a page says why somebody cannot take it. ``reads``: it takes a reviewer who did not write.
    """

    label: str
    does: str
    roles: tuple[Role, ...]
    states: tuple[State, ...]
    run: Callable[..., Any]
    done: str | Callable[[Any, Any], str]
    form: type[ActionForm] = ActionForm
    about: str = ""
    main: bool = False
    reads: bool = False
    danger: bool = False


def _scheduled(edition: Edition, form: Any) -> str:
    at = site_time(edition.publish_at) if edition.publish_at else ""
    twice = " Clocks go back that night, so this time comes twice: the first one is meant." if form.twice else ""
    return f"Edition {edition.number} will be published on {at}.{twice}"


def _invited(invitation: Invitation, form: ActionForm) -> str:
    stands = f"The link for {invitation.name} stands below, under “Reviews and invitations”."
    return f"{stands} It is mailed to {invitation.email}." if invitation.email else f"{stands} Send it to them."


def _published(edition: Edition, form: ActionForm) -> str:
    return f"Edition {edition.number} is published: readers see it now."


def _withdrawn(edition: Edition, form: ActionForm) -> str:
    told = "Withdrawn: readers see the reason in place of the page."
    titles = ", ".join(f"“{each.title}”" for each in linking.pages_that_link(edition.article))
    return (
        f"{told} These published pages link it, and need a new edition without the link: {titles}." if titles else told
    )


ACTIONS: dict[str, Action] = {
    "submit": Action(
        label="Submit for review",
        does="submit",
        roles=steps.WRITERS,
        states=(State.DRAFT,),
        run=workflow.submit,
        done="Submitted: a clinical reviewer reads it next.",
        form=forms.Submit,
        main=True,
    ),
    "claim": Action(
        label="Take this review on",
        does="review",
        roles=REVIEWERS,
        states=(State.IN_REVIEW,),
        run=workflow.claim,
        done="You took this review on. Others see that.",
        reads=True,
    ),
    "approve": Action(
        label="Approve",
        does="review",
        roles=REVIEWERS,
        states=(State.IN_REVIEW,),
        run=workflow.approve,
        done="Approved. A publisher publishes it next.",
        form=forms.Approve,
        main=True,
        reads=True,
    ),
    "request-changes": Action(
        label="Request changes",
        does="review",
        roles=REVIEWERS,
        states=REVIEWED_STATES,
        run=workflow.request_changes,
        done="It went back to its authors with what needs to change.",
        form=forms.RequestChanges,
        reads=True,
    ),
    "publish": Action(
        label="Publish now",
        does="publish",
        roles=PUBLISHERS,
        states=(State.APPROVED, State.SCHEDULED),
        run=workflow.publish,
        done=_published,
        form=forms_publishing.Publish,
        main=True,
    ),
    "schedule": Action(
        label="Publish at a time",
        does="publish",
        roles=PUBLISHERS,
        states=(State.APPROVED,),
        run=workflow.schedule,
        done=_scheduled,
        form=forms_publishing.Schedule,
    ),
    "reschedule": Action(
        label="Move to another time",
        does="publish",
        roles=PUBLISHERS,
        states=(State.SCHEDULED,),
        run=workflow.reschedule,
        done=_scheduled,
        form=forms_publishing.At,
    ),
    "unschedule": Action(
        label="Cancel the schedule",
        does="publish",
        roles=PUBLISHERS,
        states=(State.SCHEDULED,),
        run=workflow.unschedule,
        done="It is no longer scheduled. It stays approved.",
    ),
    "record-review": Action(
        label="Reviewed, no change",
        does="review",
        roles=REVIEWERS,
        states=(State.PUBLISHED,),
        run=workflow.record_review,
        done="Recorded: readers see the new date of its last review.",
        form=forms_publishing.RecordReview,
        main=True,
        reads=True,
    ),
    "move-review-date": Action(
        label="Move the review date",
        does="move a review date",
        roles=PUBLISHERS,
        states=(State.PUBLISHED,),
        run=workflow.move_review_date,
        done="The review date is moved.",
        form=forms_publishing.MoveReview,
    ),
    "invite": Action(
        label="Invite a clinician without an account",
        does="invite a clinician",
        roles=steps.WRITERS,
        states=(State.IN_REVIEW,),
        run=workflow.invite,
        done=_invited,
        form=forms.Invite,
    ),
    "release": Action(
        label="Give this review back",
        does="give a review back",
        roles=(Role.REVIEWER, Role.PUBLISHER),
        states=(State.IN_REVIEW,),
        run=workflow.release,
        done="The review was given back: another reviewer can take it on.",
    ),
    "reopen": Action(
        label="Take back to draft",
        does="take an edition back",
        roles=steps.WRITERS,
        states=REVIEWED_STATES,
        run=workflow.reopen,
        done="It is a draft again.",
        form=forms.Reason,
    ),
    "restore": Action(
        label="Start a new draft with this text",
        does="write",
        roles=steps.WRITERS,
        states=(*SEALED_STATES, State.DISCARDED),
        run=workflow.restore,
        done="This is the new draft, with the text of the older edition.",
    ),
    "withdraw": Action(
        label="Withdraw",
        does="withdraw",
        roles=PUBLISHERS,
        states=(State.PUBLISHED,),
        run=workflow.withdraw,
        done=_withdrawn,
        form=forms_publishing.Withdraw,
        danger=True,
    ),
    "discard": Action(
        label="Discard this draft",
        does="discard a draft",
        roles=steps.WRITERS,
        states=(State.DRAFT,),
        run=workflow.discard,
        done="The draft was discarded. Its text is kept.",
        form=forms.Discard,
        danger=True,
    ),
    "comment": Action(
        label="Comment",
        does="comment",
        roles=steps.STAFF,
        states=OPEN_STATES,
        run=workflow.comment,
        done="Your comment is there.",
        form=forms.Say,
    ),
    "answer": Action(
        label="Answer",
        does="comment",
        roles=steps.STAFF,
        states=OPEN_STATES,
        run=workflow.answer,
        done="Your answer is there.",
        form=forms.Answer,
        about="comments",
    ),
    "resolve": Action(
        label="Resolve",
        does="resolve a comment",
        roles=steps.STAFF,
        states=tuple(State),
        run=workflow.resolve,
        done="Resolved.",
        about="comments",
    ),
    "set-aside": Action(
        label="Set aside",
        does="write",
        roles=steps.WRITERS,
        states=(State.DRAFT,),
        run=workflow.set_aside,
        done="Set aside. The reviewer reads why.",
        form=forms.SetAside,
    ),
    "take-up-again": Action(
        label="Take up again",
        does="write",
        roles=steps.WRITERS,
        states=(State.DRAFT,),
        run=workflow.take_up_again,
        done="The advice stands again.",
        about="set_aside",
    ),
    "revoke": Action(
        label="Revoke the link",
        does="revoke an invitation",
        roles=steps.WRITERS,
        states=tuple(State),
        run=workflow.revoke,
        done="The link no longer works.",
        about="invitations",
    ),
    "confirm-identity": Action(
        label="It is them: let it count",
        does="confirm who a clinician is",
        roles=PUBLISHERS,
        states=(State.IN_REVIEW,),
        run=workflow.confirm_identity,
        done="Confirmed: the decision counts now.",
        form=forms.Identity,
        about="reviews",
    ),
    "refuse-identity": Action(
        label="It is not them",
        does="confirm who a clinician is",
        roles=PUBLISHERS,
        states=tuple(State),
        run=workflow.refuse_identity,
        done="Recorded: the decision does not count.",
        form=forms.Identity,
        about="reviews",
    ),
}
"""Every action by the last part of its address, in the order in which a page offers them."""

IN_PLACE = ("comment", "set-aside")
"""Those whose forms stand at the part or advice that they are about."""

ON_THE_EDITION = tuple(name for name, action in ACTIONS.items() if not action.about and name not in IN_PLACE)
"""Those that are offered for the edition as a whole."""
