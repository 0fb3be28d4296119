"""Caches elsewhere (Varnish, Fastly, Cloudflare): what pages tell them, and what they are told when pages change
(ADR 28).
"""
