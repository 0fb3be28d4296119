"""All that is checked without running the site: ``python -m tests.checks``. Every step runs; the exit code tells."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]


def steps() -> dict[str, list[str]]:
    """The name and command of each step."""
    templates = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "templates").rglob("*.html"))
    return {
        "ruff (lint)": [str(BIN / "ruff"), "check", "."],
        "ruff (format)": [str(BIN / "ruff"), "format", "--check", "."],
        "djade (templates)": [str(BIN / "djade"), "--check", "--target-version", "5.2", *templates],
        "mypy (types)": [str(BIN / "mypy")],
        "import-linter (imports point down)": [str(BIN / "lint-imports")],
        "makemigrations (nothing forgotten)": [*MANAGE, "makemigrations", "--check", "--dry-run"],
        "check --deploy (a public configuration)": [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
        "pip check (requirements agree)": [sys.executable, "-m", "pip", "check"],
    }


def public_environment(data_dir: str) -> dict[str, str]:
    """The environment of a site on the open web, as docs/operating.md describes it."""
    shell = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "DEBUG", "HOST", "PORT")}
    return shell | {
        "ALLOWED_HOSTS": "rlsinfo.example",
        "CONTACT_EMAIL": "editors@rlsinfo.example",
        "DATA_DIR": data_dir,
        "EMAIL_URL": "smtp+tls://desk:secret@mail.example.org",
        "SECRET_KEY": secrets.token_urlsafe(64),
        "SITE_URL": "https://rlsinfo.example",
    }


def passes(name: str, command: list[str], environment: Mapping[str, str]) -> bool:
    """Run one step; what it printed is shown only where it failed."""
    began = time.monotonic()
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    verdict = "ok" if done.returncode == 0 else "FAILED"
    print(f"{name:<42} {verdict} ({time.monotonic() - began:.1f} s)", flush=True)
    if done.returncode:
        print(done.stdout + done.stderr, flush=True)
    return done.returncode == 0


def main() -> int:
    """Run all steps; returns 1 where any failed."""
    with tempfile.TemporaryDirectory(prefix="rlsinfo-check-") as data_dir:
        environment = public_environment(data_dir)
        results = [passes(name, command, environment) for name, command in steps().items()]
    return int(not all(results))


if __name__ == "__main__":
    sys.exit(main())
