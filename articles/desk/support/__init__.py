"""The link curators' queue, the page of a record with its history, and proposals."""
