"""What an invited clinician fills in. The rules that count are those of the workflow; these say where one is broken."""

from __future__ import annotations

from typing import Any

from django import forms

from articles.models import Decision
from articles.workflow import Clinician
from articles.workflow.inviting import LINE

WORDS, COMMENT = 4000, 4000


def _line(label: str, *, help_text: str = "", autocomplete: str = "off", required: bool = True) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        max_length=LINE,
        widget=forms.TextInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": f"Give your {label[0].lower()}{label[1:]}: a review is signed."},
    )


def _lines(label: str, help_text: str, *, rows: int = 3) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=WORDS,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class DecisionForm(forms.Form):
    """A decision on the text with this SHA-256, and the signature under it."""

    use_required_attribute = False
    error_css_class = "wrong"

    decision = forms.ChoiceField(
        label="Your decision",
        choices=[
            (Decision.APPROVED, "Approve: the text is right as it stands"),
            (Decision.CHANGES_REQUESTED, "Ask for changes: something has to change first"),
        ],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose one: approve the text, or ask for changes."},
    )
    note = _lines("Note to the editors", "Needed where you ask for changes: what has to change, and why.", rows=4)
    declaration = _lines(
        "Your competence",
        "Needed for an approval, and shown to readers: what makes you competent to judge this text, in a sentence.",
    )
    interests = _lines(
        "Your interests",
        "Needed for an approval, and shown to readers: payments, shares or posts that could sway you, or “None”.",
    )
    name = _line("Name", autocomplete="name", help_text="As it stands in your register.")
    credentials = _line("Qualification and post", help_text="Such as: Consultant neurologist, FRCP.")
    registration_body = _line("Registration body", help_text="Who keeps your register, such as the medical council.")
    registration_number = _line("Registration number")
    affiliation = _line("Affiliation", help_text="Where you work, if readers should know.", required=False)
    # One that is missing is that of another text, which the workflow refuses.
    sha256 = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """What an approval needs, and what a request for changes needs."""
        given = super().clean() or {}
        needed = {
            Decision.APPROVED: {
                "declaration": "An approval needs your declaration of competence.",
                "interests": "Declare what could sway you (payments, shares, posts), or write “None”.",
            },
            Decision.CHANGES_REQUESTED: {"note": "Say what needs to change."},
        }
        for name, rule in needed.get(given.get("decision", ""), {}).items():
            if not given.get(name) and name not in self.errors:
                self.add_error(name, rule)
        return given

    def for_workflow(self) -> dict[str, Any]:
        """The arguments of ``workflow.guest_decide``, once the form is valid."""
        given = self.cleaned_data
        return {
            "decision": Decision(given["decision"]),
            "sha256": given["sha256"],
            "clinician": Clinician(
                name=given["name"],
                credentials=given["credentials"],
                registration_body=given["registration_body"],
                registration_number=given["registration_number"],
                affiliation=given["affiliation"],
            ),
            "declaration": given["declaration"],
            "interests": given["interests"],
            "note": given["note"],
        }


class CommentForm(forms.Form):
    """A comment on a section or point (``part``), or on the whole text where that is empty."""

    use_required_attribute = False

    part = forms.UUIDField(required=False, error_messages={"invalid": "This section or point is not in the text."})
    text = forms.CharField(
        label="Your comment",
        max_length=COMMENT,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write what you want to say."},
    )
