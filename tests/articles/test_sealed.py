"""What was sealed once is read for ever, byte for byte. Files in ``sealed/`` are never changed; new ones are added."""

from __future__ import annotations

from pathlib import Path

import pytest

from articles import document as documents

pytestmark = pytest.mark.one_engine
SEALED = sorted((Path(__file__).parent / "sealed").glob("*.json"))


def test_there_is_a_sample_of_every_schema_version() -> None:
    assert {path.name.partition(".")[0] for path in SEALED} == {
        f"schema-{number}" for number in range(1, documents.SCHEMA_VERSION + 1)
    }


@pytest.mark.parametrize("path", SEALED, ids=lambda path: path.name)
def test_a_sealed_text_reads_back_byte_for_byte(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    document = documents.unseal(text)
    assert document.canonical() == text
    assert document.sha256() == path.name.split(".")[1]


def test_sealed_text_is_not_cleaned_anew() -> None:
    # A later sanitiser may judge otherwise; what was published stays.
    text = documents.read({"language": "en", "title": "T", "summary": "a b"}).canonical().replace("a b", "a  b")
    assert documents.unseal(text).canonical() == text
