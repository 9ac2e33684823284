"""The networkx graph of people, firms, topics, statements and articles: built from the store, queried, exported."""
