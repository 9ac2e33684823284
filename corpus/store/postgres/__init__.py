"""The store in PostgreSQL: one system of record for several processes and machines."""
