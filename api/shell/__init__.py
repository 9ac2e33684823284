"""What is around every request and every worker: settings, limits, logs, metrics, starting and stopping."""
