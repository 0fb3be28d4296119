"""A server that plays every kind of bad site, and the invented internet that it stands in."""
