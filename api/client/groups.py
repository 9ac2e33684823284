"""The operations in groups. Written by ``python -m api.client_source``: do not edit."""

from __future__ import annotations

from api.client import async_operations, files, jobs, operations
from api.client.async_connection import AsyncConnection
from api.client.connection import Connection


class Groups(operations.Root):
    """All operations, in groups."""

    def __init__(self, connection: Connection) -> None:
        super().__init__(connection)
        self.documents = files.Documents(connection)
        self.firms = operations.Firms(connection)
        self.graph = operations.Graph(connection)
        self.jobs = jobs.Jobs(connection)
        self.keys = operations.Keys(connection)
        self.people = operations.People(connection)
        self.pictures = operations.Pictures(connection)
        self.review = operations.Review(connection)
        self.statements = operations.Statements(connection)
        self.topics = operations.Topics(connection)


class AsyncGroups(async_operations.AsyncRoot):
    """All operations under asyncio, in groups."""

    def __init__(self, connection: AsyncConnection) -> None:
        super().__init__(connection)
        self.documents = files.AsyncDocuments(connection)
        self.firms = async_operations.AsyncFirms(connection)
        self.graph = async_operations.AsyncGraph(connection)
        self.jobs = jobs.AsyncJobs(connection)
        self.keys = async_operations.AsyncKeys(connection)
        self.people = async_operations.AsyncPeople(connection)
        self.pictures = async_operations.AsyncPictures(connection)
        self.review = async_operations.AsyncReview(connection)
        self.statements = async_operations.AsyncStatements(connection)
        self.topics = async_operations.AsyncTopics(connection)
