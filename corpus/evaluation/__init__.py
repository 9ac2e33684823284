"""How well extraction reads: gold files, matching with what was extracted, and the measures."""
