"""Everything that access to one store is decided by, put together."""

from __future__ import annotations

from pathlib import Path

from api.security.audit import AuditLog
from api.security.authentication import Authenticator
from api.security.database import AccessDatabase, AccessFile
from api.security.keys import Key, Keys
from api.security.limits import Limits
from api.security.sessions import Sessions
from api.security.shared_database import SharedAccessDatabase
from corpus.addresses import Place


class KeyRefusedError(Exception):
    """A key was presented that does not count.

    :param wait: seconds after which another one is looked at; 0: now.
    :param looked_at: whether this one was.
    """

    def __init__(self, wait: float, *, looked_at: bool) -> None:
        self.wait = wait
        self.looked_at = looked_at
        super().__init__("the key is not valid" if looked_at else "the key was not looked at")


class AccessControl:
    """Keys, sessions, limits and the audit log; makes nothing before something is written.

    :param data: the data folder; or a database, whose keys, sessions and audit log all its users share. What counts
        requests is in the folder in either case.
    """

    def __init__(self, data: Path | Place) -> None:
        place = Place.of(data)
        self.database: AccessDatabase = (
            AccessFile(place.folder) if place.database is None else SharedAccessDatabase(place.database)
        )
        self.keys = Keys(self.database)
        self.sessions = Sessions(self.database)
        self.audit = AuditLog(self.database)
        self.authenticator = Authenticator(self.keys, self.sessions)
        self.limits = Limits(place.folder)

    def admitted(self, presented: str, address: str) -> Key:
        """The key that was presented from an address.

        After some wrong ones no key from there is looked at for a while, which grows with each; keys that were valid
        within the last minutes are, so that a stranger behind the same address cannot lock their owners out.

        :raises KeyRefusedError: it is not valid, or was not looked at.
        :raises StoreError: the keys cannot be read.
        """
        wait = self.limits.wait(address)
        if wait > 0 and not self.authenticator.is_familiar(presented):
            raise KeyRefusedError(wait, looked_at=False)
        key = self.authenticator.key(presented)
        if key is None:
            raise KeyRefusedError(self.limits.failed(address), looked_at=True)
        return key

    def revoke(self, name: str) -> Key:
        """Ends a key; in this process at once.

        :raises NotFoundError: there is none.
        """
        try:
            return self.keys.revoke(name)
        finally:
            self.authenticator.forget()

    def close(self) -> None:
        """Closes the files."""
        self.database.close()
        self.limits.close()
