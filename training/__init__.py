"""Training of the bundled encoder: needed to make the weights anew, never to use them."""
