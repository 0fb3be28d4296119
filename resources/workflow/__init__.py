"""Every write to support resources. Views, admin, commands, imports and tests call these; none write rows themselves.

Each function is one transaction. Those that people call take ``by``, check what they may, and leave who and why in the
history of the record; what the link checker does stands there without a name.
"""

from resources.workflow.curating import (
    archive,
    mark_broken,
    may_curate,
    propose,
    remove_contact,
    save,
    use_address,
    verify,
)
from resources.workflow.following import (
    addresses_of,
    claim,
    follow,
    host_of,
    interval,
    mark,
    record_check,
    settle_link,
)
from resources.workflow.noting import note
from resources.workflow.reporting import report, settle

__all__ = [
    "addresses_of",
    "archive",
    "claim",
    "follow",
    "host_of",
    "interval",
    "mark",
    "mark_broken",
    "may_curate",
    "note",
    "propose",
    "record_check",
    "remove_contact",
    "report",
    "save",
    "settle",
    "settle_link",
    "use_address",
    "verify",
]
