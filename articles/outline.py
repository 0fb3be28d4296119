"""The outline: which kinds of section an edition may have, as data.

A section kind says where the section stands, how it is usually headed, which kinds of point it takes, whether every
edition needs it, and which member of schema.org's HealthAspectEnumeration (release 30) it is. Where schema.org has no
true member, the aspect is left out. Nothing here touches the database.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class PointKind(StrEnum):
    """What a point is, and so which fields it carries beside its term, text and sources."""

    PLAIN = "plain"
    ESTIMATE = "estimate"
    TREATMENT = "treatment"
    HELP = "help"
    QUESTION = "question"


class Recommendation(StrEnum):
    """What the guideline that the point cites says of a treatment."""

    FOR = "for"
    MAY_HELP = "may_help"
    NOT_ENOUGH_EVIDENCE = "not_enough_evidence"
    AGAINST = "against"


class Certainty(StrEnum):
    """How sure the evidence for a treatment is, in the four levels of GRADE, or not rated by the source."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"
    VERY_LOW = "very_low"
    NOT_RATED = "not_rated"


class Urgency(StrEnum):
    """How fast a reader must act: the three care cards, most pressing last."""

    NON_URGENT = "non_urgent"
    URGENT = "urgent"
    EMERGENCY = "emergency"


class Required(StrEnum):
    """Whether an edition can be submitted without a section of this kind."""

    NEVER = "never"
    ALWAYS = "always"
    ON_MEDICINES = "on_medicines"


@dataclass(frozen=True, slots=True)
class SectionKind:
    """One kind of section. ``aspect`` is a schema.org HealthAspectEnumeration member without its prefix, or ""."""

    key: str
    heading: str
    points: tuple[PointKind, ...] = (PointKind.PLAIN,)
    required: Required = Required.NEVER
    aspect: str = ""


# In the order of the page: is it this, how common, why, what to do now, when to get help, do not stop suddenly, what a
# doctor may do, then the rest (research on side-effect pages of national health services).
SECTION_KINDS: tuple[SectionKind, ...] = (
    SectionKind("overview", "What it is", aspect="OverviewHealthAspect"),
    SectionKind("symptoms", "Symptoms", aspect="SymptomsHealthAspect"),
    SectionKind("look_alikes", "What else it could be"),
    SectionKind(
        "how_common", "How common it is", (PointKind.ESTIMATE, PointKind.PLAIN), aspect="SideEffectsHealthAspect"
    ),
    SectionKind("causes", "Causes", aspect="CausesHealthAspect"),
    SectionKind("risk_factors", "Who is more likely to get it"),
    SectionKind("self_care", "What you can do yourself", aspect="SelfCareHealthAspect"),
    SectionKind(
        "help", "When to get help", (PointKind.HELP,), required=Required.ALWAYS, aspect="SeeDoctorHealthAspect"
    ),
    SectionKind("stopping", "Stopping safely", required=Required.ON_MEDICINES, aspect="SafetyHealthAspect"),
    SectionKind("diagnosis", "How it is diagnosed"),
    SectionKind("treatments", "Treatments", (PointKind.TREATMENT, PointKind.PLAIN), aspect="TreatmentsHealthAspect"),
    SectionKind("questions", "Questions to ask", (PointKind.QUESTION,)),
    SectionKind("pregnancy", "Pregnancy and breastfeeding", aspect="PregnancyHealthAspect"),
    SectionKind("prevention", "Prevention", aspect="PreventionHealthAspect"),
    SectionKind("living_with", "Living with it", aspect="LivingWithHealthAspect"),
    SectionKind("coping", "Coping day to day", aspect="LivingWithHealthAspect"),
    SectionKind("unknowns", "What we do not know"),
)

BY_KEY: dict[str, SectionKind] = {kind.key: kind for kind in SECTION_KINDS}


def required_kinds(*, about_medicine: bool) -> tuple[SectionKind, ...]:
    """The section kinds that an edition must have before it can be submitted."""
    wanted = {Required.ALWAYS, Required.ON_MEDICINES} if about_medicine else {Required.ALWAYS}
    return tuple(kind for kind in SECTION_KINDS if kind.required in wanted)


def anchor_of(kind: str) -> str:
    """A section's place in its page. Each kind stands there once, so the kind is the anchor."""
    return kind.replace("_", "-")
