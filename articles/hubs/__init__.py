"""Where readers find the right page: the A to Z, and the hub of each medicine and condition."""
