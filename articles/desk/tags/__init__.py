"""The vocabulary of tags at the desk: all of it, one tag, what can be done to it, and how authors pick from it."""
