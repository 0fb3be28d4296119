"""The page cache: finished pages in the memory of each web process, in front of Django (ADR 25)."""
