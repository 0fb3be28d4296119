"""The outline: each kind once, in the order of the page, with true terms of schema.org."""

from __future__ import annotations

import pytest

from articles import outline

pytestmark = pytest.mark.one_engine

# schema.org release 30, HealthAspectEnumeration.
HEALTH_ASPECTS = {
    "AllergiesHealthAspect", "BenefitsHealthAspect", "CausesHealthAspect", "ContagiousnessHealthAspect",
    "EffectivenessHealthAspect", "GettingAccessHealthAspect", "HowItWorksHealthAspect", "HowOrWhereHealthAspect",
    "IngredientsHealthAspect", "LivingWithHealthAspect", "MayTreatHealthAspect", "MisconceptionsHealthAspect",
    "OverviewHealthAspect", "PatientExperienceHealthAspect", "PregnancyHealthAspect", "PreventionHealthAspect",
    "PrognosisHealthAspect", "RelatedTopicsHealthAspect", "RisksOrComplicationsHealthAspect", "SafetyHealthAspect",
    "ScreeningHealthAspect", "SeeDoctorHealthAspect", "SelfCareHealthAspect", "SideEffectsHealthAspect",
    "StagesHealthAspect", "SymptomsHealthAspect", "TreatmentsHealthAspect", "TypesHealthAspect",
    "UsageOrScheduleHealthAspect",
}  # fmt: skip


def test_each_kind_stands_once_and_has_a_heading_and_points() -> None:
    assert len(outline.BY_KEY) == len(outline.SECTION_KINDS)
    assert all(kind.heading and kind.points for kind in outline.SECTION_KINDS)


def test_aspects_are_true_terms_of_schema_org() -> None:
    assert {kind.aspect for kind in outline.SECTION_KINDS} - {""} <= HEALTH_ASPECTS


def test_every_kind_of_point_has_a_section_that_takes_it() -> None:
    assert {point for kind in outline.SECTION_KINDS for point in kind.points} == set(outline.PointKind)


def test_help_comes_before_treatments() -> None:
    order = [kind.key for kind in outline.SECTION_KINDS]
    assert order.index("help") < order.index("stopping") < order.index("treatments")
