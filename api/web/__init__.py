"""The web page: the same data as the API, for people."""
