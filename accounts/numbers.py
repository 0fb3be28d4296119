"""Whole numbers in addresses (``<number:…>``), each written in one way, so that a page has one address."""

from __future__ import annotations

from django.urls import register_converter
from django.urls.converters import IntConverter


class PlainInt(IntConverter):
    """A number from 1 on, without zeros before it. One that is longer than any of ours leads nowhere."""

    regex = "[1-9][0-9]{0,11}"


register_converter(PlainInt, "number")
