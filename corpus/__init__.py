"""What was written and said: articles, statements, names, topics, stance, and the store that keeps them."""
