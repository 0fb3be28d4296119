"""Draws docs/images/layout.svg: the parts and layers that import-linter holds, from pyproject.toml.

``python -m tests.layout`` writes it anew; a test compares.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = ROOT / "docs" / "images" / "layout.svg"
WORDS = {
    "rlsinfo": "settings · env · urls · serve · work · check_links · checks",
    "pages": "home · statements · errors · sitemap, robots, health",
    "finding": "search index · engines · redirects · what was looked for in vain",
    "freshness": "what pages show · the journal of changes · stamps",
    "accounts": "people · roles · bylines · errors of writes · plain text",
}
INSIDE = ("articles", "resources")
"""The parts whose layers are drawn."""
STYLE = (
    "text{font-family:system-ui,sans-serif;fill:#1b2a2f}.name{font-weight:700;font-size:18px}.words{font-size:14px}"
    ".room{fill:#e4efee;stroke:#0b4f55}.inner{fill:#fff;stroke:#0b6b72}.db{fill:#fdf1dc;stroke:#b36b00}"
    ".arrow{fill:none;stroke:#0b4f55;stroke-width:2}.bg{fill:#fff}"
)
WIDTH, LAYER = 760, 34


def layers() -> dict[str, list[str]]:
    """Each part, from the top, with its layers in words, from the top; none where they are not drawn."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    whole = next(contract for contract in contracts if "rlsinfo" in contract.get("layers", []))
    inside = {contract["containers"][0]: contract["layers"] for contract in contracts if "containers" in contract}
    return {
        part: [each.replace(" | ", " · ").replace("_", " ") for each in inside[part]] if part in INSIDE else []
        for part in whole["layers"]
    }


def picture() -> str:
    """The picture as a file."""
    drawn: list[str] = []
    top = 20
    for part, inner in layers().items():
        height = 46 + LAYER * len(inner) if inner else 64
        drawn += [_box("room", 20, top, WIDTH - 40, height), _text("name", 40, top + 28, f"{part}/", "start")]
        if not inner:
            drawn.append(_text("words", 40, top + 50, WORDS[part], "start"))
        for number, words in enumerate(inner):
            here = top + 42 + LAYER * number
            if number:
                drawn.append(f'<path class="arrow" d="M380 {here - 8}v8"/>')
            drawn += [_box("inner", 90, here, WIDTH - 180, 26), _text("words", 380, here + 18, words)]
        top += height + 22
        drawn.append(f'<path class="arrow" d="M380 {top - 20}v16m-5-6l5 6 5-6"/>')
    drawn += [
        _box("db", 20, top, WIDTH - 40, 40),
        _text("words", 380, top + 25, "SQLite or PostgreSQL: constraints and guards"),
    ]
    size = f'viewBox="0 0 {WIDTH} {top + 60}" width="{WIDTH}" height="{top + 60}"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"><title>Imports point down only</title>'
    back = f'<style>{STYLE}</style><rect class="bg" width="{WIDTH}" height="{top + 60}"/>'
    return "\n".join([head, back, *drawn, "</svg>", ""])


def _box(name: str, left: int, top: int, width: int, height: int) -> str:
    return f'<rect class="{name}" x="{left}" y="{top}" width="{width}" height="{height}" rx="8"/>'


def _text(name: str, left: int, top: int, words: str, anchor: str = "middle") -> str:
    return f'<text class="{name}" x="{left}" y="{top}" text-anchor="{anchor}">{words}</text>'


if __name__ == "__main__":
    PICTURE.write_text(picture())
