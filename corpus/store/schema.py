"""The tables of the store, and the steps that bring an older store up to date."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence

from corpus.errors import StoreError, StoreVersionError

APPLICATION_ID = 0x51474B47  # "QGKG" in the file's header: tells a quotegraph store from other SQLite files

_VERSION_1 = """
CREATE TABLE identity (id TEXT NOT NULL);

CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    document TEXT NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL,
    headline TEXT,
    url TEXT,
    publisher TEXT,
    date_published TEXT,
    authors TEXT NOT NULL,
    body_start INTEGER NOT NULL,
    location TEXT,
    extractor TEXT NOT NULL,
    superseded_by TEXT REFERENCES article (id),
    added_at TEXT NOT NULL
);
CREATE INDEX article_superseded ON article (superseded_by) WHERE superseded_by IS NOT NULL;

CREATE TABLE article_location (
    location TEXT PRIMARY KEY,
    article_id TEXT NOT NULL REFERENCES article (id),
    document TEXT NOT NULL
) WITHOUT ROWID;
CREATE INDEX location_article ON article_location (article_id);

CREATE TABLE entity (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    root TEXT NOT NULL REFERENCES entity (id)
) WITHOUT ROWID;
CREATE INDEX entity_root ON entity (root);

CREATE TABLE alias (
    entity_id TEXT NOT NULL REFERENCES entity (id),
    name TEXT NOT NULL,
    PRIMARY KEY (entity_id, name)
) WITHOUT ROWID;

CREATE TABLE entity_merge (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    from_id TEXT NOT NULL REFERENCES entity (id),
    to_id TEXT NOT NULL REFERENCES entity (id),
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    undone_by TEXT,
    undone_at TEXT
);
CREATE UNIQUE INDEX merge_standing ON entity_merge (from_id) WHERE undone_at IS NULL;

CREATE TABLE statement (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE,
    article_id TEXT NOT NULL REFERENCES article (id),
    kind TEXT NOT NULL,
    language TEXT NOT NULL,
    content TEXT NOT NULL,
    cue TEXT,
    source TEXT,
    speaker_name TEXT,
    speaker_type TEXT,
    role TEXT,
    firm TEXT,
    confidence REAL NOT NULL,
    speaker_entity TEXT REFERENCES entity (id),
    firm_entity TEXT REFERENCES entity (id),
    speaker_id TEXT REFERENCES entity (id),
    firm_id TEXT REFERENCES entity (id),
    date_published TEXT,
    extracted TEXT,
    rejected INTEGER NOT NULL,
    listed INTEGER NOT NULL
);
CREATE INDEX statement_article ON statement (article_id);
CREATE INDEX statement_speaker ON statement (speaker_id) WHERE listed = 1;
CREATE INDEX statement_firm ON statement (firm_id) WHERE listed = 1;
CREATE INDEX statement_date ON statement (date_published) WHERE listed = 1;

CREATE TABLE opinion (
    statement INTEGER NOT NULL REFERENCES statement (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    topic TEXT NOT NULL,
    relevance REAL NOT NULL,
    polarity TEXT NOT NULL,
    score REAL NOT NULL,
    cues TEXT NOT NULL,
    PRIMARY KEY (statement, position)
) WITHOUT ROWID;
CREATE INDEX opinion_topic ON opinion (topic, polarity, statement);
CREATE INDEX opinion_polarity ON opinion (polarity, statement);

CREATE TABLE correction (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL REFERENCES article (id),
    text TEXT NOT NULL,
    occurrence INTEGER NOT NULL,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    changes TEXT NOT NULL,
    note TEXT NOT NULL,
    undone_by TEXT,
    undone_at TEXT
);
CREATE INDEX correction_article ON correction (article_id);

CREATE TABLE change_log (
    sequence INTEGER PRIMARY KEY AUTOINCREMENT,
    article_id TEXT NOT NULL,
    statement_id TEXT,
    action TEXT NOT NULL
);
CREATE INDEX change_statement ON change_log (statement_id, sequence);

INSERT INTO identity VALUES (lower(hex(randomblob(16))));
"""

# Whose the statements of a name are: those for a firm, in an article, or with certain words in it.
_VERSION_2 = """
CREATE TABLE entity_separation (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    entity_id TEXT NOT NULL REFERENCES entity (id),
    other_id TEXT NOT NULL REFERENCES entity (id),
    firm_id TEXT REFERENCES entity (id),
    article_id TEXT REFERENCES article (id),
    text TEXT,
    occurrence INTEGER,
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    undone_by TEXT,
    undone_at TEXT
);
CREATE INDEX separation_entity ON entity_separation (entity_id) WHERE undone_at IS NULL
"""

# What people decide about the store as a whole: the topic scheme, the model that judges stance.
_VERSION_3 = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID
"""

# Who was erased: hashes of ids, so that later ingests leave them out.
_VERSION_4 = """
CREATE TABLE erased (trace TEXT PRIMARY KEY) WITHOUT ROWID
"""

# Whom a statement names: in its row the words with the names, beside it the entities, to be found by.
_VERSION_5 = """
ALTER TABLE statement ADD COLUMN mentions TEXT NOT NULL DEFAULT '[]';
CREATE TABLE mentioned (
    statement INTEGER NOT NULL REFERENCES statement (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    entity TEXT NOT NULL REFERENCES entity (id),
    PRIMARY KEY (statement, position)
) WITHOUT ROWID;
CREATE INDEX mentioned_entity ON mentioned (entity, statement)
"""

# What lists of articles are filtered by, beside the order of storing: their rows hold the texts, and are far apart.
_VERSION_6 = """
CREATE INDEX article_listed ON article (number, id, publisher, language, date_published, headline, superseded_by)
WHERE superseded_by IS NULL
"""

# What people confirmed, told from what they changed; which suggestions about names they turned down: that two are one
# (``second_id``), or that one who speaks for two firms is two. The index is for what nobody has decided about yet.
_VERSION_7 = """
ALTER TABLE statement ADD COLUMN corrected INTEGER NOT NULL DEFAULT 0;
ALTER TABLE statement ADD COLUMN confirmed INTEGER NOT NULL DEFAULT 0;
UPDATE statement SET corrected = 1 WHERE extracted IS NOT NULL;
CREATE INDEX statement_undecided ON statement (confidence, number) WHERE listed = 1 AND extracted IS NULL;
CREATE TABLE dismissal (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    kind TEXT NOT NULL,
    first_id TEXT NOT NULL REFERENCES entity (id),
    second_id TEXT NOT NULL REFERENCES entity (id),
    third_id TEXT REFERENCES entity (id),
    author TEXT NOT NULL,
    at TEXT NOT NULL,
    note TEXT NOT NULL,
    undone_by TEXT,
    undone_at TEXT
);

-- How many listed statements each person, firm or group has, as speaker or as the speaker's firm: kept by triggers, so
-- that lists sorted by it are read page by page.
CREATE TABLE entity_count (
    entity TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    statements INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX entity_count_most ON entity_count (kind, statements DESC, name, entity);
INSERT INTO entity_count
    SELECT entity.id, entity.kind, entity.name, count(*) FROM (
        SELECT speaker_id AS id FROM statement WHERE listed = 1 UNION ALL
        SELECT firm_id FROM statement WHERE listed = 1 AND firm_id IS NOT speaker_id
    ) AS said JOIN entity ON entity.id = said.id GROUP BY entity.id;
CREATE TRIGGER count_added AFTER INSERT ON statement WHEN new.listed = 1 BEGIN
    INSERT INTO entity_count SELECT id, kind, name, 1 FROM entity WHERE id IN (new.speaker_id, new.firm_id)
        ON CONFLICT (entity) DO UPDATE SET statements = statements + 1;
END;
CREATE TRIGGER count_removed AFTER DELETE ON statement WHEN old.listed = 1 BEGIN
    UPDATE entity_count SET statements = statements - 1 WHERE entity IN (old.speaker_id, old.firm_id);
    DELETE FROM entity_count WHERE entity IN (old.speaker_id, old.firm_id) AND statements = 0;
END;
CREATE TRIGGER count_moved AFTER UPDATE OF speaker_id, firm_id, listed ON statement
WHEN (old.speaker_id, old.firm_id, old.listed) IS NOT (new.speaker_id, new.firm_id, new.listed) BEGIN
    INSERT INTO entity_count
        SELECT id, kind, name, 1 FROM entity WHERE new.listed = 1 AND id IN (new.speaker_id, new.firm_id)
        ON CONFLICT (entity) DO UPDATE SET statements = statements + 1;
    UPDATE entity_count SET statements = statements - 1
        WHERE old.listed = 1 AND entity IN (old.speaker_id, old.firm_id);
    DELETE FROM entity_count WHERE entity IN (old.speaker_id, old.firm_id) AND statements = 0;
END;
DROP INDEX statement_speaker;
CREATE INDEX statement_speaker ON statement (speaker_id, listed, article_id, date_published);
DROP INDEX statement_firm;
CREATE INDEX statement_firm ON statement (firm_id, listed, speaker_id, article_id, date_published);
CREATE INDEX statement_unlisted ON statement (number) WHERE listed = 0;
CREATE INDEX statement_decided ON statement (number) WHERE extracted IS NOT NULL
"""

# How likely each side is right; and of each statement the less certain of the two, its words and speaker or the side on
# its main topic, by which the queue of what waits for a decision is read.
_VERSION_8 = """
ALTER TABLE opinion ADD COLUMN confidence REAL;
ALTER TABLE statement ADD COLUMN certainty REAL NOT NULL DEFAULT 1;
UPDATE statement SET certainty = confidence;
DROP INDEX statement_undecided;
CREATE INDEX statement_undecided ON statement (certainty, number) WHERE listed = 1 AND extracted IS NULL
"""

MIGRATIONS: tuple[str, ...] = (
    _VERSION_1,
    _VERSION_2,
    _VERSION_3,
    _VERSION_4,
    _VERSION_5,
    _VERSION_6,
    _VERSION_7,
    _VERSION_8,
)
"""SQL that leads from version n to n + 1, oldest first; no step ever changes once released, new ones are appended."""


# One statement, so that all three are of one moment: between two, another process may be making the tables.
_HEADER = """
SELECT
    (SELECT user_version FROM pragma_user_version),
    (SELECT application_id FROM pragma_application_id),
    (SELECT count(*) FROM sqlite_master)
"""


def version(connection: sqlite3.Connection) -> int:
    """The schema version of the open file; 0 for a new, empty one.

    :raises StoreError: the file is a database of something else.
    """
    found, application, tables = connection.execute(_HEADER).fetchone()
    foreign = application != APPLICATION_ID
    if foreign and tables:
        raise StoreError("it is a database, but not one made by quotegraph; choose another data folder")
    return 0 if foreign else int(found)


def check_version(found: int, known: int = len(MIGRATIONS)) -> None:
    """Refuses a store that this version of quotegraph does not understand.

    :raises StoreVersionError: it was made by a newer one.
    """
    if found > known:
        raise StoreVersionError(
            f"the store has version {found}, this quotegraph knows versions up to {known}; install a newer quotegraph"
        )


def migrate(connection: sqlite3.Connection, migrations: Sequence[str] = MIGRATIONS) -> int:
    """Brings the open file up to date, each step in one transaction; a step that fails leaves the version before it.

    :param connection: in autocommit mode (``isolation_level=None``).
    :returns: how many steps were taken.
    :raises StoreVersionError: the store is newer than the last step.
    """
    taken = 0
    while True:
        at = version(connection)
        check_version(at, len(migrations))
        if at == len(migrations):
            return taken
        taken += _step(connection, at, migrations[at])


def _step(connection: sqlite3.Connection, at: int, script: str) -> int:
    connection.execute("BEGIN IMMEDIATE")
    try:
        if version(connection) != at:  # another process took the step while this one waited for the lock
            connection.execute("ROLLBACK")
            return 0
        for statement in _statements(script):
            connection.execute(statement)
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {at + 1}")
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return 1


def _statements(script: str) -> Iterator[str]:
    """The statements of a script; those inside a trigger are part of it."""
    held = ""
    for part in script.split(";"):
        held += part + ";"
        if sqlite3.complete_statement(held):
            yield held
            held = ""
