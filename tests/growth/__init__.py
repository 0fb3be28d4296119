"""What grows with a site, and what must not: ``make bench``."""
