"""The tables as SQLAlchemy knows them: what migrations lead to (a test compares them), and what copying goes by."""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    func,
    text,
)

metadata = MetaData()


def _text(name: str, *references: ForeignKey, null: bool = False, primary: bool = False, unique: bool = False,
          default: str | None = None) -> Column[str]:  # fmt: skip
    standing = None if default is None else text(default)
    kind = Text(collation="C")
    return Column(
        name, kind, *references, nullable=null, primary_key=primary, unique=unique or None, server_default=standing
    )


def _number(name: str, *, maker: str | None = None) -> Column[int]:
    standing = None if maker is None else text(maker)
    return Column(name, BigInteger, primary_key=True, autoincrement=False, server_default=standing)


def _integer(name: str, *, null: bool = False, default: str | None = None) -> Column[int]:
    return Column(name, Integer, nullable=null, server_default=None if default is None else text(default))


def _float(name: str, *, null: bool = False) -> Column[float]:
    return Column(name, Float(53), nullable=null)


def _bytes(name: str, *, primary: bool = False) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False, primary_key=primary)


def _to(column: str, *, deferrable: bool = False) -> ForeignKey:
    return ForeignKey(column, deferrable=deferrable or None)


def _undone() -> tuple[Column[str], Column[str]]:
    return _text("undone_by", null=True), _text("undone_at", null=True)


_STANDING = text("undone_at IS NULL")

identity = Table("identity", metadata, _text("id"))
counter = Table("counter", metadata, _text("name", primary=True), Column("last", BigInteger, nullable=False))
article = Table(
    "article",
    metadata,
    _number("number", maker="next_article()"),
    _text("id", unique=True),
    _text("document"),
    _text("text"),
    _text("language"),
    _text("headline", null=True),
    _text("url", null=True),
    _text("publisher", null=True),
    _text("date_published", null=True),
    _text("authors"),
    _integer("body_start"),
    _text("location", null=True),
    _text("extractor"),
    _text("superseded_by", _to("article.id", deferrable=True), null=True),
    _text("added_at"),
    Index("article_superseded", "superseded_by", postgresql_where=text("superseded_by IS NOT NULL")),
    Index("article_listed", "number", postgresql_where=text("superseded_by IS NULL")),
)
article_location = Table(
    "article_location",
    metadata,
    _text("location", primary=True),
    _text("article_id", _to("article.id")),
    _text("document"),
    Index("location_article", "article_id"),
)
entity = Table(
    "entity",
    metadata,
    _text("id", primary=True),
    _text("kind"),
    _text("name"),
    _text("root", _to("entity.id", deferrable=True)),
    Index("entity_root", "root"),
)
alias = Table("alias", metadata, _text("entity_id", _to("entity.id"), primary=True), _text("name", primary=True))
entity_merge = Table(
    "entity_merge",
    metadata,
    _number("id", maker="next_of('entity_merge')"),
    _text("from_id", _to("entity.id")),
    _text("to_id", _to("entity.id")),
    _text("author"),
    _text("at"),
    *_undone(),
    Index("merge_standing", "from_id", unique=True, postgresql_where=_STANDING),
    Index("merge_to", "to_id", postgresql_where=_STANDING),
)
statement = Table(
    "statement",
    metadata,
    _number("number", maker="next_statement()"),
    _text("id", unique=True),
    _text("article_id", _to("article.id")),
    _text("kind"),
    _text("language"),
    _text("content"),
    _text("cue", null=True),
    _text("source", null=True),
    _text("speaker_name", null=True),
    _text("speaker_type", null=True),
    _text("role", null=True),
    _text("firm", null=True),
    _float("confidence"),
    _text("speaker_entity", _to("entity.id"), null=True),
    _text("firm_entity", _to("entity.id"), null=True),
    _text("speaker_id", _to("entity.id"), null=True),
    _text("firm_id", _to("entity.id"), null=True),
    _text("date_published", null=True),
    _text("extracted", null=True),
    _integer("rejected"),
    _integer("listed"),
    _text("mentions", default="'[]'"),
    _integer("corrected", default="0"),
    _integer("confirmed", default="0"),
    Index("statement_article", "article_id"),
    Index("statement_speaker", "speaker_id", "listed", "article_id", "date_published"),
    Index("statement_firm", "firm_id", "listed", "speaker_id", "article_id", "date_published"),
    Index("statement_speaker_entity", "speaker_entity"),
    Index("statement_firm_entity", "firm_entity"),
    Index(
        "statement_date",
        text("date_published DESC NULLS LAST"),
        "number",
        postgresql_where=text("listed = 1"),
    ),
    Index("statement_listed", "number", postgresql_where=text("listed = 1")),
    Index("statement_unlisted", "number", postgresql_where=text("listed = 0")),
    Index("statement_decided", "number", postgresql_where=text("extracted IS NOT NULL")),
    Index("statement_undecided", "confidence", "number", postgresql_where=text("listed = 1 AND extracted IS NULL")),
)
opinion = Table(
    "opinion",
    metadata,
    Column("statement", BigInteger, ForeignKey("statement.number", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True),
    _text("topic"),
    _float("relevance"),
    _text("polarity"),
    _float("score"),
    _text("cues"),
    Index("opinion_topic", "topic", "polarity", "statement"),
    Index("opinion_polarity", "polarity", "statement"),
)
mentioned = Table(
    "mentioned",
    metadata,
    Column("statement", BigInteger, ForeignKey("statement.number", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),
    _text("entity", _to("entity.id")),
    PrimaryKeyConstraint("statement", "position", deferrable=True),
    Index("mentioned_entity", "entity", "statement"),
)
correction = Table(
    "correction",
    metadata,
    _number("id", maker="next_of('correction')"),
    _text("article_id", _to("article.id")),
    _text("text"),
    _integer("occurrence"),
    _text("author"),
    _text("at"),
    _text("changes"),
    _text("note"),
    *_undone(),
    Index("correction_article", "article_id"),
)
entity_separation = Table(
    "entity_separation",
    metadata,
    _number("id", maker="next_of('entity_separation')"),
    _text("entity_id", _to("entity.id")),
    _text("other_id", _to("entity.id")),
    _text("firm_id", _to("entity.id"), null=True),
    _text("article_id", _to("article.id"), null=True),
    _text("text", null=True),
    _integer("occurrence", null=True),
    _text("author"),
    _text("at"),
    *_undone(),
    Index("separation_entity", "entity_id", postgresql_where=_STANDING),
    Index("separation_article", "article_id"),
)
dismissal = Table(
    "dismissal",
    metadata,
    _number("id", maker="next_of('dismissal')"),
    _text("kind"),
    _text("first_id", _to("entity.id")),
    _text("second_id", _to("entity.id")),
    _text("third_id", _to("entity.id"), null=True),
    _text("author"),
    _text("at"),
    _text("note"),
    *_undone(),
)
change_log = Table(
    "change_log",
    metadata,
    _number("sequence", maker="next_change()"),
    _text("article_id"),
    _text("statement_id", null=True),
    _text("action"),
    Index("change_statement", "statement_id", "sequence"),
)
setting = Table("setting", metadata, _text("name", primary=True), _text("value"))
erased = Table("erased", metadata, _text("trace", primary=True))
entity_count = Table(
    "entity_count",
    metadata,
    _text("entity", primary=True),
    _text("kind"),
    _text("name"),
    Column("statements", BigInteger, nullable=False),
    Index("entity_count_most", "kind", text("statements DESC"), "name", "entity"),
)
commit_mark = Table(
    "commit_mark",
    metadata,
    _number("mark"),
    Column("at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)

# What follows is no part of the store: no backup and no copy of it carries keys.
api_key = Table(
    "api_key",
    metadata,
    Column("number", BigInteger, Identity(), primary_key=True),
    _text("id", unique=True),
    _bytes("digest"),
    _text("name"),
    _text("scope"),
    _integer("per_minute", null=True),
    _float("created"),
    _float("expires", null=True),
    _float("revoked", null=True),
    _float("last_used", null=True),
)
browser_session = Table(
    "browser_session",
    metadata,
    _bytes("digest", primary=True),
    _text("key_id", _to("api_key.id")),
    _float("created"),
    _float("expires"),
)
audit = Table(
    "audit",
    metadata,
    Column("id", BigInteger, Identity(), primary_key=True),
    _float("time"),
    _text("identity", null=True),
    _text("key_id", null=True),
    _text("client", null=True),
    _text("method"),
    _text("path"),
    _integer("status"),
    _text("request_id", null=True),
    _text("acted_on"),
)
