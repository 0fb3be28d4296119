"""A small folder of content files, good as it stands, for tests to break."""

from __future__ import annotations

from pathlib import Path

from django.apps import apps

BYLINES = """
[[byline]]
key = "team"
name = "The team"
kind = "organisation"
"""
SOURCES = """
[[source]]
key = "rottach-2008"
kind = "study"
title = "A study"
year = 2008

[[source]]
key = "spc-2024"
kind = "label"
title = "A label"
"""
TOPICS = """
[[topic]]
slug = "mirtazapine"
kind = "medicine"
name = "Mirtazapine"
[[topic.names]]
name = "Remeron"
kind = "brand"
country = "US"
[[topic.code]]
system = "atc"
value = "N06AX11"

[[topic]]
slug = "restless-legs"
kind = "condition"
name = "Restless legs"
"""
TAGS = """
[[tag]]
slug = "sleep"
name = "Sleep"
"""
ORGANISATIONS = """
[[organisation]]
slug = "samaritans"
name = "Samaritans"
kind = "crisis"
countries = ["GB", "IE"]
languages = ["en"]
offers = "Somebody to talk to."
verified_on = 2026-01-05
verification_source = "https://www.samaritans.org/"
tags = ["sleep"]
  [[organisation.contact]]
  kind = "phone"
  value = "116123"
  languages = ["en", "cy"]
  countries = ["GB"]
"""
ARTICLE = """
slug = "mirtazapine-legs"
language = "en"
medicine = "mirtazapine"
condition = "restless-legs"
tags = ["sleep"]
byline = "team"
title = "Mirtazapine and restless legs"
summary = "What it is."

[answer]
what = "An urge to move."
how_common = "About 1 in 10."
what_to_do = "Ask."
when_urgent = "Now."

[[section]]
kind = "symptoms"
heading = "Symptoms"
introduction = "It is **real**."
sources = ["spc-2024"]
  [[section.point]]
  term = "Urge"
  text = "It comes at rest, in <5 of 100."
  sources = ["rottach-2008"]

[[section]]
kind = "help"
heading = "When to get help"
  [[section.point]]
  kind = "help"
  urgency = "non_urgent"
  term = "See a doctor if:"
  text = "- you cannot\\n  sleep\\n- you cannot rest"
  sources = ["spc-2024"]
  [[section.point]]
  kind = "help"
  urgency = "urgent"
  term = "Call now if:"
  text = "- you feel worse"
  sources = ["spc-2024"]
  [[section.point]]
  kind = "help"
  urgency = "emergency"
  term = "Call an ambulance if:"
  text = "- you are in danger"
  sources = ["spc-2024"]

[[section]]
kind = "stopping"
heading = "Stopping safely"
  [[section.point]]
  term = "Slowly"
  text = "Do not stop suddenly."
  sources = ["spc-2024"]
"""
FILES = {
    "bylines.toml": BYLINES,
    "sources.toml": SOURCES,
    "topics.toml": TOPICS,
    "tags.toml": TAGS,
    "organisations.toml": ORGANISATIONS,
    "articles/01-legs.toml": ARTICLE,
}
LIBRARY = len(FILES) - 1


def write(folder: Path, **changed: str) -> Path:
    """The files in a folder; ``changed``: other text for a file by its name without folder and ending."""
    (folder / "articles").mkdir(parents=True, exist_ok=True)
    for name, text in FILES.items():
        (folder / name).write_text(changed.get(Path(name).stem.replace("01-", ""), text), encoding="utf-8")
    return folder


def counts() -> dict[str, int]:
    """How many rows each table has."""
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}
