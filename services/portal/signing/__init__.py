"""The client signs: a page without login, reached by the link in a mail."""
