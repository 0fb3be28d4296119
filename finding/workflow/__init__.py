"""Every write to redirects and to what was looked for in vain. Each function is one transaction."""
