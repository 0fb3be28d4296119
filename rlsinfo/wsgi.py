"""The WSGI application."""

import os

from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rlsinfo.settings")
application = get_wsgi_application()

from rlsinfo import checks  # noqa: E402 (needs the settings)

# ``serve`` and ``manage.py`` run the system checks; a server that loads this file by itself must not get round them.
if unsafe := [found for found in checks.safe_in_public() if isinstance(found, Error)]:
    raise ImproperlyConfigured("\n".join(map(str, unsafe)))
