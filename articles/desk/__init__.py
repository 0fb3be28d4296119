"""The desk: the pages of ours inside Django's admin, where articles are written, reviewed and published."""
