"""Pages as files, which a web server in front of the app sends without asking it (ADR 27)."""
