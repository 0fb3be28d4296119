"""Publishing on time with real workers: killed ones, restarted ones, several at once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.worker import WorkerSite, prepared

# Each script stands for what people did before.
SCHEDULED = """
def due(seconds, **fields):
    return makers.schedule(makers.approved(**fields), publish_at=soon(seconds))
"""
PUBLISHED = """
states = list(Edition.objects.filter(pk__in={pks}).order_by("pk").values_list("state", flat=True))
times = Event.objects.filter(edition__in={pks}, kind="published").count()
print(json.dumps([states, times]))
"""


@pytest.fixture(scope="module")
def prepared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerSite]:
    with prepared(tmp_path_factory.mktemp("worker")) as site:
        yield site


@pytest.fixture
def site(prepared_site: WorkerSite) -> Iterator[WorkerSite]:
    yield prepared_site
    prepared_site.stop()


def published_once(site: WorkerSite, pks: list[int]) -> None:
    """Wait until all are published, each once."""
    script = PUBLISHED.format(pks=pks)
    states, times = site.wait_for(script, lambda found: set(found[0]) == {"published"})
    assert (len(states), times) == (len(pks), len(pks))


def test_a_worker_publishes_at_the_time(site: WorkerSite) -> None:
    site.work()
    pk, early = site.run(f"{SCHEDULED}\nedition = due(5)\nprint(json.dumps([edition.pk, edition.state]))")
    assert early == "scheduled"
    published_once(site, [pk])
    assert site.run(f"e = Edition.objects.get(pk={pk})\nprint(json.dumps(e.published_at >= e.publish_at))")


def test_a_worker_that_was_killed_at_it_loses_nothing(site: WorkerSite) -> None:
    worker = site.work()
    script = "edition = due(8)\nprint(json.dumps(edition.pk))"
    pk = site.run(SCHEDULED + script)
    worker.kill()
    worker.wait()
    # What it leaves behind where it dies between claiming the task and publishing: a task that runs for ever.
    left = f"""
from rlsinfo import publishing
while Edition.objects.get(pk={pk}).publish_at > timezone.now(): time.sleep(0.2)
publishing.enqueue_if_due()
DBTaskResult.objects.filter(status="READY").get(task_path__endswith="publish_edition").claim("dead")
print(json.dumps(Edition.objects.get(pk={pk}).state))
"""
    assert site.run(left) == "scheduled"
    site.work()
    published_once(site, [pk])


def test_several_workers_at_once_publish_each_edition_once(site: WorkerSite) -> None:
    pks = site.run(f"{SCHEDULED}\nprint(json.dumps([due(6).pk for _ in range(6)]))")
    for _ in range(3):
        site.work()
    published_once(site, pks)


def test_one_that_cannot_be_published_holds_up_no_other_and_publishers_get_mail(site: WorkerSite) -> None:
    script = """
doomed = makers.document(title="Doomed")
makers.publisher(email="publisher@example.org")
bad = due(8, text=doomed)
good = due(8)
bad.scheduled_by.groups.clear()
print(json.dumps([bad.pk, good.pk]))
"""
    bad, good = site.run(SCHEDULED + script)
    site.work()
    published_once(site, [good])
    states, times = site.wait_for(PUBLISHED.format(pks=[bad]), lambda found: found[0] == ["approved"])
    assert (states, times) == (["approved"], 0)
    kinds = site.run(f"print(json.dumps(Event.objects.filter(edition={bad}, kind='schedule_failed').count()))")
    assert kinds == 1
    assert any("publisher@example.org" in mail for mail in site.wait_for_mails(1))


def test_links_that_do_not_answer_hold_up_neither_publishing_nor_the_end(site: WorkerSite) -> None:
    script = """
import socket, threading
from django.test import override_settings
from resources.models import Link
from rlsinfo.management.commands import work
silent = socket.create_server(("127.0.0.1", 0))
makers.contact(kind="website", value=f"http://silent.test:{silent.getsockname()[1]}/")
edition = due(1)
worker = work.DueWorker()
def watch():
    held = silent.accept()
    while Edition.objects.get(pk=edition.pk).state != "published": time.sleep(0.1)
    worker.running = False
    ended.wait(60)
ended = threading.Event()
threading.Thread(target=watch).start()
with override_settings(DEBUG=True, LINK_CHECK_LOOPBACK=True, LINK_CHECKS=True):
    work.work(worker)
names = {thread.name for thread in threading.enumerate()}
ended.set()
silent.close()
checked_at = Link.objects.get(url__contains="silent").checked_at
print(json.dumps(["link-checker" in names, any("link-check-" in name for name in names), checked_at]))
"""
    # The thread that runs the checks has ended; the request that was under way is left where it is.
    assert site.run(SCHEDULED + script) == [False, True, None]
    site.forget()
