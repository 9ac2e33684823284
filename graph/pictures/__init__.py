"""Pictures for print and screen, SVG or PNG: the network of a topic, diverging bars, a speaker's stance over time."""
