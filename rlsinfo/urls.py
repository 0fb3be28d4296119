"""Every address of the site. Pages of the first language have no prefix; other languages stand under theirs."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from accounts import numbers  # noqa: F401 (what addresses are written with)
from pages import machines, sitemaps
from rlsinfo.later import Later

handler400 = "pages.errors.bad_request"
handler403 = "pages.errors.forbidden"
handler404 = "pages.errors.not_found"
handler500 = "pages.errors.server_error"

urlpatterns = [
    Later("admin/", "rlsinfo.desk_urls", "admin"),
    path("health/", machines.health, name="health"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemaps/articles-<number:part>.xml", sitemaps.articles, name="sitemap-articles"),
    path("sitemaps/<slug:language>.xml", sitemaps.pages, name="sitemap-pages"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("manifest.webmanifest", machines.manifest, name="manifest"),
    path(".well-known/security.txt", machines.security, name="security"),
    *i18n_patterns(
        path("", include("pages.urls")),
        path("", include("articles.urls")),
        path("", include("resources.urls")),
        prefix_default_language=False,
    ),
]
