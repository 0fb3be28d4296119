"""Somebody publishes again and again while eight readers read through three worker processes: nobody reads the past."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.freshness.racing import Outcome, Race, Web, gather, served
from tests.freshness.slow import HELPER, KINDS, answers, slow_clients
from tests.worker import WorkerSite, prepared

PUBLISHES = 200
DAMAGED = 40
"""Publishings while the file of stamps is damaged again and again: most of them wait until everybody has noticed."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerSite]:
    """A site of its own."""
    with prepared(tmp_path_factory.mktemp("race")) as site:
        gather(site)
        site.run(f"makers.contact(of=makers.organisation(slug={HELPER!r}))")
        yield site


@pytest.fixture(scope="module")
def web(site: WorkerSite) -> Iterator[Web]:
    """Its web server, with three workers."""
    with served(site) as web:
        yield web


def never_old(outcome: Outcome, *, dropped: bool = False) -> None:
    """Nothing stale, nothing torn, no error, and no connection that ended without an answer."""
    assert (outcome.stale, outcome.torn, outcome.errors) == ([], [], [])
    assert dropped or outcome.dropped == 0
    assert outcome.reads > outcome.published


def test_nobody_reads_the_past(site: WorkerSite, web: Web, record_property: Callable[[str, object], None]) -> None:
    outcome = Race(site, web.port, publishes=PUBLISHES).run()
    record_property("figures", f"race: {outcome.figures}")
    never_old(outcome)
    assert outcome.published == PUBLISHES


def test_nor_while_workers_are_killed_and_replaced(
    site: WorkerSite, web: Web, record_property: Callable[[str, object], None]
) -> None:
    outcome = Race(site, web.port, publishes=PUBLISHES, disturb=web.kill_one, disturb_every=0.5).run()
    record_property("figures", f"race, {web.killed} workers killed: {outcome.figures}")
    never_old(outcome, dropped=True)
    assert web.killed > 0


def damage(path: Path) -> Callable[[int], None]:
    """Damages the file of stamps, in another way each time."""

    def remove() -> None:
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def cut_off() -> None:
        with suppress(OSError):
            os.truncate(path, 100)

    def make_unwritable() -> None:
        remove()
        path.mkdir(exist_ok=True)

    ways = (remove, cut_off, make_unwritable, remove)

    def disturb(turn: int) -> None:
        with suppress(OSError):
            ways[turn % len(ways)]()

    return disturb


def test_nor_whatever_becomes_of_the_file_of_stamps(
    site: WorkerSite, web: Web, record_property: Callable[[str, object], None]
) -> None:
    path = site.folder / "stamps"
    outcome = Race(site, web.port, publishes=DAMAGED, disturb=damage(path), disturb_every=1.3).run()
    record_property("figures", f"race, stamps damaged: {outcome.figures}")
    never_old(outcome)


def test_where_no_stamps_can_be_kept_the_site_goes_on_and_says_so(site: WorkerSite, web: Web) -> None:
    path = site.folder / "stamps"
    shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
    path.mkdir()
    try:
        assert answers(web, "/health/", until="pages are not kept in memory: ").startswith("ok\n")
        never_old(Race(site, web.port, publishes=3).run())
    finally:
        path.rmdir()
    assert answers(web, "/health/", until="ok\n", but="not kept") == "ok\n"


@pytest.mark.parametrize("kind", KINDS)
def test_slow_clients_do_not_shut_others_out(web: Web, kind: str) -> None:
    with slow_clients(web.port, kind, count=150):
        for path in ("/about/", "/search/?q=legs", "/admin/login/", "/support/"):
            assert "</html>" in answers(web, path, until="</html>")


def test_it_stays_true_after_all_that(site: WorkerSite, web: Web) -> None:
    never_old(Race(site, web.port, publishes=20).run())
