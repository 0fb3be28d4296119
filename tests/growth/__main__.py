"""``make bench``: what pages, publishing and the index cost on sites of three sizes, on both engines.

Made sites, and what was measured of each, are kept in a folder (``--folder``), so that a run can be gone on with;
``--again`` measures anew what was measured before. Writes docs/performance/growth.md and growth.svg.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.growth import report, sites
from tests.growth.sites import Place, Postgresql, Sqlite
from tests.scripts import ROOT

SIZES, ENGINES = (100, 10_000, 100_000), ("sqlite", "postgresql")
PARTS = ("index", "pages", "publish")
Measured = dict[str, dict[str, Any]]


def main() -> None:
    """Measure what was not measured yet, and write the table and the plot."""
    asked = _asked()
    asked.folder.mkdir(parents=True, exist_ok=True)
    kept = asked.folder / "measured.json"
    measured: Measured = json.loads(kept.read_text()) if kept.exists() else {}
    for name in asked.engines:
        with sites.engine(name, asked.folder) as engine:
            for articles in asked.sizes:
                of = measured.setdefault(f"{name} {articles}", {})
                for part in PARTS:
                    if part not in of or part in asked.again:
                        print(f"{name}, {articles:,} articles: {part}", flush=True)
                        of[part] = of.get(part, {}) | _measure(engine, articles, part, anew=part in asked.again)
                        kept.write_text(json.dumps(measured, indent=1))
    report.write(measured)


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="make bench", description=__doc__)
    parser.add_argument("--sizes", type=_numbers, default=SIZES, help="numbers of articles, with commas between")
    parser.add_argument("--engines", type=_words, default=ENGINES, help="sqlite, postgresql or both")
    parser.add_argument("--folder", type=Path, default=ROOT / "var" / "growth", help="where made sites are kept")
    parser.add_argument("--again", type=_words, default=(), help=f"what to measure anew: {', '.join(PARTS)}")
    return parser.parse_args()


def _words(text: str) -> list[str]:
    return [each for each in text.split(",") if each]


def _numbers(text: str) -> list[int]:
    return [int(each) for each in _words(text)]


def _measure(engine: Sqlite | Postgresql, articles: int, part: str, *, anew: bool) -> dict[str, Any]:
    if part == "index":
        engine.there(articles)
        sites.make(engine.place(articles))
        return _told(engine.place(articles), part, *(["anew"] if anew else []))
    if part == "pages":
        return _told(engine.place(articles), part)
    with engine.copy(articles) as place:
        return _told(place, part)


def _told(place: Place, *words: str) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.growth.measuring", *words]
    answer = subprocess.run(command, cwd=ROOT, env=place.environment, check=True, stdout=subprocess.PIPE, text=True)
    told: dict[str, Any] = json.loads(answer.stdout.splitlines()[-1])
    print(f"  {json.dumps(told)}", flush=True)
    return told


if __name__ == "__main__":
    main()
