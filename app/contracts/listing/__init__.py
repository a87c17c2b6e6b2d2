"""What becomes of a search: a page with counts beside its filters, a feed to subscribe to, files to take away.

Signed-in people and the public share all of it; what the public sees is decided in `summaries.visibility`.
"""
