"""How static files are stored: under the hash of their content, compressed once."""

from __future__ import annotations

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedFiles(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise has no types
    """WhiteNoise's storage, which also puts hashed names into the imports of JavaScript modules.

    Without it a browser could keep one module of an old release for an hour beside new ones.
    """

    support_js_module_import_aggregation = True
