"""The link checker: what one check of an address finds, and whose turn it is."""
