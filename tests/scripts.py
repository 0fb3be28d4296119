"""Python that acts in the database of a running site, beside its own processes: one process answers all questions."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from rlsinfo.processes import end_with_parent

ROOT = Path(__file__).resolve().parent.parent
# Each script is one line of JSON on the way in, and so is what it printed, or why it failed, on the way back.
LOOP = """
import contextlib, io, json, os, sys, time, traceback, django
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rlsinfo.settings")
django.setup()
import datetime as dt
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from accounts.models import User
from articles import workflow
from articles.models import *
from itertools import count
from tests import makers, people, support
# Each process counts on from where all before it have stopped.
makers._numbers = people._numbers = support._numbers = count(time.time_ns() // 1000)
soon = lambda seconds: timezone.now() + dt.timedelta(seconds=seconds)
known = dict(globals())
for line in sys.stdin:
    printed, failed = io.StringIO(), ""
    try:
        with contextlib.redirect_stdout(printed):
            exec(json.loads(line), dict(known))
    except BaseException:
        failed = traceback.format_exc()
    print(json.dumps([printed.getvalue(), failed]), flush=True)
"""


class Scripts:
    """A process in which the models, ``workflow``, ``makers`` and ``soon(seconds)`` are known. Started when needed."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self.environment = {**environment, "PYTHONPATH": str(ROOT)}
        self._process: subprocess.Popen[str] | None = None

    def run(self, script: str) -> str:
        """What a script prints. Raises ``AssertionError`` with its traceback where it fails."""
        if self._process is None:
            self._process = subprocess.Popen(
                [sys.executable, "-W", "ignore", "-c", LOOP],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
                preexec_fn=end_with_parent(9),  # noqa: PLW1509 (no other thread holds a lock here)
            )
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin
        assert stdout
        stdin.write(json.dumps(script) + "\n")
        stdin.flush()
        answer = stdout.readline()
        assert answer, f"the process of scripts ended at: {script}"
        printed, failed = json.loads(answer)
        assert not failed, failed
        return str(printed)

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.communicate()
            self._process = None
