"""Work on several machines, by Ray: it schedules, replicates and starts again; here is only what is to be done.

Ray is imported by the modules of this package alone, and they only where a cluster is asked for.
"""
