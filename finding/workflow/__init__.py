"""Every write to redirects and to what was looked for in vain. Each function is one transaction."""

from finding.workflow.missing import forget_missing, pass_over
from finding.workflow.redirects import (
    Wanted,
    add_redirect,
    change_redirect,
    import_redirects,
    may_keep,
    remove_redirect,
)

__all__ = [
    "Wanted",
    "add_redirect",
    "change_redirect",
    "forget_missing",
    "import_redirects",
    "may_keep",
    "pass_over",
    "remove_redirect",
]
