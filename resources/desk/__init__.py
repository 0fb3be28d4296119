"""The part of the desk that is about support resources, below ``/admin/desk/support/``."""
