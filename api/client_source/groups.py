"""The groups of methods put together: what the clients have."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from api.client_source.methods import class_name
from api.client_source.operations import Operation

_HEAD = '''"""The operations in groups. Written by ``python -m api.client_source``: do not edit."""

from __future__ import annotations

from api.client import async_operations, files, jobs, operations
from api.client.async_connection import AsyncConnection
from api.client.connection import Connection
'''
#: Groups to which methods are added by hand, by the module that has them.
_BY_HAND = {"documents": "files", "jobs": "jobs"}


def groups_module(operations: Iterable[Operation]) -> str:
    """The module as text, not yet formatted."""
    groups = sorted({one.group for one in operations} - {""})
    return "\n".join([_HEAD, *_groups(groups, asynchronous=False), *_groups(groups, asynchronous=True)])


def _groups(groups: Iterable[str], *, asynchronous: bool) -> Iterator[str]:
    module, prefix = ("async_operations", "Async") if asynchronous else ("operations", "")
    yield from ("", "", f"class {prefix}Groups({module}.{prefix}Root):")
    yield from (f'    """All operations{" under asyncio" if asynchronous else ""}, in groups."""', "")
    yield f"    def __init__(self, connection: {prefix}Connection) -> None:"
    yield "        super().__init__(connection)"
    for group in groups:
        made = class_name(group, asynchronous=asynchronous)
        yield f"        self.{group} = {_BY_HAND.get(group, module)}.{made}(connection)"
