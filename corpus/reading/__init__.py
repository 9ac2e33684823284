"""One reader for each kind of file; ``corpus.read`` chooses among them."""
