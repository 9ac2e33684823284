"""Random and mutated texts against the extractor and the readers; ``README.md`` says how to run it."""
