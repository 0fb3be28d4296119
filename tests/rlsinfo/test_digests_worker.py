"""Digests with real workers: several at once, and a second start."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.worker import WorkerSite, prepared

DUE = """
boss = makers.publisher(email="boss@example.org")
for number in range(3):
    edition = makers.published(by=makers.author(email=f"author-{number}@example.org"))
    day = timezone.localdate() + dt.timedelta(days=10)
    workflow.move_review_date(edition, next_review_due=day, reason="Soon.", by=boss)
"""
DONE = """
digests = DBTaskResult.objects.filter(task_path="rlsinfo.digests.send_digests")
print(json.dumps([digests.filter(status="SUCCESSFUL").count(), digests.exclude(status="SUCCESSFUL").count()]))
"""


@pytest.fixture
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WorkerSite]:
    with prepared(tmp_path_factory.mktemp("worker")) as found:
        yield found
        found.stop()


def test_several_workers_send_one_mail_a_person_and_none_after_a_second_start(site: WorkerSite) -> None:
    site.run(DUE)
    for _ in range(3):
        site.work()
    site.wait_for(DONE, lambda found: found[0] >= 1 and found[1] == 0)
    everybody = ["author-0@example.org", "author-1@example.org", "author-2@example.org", "boss@example.org"]
    assert sorted(to_of(mail) for mail in site.mails()) == everybody
    site.stop()
    site.run("DBTaskResult.objects.all().delete()")
    site.work()
    site.wait_for(DONE, lambda found: found[0] == 1)
    assert len(site.mails()) == 4


def to_of(mail: str) -> str:
    return next(line.removeprefix("To: ") for line in mail.splitlines() if line.startswith("To: "))
