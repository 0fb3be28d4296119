"""Starter content: files in ``content/`` read, checked and taken in once, each in a transaction of its own."""
