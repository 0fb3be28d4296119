"""The table and the plot of what was measured: docs/performance/growth.md and growth.svg."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

from tests.scripts import ROOT

FOLDER = ROOT / "docs" / "performance"
NAMES = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
LIMITS = {"publish one": 150.0, "publish 1,000": 60.0}
"""Milliseconds, seconds."""
PLOTTED = (
    ("publish one", "Publish one article, ms"),
    ("publish 1,000", "Publish 1,000 articles, s"),
    ("index", "Make the whole search index, s"),
    ("size", "Database, MB"),
    ("article", "Article page, ms of processor"),
    ("hub, the largest", "Largest hub, ms of processor"),
    ("tag, the largest", "Largest tag page, ms of processor"),
    ("A to Z", "A to Z, ms of processor"),
    ("home", "Home, ms of processor"),
    ("search", "Search, ms of processor"),
    ("sitemap", "Sitemap, ms of processor"),
    ("desk, published", "Desk list, ms of processor"),
)
WIDE, HIGH, ACROSS = 220, 150, 4
COLOURS = {"sqlite": "#0b6e76", "postgresql": "#b4521e"}


def write(measured: Mapping[str, Mapping[str, Any]]) -> None:
    """Write both files."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "growth.svg").write_text(plot(measured))
    page = FOLDER / "growth.md"
    words = page.read_text().partition(BEGIN)[0] if page.exists() else "# Growth\n\n"
    page.write_text(f"{words}{BEGIN}\n\n{tables(measured)}")


BEGIN = "<!-- What stands below is written by make bench. -->"


def value(of: Mapping[str, Any], name: str) -> float | None:
    """One figure of a site: of a page its processor time."""
    if name in ("publish one", "publish 1,000"):
        found = of.get("publish", {}).get("median" if name == "publish one" else "seconds")
    elif name == "index":
        found = of.get("index", {}).get("seconds")
    elif name == "size":
        found = of["index"]["bytes"] / 1e6 if "index" in of else None
    else:
        found = of.get("pages", {}).get(name, [0, None])[1]
    return found or None


def tables(measured: Mapping[str, Mapping[str, Any]]) -> str:
    """The tables, as Markdown."""
    found = []
    for engine, sizes in _engines(measured).items():
        head = [f"{size:,}" for size in sizes]
        of = [measured[f"{engine} {size}"] for size in sizes]
        rows = [
            ("publish one, median (p95, processor of this process) ms", [_publish(each) for each in of]),
            ("publish 1,000, s", [_said(value(each, "publish 1,000")) for each in of]),
            ("make the whole index, s", [_said(value(each, "index")) for each in of]),
            ("database, MB", [_said(value(each, "size")) for each in of]),
        ]
        found.append(f"## {NAMES[engine]}\n\n" + _table(["articles", *head], rows))
        pages = dict.fromkeys(name for each in of for name in each.get("pages", {}))
        told = [(name, [_page(each.get("pages", {}).get(name)) for each in of]) for name in pages]
        found.append(_table(["processor ms / wall ms / queries / KB", *head], told))
    return "\n\n".join([*found, "![Each figure by the number of articles](growth.svg)\n"])


def _engines(measured: Mapping[str, Any]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for key in measured:
        engine, _, size = key.partition(" ")
        found.setdefault(engine, []).append(int(size))
    return {engine: sorted(sizes) for engine, sizes in found.items()}


def _publish(of: Mapping[str, Any]) -> str:
    told = of.get("publish")
    return f"{told['median']:.0f} ({told['p95']:.0f}, {told.get('processor', 0):.0f})" if told else "–"


def _said(number: float | None) -> str:
    return (
        "–"
        if number is None
        else f"{number:,.0f}"
        if number >= 10
        else f"{number:.1f}"
        if number >= 1
        else f"{number:.2g}"
    )


def _page(told: list[float] | None) -> str:
    if not told or not told[0]:
        return "–"
    wall, processor, queries, size = told
    return f"{_said(processor)} / {_said(wall)} / {queries:.0f} / {size / 1000:,.0f}"


def _table(head: Iterable[str], rows: Iterable[tuple[str, list[str]]]) -> str:
    lines = [f"| {' | '.join(head)} |"]
    lines.append("|---" + "|---:" * (lines[0].count("|") - 2) + "|")
    lines += [f"| {' | '.join([name, *cells])} |" for name, cells in rows]
    return "\n".join(lines)


def plot(measured: Mapping[str, Mapping[str, Any]]) -> str:
    """Small plots, one for each figure, with powers of ten on both axes."""
    down = math.ceil(len(PLOTTED) / ACROSS)
    box = f'viewBox="0 0 {WIDE * ACROSS} {HIGH * down + 30}" font-family="system-ui, sans-serif" font-size="11"'
    label = 'role="img" aria-label="Each figure by the number of articles"'
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {box} {label}>',
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for place, (name, words) in enumerate(PLOTTED):
        left, top = place % ACROSS * WIDE, place // ACROSS * HIGH
        parts.append(f'<g transform="translate({left} {top})">{_small(measured, name, words)}</g>')
    for place, (engine, colour) in enumerate(COLOURS.items()):
        x, y = 20 + place * 120, HIGH * down + 18
        parts.append(
            f'<circle cx="{x}" cy="{y - 4}" r="4" fill="{colour}"/><text x="{x + 9}" y="{y}">{NAMES[engine]}</text>'
        )
    parts.append(
        f'<text x="{WIDE * ACROSS - 20}" y="{HIGH * down + 18}" text-anchor="end">dashed: as fast as the site</text>'
    )
    return "\n".join([*parts, "</svg>\n"])


def _small(measured: Mapping[str, Mapping[str, Any]], name: str, words: str) -> str:
    lines = {
        engine: [(size, found) for size in sizes if (found := value(measured[f"{engine} {size}"], name))]
        for engine, sizes in _engines(measured).items()
    }
    every = [point for points in lines.values() for point in points]
    if not every:
        return ""
    low, high = (math.log10(pick(size for size, _ in every)) for pick in (min, max))
    floor = math.floor(math.log10(min(found for _, found in every)))
    ceiling = max(math.ceil(math.log10(max(found for _, found in every))), floor + 2)

    def at(size: float, found: float) -> tuple[float, float]:
        across = (math.log10(size) - low) / (high - low or 1)
        return 44 + across * (WIDE - 64), HIGH - 24 - (math.log10(found) - floor) / (ceiling - floor) * (HIGH - 54)

    parts = [f'<text x="10" y="16" font-weight="600">{words}</text>']
    for power in range(floor, ceiling + 1):
        _, y = at(10**low, 10.0**power)
        parts.append(f'<path d="M44 {y:.0f}H{WIDE - 16}" stroke="#ddd"/>')
        parts.append(f'<text x="40" y="{y + 4:.0f}" text-anchor="end" fill="#555">{10.0**power:,.4g}</text>')
    parts += [
        f'<text x="{at(size, 10**floor)[0]:.0f}" y="{HIGH - 8}" text-anchor="middle" fill="#555">{size:,}</text>'
        for size in sorted({size for size, _ in every})
    ]
    reach = min(high - low, ceiling - floor)
    (x1, y1), (x2, y2) = at(10**low, 10**floor), at(10 ** (low + reach), 10.0 ** (floor + reach))
    parts.append(f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="#999" stroke-dasharray="3 3"/>')
    for engine, points in lines.items():
        spots = [at(*point) for point in points]
        path = "L".join(f"{x:.1f} {y:.1f}" for x, y in spots)
        parts.append(f'<path d="M{path}" fill="none" stroke="{COLOURS[engine]}" stroke-width="2"/>')
        parts += [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{COLOURS[engine]}"/>' for x, y in spots]
    return "".join(parts)
