"""Work that goes on after a request has ended: what is to be ingested, how far it is, and what came of it.

The ledger (``jobs.sqlite3``) and the spool (``jobs/``) lie in the data folder, so all processes see them, and they
outlive each of them.
"""
