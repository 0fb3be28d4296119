"""Finding: the index that search reads, the redirects of addresses, and what was looked for in vain.

It knows pages as paths and words only. What a page is, its apps tell it.
"""
