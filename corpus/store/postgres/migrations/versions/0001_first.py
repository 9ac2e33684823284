"""The tables as they are at version 7 of the SQLite file, with what keeps their counts and numbers."""

from __future__ import annotations

from alembic import op

revision = "0001"
down_revision = None

# Text is ordered by code points, as SQLite orders it, whatever the locale of the database.
_T = 'TEXT COLLATE "C"'

_TABLES = f"""
CREATE TABLE identity (id {_T} NOT NULL);

-- What makes numbers without gaps, never used twice: a change that is taken back takes its number back.
CREATE TABLE counter (name {_T} PRIMARY KEY, last BIGINT NOT NULL);
INSERT INTO counter VALUES ('entity_merge', 0), ('correction', 0), ('entity_separation', 0), ('dismissal', 0);

CREATE TABLE article (
    number BIGINT PRIMARY KEY,
    id {_T} NOT NULL UNIQUE,
    document {_T} NOT NULL,
    text {_T} NOT NULL,
    language {_T} NOT NULL,
    headline {_T},
    url {_T},
    publisher {_T},
    date_published {_T},
    authors {_T} NOT NULL,
    body_start INTEGER NOT NULL,
    location {_T},
    extractor {_T} NOT NULL,
    superseded_by {_T} REFERENCES article (id) DEFERRABLE,  -- copies come in order of their numbers
    added_at {_T} NOT NULL
);
CREATE INDEX article_superseded ON article (superseded_by) WHERE superseded_by IS NOT NULL;
CREATE INDEX article_listed ON article (number) WHERE superseded_by IS NULL;

CREATE TABLE article_location (
    location {_T} PRIMARY KEY,
    article_id {_T} NOT NULL REFERENCES article (id),
    document {_T} NOT NULL
);
CREATE INDEX location_article ON article_location (article_id);

CREATE TABLE entity (
    id {_T} PRIMARY KEY,
    kind {_T} NOT NULL,
    name {_T} NOT NULL,
    root {_T} NOT NULL REFERENCES entity (id) DEFERRABLE
);
CREATE INDEX entity_root ON entity (root);

CREATE TABLE alias (
    entity_id {_T} NOT NULL REFERENCES entity (id),
    name {_T} NOT NULL,
    PRIMARY KEY (entity_id, name)
);

CREATE TABLE entity_merge (
    id BIGINT PRIMARY KEY,
    from_id {_T} NOT NULL REFERENCES entity (id),
    to_id {_T} NOT NULL REFERENCES entity (id),
    author {_T} NOT NULL,
    at {_T} NOT NULL,
    undone_by {_T},
    undone_at {_T}
);
CREATE UNIQUE INDEX merge_standing ON entity_merge (from_id) WHERE undone_at IS NULL;
CREATE INDEX merge_to ON entity_merge (to_id) WHERE undone_at IS NULL;

CREATE TABLE statement (
    number BIGINT PRIMARY KEY,
    id {_T} NOT NULL UNIQUE,
    article_id {_T} NOT NULL REFERENCES article (id),
    kind {_T} NOT NULL,
    language {_T} NOT NULL,
    content {_T} NOT NULL,
    cue {_T},
    source {_T},
    speaker_name {_T},
    speaker_type {_T},
    role {_T},
    firm {_T},
    confidence DOUBLE PRECISION NOT NULL,
    speaker_entity {_T} REFERENCES entity (id),
    firm_entity {_T} REFERENCES entity (id),
    speaker_id {_T} REFERENCES entity (id),
    firm_id {_T} REFERENCES entity (id),
    date_published {_T},
    extracted {_T},
    rejected INTEGER NOT NULL,
    listed INTEGER NOT NULL,
    mentions {_T} NOT NULL DEFAULT '[]',
    corrected INTEGER NOT NULL DEFAULT 0,
    confirmed INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX statement_article ON statement (article_id);
CREATE INDEX statement_speaker ON statement (speaker_id, listed, article_id, date_published);
CREATE INDEX statement_firm ON statement (firm_id, listed, speaker_id, article_id, date_published);
CREATE INDEX statement_speaker_entity ON statement (speaker_entity);
CREATE INDEX statement_firm_entity ON statement (firm_entity);
CREATE INDEX statement_date ON statement (date_published DESC NULLS LAST, number) WHERE listed = 1;
CREATE INDEX statement_listed ON statement (number) WHERE listed = 1;
CREATE INDEX statement_unlisted ON statement (number) WHERE listed = 0;
CREATE INDEX statement_decided ON statement (number) WHERE extracted IS NOT NULL;
CREATE INDEX statement_undecided ON statement (confidence, number) WHERE listed = 1 AND extracted IS NULL;

CREATE TABLE opinion (
    statement BIGINT NOT NULL REFERENCES statement (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    topic {_T} NOT NULL,
    relevance DOUBLE PRECISION NOT NULL,
    polarity {_T} NOT NULL,
    score DOUBLE PRECISION NOT NULL,
    cues {_T} NOT NULL,
    PRIMARY KEY (statement, position)
);
CREATE INDEX opinion_topic ON opinion (topic, polarity, statement);
CREATE INDEX opinion_polarity ON opinion (polarity, statement);

CREATE TABLE mentioned (
    statement BIGINT NOT NULL REFERENCES statement (number) ON DELETE CASCADE,
    position INTEGER NOT NULL,
    entity {_T} NOT NULL REFERENCES entity (id),
    PRIMARY KEY (statement, position) DEFERRABLE  -- checked when a change of all positions is done
);
CREATE INDEX mentioned_entity ON mentioned (entity, statement);

CREATE TABLE correction (
    id BIGINT PRIMARY KEY,
    article_id {_T} NOT NULL REFERENCES article (id),
    text {_T} NOT NULL,
    occurrence INTEGER NOT NULL,
    author {_T} NOT NULL,
    at {_T} NOT NULL,
    changes {_T} NOT NULL,
    note {_T} NOT NULL,
    undone_by {_T},
    undone_at {_T}
);
CREATE INDEX correction_article ON correction (article_id);

CREATE TABLE entity_separation (
    id BIGINT PRIMARY KEY,
    entity_id {_T} NOT NULL REFERENCES entity (id),
    other_id {_T} NOT NULL REFERENCES entity (id),
    firm_id {_T} REFERENCES entity (id),
    article_id {_T} REFERENCES article (id),
    text {_T},
    occurrence INTEGER,
    author {_T} NOT NULL,
    at {_T} NOT NULL,
    undone_by {_T},
    undone_at {_T}
);
CREATE INDEX separation_entity ON entity_separation (entity_id) WHERE undone_at IS NULL;
CREATE INDEX separation_article ON entity_separation (article_id);

CREATE TABLE dismissal (
    id BIGINT PRIMARY KEY,
    kind {_T} NOT NULL,
    first_id {_T} NOT NULL REFERENCES entity (id),
    second_id {_T} NOT NULL REFERENCES entity (id),
    third_id {_T} REFERENCES entity (id),
    author {_T} NOT NULL,
    at {_T} NOT NULL,
    note {_T} NOT NULL,
    undone_by {_T},
    undone_at {_T}
);

CREATE TABLE change_log (
    sequence BIGINT PRIMARY KEY,
    article_id {_T} NOT NULL,
    statement_id {_T},
    action {_T} NOT NULL
);
CREATE INDEX change_statement ON change_log (statement_id, sequence);

CREATE TABLE setting (name {_T} PRIMARY KEY, value {_T} NOT NULL);
CREATE TABLE erased (trace {_T} PRIMARY KEY);

CREATE TABLE entity_count (
    entity {_T} PRIMARY KEY,
    kind {_T} NOT NULL,
    name {_T} NOT NULL,
    statements BIGINT NOT NULL
);
CREATE INDEX entity_count_most ON entity_count (kind, statements DESC, name, entity);

-- By which a writer whose connection broke while it committed finds out whether it did.
CREATE TABLE commit_mark (mark BIGINT PRIMARY KEY, at TIMESTAMPTZ NOT NULL DEFAULT now());

INSERT INTO identity VALUES (replace(CAST(gen_random_uuid() AS text), '-', ''));
"""

# Writers come one after the other (an advisory lock), so the greatest number is known; as SQLite numbers rows.
_NUMBERS = """
CREATE FUNCTION next_article() RETURNS BIGINT LANGUAGE plpgsql AS
    $$ BEGIN RETURN (SELECT coalesce(max(number), 0) + 1 FROM article); END $$;
CREATE FUNCTION next_statement() RETURNS BIGINT LANGUAGE plpgsql AS
    $$ BEGIN RETURN (SELECT coalesce(max(number), 0) + 1 FROM statement); END $$;
CREATE FUNCTION next_change() RETURNS BIGINT LANGUAGE plpgsql AS
    $$ BEGIN RETURN (SELECT coalesce(max(sequence), 0) + 1 FROM change_log); END $$;
CREATE FUNCTION next_of(counted TEXT) RETURNS BIGINT LANGUAGE plpgsql AS $$
DECLARE found BIGINT;
BEGIN
    UPDATE counter SET last = last + 1 WHERE name = counted RETURNING last INTO found;
    RETURN found;
END $$;
ALTER TABLE article ALTER number SET DEFAULT next_article();
ALTER TABLE statement ALTER number SET DEFAULT next_statement();
ALTER TABLE change_log ALTER sequence SET DEFAULT next_change();
ALTER TABLE entity_merge ALTER id SET DEFAULT next_of('entity_merge');
ALTER TABLE correction ALTER id SET DEFAULT next_of('correction');
ALTER TABLE entity_separation ALTER id SET DEFAULT next_of('entity_separation');
ALTER TABLE dismissal ALTER id SET DEFAULT next_of('dismissal');
"""

# How many listed statements each person, firm or group has, as speaker or as the speaker's firm.
_COUNTS = """
CREATE FUNCTION count_added() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO entity_count SELECT id, kind, name, 1 FROM entity WHERE id IN (new.speaker_id, new.firm_id)
        ON CONFLICT (entity) DO UPDATE SET statements = entity_count.statements + 1;
    RETURN NULL;
END $$;
CREATE FUNCTION count_removed() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    UPDATE entity_count SET statements = statements - 1 WHERE entity IN (old.speaker_id, old.firm_id);
    DELETE FROM entity_count WHERE entity IN (old.speaker_id, old.firm_id) AND statements = 0;
    RETURN NULL;
END $$;
CREATE FUNCTION count_moved() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO entity_count
        SELECT id, kind, name, 1 FROM entity WHERE new.listed = 1 AND id IN (new.speaker_id, new.firm_id)
        ON CONFLICT (entity) DO UPDATE SET statements = entity_count.statements + 1;
    UPDATE entity_count SET statements = statements - 1
        WHERE old.listed = 1 AND entity IN (old.speaker_id, old.firm_id);
    DELETE FROM entity_count WHERE entity IN (old.speaker_id, old.firm_id) AND statements = 0;
    RETURN NULL;
END $$;
CREATE TRIGGER count_added AFTER INSERT ON statement FOR EACH ROW WHEN (new.listed = 1) EXECUTE FUNCTION count_added();
CREATE TRIGGER count_removed AFTER DELETE ON statement FOR EACH ROW WHEN (old.listed = 1)
    EXECUTE FUNCTION count_removed();
CREATE TRIGGER count_moved AFTER UPDATE OF speaker_id, firm_id, listed ON statement FOR EACH ROW
    WHEN ((old.speaker_id, old.firm_id, old.listed) IS DISTINCT FROM (new.speaker_id, new.firm_id, new.listed))
    EXECUTE FUNCTION count_moved();
"""


def _folding() -> str:
    """``folded``: text without regard to case, as Python's ``casefold`` has it.

    ICU's lower case is that but for some letters (ß, ﬁ, ς …), which are put right where there are any.
    """
    letters = (chr(code) for code in range(0x80, 0x110000) if not 0xD800 <= code < 0xE000)
    differ = {one.lower(): one.casefold() for one in letters if one.lower() != one.casefold()}
    single = {low: folded for low, folded in differ.items() if len(folded) == 1}
    several = {low: folded for low, folded in differ.items() if len(folded) > 1}
    replaced = "\n".join(f"        low := replace(low, '{low}', '{folded}');" for low, folded in several.items())
    return f"""
CREATE FUNCTION folded(given TEXT) RETURNS TEXT LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
DECLARE low TEXT;
BEGIN
    IF octet_length(given) = length(given) THEN
        RETURN lower(given COLLATE "C");
    END IF;
    low := lower(given COLLATE "und-x-icu");
    IF low COLLATE "C" ~ '[{"".join(differ)}]' THEN
        low := translate(low, '{"".join(single)}', '{"".join(single.values())}');
{replaced}
    END IF;
    RETURN low COLLATE "C";
END $$;
"""


def upgrade() -> None:
    """Makes the tables, the numbering, the counting and the folding."""
    for script in (_TABLES, _NUMBERS, _COUNTS, _folding()):
        op.get_bind().exec_driver_sql(script)
