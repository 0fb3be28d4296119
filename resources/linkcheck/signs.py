"""The words and marks by which pages are known that are not what they seem."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from resources.linkcheck.addresses import within

NOT_FOUND = re.compile(
    r"\b(page|site|content|resource|document|article|file)\b.{0,30}\b(not found|no longer (exists?|available|here)|"
    r"(does not|doesn.?t|do not) exist|(cannot|can.?t|could not|couldn.?t) be found|has been (removed|deleted)|"
    r"is(n.?t| not) (available|here))|"
    r"(can.?t|cannot|could not|couldn.?t|unable to) find (the|that|this|your) page|"
    r"\b404\b.{0,20}\b(error|not found|page)\b|\berror\W{0,3}404\b|^\W*404\W*$|^\W*404\s*[-–—:|]|[-–—:|]\s*404\W*$|"
    r"^\W*(not found|nicht gefunden|introuvable|niet gevonden|no encontrad[ao]|non trovat[ao]|ikke funnet)\W*"
    r"($|[-–—:|])|"
    r"\bseite\b.{0,30}\b(nicht (gefunden|vorhanden|verfügbar)|existiert nicht|gibt es nicht)|"
    r"\bpage\b.{0,30}(introuvable|non trouv[ée]e|inexistante|n.existe (pas|plus)|n.a pas été trouvée)|"
    r"\bpagina\b.{0,30}\b(niet (gevonden|beschikbaar)|bestaat niet)|"
    r"\bp[áa]gina\b.{0,30}\b(no (encontrada|existe|disponible|se encuentra)|n[ãa]o (foi )?encontrada)|"
    r"no (se )?(ha )?(encontr\w+|pudo encontrar|podemos encontrar) la p[áa]gina|"
    r"\bpagina\b.{0,30}\bnon (è |e )?(stata )?(trovata|esiste|disponibile)|"
    r"\bsidan\b.{0,30}\b(inte hittas|hittades inte|finns inte|saknas|hittas inte)|(hittar|hittade) inte sidan|"
    r"\bsiden\b.{0,30}\b(ikke (funnet|fundet|tilgjengelig)|finnes ikke|eksisterer ikke|findes ikke)|"
    r"(fant|finner) ikke siden|"
    r"\bsivua ei löyt|strona.{0,20}nie (znaleziono|istnieje|została)|nie znaleziono strony|страница не найдена",
    re.IGNORECASE,
)
DEFAULT_PAGE = re.compile(
    r"welcome to nginx|apache2? (\w+ )?default page|apache http server test page|iis windows( server)?$|"
    r"default web site page|account (has been )?suspended|this account has been suspended|"
    r"website (is )?(expired|disabled|deactivated|suspended)|web server is down|domain (has )?expired|"
    r"database error|error establishing a database connection",
    re.IGNORECASE,
)
FOR_SALE = re.compile(
    r"\bdomain( name)?( \S{4,80})? (is|may be|might be|could be) (available )?(for sale|parked|for purchase)|"
    r"buy this domain|domain (is )?for sale|purchase this domain|make an offer (on|for) this domain|"
    r"inquire about this domain|this domain (has )?(recently )?(been )?(registered|expired)|parked (free|domain)|"
    r"diese domain (steht zum verkauf|ist (zu verkaufen|geparkt))|domain (kaufen|zu verkaufen)|"
    r"ce (nom de )?domaine est ([àa] vendre|en vente)|dit domein is te koop|domeinnaam te koop|"
    r"este dominio (est[áa] (a la|en) venta)|questo dominio [èe] in vendita|dom[äa]nen [äa]r till salu|"
    r"domenet er til salgs|domene til salgs",
    re.IGNORECASE,
)
PARKING_MARKS = (
    *("data-adblockkey", "sedoparking.com", "parkingcrew.net", "parklogic.com", "bodis.com/", "parking.bodiscdn"),
    *("window.park =", 'window.park="', "hugedomains.com/domain_profile", "afternic.com/forsale", "dan.com/buy-domain"),
    *(
        'location.href="/lander"',
        "location.href='/lander'",
        "img1.wsimg.com/parking-lander",
        "cdn.dan.com",
        "above.com/parking",
    ),
)
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
    r"^(just a moment|attention required|access denied|please wait|one moment|checking your browser|ddos-guard|"
    r"robot or human|security check|verify(ing)? (you are|that you|your)|human verification|are you (a )?(human|robot)|"
    r"pardon our interruption|request (rejected|blocked)|making sure you.?re not a bot|validation request|"
    r"bot verification|client challenge|vercel security checkpoint|un instant|einen moment|nur einen moment)",
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
    r"/(log-?in|sign-?in|log-?on|sign-?on|auth|authenticate|authorize|sso|saml2?|oauth2?|oidc|anmelden|anmeldung|connexion|"
    r"inloggen|logga-in|logg-inn|accedi|iniciar-sesion|users/sign_in|account/login|wp-login\.php|idp)([/.?]|$)",
    re.IGNORECASE,
)
SIGN_IN_HOST = re.compile(r"^(log-?in|sign-?in|accounts?|auth|sso|idp|identity|id|secure-?login)\.", re.IGNORECASE)
MADE_TO_LEAD_ON = ("doi.org", "handle.net", "purl.org", "w3id.org", "n2t.net", "identifiers.org", "urn.fi")
"""Names that are meant to lead elsewhere, and to outlive where they lead."""
ROOT_PATH = re.compile(
    r"/*((index|home|default|main|start|welcome)(\.\w{2,5})?|[a-z]{2}([-_][a-z]{2})?)?/*((index|home|default)(\.\w{2,5})?)?/*",
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
    """Whether two addresses are of one site, as far as names tell."""
    first, second = (registrable((urlsplit(url).hostname or "").rstrip(".")) for url in (one, other))
    return first == second


def is_home(path: str) -> bool:
    """Whether a path is that of a home page."""
    return ROOT_PATH.fullmatch(path.partition("?")[0]) is not None


def sells_domains(host: str) -> bool:
    """Whether domains are sold there."""
    return within(host, MARKETS)


def leads_on(host: str) -> bool:
    """Whether a name is meant to lead elsewhere."""
    return within(host, MADE_TO_LEAD_ON)
