"""The doors: command line and HTTP service. Adapters and wiring only, no logic."""
