"""The page of an invited clinician: one edition behind a signed link, without an account."""
