"""What pages say that are none is understood in many languages, and sound pages are left alone."""

from __future__ import annotations

import pytest

from resources.linkcheck.signs import is_home, same_site
from resources.models import Reason
from tests.badsite.pages import WORDS, html, to
from tests.badsite.server import Site, reply
from tests.badsite.world import World
from tests.resources.linkcheck.looks import look

pytestmark = pytest.mark.one_engine
BRIEF = "Our helpline answers every day and talks with people who cannot sleep, and with those who care for them. " * 3
"""A page that has something to say, and not much."""


@pytest.mark.parametrize(
    "title",
    [
        *("Сторінку не знайдено", "Сторінка, яку ви шукаєте, не існує", "Stránka nenalezena", "Chyba 404"),
        *(
            "Požadovaná stránka neexistuje",
            "Stránka sa nenašla",
            "Az oldal nem található",
            "A keresett oldal nem létezik",
        ),
        *("Pagina nu a fost găsită", "Sayfa bulunamadı", "Η σελίδα δεν βρέθηκε", "Страницата не е намерена"),
        *("Stranica nije pronađena", "Strani ni mogoče najti", "Lehte ei leitud", "Lapa nav atrasta"),
        *("Puslapis nerastas", "Síða fannst ekki", "Pàgina no trobada", "ページが見つかりません"),
        *(
            "お探しのページは存在しません",
            "页面不存在",
            "您访问的页面不存在",
            "找不到您要的頁面",
            "페이지를 찾을 수 없습니다",
        ),
        *("الصفحة غير موجودة", "הדף לא נמצא", "Ups, esta página não existe", "Hakemaasi sivua ei löydy"),
        *("Sivua ei löytynyt", "Запрашиваемая страница не существует", "Strona, której szukasz, nie istnieje"),
        *("Nothing found for old page", "Page unavailable", "This page has moved or been deleted", "Dead link"),
        *("Sorry, we can’t seem to find what you’re looking for", "The page www.site.example/x was not found"),
        *("Page not found - How to sleep well", "This page was not found, here is how to get back"),
        "Database Error",
    ],
)
def test_a_page_that_is_missing_says_so_in_any_language(world: World, site: Site, title: str) -> None:
    site.pages["/says"] = reply(html(title, "…"))
    assert look(world, "/says").reason == Reason.SOFT_404
    site.pages["/says"] = reply(html("Site", "…", heading=title))
    assert look(world, "/says").reason == Reason.SOFT_404


@pytest.mark.parametrize(
    "title",
    [
        *("Our site: why sleep cannot be found", "On this site why sleep cannot be found by counting sheep"),
        *(
            "Restless legs and the article that does not exist",
            "File a complaint - 404",
            "Nothing found, and still ill",
        ),
        *("Database error codes explained", "Dead link between diet and disease", "This page has removed barriers"),
        *("One moment of calm: relaxation", "Please wait for a call back", "Security check-ups for seniors"),
        *("Un instant pour soi", "Access denied: how people are refused treatment", "Just a moment: a poem"),
        *("This domain has been registered since 1999", "This domain is registered to the foundation"),
        *("This domain is available in English and Welsh", "Can’t find what you’re looking for? Write to us"),
    ],
)
def test_a_page_that_speaks_of_it_otherwise_is_one(world: World, site: Site, title: str) -> None:
    site.pages["/says"] = reply(html(title, BRIEF))
    assert look(world, "/says").reason == Reason.WORKS


@pytest.mark.parametrize(
    "text",
    [
        *(
            "Il dominio esempio.it è in vendita",
            "Domena na sprzedaż. Kup tę domenę.",
            "Домен продаётся",
            "Домен продається",
        ),
        *("このドメインは販売中です", "该域名正在出售", "Este domínio está à venda", "Ez a domain név eladó"),
        *("Bu alan adı satılık", "Doména je na prodej", "This domain is available. Get this domain now for $2,499."),
        "Website coming soon. This page was parked by the registrar.",
    ],
)
def test_a_domain_is_for_sale_in_any_language(world: World, site: Site, text: str) -> None:
    site.pages["/sale"] = reply(html("site.example", text))
    assert look(world, "/sale").reason == Reason.PARKED


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (html("Hilfe", "Hier entsteht eine neue Internetpräsenz."), Reason.SOFT_404),
        (html("This domain has expired", "Ask its owner."), Reason.PARKED),
        (html("site.example", "This domain has recently been registered, related searches: loans."), Reason.WORKS),
        (html("About us", f"{BRIEF} This domain has been registered since 1999."), Reason.WORKS),
        (html("Donate", f"{BRIEF} You can buy this domain of knowledge."), Reason.WORKS),
        (html("Kabodis", f"{BRIEF} See https://www.kabodis.com/ for more."), Reason.WORKS),
        (html("Map", BRIEF, more="<script>window.park = {name: 'City park'}</script>"), Reason.WORKS),
        (html("Shop", "Wait", more="<script src=//www.bodis.com/a.js></script>"), Reason.PARKED),
        (
            html("Shop", "Wait", more="<script>window.park = 'x'; src='https://cdn.dan.com/a.js'</script>"),
            Reason.PARKED,
        ),
        (html("Shop", "Wait", more='<script>window.park = "ey"</script>'), Reason.PARKED),
    ],
)
def test_danger_takes_words_or_marks_that_only_parked_pages_have(
    world: World, site: Site, page: str, reason: Reason
) -> None:
    site.pages["/page"] = reply(page)
    assert look(world, "/page").reason == reason


# Walls and home pages


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (html("Just a moment...", "Wait."), Reason.BOT_WALL),
        (html("One moment, please...", "Wait."), Reason.BOT_WALL),
        (html("Please wait while your request is being verified", "Wait."), Reason.BOT_WALL),
        (html("Einen Moment, bitte", "Wait."), Reason.BOT_WALL),
        (html("Security Check", BRIEF + BRIEF, more="<script src=/_pxAppId.js></script>"), Reason.BOT_WALL),
        (html("Security Check", BRIEF + BRIEF), Reason.WORKS),
    ],
)
def test_a_wall_shows_a_mark_or_hardly_a_word_beside_its_title(
    world: World, site: Site, page: str, reason: Reason
) -> None:
    site.pages["/wall"] = reply(page)
    assert look(world, "/wall").reason == reason


@pytest.mark.parametrize(
    ("onward", "page", "reason"),
    [
        ("http://id.site.example/halaman", html("Halaman bantuan"), Reason.WORKS),
        ("/auth/ors", html("Authors"), Reason.WORKS),
        ("/auth/few", html("Authors", WORDS[:270]), Reason.WORKS),
        ("http://id.site.example/halaman", html("Sign in"), Reason.LOGIN),
        ("/auth/realms/one", html("One", WORDS + "<form><input type=password></form>"), Reason.LOGIN),
        ("/auth", html("One", "Loading"), Reason.LOGIN),
        ("/login", html("Welcome"), Reason.LOGIN),
    ],
)
def test_an_address_that_may_be_one_to_sign_in_is_where_the_page_asks_for_it(
    world: World, site: Site, onward: str, page: str, reason: Reason
) -> None:
    world.put("id.site.example", site.port)
    site.pages["/page"] = to(onward)
    site.pages[onward.removeprefix("http://id.site.example")] = reply(page)
    assert look(world, "/page").reason == reason


@pytest.mark.parametrize(
    ("path", "home"),
    [
        *(
            (path, True)
            for path in ("", "/", "//", "/en", "/EN/", "/pt-br/", "/zh-hans", "/index.html", "/en/index.php", "/us/")
        ),
        *((path, True) for path in ("/home/", "/default.aspx", "/de/home", "/start/index.html", "/?p=1", "/en//")),
        *(
            (path, False)
            for path in ("/tohome", "/athome", "/myhome", "/enindex.html", "/go", "/go/", "/xx", "/english")
        ),
        *((path, False) for path in ("/homestart", "/en/help", "/index.html.de", "/en/fr/", "/help/index.html")),
    ],
)
def test_home_pages_are_told_by_their_path(path: str, home: bool) -> None:
    assert is_home(path) is home


def test_a_site_is_its_host_and_what_is_below_it() -> None:
    old = "https://www.group.example/x"
    for same in ("https://group.example/", "http://www.group.example:80/y", "https://help.group.example/"):
        assert same_site(old, same)
    for other in ("https://example/", "https://other.example/", "https://agroup.example/", "http://[", "mailto:a@b"):
        assert not same_site(old, other)
    assert not same_site("https://a.wordpress.com/x", "https://b.wordpress.com/")
