"""Writes the parts of the Python client that follow from the OpenAPI description: models, and a method an operation.

``python -m api.client_source`` writes them anew; a test fails while they are behind the service.
"""
