"""Who said which words: cues, quotation marks and dashes, reported clauses, sources and their resolution."""
