"""The words, marks and addresses by which pages are known that are not what they seem."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from django.conf.locale import LANG_INFO
from django_countries.data import COUNTRIES

from resources.linkcheck.addresses import within

PARKING_MARKS = re.compile(
    r"data-adblockkey|window\.park ?= ?\"|location\.href ?= ?[\"']/lander|"
    r"[/.](sedoparking\.com|parkingcrew\.net|parklogic\.com|bodis\.com/|parking\.bodiscdn\.com|above\.com/parking|"
    r"hugedomains\.com/domain_profile|afternic\.com/forsale|dan\.com/buy-domain|cdn\.dan\.com|"
    r"img1\.wsimg\.com/parking-lander)"
)
"""What only the markup of parked pages holds, in lower case. Names stand behind a slash or a dot: not kabodis.com."""
MARKETS = (
    *("hugedomains.com", "dan.com", "sedo.com", "sedoparking.com", "afternic.com", "buydomains.com", "bodis.com"),
    *("domainmarket.com", "perfectdomain.com", "undeveloped.com", "parkingcrew.net", "above.com", "godaddy.com"),
    *("namecheap.com", "spaceship.com", "atom.com", "brandbucket.com", "domaineasy.com", "dynadot.com"),
)
"""Sites that sell domains; a domain that leads there is for sale."""
CHALLENGE_HEADERS = {
    "cf-mitigated": "challenge",
    "x-vercel-mitigated": "challenge",
    "x-amzn-waf-action": "",
    "x-px-block": "",
    "x-sucuri-block": "",
    "x-dd-b": "",
}
"""Headers that only a wall against programs sends, each with what its value holds; "" is any."""
CHALLENGE_MARKS = (
    *("cf-chl-", "cf_chl_opt", "cf-browser-verification", "_incapsula_resource", "incapsula incident id"),
    *("captcha-delivery.com", "px-captcha", "_pxappid", "errors.edgesuite.net", "/_sec/cp_challenge", "sec-if-cpt"),
    *("ddos-guard", "sucuri website firewall", "awswafcookiedomainlist", "kpsdk", "anubis_challenge", "cf-turnstile"),
)
"""What the pages of such walls hold: Cloudflare, Imperva, DataDome, PerimeterX, Akamai, Sucuri, AWS, Kasada, Anubis."""
CHALLENGE_TITLE = re.compile(
    r"^(just a moment|attention required|access denied|checking your browser|ddos-guard|robot or human|"
    r"security check(?!\W?ups?\b)|verify(ing)? (you are|that you|your)|human verification|are you (a )?(human|robot)|"
    r"pardon our interruption|request (rejected|blocked)|making sure you.?re not a bot|validation request|"
    r"bot verification|client challenge|vercel security checkpoint|"
    r"(please wait|one moment|un instant|(nur )?einen moment)"
    r"(,? (please|bitte|s.il vous pla[iî]t|while\b.*|during\b.*))?\W*($|[|:–—-]))",
    re.IGNORECASE,
)
SPAM = re.compile(
    r"\b(casinos?|slots?|slot gacor|togel|judi|sbobet|baccarat|roulette|poker|jackpots?|bookmaker|betting|sportsbook|"
    r"free spins|bonus code|situs|gacor|maxwin|porn\w*|xxx|escorts?|sex cams?|camgirls?|milf|hentai|nudes?|"
    r"viagra|cialis|levitra|kamagra|sildenafil|tadalafil|without prescription|online pharmacy|canadian pharmacy|"
    r"payday loans?|replica watches|казино|ставки|онлайн[- ]казино|порно)\b|赌场|博彩|娱乐城|彩票|カジノ|카지노|토토",
    re.IGNORECASE,
)
HARD_SPAM = re.compile(
    r"\b(slot gacor|togel|judi online|sbobet|maxwin|situs (slot|judi)|free spins|casino bonus|online casino|porn\w*|"
    r"sex cams?|camgirls?|hentai|kamagra|buy (viagra|cialis)|без депозита|онлайн[- ]казино|порно)\b|"
    r"博彩|娱乐城|オンラインカジノ|카지노",
    re.IGNORECASE,
)
SIGN_IN = re.compile(
    r"\b(sign(ing)? in|sign-in|log(ging)? ?in|login|log-in|members only|anmelden|anmeldung|einloggen|connexion|"
    r"identifiez|inloggen|aanmelden|iniciar sesi[óo]n|acceder|accedi|logga in|logg inn|log ind|passw\w+)\b",
    re.IGNORECASE,
)
SIGN_IN_PATH = re.compile(
    r"/(log-?in|sign-?in|log-?on|sign-?on|authenticate|authorize|sso|saml2?|oauth2?|oidc|anmelden|anmeldung|connexion|"
    r"inloggen|logga-in|logg-inn|accedi|iniciar-sesion|users/sign_in|account/login|wp-login\.php|idp)([/.?]|$)",
    re.IGNORECASE,
)
SIGN_IN_HOST = re.compile(r"^(log-?in|sign-?in|accounts?|auth|sso|idp|identity|secure-?login)\.", re.IGNORECASE)
MAYBE_SIGN_IN = re.compile(r"^[^/]*//id\.|^[^/]*//[^/]*/([^?#]*/)?auth([/.?#]|$)", re.IGNORECASE)
"""Addresses that lead to sign in where the page asks for it: id. is Indonesian too, and /auth/ more than that."""
MADE_TO_LEAD_ON = ("doi.org", "handle.net", "purl.org", "w3id.org", "n2t.net", "identifiers.org", "urn.fi")
"""Names that are meant to lead elsewhere, and to outlive where they lead."""
FOLDERS = {
    *(code[:2] for code in LANG_INFO if code[2:3] in ("", "-")),
    *("ku", "lo", "rm", "ti"),
    *(code.lower() for code in COUNTRIES),
}
"""Codes by which sites call the folders of their languages and countries."""
ROOT_PATH = re.compile(
    rf"/*(({'|'.join(sorted(FOLDERS))})([-_][a-z]{{2,4}})?(/+|\Z))?"
    r"((index|home|default|main|start|welcome)(\.\w{2,5})?(/+|\Z)){0,2}",
    re.IGNORECASE,
)
"""The path of a home page, also of one in a language."""
SECOND_LEVEL = frozenset(
    (
        *("ac", "co", "com", "edu", "gob", "gouv", "gov", "govt", "gv", "id", "judiciary", "ltd", "me", "mil", "net"),
        *("nhs", "nom", "or", "org", "plc", "police", "sch", "health", "asn", "go", "ne", "nsw", "qld", "vic", "wa"),
    )
)
"""Labels that a country puts before the names that people register: org.uk, com.au."""


def registrable(host: str) -> str:
    """The part of a host that somebody registered: example.org.uk. An address is itself.

    By a rule of thumb instead of the public suffix list; it chooses words, never what may be asked.
    """
    labels = host.split(".")
    if ":" in host or labels[-1].isdigit():
        return host
    country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in SECOND_LEVEL  # noqa: PLR2004 (labels)
    return ".".join(labels[-3:] if country else labels[-2:])


def same_site(one: str, other: str) -> bool:
    """Whether an address is of the host of another one, with or without www, or of a host below it. Sites that share a
    domain, such as blogs, are not one.
    """
    try:
        first, second = ((urlsplit(url).hostname or "").rstrip(".").removeprefix("www.") for url in (one, other))
    except ValueError:
        return False
    return bool(first) and within(second, (first,))


def is_home(path: str) -> bool:
    """Whether a path is that of a home page."""
    return ROOT_PATH.fullmatch(path.partition("?")[0]) is not None


def sells_domains(host: str) -> bool:
    """Whether domains are sold there."""
    return within(host, MARKETS)


def leads_on(host: str) -> bool:
    """Whether a name is meant to lead elsewhere."""
    return within(host, MADE_TO_LEAD_ON)
