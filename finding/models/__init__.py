"""The models of finding, one file per concern."""

from finding.models.former import Former, HasFormerSlugs
from finding.models.index import Entry, Gone, IndexState, Kind, Start, Word
from finding.models.missing import MissingAddress, MissingWord
from finding.models.redirects import Redirect

__all__ = [
    "Entry",
    "Former",
    "Gone",
    "HasFormerSlugs",
    "IndexState",
    "Kind",
    "MissingAddress",
    "MissingWord",
    "Redirect",
    "Start",
    "Word",
]
