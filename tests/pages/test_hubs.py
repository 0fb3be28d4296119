"""The hubs of medicines and conditions, and the A to Z: what a reader finds there, and that the cost does not grow."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from django.test import Client, override_settings
from pytest_django import DjangoAssertNumQueries

from articles import workflow
from articles.models import Placement, Tagging, Topic, TopicName
from resources.models import OrganisationKind
from tests import makers

pytestmark = pytest.mark.django_db


def body(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return response.content.decode()


def text(html: str) -> str:
    return " ".join(unescape(re.sub("<[^>]+>", " ", html[html.index("<main") :])).split())


def links(html: str, part: str) -> list[tuple[str, str]]:
    """The links of a section of a page, by the id of its heading."""
    section = html[html.index(f'id="{part}"') :].partition("</section>")[0]
    found = re.findall(r'<a href="([^"]+)">(.*?)</a>', section, re.DOTALL)
    return [(unescape(re.sub("<[^>]+>", "", words)), href) for href, words in found]


def names(topic: Topic, *rows: tuple[str, str, str, str]) -> None:
    made = [
        TopicName(kind=kind, name=name, language=language, country=country) for kind, name, language, country in rows
    ]
    workflow.save_topic(topic, by=makers.publisher(), names=made)


def about(medicine: Topic | None, condition: Topic | None, *kinds: str, title: str, slug: str) -> Any:
    """A published article with sections of some kinds."""
    parts = [makers.section(kind) for kind in ("help", "stopping", *kinds)]
    article = makers.article(slug=slug, medicine=medicine, condition=condition)
    return makers.published(of=article, text=makers.short_document(title=title, sections=parts)).article


def test_a_frightened_reader_finds_help_first_then_what_troubles_them(client: Client, starter_content: None) -> None:
    html = body(client, "/medicines/mirtazapine/")
    assert re.findall(r"<h2[^>]*>(.*?)</h2>", html) == [
        *("When to get help", "Side effects and symptoms", "Questions", "Look further", "Support organisations"),
    ]
    help_links = links(html, "help")
    assert ("Restless legs syndrome: When to get help", "/articles/mirtazapine-restless-legs/#help") in help_links
    assert help_links[-1] == ("Stopping mirtazapine", "/articles/stopping-mirtazapine/")
    assert ("How common: Mirtazapine and sleepiness", "/articles/mirtazapine-sleepiness/#how-common") in links(
        html, "articles"
    )
    questions = links(html, "questions")
    assert questions[0] == ("Stopping mirtazapine", "/articles/stopping-mirtazapine/")
    pregnancy = "Restless legs syndrome: Pregnancy and breastfeeding"
    assert (pregnancy, "/articles/mirtazapine-restless-legs/#pregnancy") in questions
    further = dict(links(html, "more"))
    assert further["Sleepiness"] == "/conditions/sleepiness/"
    assert further["Side effects"] == "/topics/side-effects/"
    shown = text(html)
    assert "Brand names Remeron (United States of America), Zispin (United Kingdom)" in shown
    assert "Codes for health professionals and record systems: ATC N06AX11; RxNorm 15996." in shown
    assert "crisis lines and support in your country" in shown
    # On paper, where nothing can be pressed.
    assert "In danger, call your emergency number: 999 in the UK, 112 in the EU, 911 in the US" in shown
    for address in dict.fromkeys(href for _, href in (*help_links, *questions) if href.startswith("/articles/")):
        page, _, anchor = address.partition("#")
        assert f'id="{anchor}"' in body(client, page) if anchor else body(client, page)


def test_a_hub_with_one_article_has_all_its_questions_there(client: Client, starter_content: None) -> None:
    html = body(client, "/conditions/restless-legs-syndrome/")
    assert "Choose your medicine" in html
    assert 'id="questions"' not in html
    found = links(html, "articles")
    assert ("Treatments: Mirtazapine and restless legs", "/articles/mirtazapine-restless-legs/#treatments") in found
    assert "What people say Fidgety legs, Jittery legs" in text(html)


def test_what_is_there_for_finding_only_is_shown_nowhere(client: Client, starter_content: None) -> None:
    hidden = TopicName.objects.filter(kind="search").values_list("name", flat=True)
    assert {"Avanza", "Norset", "WED", "Brain zaps"} <= set(hidden)
    for address in (
        *("/articles/", "/medicines/", "/conditions/", "/medicines/mirtazapine/"),
        *("/conditions/restless-legs-syndrome/", "/articles/mirtazapine-restless-legs/"),
    ):
        html = body(client, address)
        for name in ("Avanza", "Norset", "Wittmaack", "Brain zaps", "Twitch"):
            assert not re.search(rf"\b{name}\b", html), (address, name)


def test_articles_about_one_subject_stand_together_and_are_told_apart(client: Client) -> None:
    medicine, legs = makers.medicine(name="Examplin"), makers.condition(name="Restless legs")
    dreams = makers.condition(name="Bad dreams")
    about(medicine, legs, "pregnancy", title="Examplin at night", slug="one")
    about(medicine, legs, "treatments", title="Examplin by day", slug="two")
    about(medicine, dreams, "pregnancy", title="Dreams", slug="three")
    about(medicine, None, title="All of Examplin", slug="four")
    html = body(client, medicine.get_absolute_url())
    assert [words for words, _ in links(html, "articles") if ":" not in words] == [
        *("All of Examplin", "Dreams", "Restless legs", "Examplin at night", "Examplin by day")
    ]
    wanted = ["All of Examplin", "Bad dreams", "Examplin at night", "Examplin by day"]
    assert [words.partition(":")[0] for words, href in links(html, "help") if "#help" in href] == wanted
    assert ("Examplin at night: Pregnancy and breastfeeding", "/articles/one/#pregnancy") not in links(
        html, "questions"
    )
    assert ("Restless legs: Pregnancy and breastfeeding", "/articles/one/#pregnancy") in links(html, "questions")
    html = body(client, legs.get_absolute_url())
    assert ("Examplin", medicine.get_absolute_url()) in links(html, "more")


def test_a_long_list_of_answers_leads_to_the_a_to_z_of_the_subject(client: Client) -> None:
    medicine = makers.medicine(slug="examplin", name="Examplin")
    for number in range(8):
        condition = makers.condition(name=f"Trouble {number}")
        about(medicine, condition, "pregnancy", title=f"Examplin {number}", slug=f"page-{number}")
    html = body(client, medicine.get_absolute_url())
    assert ("2 more: Pregnancy and breastfeeding", "/articles/?medicine=examplin") in links(html, "questions")


def test_organisations_of_a_hub_stand_once_with_no_crisis_line_and_not_without_end(client: Client) -> None:
    medicine, tag = makers.medicine(), makers.tag()
    article = about(medicine, None, title="One", slug="one")
    Tagging.objects.create(article=article, tag=tag)
    for number in range(5):
        group = makers.organisation(slug=f"group-{number}", name=f"Group {number}", kind=OrganisationKind.PATIENT_GROUP)
        makers.contact(of=group)
        Placement.objects.create(organisation=group, tag=tag, position=number)
        Placement.objects.create(organisation=group, article=article, position=number)
    line = makers.organisation(slug="line", name="A line", kind=OrganisationKind.CRISIS)
    makers.contact(of=line)
    Placement.objects.create(organisation=line, article=article)
    shown = text(body(client, medicine.get_absolute_url()))
    assert [shown.count(f"Group {number}") for number in range(5)] == [1, 1, 1, 0, 0]
    assert "2 more, and crisis lines and support in your country" in shown
    assert "A line" not in shown


def test_a_hub_is_described_to_machines_with_the_names_that_readers_see(client: Client) -> None:
    medicine = makers.medicine(name="Examplin")
    names(medicine, ("search", "Hiddenol", "", ""), ("synonym", "Exempel", "sv", ""), ("lay", "The E pill", "en", ""))
    about(medicine, None, title="One", slug="one")
    found = re.search(r'<script type="application/ld\+json">(.*?)</script>', body(client, medicine.get_absolute_url()))
    assert found
    data = json.loads(found[1])
    entity = data["mainEntity"]
    assert (data["@type"], entity["@type"], entity["name"]) == ("MedicalWebPage", "Drug", "Examplin")
    assert "The E pill" in entity["alternateName"]
    assert not {"Hiddenol", "Exempel"} & set(entity["alternateName"])
    assert [part["name"] for part in data["hasPart"]] == ["One"]


def test_a_brand_name_points_to_its_medicine_once(client: Client) -> None:
    medicine = makers.medicine(slug="examplin", name="Examplin")
    names(
        medicine,
        *(("brand", "Sleepol", "", "GB"), ("brand", "Sleepol", "", "US"), ("search", "Hiddenol", "", "")),
        *(("synonym", "examplin", "", ""), ("synonym", "Exempel", "sv", "")),
    )
    about(medicine, None, title="The first night", slug="one")
    html = body(client, "/articles/")
    assert html.count('<a href="/medicines/examplin/">Sleepol<span>: see Examplin</span></a>') == 1
    assert not {"Hiddenol", "Exempel", "examplin:"} & set(text(html).split())
    assert '<a href="#F">F</a>' in html, "the article before a title does not count"
    assert "<span>Q</span>" in html
    assert "by topic" in html


def test_the_a_to_z_is_narrowed_in_the_address(client: Client) -> None:
    one, other = makers.medicine(slug="one", name="Onol"), makers.medicine(slug="other", name="Otherol")
    legs, dreams = makers.condition(slug="legs", name="Legs"), makers.condition(slug="dreams", name="Dreams")
    about(one, legs, title="One and legs", slug="one-legs")
    about(other, dreams, title="Other and dreams", slug="other-dreams")
    html = body(client, "/articles/?medicine=one")
    assert "One and legs" in html
    assert "Other and dreams" not in html
    assert '<option value="one" selected>' in html
    assert '<meta name="robots" content="noindex">' in html
    assert re.search(r'<link rel="canonical" href="[^"?]+/articles/">', html)
    assert "1 article about Onol ." in text(html)
    assert "We have no article about Onol and Dreams together yet." in text(
        body(client, "/articles/?medicine=one&condition=dreams")
    )
    unknown = body(client, "/articles/?medicine=%00&condition=legs&x=1")
    assert "We know no such medicine." in unknown
    assert "noindex" in unknown
    assert "noindex" not in body(client, "/articles/?medicine=&condition=")


@override_settings(LANGUAGES=[("en", "English"), ("sv", "Swedish")])
def test_another_language_has_its_own_alphabet_and_names(client: Client) -> None:
    medicine = makers.medicine(slug="examplin", name="Examplin")
    names(medicine, ("lay", "Ångestpiller", "sv", ""), ("lay", "The E pill", "en", ""), ("brand", "Zeta", "", ""))
    article = makers.article(slug="examplin", language="sv", medicine=medicine)
    makers.published(of=article, text=makers.short_document(language="sv", title="Ärr"))
    html = body(client, "/sv/articles/")
    letters = re.findall(r"<li>(?:<a[^>]*>|<span>)(\w)</", html[html.index("letters") :])
    assert "".join(letters) == "ABCDEFGHIJKLMNOPQRSTUVWXYZÅÄÖ"
    assert re.findall(r'<h2 id="(\w+)">', html)[-2:] == ["Å", "Ä"]
    assert "The E pill" not in html
    assert "Zeta" in body(client, "/sv/medicines/examplin/")
    assert client.get("/medicines/examplin/").status_code == 404


def test_the_cost_of_both_does_not_grow(client: Client, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    medicine, tag = makers.medicine(slug="examplin"), makers.tag()

    def grow(number: int) -> None:
        article = about(medicine, makers.condition(), "pregnancy", title=f"Page {number}", slug=f"page-{number}")
        Tagging.objects.create(article=article, tag=tag)
        organisation = makers.organisation(slug=f"grown-{number}")
        makers.contact(of=organisation)
        Placement.objects.create(organisation=organisation, tag=tag)

    for number in range(3):
        grow(number)
        for address, queries in (("/medicines/examplin/", 7), ("/articles/", 1)):
            with django_assert_num_queries(queries):
                body(client, address)
