#!/usr/bin/env python
"""Django's command line, with one plain line where the database cannot be reached."""

import os
import sys


def main() -> int:
    """Run a management command; returns 1 where the settings or the database cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rlsinfo.settings")
    from django.core.exceptions import ImproperlyConfigured
    from django.core.management import execute_from_command_line
    from django.db import OperationalError, connection

    try:
        execute_from_command_line(sys.argv)
    except ImproperlyConfigured as error:
        print(f"rlsinfo is not configured: {error}", file=sys.stderr)
        return 1
    except OperationalError as error:
        if connection.connection is not None:
            raise
        reason = str(error).strip().splitlines()[0]
        print(f"The database cannot be reached: {reason}. Check DATABASE_URL.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
