"""Addresses of this site as paths, in one form, however they were asked for or typed.

The path is decoded once, as Django decodes it (what is no UTF-8 stays percent-encoded), in composed Unicode; slashes
that follow one another are one, and there is none at the end. Letters keep their case, and ``/index.html`` is an
address of its own. What stands behind a question mark is no part of it.
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote, unquote_to_bytes, urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.encoding import repercent_broken_unicode

MOST = 300
UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff]")
PROBES = re.compile(
    r"/\.(?!well-known/)|\.\.|/wp-(login|admin|includes|json|config|cron|content/(plugins|themes))|xmlrpc\.php|wlwmanifest"
    r"|/(cgi-bin|phpmyadmin|pma|adminer|myadmin|phpinfo|info\.php|vendor/phpunit|boaform|hnap1|solr|actuator|owa|autodiscover"
    r"|_ignition|console|telescope|debug|eval-stdin|etc/passwd|server-status|shell|setup\.cgi|manager/html|geoserver)\b"
    r"|\.(env|git|svn|sql|bak|swp|ini|yml|yaml|log|pem|key|tar|gz|tgz|zip|rar|7z|jsp|cfm|cgi|action|do)$",
    re.IGNORECASE,
)
"""What only programs ask for that look for holes. Pages that a previous site had as .php, .asp or .html are none."""

PERSONAL = re.compile(r"/(review|search)/|[0-9]{6}", re.IGNORECASE)
"""What may say who somebody is, or what they typed: the links of invited clinicians, also those that a mail program
broke; a search as a path; long numbers.
"""


class Unfit(ValueError):
    """An address cannot be what it is meant to be. Says why."""


def asked(path: str) -> str | None:
    """The form of a path that was asked for; nothing for one at which no redirect can be."""
    if len(path) > 10 * MOST or UNPRINTABLE.search(path):
        return None
    found = _form(path)
    return found if found != "/" and len(found) <= MOST else None


def counted(path: str) -> tuple[str] | None:
    """What of a path that leads nowhere is counted; nothing of what programs try or of what may name a person."""
    found = asked(path)
    if found is None or PROBES.search(found) or "@" in found or _is_ours(found) or PERSONAL.search(found):
        return None
    return (found,)


def source(text: str) -> str:
    """The form of an address that is to lead elsewhere, as somebody typed it: a path, or a whole address of any site.

    Raises ``Unfit``.
    """
    path = _decoded(_path_of(text, own=False))
    if path == "/":
        raise Unfit("The home page leads nowhere else.")
    if _is_ours(path):
        raise Unfit("Addresses of the admin and of files lead nowhere else.")
    return path


def target(text: str) -> str:
    """The form of the page that readers get instead, as somebody typed it: a path, or a whole address of this site.

    With a slash at its end where it had one. Raises ``Unfit`` for what is no address of this site, or of the admin.
    """
    typed = _path_of(text, own=True)
    path = _decoded(typed)
    if "\\" in path or any(part in (".", "..") for part in path.split("/")):
        raise Unfit("Write the address of the page as the browser shows it.")
    if f"{path}/".startswith(_admin()):
        raise Unfit("Readers are not sent to the admin.")
    return f"{path}/" if typed.endswith("/") and path != "/" else path


def written(path: str) -> str:
    """A path as somebody can type it and as tables have it: encoded only where it would else be read as another one."""
    try:
        same = _decoded(_path_of(path, own=True)) == _form(path)
    except Unfit:
        same = False
    return path if same else header(path)


def header(path: str) -> str:
    """A path as the header of a redirect has it."""
    return quote(path, safe="/~:@!$&'()*+,;=")


def _is_ours(path: str) -> bool:
    """Whether it is an address of the admin or of a file."""
    return f"{path}/".startswith((_admin(), settings.STATIC_URL))


def _admin() -> str:
    return reverse("admin:index")


def _form(path: str) -> str:
    return "/" + "/".join(part for part in unicodedata.normalize("NFC", path).split("/") if part)


def _path_of(text: str, *, own: bool) -> str:
    """The path of what was typed, still encoded. ``own``: a whole address must be one of this site."""
    typed = text.strip(" ")
    if re.match(r"https?:", typed, re.IGNORECASE):
        try:
            parts = urlsplit(typed)
            site = urlsplit(settings.SITE_URL)
            if own and (parts.scheme, parts.netloc) != (site.scheme, site.netloc):
                raise Unfit("Readers are led to pages of this site only. Write its path, such as /articles/.")
        except ValueError as error:
            raise Unfit(str(error) if isinstance(error, Unfit) else "This is no address.") from error
        typed = typed[len(f"{parts.scheme}://{parts.netloc}") :] or "/"
    if not typed.startswith("/") or (own and typed.startswith(("//", "/\\"))):
        raise Unfit("Write its path on this site, beginning with a slash, such as /articles/restless-legs/.")
    if "?" in typed or "#" in typed:
        raise Unfit("What stands behind “?” or “#” is not looked at: leave it out.")
    return typed


def _decoded(typed: str) -> str:
    if UNPRINTABLE.search(typed):
        raise Unfit("There is an invisible character in it. Type it anew.")
    path = _form(repercent_broken_unicode(unquote_to_bytes(typed)).decode())
    if UNPRINTABLE.search(path):
        raise Unfit("There is an invisible character in it. Type it anew.")
    if len(path) > MOST:
        raise Unfit(f"At most {MOST} characters; these are {len(path)}.")
    return path
