"""The one error tree of quotegraph.

::

    QuotegraphError
    ├── InputError            a source given by the user cannot be read (names it, says the remedy)
    │   └── UsageError        an argument makes no sense (wrong option, unknown name of a setting)
    │       └── ConflictError what is asked for does not fit how things stand now (decided already, of another kind)
    ├── StoreError            the store cannot be opened, read or written
    │   ├── StoreVersionError the store was made by a newer quotegraph
    │   └── NotFoundError     no such statement, person, topic, article
    └── IndexMismatchError    index and encoder, or index and store, do not belong together
"""

from __future__ import annotations


class QuotegraphError(Exception):
    """Base class: every error that a user of the library is expected to handle."""


class InputError(QuotegraphError):
    """One input cannot be used; the others can.

    :param source: the file, line or address as the user named it.
    :param problem: what is wrong with it, in one sentence without a full stop.
    :param remedy: what the user can do about it, in one sentence without a full stop.
    """

    def __init__(self, source: str, problem: str, remedy: str = "") -> None:
        self.source = source
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{source}: {problem}" + (f" ({remedy})" if remedy else ""))

    def __reduce__(self) -> tuple[type[InputError], tuple[str, str, str]]:
        """So that it can come from another process."""
        return type(self), (self.source, self.problem, self.remedy)


class UsageError(InputError):
    """An argument or a setting makes no sense."""


class ConflictError(UsageError):
    """What is asked for makes sense, but not as things stand now: it was decided already, or contradicts a decision."""


class StoreError(QuotegraphError):
    """The store cannot be opened, read or written."""


class StoreVersionError(StoreError):
    """The store was made by a newer version of quotegraph than this one."""


class MissingStoreError(StoreError):
    """There is no store where one was looked for."""


class LostConnectionError(StoreError):
    """The connection to the database broke, or no server could be reached.

    :param may_be_repeated: whether it is certain that nothing was written.
    """

    def __init__(self, message: str, *, may_be_repeated: bool = True) -> None:
        self.may_be_repeated = may_be_repeated
        super().__init__(message)


class NotFoundError(StoreError):
    """No statement, person, firm, topic or article has the id that was asked for."""


class IndexMismatchError(QuotegraphError):
    """The vector index was made with another encoder, or from another store; ``quotegraph rebuild`` makes it anew."""
