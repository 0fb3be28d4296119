"""The WSGI application."""

import gc
import os

from django.core.checks import Error
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

gc.disable()  # what is being loaded stays: to look through it for rubbish takes a tenth of the start
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rlsinfo.settings")
django_application = get_wsgi_application()

from django.conf import settings  # noqa: E402 (as what follows, needs the settings)

from freshness.following import follower  # noqa: E402
from rlsinfo import checks  # noqa: E402
from rlsinfo.bodies import Bodies  # noqa: E402
from rlsinfo.edge.tagging import Tagging, private_else  # noqa: E402
from rlsinfo.pagecache.cache import Application, PageCache  # noqa: E402
from rlsinfo.pagefiles.putting import Putter  # noqa: E402
from rlsinfo.pagefiles.shelf import shelf  # noqa: E402
from rlsinfo.staticfront import StaticFront  # noqa: E402

# ``serve`` and ``manage.py`` run the system checks; a server that loads this file by itself must not get round them.
if unsafe := [found for found in checks.safe_in_public() if isinstance(found, Error)]:
    raise ImproperlyConfigured("\n".join(map(str, unsafe)))

# While somebody develops, templates change, and nobody tells.
application: Application = django_application
if not settings.DEBUG and (following := follower()) is not None:
    following.begin()
    files = Putter(on_shelf, following) if (on_shelf := shelf()) is not None else None
    tagging = Tagging(settings.EDGE, following) if settings.EDGE else None
    application = PageCache(django_application, following, settings.PAGE_CACHE_BYTES, also=files, tagging=tagging)
    application = StaticFront(application)
application = Bodies(application)
if settings.EDGE:
    application = private_else(application, settings.EDGE)
gc.freeze()
gc.enable()
