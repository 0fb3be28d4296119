"""Text that has broken searches, and a piece of every script: whatever takes any text is tried with it."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator


def hostile() -> Iterator[str]:
    """Text that has broken a search somewhere, and a piece of every script."""
    yield from (
        "",
        " ",
        "\t\n\r",
        "\x00",
        "legs\x00arms",
        "'",
        '"',
        "''",
        '""',
        '"legs',
        "'legs",
        "`",
        "\\",
        "\\'",
        "%",
        "%%",
        "_",
        "?",
    )
    yield from (
        "legs AND",
        "AND legs",
        "OR",
        "NOT",
        "NOT legs",
        "NEAR(legs arms)",
        "NEAR/3",
        "legs*",
        "*",
        "^legs",
        "title:legs",
        "-legs",
    )
    yield from (
        "{title} : legs",
        "legs + arms",
        '"legs" "arms"',
        "(legs",
        "legs)",
        "()",
        "((((",
        "legs NEAR",
        "col:",
        ":",
        "::",
        "- -",
    )
    yield from (
        "legs & arms",
        "legs | arms",
        "!legs",
        "legs <-> arms",
        "<2>",
        "legs:*",
        "legs:A",
        "&",
        "|",
        "!",
        "& | !",
        "'legs':1A",
    )
    yield from (
        "' OR 1=1 --",
        "'; DROP TABLE finding_entry; --",
        "1; SELECT pg_sleep(9)",
        "$$",
        "$1",
        "%s",
        "%(x)s",
        "{}",
        "{0}",
        ":x",
        "/*",
        "--",
    )
    yield from (
        "<script>alert(1)</script>",
        "<b>legs</b>",
        "&lt;b&gt;",
        "&#0;",
        '"><img src=x onerror=alert(1)>',
        "</title>",
        "<!--",
        "]]>",
    )
    yield from (
        "{{ request }}",
        "{% csrf_token %}",
        "{{7*7}}",
        "${7*7}",
        "<%= 7 %>",
        "#{7}",
        "{#",
        "%}",
        "javascript:alert(1)",
    )
    yield from (
        "../../etc/passwd",
        "http://example.org/?a=b&c=d#e",
        "a=b&q=c",
        "q[]=1",
        "+",
        "%00",
        "%ED%A0%80",
        ";",
        "a;b",
        "=",
        "\r\nSet-Cookie: a=b",
    )
    yield from (
        "\ud800",
        "\udfff",
        "legs \ud83d",
        "\ufffe",
        "\uffff",
        "\U0010ffff",
        "\ufeff",
        "\ufdd0",
        "\u202elegs",
        "\u2066legs",
        "\u200b",
        "le\u200dgs",
    )
    yield from (
        "👩‍👩‍👧‍👦",
        "🏳️‍🌈",
        "👍🏽",
        "🇬🇧",
        "1️⃣",
        "e" + "\u0301" * 500,
        "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L",
        "ﷺ",
        "ﬀ",
        "İ",
        "ß",
        "ǅ",
        "½",
        "①",
        "㍿",
    )
    yield from (
        "x" * 10_000,
        "legs " * 2_000,
        "a" * 41,
        "ab " * 3_333,
        "é" * 10_000,
        "漢" * 10_000,
        "'" * 10_000,
        "(" * 10_000,
        "\x00" * 10_000,
        " " * 10_000,
    )
    yield from (
        f"legs{chr(code)}arms"
        for code in (*range(0x20), *range(0x7F, 0xA0), *range(0x2000, 0x2010), *range(0x2028, 0x2030))
    )
    names = ("IDEOGRAPH", "LETTER", "SYLLABLE", "SIGN", "DIGIT", "SYMBOL")
    for start in range(0xA0, 0x30000, 0x400):
        block = [
            chr(code)
            for code in range(start, start + 0x400)
            if any(n in unicodedata.name(chr(code), "") for n in names)
        ]
        if block:
            yield "".join(block[:6]) + " " + "".join(block[-3:])


HOSTILE = list(dict.fromkeys(hostile()))
