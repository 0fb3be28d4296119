"""The made site: what it holds is what a real one may hold, it is the same for a seed, and it floods nobody's site."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.test import Client
from django.utils import timezone

from accounts.roles import Role
from articles import indexing, rows, steps, workflow
from articles.document import unseal
from articles.models import Article, ChangeKind, Edition, State
from rlsinfo.corpus import making, place, plan, vocabulary
from rlsinfo.corpus.texts import About, Writer
from rlsinfo.corpus.vocabulary import Shared
from tests import makers
from tests.scripts import ROOT

SEED = 9
COUNT = 105


@pytest.fixture
def shared(db: None, monkeypatch: pytest.MonkeyPatch) -> Shared:
    """What made articles share, of a small size."""
    for name, size in {"MEDICINES": 12, "CONDITIONS": 8, "TAGS": 15, "SOURCES": 40, "ORGANISATIONS": 12}.items():
        monkeypatch.setattr(vocabulary, name, size)
    monkeypatch.setattr(vocabulary, "PEOPLE", {Role.AUTHOR: 3, Role.REVIEWER: 2, Role.PUBLISHER: 1})
    return vocabulary.shared(SEED)


def test_what_is_made_is_what_the_workflow_would_have_made(shared: Shared, client: Client) -> None:
    making.make(shared, range(COUNT))
    states = Counter(Edition.objects.values_list("state", flat=True))
    assert states == {"published": 103, "superseded": 21 - 2, "draft": 3, "in_review": 2, "approved": 1}
    for edition in Edition.objects.select_related("article"):
        text = rows.read(edition)
        assert steps.blocking_issues(edition, text) == []
        if edition.approval:
            assert edition.approved_sha256 == text.sha256()
            assert edition.approval.reviewer not in [each.user for each in edition.contributions.all()]
        if edition.sealed_json:
            assert unseal(edition.sealed_json) == text
    second = Edition.objects.filter(number=2).select_related("article", "based_on")[0]
    assert second.based_on
    assert second.based_on.article == second.article
    assert rows.read(second) != rows.read(second.based_on)
    assert indexing.rebuild() > COUNT
    page = client.get(second.article.get_absolute_url())
    assert page.status_code == 200
    assert 20_000 < len(page.content) < 60_000
    assert client.get(f"{second.article.get_absolute_url()}history/1/2/").status_code == 200
    for address in ("/", "/articles/", "/medicines/", "/topics/", "/support/", "/sitemap.xml"):
        assert client.get(address).status_code == 200


def test_what_waits_can_be_published(shared: Shared, client: Client) -> None:
    making.make(shared, range(3), waiting=True)
    by = shared.people[Role.PUBLISHER][0]
    for edition in Edition.objects.filter(state=State.APPROVED):
        due = timezone.localdate() + dt.timedelta(days=300)
        workflow.publish(edition, by=by, change=ChangeKind.MINOR, next_review_due=due)
        assert client.get(edition.article.get_absolute_url()).status_code == 200


def test_some_things_are_far_commoner_than_others(shared: Shared) -> None:
    plans = [plan.plan(number, shared) for number in range(400)]
    used = Counter(each.medicine.name for each in plans if each.medicine)
    assert used[shared.medicines[0].name] > 2 * used[shared.medicines[4].name] > 0
    assert any(each.medicine is None for each in plans)
    assert any(each.condition is None for each in plans)


def test_the_same_seed_makes_the_same_text_and_another_another(shared: Shared) -> None:
    texts = [
        Writer(shared.words, About(number, seed, "One", "Two", shared.records, shared.spreads["source"])).document()
        for number, seed in ((7, SEED), (7, SEED), (8, SEED), (7, SEED + 1))
    ]
    assert texts[0] == texts[1]
    assert len({text.sha256() for text in texts}) == 3
    assert (
        900
        < sum(len(part.introduction.split()) for part in texts[0].sections)
        + sum(len(f"{point.term} {point.text}".split()) for part in texts[0].sections for point in part.points)
        < 1600
    )


def test_it_goes_on_where_it_stopped(shared: Shared) -> None:
    making.make(shared, range(5))
    assert place.made(SEED) == 5
    making.make(shared, range(5, 9))
    assert place.made(SEED) == 9
    assert set(Article.objects.values_list("slug", flat=True)) == {f"made-{number}" for number in range(9)}


@pytest.mark.django_db
def test_a_database_with_somebody_s_articles_is_refused() -> None:
    makers.published()
    with pytest.raises(CommandError, match=r"This database has 1 articles, 2 topics.* that this command did not make"):
        place.made(SEED)


@pytest.mark.django_db
def test_a_made_site_in_which_somebody_wrote_is_refused(shared: Shared) -> None:
    making.make(shared, range(2))
    makers.article()
    with pytest.raises(CommandError, match=r"1 articles that this command did not make\. A made site has a database"):
        place.made(SEED)


def command(*arguments: str, data_dir: Path) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    environment |= {"DJANGO_SETTINGS_MODULE": "rlsinfo.settings", "DATA_DIR": str(data_dir)}
    called = [sys.executable, "manage.py", "make_corpus", *arguments]
    return subprocess.run(called, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.one_engine
def test_the_command_makes_a_site_elsewhere_and_never_in_the_site_s_own_database(tmp_path: Path) -> None:
    own, elsewhere = tmp_path / "own", tmp_path / "elsewhere"
    made = command("--articles", "4", "--data-dir", str(elsewhere), data_dir=own)
    assert (made.returncode, made.stdout) == (0, "A made site of 4 articles.\n"), made.stderr
    assert not (own / "rlsinfo.sqlite3").exists()
    for arguments in ([], ["--data-dir", str(own)], ["--data-dir", str(own), "--database-url", "sqlite:////tmp/x"]):
        refused = command("--articles", "4", *arguments, data_dir=own)
        assert refused.returncode == 1
        assert "A made site has a database of its own" in refused.stderr
