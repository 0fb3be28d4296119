"""The pages of the desk that need to know every page of the site: redirects, and addresses that lead nowhere."""
