"""Which tests stay together when two workers share the suite (pytest-xdist's own groups fail with pytest 9.2)."""

from __future__ import annotations

from xdist.scheduler import LoadScopeScheduling  # type: ignore[import-untyped]

# Each worker would start a site of its own for them.
TOGETHER = (
    *("tests/journeys/", "tests/rlsinfo/test_serve.py"),
    *(f"tests/freshness/test_{name}.py" for name in ("race", "nginx", "varnish", "replica")),
)


class SharedByTwo(LoadScopeScheduling):  # type: ignore[misc]
    """Tests that use one running site go to one worker; every other test goes to whichever is free."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)
