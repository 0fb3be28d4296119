"""Every write to support resources. Views, admin, commands, imports and tests call these; none write rows themselves.

Each function is one transaction. Those that people call take ``by``, check what they may, and leave who and why in the
history of the record; what the link checker does stands there without a name.
"""

from resources.workflow.acting import mark, record_check, settle_link
from resources.workflow.curating import (
    REACHED_BY,
    archive,
    mark_broken,
    may_curate,
    propose,
    remove,
    remove_contact,
    save,
    use_address,
    use_register,
    verify,
)
from resources.workflow.following import addresses_of, claim, follow, host_of, interval, may_be_followed, put_off
from resources.workflow.importing import drop_import, forget_old_imports, hold_import, import_records
from resources.workflow.leasing import give_lease_back, renew_lease, take_lease
from resources.workflow.noting import note
from resources.workflow.remembering import forget_old_checks, forget_old_hosts, leave_alone, remember_robots
from resources.workflow.renaming import rename_organisation
from resources.workflow.reporting import report, settle

__all__ = [
    "REACHED_BY",
    "addresses_of",
    "archive",
    "claim",
    "drop_import",
    "follow",
    "forget_old_checks",
    "forget_old_hosts",
    "forget_old_imports",
    "give_lease_back",
    "hold_import",
    "host_of",
    "import_records",
    "interval",
    "leave_alone",
    "mark",
    "mark_broken",
    "may_be_followed",
    "may_curate",
    "note",
    "propose",
    "put_off",
    "record_check",
    "remember_robots",
    "remove",
    "remove_contact",
    "rename_organisation",
    "renew_lease",
    "report",
    "save",
    "settle",
    "settle_link",
    "take_lease",
    "use_address",
    "use_register",
    "verify",
]
