"""The loader: each file once, each whole or not at all, through the workflow."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from accounts.models import User
from accounts.starter import CONTENT_USERNAME
from articles import checking, workflow
from articles import document as documents
from articles.models import Edition, LoadedFile, Placement, State, Topic
from articles.starter.files import FileError
from articles.starter.loading import load_file, load_folder
from resources.models import Organisation
from tests import makers
from tests.articles.starter import folder

pytestmark = pytest.mark.django_db


def load(path: Path) -> list[str]:
    said: list[str] = []
    assert load_folder(path, said.append) == len(said)
    return said


def test_everything_in_the_folder_is_there(tmp_path: Path) -> None:
    assert load(folder.write(tmp_path)) == list(folder.FILES)
    edition = Edition.objects.get()
    assert (edition.state, edition.unreviewed) == (State.PUBLISHED, True)
    document = documents.unseal(edition.sealed_json or "")
    assert document.sections[0].introduction == "<p>It is <strong>real</strong>.</p>"
    assert document.sections[0].points[0].text == "<p>It comes at rest, in &lt;5 of 100.</p>"
    assert document.sections[1].points[0].text == "<ul><li>you cannot sleep</li><li>you cannot rest</li></ul>"
    assert [source.key for source in document.sources] == ["spc-2024", "rottach-2008"]
    assert [tag.slug for tag in edition.article.tags.all()] == ["sleep"]
    topic = Topic.objects.get(slug="mirtazapine")
    assert [name.name for name in topic.names.all()] == ["Remeron"]
    assert [str(code) for code in topic.codes.all()] == ["ATC N06AX11"]
    organisation = Organisation.objects.get()
    assert ([c.code for c in organisation.countries], organisation.languages) == (["GB", "IE"], "en")
    contact = organisation.contacts.get()
    assert (contact.value, contact.languages, contact.verified_on) == ("116123", "en,cy", organisation.verified_on)
    assert Placement.objects.get().tag == edition.article.tags.get()


def test_the_account_of_the_loader_cannot_sign_in(tmp_path: Path) -> None:
    load(folder.write(tmp_path))
    loader = User.objects.get(username=CONTENT_USERNAME)
    assert (loader.is_active, loader.is_staff, loader.is_superuser) == (False, False, False)
    assert not loader.has_usable_password()
    assert not loader.groups.exists()


def test_a_second_time_loads_nothing(tmp_path: Path) -> None:
    load(folder.write(tmp_path))
    before = folder.counts()
    assert load(tmp_path) == []
    load_file(tmp_path / "tags.toml", name="tags.toml")
    assert folder.counts() == before


@pytest.mark.parametrize("withdraw", [True, False])
def test_an_article_that_people_changed_is_left_alone(tmp_path: Path, withdraw: bool) -> None:
    load(folder.write(tmp_path))
    edition = Edition.objects.get()
    if withdraw:
        workflow.withdraw(edition, reason="It was wrong.", by=makers.publisher())
    else:
        makers.published(of=edition.article)
    before = list(Edition.objects.order_by("pk").values())
    folder.write(tmp_path, legs=folder.ARTICLE.replace("An urge", "A great urge"))
    assert load(tmp_path) == []
    assert list(Edition.objects.order_by("pk").values()) == before


def test_after_a_failure_in_the_middle_the_next_start_loads_the_rest(tmp_path: Path) -> None:
    folder.write(tmp_path, tags=folder.TAGS + "[[tag]]\nslug = 5\nname = 'x'\n")
    with pytest.raises(FileError, match=r"^tags\.toml: tag 2 “x”: slug: must be text$"):
        load(tmp_path)
    assert set(LoadedFile.objects.values_list("name", flat=True)) == {"bylines.toml", "sources.toml", "topics.toml"}
    folder.write(tmp_path)
    assert load(tmp_path) == ["tags.toml", "organisations.toml", "articles/01-legs.toml"]
    assert Edition.objects.published().count() == 1


def test_an_article_that_is_added_later_is_loaded(tmp_path: Path) -> None:
    load(folder.write(tmp_path))
    (tmp_path / "articles/02-more.toml").write_text(folder.ARTICLE.replace("mirtazapine-legs", "more"))
    assert load(tmp_path) == ["articles/02-more.toml"]


def test_the_command_says_what_it_loads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder.write(tmp_path)
    call_command("load_starter", str(tmp_path))
    assert "  loading articles/01-legs.toml\n" in (said := capsys.readouterr().out)
    assert said.endswith("Starter content: 6 files loaded.\n")
    call_command("load_starter", str(tmp_path))
    assert capsys.readouterr().out == "Starter content: already loaded.\n"


# The content of this repository.


def seals() -> dict[str, str]:
    return dict(Edition.objects.values_list("article__slug", "sealed_sha256"))


def test_our_own_content_loads_published_unreviewed_and_ready() -> None:
    said = load(settings.CONTENT_DIR)
    articles = [name for name in said if name.startswith("articles/")]
    assert len(articles) == 7
    editions = Edition.objects.all()
    assert {(edition.state, edition.unreviewed) for edition in editions} == {(State.PUBLISHED, True)}
    assert len(editions) == len(articles)
    for edition in editions:
        document = documents.unseal(edition.sealed_json or "")
        assert document.canonical() == edition.sealed_json
        assert checking.check(edition, document).blocking == ()
        assert edition.article.tags.exists()


def test_the_same_files_give_the_same_seals_on_every_site() -> None:
    found = []
    for _ in range(2):
        with transaction.atomic():
            load(settings.CONTENT_DIR)
            found.append(seals())
            transaction.set_rollback(True)
    assert found[0] == found[1]
    assert all(found[0].values())
