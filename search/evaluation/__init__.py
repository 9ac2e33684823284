"""How well questions are answered: question files, the ranking of statements and people, and the measures."""
