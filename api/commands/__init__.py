"""The commands of ``quotegraph``, a module a purpose; ``api.cli`` puts them together."""
