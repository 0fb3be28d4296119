"""What pages say, in many languages, that are none: not found, as a server was delivered, or a domain for sale."""

from __future__ import annotations

import re

# Between the page and what is said of it stands no end of a clause: "Our site: why sleep cannot be found".
_WITHIN = r"(?:[^.:;!?|–—]|\.(?=\S))"
GAP = rf"{_WITHIN}{{0,40}}"
ABOUT_IT = rf"(?:(?!\b(?:why|how|when)\b){_WITHIN}){{0,40}}"
"""The same where nobody tells why, how or when: "A page on why sleep cannot be found"."""
NOT_FOUND = re.compile(
    "|".join(
        (
            # English
            (
                rf"\b(page|site|content|resource|document|article|file)\b{ABOUT_IT}\b(not found|"
                r"no longer (exists?|available|here)|(?<!that )(does not|doesn.?t|do not) exist|"
                r"(cannot|can.?t|could not|couldn.?t) be found|has been (removed|deleted)|"
                r"has (been )?moved or (been )?(removed|deleted)|"
                r"is(n.?t| not) (available|here))"
            ),
            r"(can.?t|cannot|could not|couldn.?t|unable to) (seem to )?find (the|that|this|your) page",
            (
                r"(can.?t|cannot|could not|couldn.?t) (seem to )?find what you.{0,5} (are )?(looking|searching) for"
                r"(?!\W{0,2}\?)"
            ),
            r"\bnothing was found at this location",
            r"\b404\b.{0,20}\b(error|not found|page)\b|\berror\W{0,3}404\b|^\W*404\W*$|^\W*404\s*[-–—:|]",
            (
                r"^\W*(not found|nicht gefunden|introuvable|niet gevonden|no encontrad[ao]|non trovat[ao]|ikke funnet)"
                r"\W*($|[-–—:|])"
            ),
            (
                r"^\W*(fehler|erreur|fout|errore|erro|fel|feil|fejl|virhe|błąd|ошибка|помилка|chyba|hiba|eroare|hata|"
                r"грешка|greška|napaka|viga|klaida|kļūda)\W{0,3}404\b"
            ),
            # Germanic languages
            rf"\bseite\b{GAP}\b(nicht (gefunden|vorhanden|verfügbar)|existiert nicht|gibt es nicht)",
            rf"\bpagina\b{GAP}\b(niet (gevonden|beschikbaar)|bestaat niet)",
            rf"\bsidan\b{GAP}\b(inte hittas|hittades inte|finns inte|saknas|hittas inte)|(hittar|hittade) inte sidan",
            rf"\bsiden\b{GAP}\b(ikke (funnet|fundet|tilgjengelig)|finnes ikke|eksisterer ikke|findes ikke)",
            r"(fant|finner) ikke siden",
            rf"\bsíðan?\b{GAP}\b(fannst ekki|er ekki til|finnst ekki)",
            # Romance languages
            rf"\bpage\b{GAP}(introuvable|non trouv[ée]e|inexistante|n.existe (pas|plus)|n.a pas été trouvée)",
            (
                rf"\bp[áàa]gina\b{GAP}\b(no (encontrada|trobada|existe(ix)?|disponible|se encuentra|s.ha trobat)|"
                rf"n[ãa]o (foi )?(encontrada|existe))"
            ),
            r"no (se )?(ha )?(encontr\w+|pudo encontrar|podemos encontrar) la p[áa]gina",
            rf"\bpagina\b{GAP}\bnon (è |e )?(stata )?(trovata|esiste|disponibile)",
            rf"\bpagina\b{GAP}\b(nu (a fost|poate fi|este) (găsit|disponibil)ă?|nu există|nu mai există)",
            # Slavic languages
            rf"\bstrona\b{GAP}nie (znaleziono|istnieje|została)|nie znaleziono strony",
            rf"\bстраниц[ауы]\b{GAP}\bне (найден[ао]?|существует)|не (удалось|удаётся|удается) найти страницу",
            rf"\bсторінк[ауи]\b{GAP}\bне (знайден[оа]|існує)|не вдалося знайти сторінку",
            rf"\bстраницата?\b{GAP}\bне (е|беше|бе) намерена|\bстраницата?\b{GAP}\bне (съществува|постоји)",
            (
                rf"\bstránk[au]\b{GAP}\b(nenalezena|nebyla nalezena|neexistuje|nelze najít|nenašli|sa nenašla|"
                r"nebola nájdená|nenájdená)"
            ),
            rf"\bstranic[au]\b{GAP}\b(nije (pronađena|nađena|moguće pronaći)|ne postoji)",
            rf"\bstrani?\b{GAP}\b(ni (bila )?(mogoče najti|najdena)|ne obstaja)",
            # Baltic, Finnic, Hungarian, Turkish, Greek
            rf"\blapa\b{GAP}\b(nav atrasta|netika atrasta|neeksistē)|\bpuslapis\b{GAP}\b(nerastas|neegzistuoja)",
            r"\bsivua ei (löyd|löyt|ole olemassa)|\b(lehte|lehekülge) ei (leitud|leita|ole olemas)",
            rf"\boldal\b{GAP}\bnem (található|létezik)|\bsayfa\b{GAP}\b(bulunam\w+|mevcut değil)",
            rf"\bσελίδα\b{GAP}\bδεν? (βρέθηκε|υπάρχει)",
            # Without spaces, or from right to left
            (
                r"ページ.{0,12}(見つかりません|みつかりません|存在しません)|"
                r"(页面|网页|頁面|網頁).{0,8}(不存在|找不到|未找到|无法找到|沒有找到|没有找到|已删除|已刪除)|"
                r"(找不到|未找到|无法找到|沒有找到|没有找到).{0,8}(页面|网页|頁面|網頁)"
            ),
            r"페이지.{0,8}(찾을 수 없|존재하지 않)",
            rf"الصفحة{GAP}(غير موجودة|لم يتم العثور|لا توجد)|لم يتم العثور على.{{0,10}}صفحة",
            rf"(דף|עמוד){GAP}(לא נמצא|אינו קיים|לא קיים)",
        )
    ),
    re.IGNORECASE,
)
MAYBE_NOT_FOUND = re.compile(
    r"[-–—:|]\s*404\W*$|^\W*(nothing found|dead link|broken link|(this )?page (is )?(currently )?unavailable)\b",
    re.IGNORECASE,
)
"""Titles of no page where hardly anything else is said: forms and rooms have numbers, and people find nothing too."""
UNAVAILABLE = re.compile(r"availab|verfügbar|disponib|beschikbaar|tilgjengelig", re.IGNORECASE)
"""What short texts also say of a language, or without a program."""
DEFAULT_PAGE = re.compile(
    r"welcome to nginx|apache2? (\w+ )?default page|apache http server test page|iis windows( server)?$|"
    r"default web site page|account (has been )?suspended|this account has been suspended|"
    r"website (is )?(expired|disabled|deactivated|suspended)|web server is down|domain (has )?expired|"
    r"database error\W*($|[-–—:|])|error establishing a database connection|"
    r"hier entsteht (in kürze )?(eine neue|demnächst eine) (internetpräsenz|internetseite|webseite|website|homepage)|"
    r"diese domain wurde soeben freigeschaltet",
    re.IGNORECASE,
)
NAME = r"( \S{4,80})?"
"""The name of a domain, where it is given."""
FOR_SALE = re.compile(
    "|".join(
        (
            rf"\bdomain( name)?{NAME} (is|may be|might be|could be) (available )?(for sale|parked|for purchase)",
            r"(buy|get|purchase) this domain(?! of\b)|domain (is )?for sale|make an offer (on|for) this domain",
            (
                r"inquire about this domain|parked (free|domain)|"
                r"\bthis domain( name)? is available\b(?! (in|to|at|as|on|under|from|by)\b)|"
                r"(page|site|domain) (was|is|has been) parked( free)?,? (by|at|courtesy)"
            ),
            r"diese domain (steht zum verkauf|ist (zu verkaufen|geparkt))|domain (kaufen|zu verkaufen)",
            r"ce (nom de )?domaine est ([àa] vendre|en vente)|dit domein is te koop|domeinnaam te koop",
            (
                rf"(este|el) dominio{NAME} est[áa] (a la|en) venta|(questo|il) dominio{NAME} [èe] in vendita|"
                rf"este dom[íi]nio{NAME} est[áa] [àa] venda|aquest domini{NAME} est[àa] en venda|"
                rf"(acest|numele de) domeniu{NAME} este de vânzare"
            ),
            (
                r"dom[äa]nen [äa]r till salu|domenet er til salgs|domene til salgs|domænet er til salg|"
                r"verkkotunnus (on )?myynnissä"
            ),
            (
                rf"domena{NAME} (jest )?na sprzedaż|kup tę domenę|domén[au]{NAME} (je )?na (prodej|predaj)|"
                r"(domena|domen) je na prodaj[ui]?"
            ),
            rf"домен{NAME} (прода[её]тся|продається|се продава)|(прода[её]тся|продається) домен|купить (этот )?домен",
            rf"domain( név)?{NAME} eladó|eladó domain|(alan adı|domain){NAME} satılık|satılık (alan adı|domain)",
            r"ドメイン.{0,8}(販売中|販売されて|売りに出)|(域名|網域|网域).{0,8}(出售|转让|轉讓)|도메인.{0,8}판매",
        )
    ),
    re.IGNORECASE,
)
TAKEN = re.compile(
    r"this domain (name )?(has |is |was )?(recently |just )?(been )?(registered|expired)\b"
    r"(?! (to|by|since|in|for|at|under|as)\b)",
    re.IGNORECASE,
)
"""What the titles of parked domains say; sound pages say it in their text."""
