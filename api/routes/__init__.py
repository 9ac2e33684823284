"""The addresses of the HTTP service, a module for each kind of thing that they give."""
