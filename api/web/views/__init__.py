"""What pages show, worked out from what the API gives: no templates, no requests."""
