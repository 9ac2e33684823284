"""The pages, each at an address of its own that can be shared."""
