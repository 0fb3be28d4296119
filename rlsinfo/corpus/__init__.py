"""A made site of any size, for measuring: real in its shape, its sizes and what is common in it, not in its words."""
