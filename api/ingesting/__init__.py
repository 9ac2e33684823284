"""Articles that come in while the service runs: one at once, many as a job in a process of its own."""
