"""What public pages show, how it is told that it changed, and until when a page that was made is true (ADR 25)."""
