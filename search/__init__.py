"""From a question to people and their statements: encoder, vector index, question understanding, answers."""
