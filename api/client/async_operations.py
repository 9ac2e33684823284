"""The operations of the service as methods to wait for. Written by ``python -m api.client_source``: do not edit.

Every method raises what ``api.client.errors`` lists.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import date as Date  # noqa: N812 - named as in the models
from pathlib import Path
from typing import Any, Literal

from api.client import models
from api.client.async_connection import AsyncConnection
from api.client.call import Call
from api.client.values import UNSET, Unset, part_of


class AsyncRoot:
    """Questions, totals and the service."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def ask(
        self,
        q: str,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        topic: str | None = None,
        stance: models.Polarity | None = None,
        language: models.Language | None = None,
        person: str | None = None,
        firm: str | None = None,
        role: str | None = None,
        mentions: str | None = None,
        limit: int | None = None,
    ) -> models.Answer:
        """Answer a question.

        Who thinks what: the speakers that fit the question with their exact words, and those who hold the opposite.
        The same shape as `quotegraph ask --json`.

        :param q: A question in Polish or English.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param topic: On this topic or a narrower one: id, or label in either language.
        :param stance: Taking this side: towards the topic, or towards any where no topic is given.
        :param language: In this language.
        :param person: Said by this person: any spelling, case or inflection, the surname alone.
        :param firm: Said by this firm or its people; the legal form makes no difference.
        :param role: Said by somebody in this role, in either language.
        :param mentions: Naming this person or firm in the words said.
        :param limit: The most speakers on each side.
        """
        return await self._connection.model(
            Call(
                "GET",
                "/v1/ask",
                query={
                    "since": since,
                    "until": until,
                    "topic": topic,
                    "stance": stance,
                    "language": language,
                    "person": person,
                    "firm": firm,
                    "role": role,
                    "mentions": mentions,
                    "q": q,
                    "limit": limit,
                },
            ),
            models.Answer,
        )

    async def search(
        self,
        q: str | None = None,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        topic: str | None = None,
        stance: models.Polarity | None = None,
        language: models.Language | None = None,
        person: str | None = None,
        firm: str | None = None,
        role: str | None = None,
        mentions: str | None = None,
        limit: int | None = None,
    ) -> models.SearchResults:
        """Find statements.

        The statements closest in topic, meaning and words to a text, under exact conditions.

        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param topic: On this topic or a narrower one: id, or label in either language.
        :param stance: Taking this side: towards the topic, or towards any where no topic is given.
        :param language: In this language.
        :param person: Said by this person: any spelling, case or inflection, the surname alone.
        :param firm: Said by this firm or its people; the legal form makes no difference.
        :param role: Said by somebody in this role, in either language.
        :param mentions: Naming this person or firm in the words said.
        :param q: Words or a sentence to look for by meaning, in Polish or English; when left out, all
            statements that meet the conditions, newest first.
        :param limit: The most statements to give.
        """
        return await self._connection.model(
            Call(
                "GET",
                "/v1/search",
                query={
                    "since": since,
                    "until": until,
                    "topic": topic,
                    "stance": stance,
                    "language": language,
                    "person": person,
                    "firm": firm,
                    "role": role,
                    "mentions": mentions,
                    "q": q,
                    "limit": limit,
                },
            ),
            models.SearchResults,
        )

    async def start(self) -> models.Links:
        """Where things are.

        The addresses to begin with.
        """
        return await self._connection.model(Call("GET", "/v1"), models.Links)

    async def health(self) -> models.Health:
        """Whether it can answer.

        Status, version, totals and the encoder; a problem with status 503 while no question can be answered.
        """
        return await self._connection.model(Call("GET", "/healthz"), models.Health)

    async def problem_kind(self, name: str) -> models.ProblemKind:
        """What a problem means.

        The description behind the `type` of a problem.

        :param name: The end of a `type`.
        """
        return await self._connection.model(Call("GET", f"/problems/{part_of(name)}"), models.ProblemKind)

    async def ready(self) -> models.Ready:
        """Whether to send it requests.

        Whether the store opens, the index belongs to it, and the data folder can be written and has room.
        """
        return await self._connection.model(Call("GET", "/ready"), models.Ready)

    async def metrics(self) -> str:
        """Counts for Prometheus.

        Requests by route, their times, parts of answering, store, index, jobs, memory and open files of each
        worker.
        """
        return await self._connection.text(Call("GET", "/metrics"))

    async def stats(self) -> models.StoreTotals:
        """How much there is.

        Totals of what is listed, as `quotegraph stats --json` prints them.
        """
        return await self._connection.model(Call("GET", "/v1/stats"), models.StoreTotals)

    async def me(self) -> models.Me:
        """Who one is.

        The name and scope of the key that was shown, or of the browser's session.
        """
        return await self._connection.model(Call("GET", "/v1/me"), models.Me)


class AsyncDocuments:
    """What the service does with documents."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list(
        self,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        publisher: str | None = None,
        language: models.Language | None = None,
        query: str | None = None,
        speaker: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.Documents:
        """Articles.

        The articles that are not superseded, those stored last first.
        Articles that come in while the pages are read move nothing that follows.

        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param publisher: Of this publisher: the whole name, in any case.
        :param language: In this language.
        :param query: With these words in the headline, in any case.
        :param speaker: With a statement of this person or firm, by id.
        :param limit: The most articles to give.
        :param cursor: Where to go on: `next_cursor` of the page before.
        """
        return await self._connection.model(
            Call(
                "GET",
                "/v1/documents",
                query={
                    "since": since,
                    "until": until,
                    "publisher": publisher,
                    "language": language,
                    "query": query,
                    "speaker": speaker,
                    "limit": limit,
                    "cursor": cursor,
                },
            ),
            models.Documents,
        )

    async def each(
        self,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        publisher: str | None = None,
        language: models.Language | None = None,
        query: str | None = None,
        speaker: str | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[models.DocumentEntry]:
        """Articles: all pages, entry by entry; ``limit`` is the size of a page."""
        follows: str | None = None
        while True:
            page = await self.list(
                since=since,
                until=until,
                publisher=publisher,
                language=language,
                query=query,
                speaker=speaker,
                limit=limit,
                cursor=follows,
            )
            for entry in page.documents:
                yield entry
            follows = page.next_cursor
            if follows is None:
                return

    async def add(
        self,
        text: str,
        *,
        headline: str | Unset | None = UNSET,
        date_published: Date | str | Unset | None = UNSET,
        publisher: str | Unset | None = UNSET,
        url: str | Unset | None = UNSET,
        language: models.Language | Unset | None = UNSET,
        authors: Sequence[str] | Unset = UNSET,
        document: str | Unset | None = UNSET,
    ) -> models.Stored:
        """Add an article.

        Stores an article, extracts its statements and indexes them before it answers: whatever is asked next sees
        it.
        The same content again changes nothing. Other content with the same `url` (or without one, with the same
        `document`) is a new version: the earlier one is kept, and its statements are listed no more.

        :param text: The article, paragraphs parted by line breaks; kept character for character.
        :param date_published: Day of publication, YYYY-MM-DD.
        :param url: Where it was published. What comes later with the same one is a new version of it.
        :param language: Detected when left out.
        :param authors: Who wrote it.
        :param document: A name for it. Where there is no `url`, what comes later with the same name is a
            new version.
        """
        return await self._connection.model(
            Call(
                "POST",
                "/v1/documents",
                body={
                    "text": text,
                    "headline": headline,
                    "date_published": date_published,
                    "publisher": publisher,
                    "url": url,
                    "language": language,
                    "authors": authors,
                    "document": document,
                },
            ),
            models.Stored,
        )

    async def get(self, document_id: str) -> models.DocumentDetail:
        """One article.

        Everything known of an article, superseded or not: text, versions, and statements with their places in it.
        A superseded version has no listed statements; `versions` leads to the present one.

        :param document_id: As the list and the statements give it.
        """
        return await self._connection.model(Call("GET", f"/v1/documents/{part_of(document_id)}"), models.DocumentDetail)

    async def delete(self, document_id: str) -> models.Deleted:
        """Delete an article.

        Deletes an article with its earlier versions, their statements and corrections, out of store and index.

        :param document_id: As the list and the statements give it.
        """
        return await self._connection.model(Call("DELETE", f"/v1/documents/{part_of(document_id)}"), models.Deleted)

    async def text(self, document_id: str) -> str:
        """The text of an article.

        The text alone, character for character: what all spans point into.

        :param document_id: As the list and the statements give it.
        """
        return await self._connection.text(Call("GET", f"/v1/documents/{part_of(document_id)}/text"))

    async def add_batch(self, content: Sequence[Any]) -> models.Job:
        """Add many articles.

        Takes in articles and answers at once; a job reads them. Once this answers, none of them is lost.
        Send one JSON list, one article a line, or files as the command `ingest` reads them (.txt .md .html .jsonl
        .jsonl.gz). One that cannot be used is named in the job's errors, and the others are done. A later file of
        the same name is a new version of the earlier one.

        :param content: What to send.
        """
        return await self._connection.model(Call("POST", "/v1/documents/batch", body=content), models.Job)

    async def fetch(self, url: str) -> models.Stored:
        """Add a page by its address.

        Fetches a page, finds the article in it and adds it; off unless whoever runs the service turns it on.

        """
        return await self._connection.model(Call("POST", "/v1/documents/fetch", body={"url": url}), models.Stored)


class AsyncFirms:
    """What the service does with firms."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        query: str | None = None,
    ) -> models.Firms:
        """List firms.

        Firms and institutions with listed statements, of their people or their own; those with most first.

        :param limit: The most entries to give.
        :param offset: How many entries to pass over; `cursor` misses nothing that comes in between.
        :param cursor: Where to go on: `next_cursor` of the page before.
        :param query: Part of a name, in any case.
        """
        return await self._connection.model(
            Call("GET", "/v1/firms", query={"limit": limit, "offset": offset, "cursor": cursor, "query": query}),
            models.Firms,
        )

    async def each(self, *, limit: int | None = None, query: str | None = None) -> AsyncIterator[models.Firm]:
        """List firms: all pages, entry by entry; ``limit`` is the size of a page."""
        follows: str | None = None
        while True:
            page = await self.list(limit=limit, query=query, cursor=follows)
            for entry in page.firms:
                yield entry
            follows = page.next_cursor
            if follows is None:
                return

    async def get(self, firm_id: str) -> models.FirmWithPeople:
        """A firm.

        A firm with how much it said, who has which role there, what is said for it by topic, and what was merged.
        Positions are told from the 5,000 newest statements.

        :param firm_id: As answers and listings give it.
        """
        return await self._connection.model(Call("GET", f"/v1/firms/{part_of(firm_id)}"), models.FirmWithPeople)

    async def timeline(
        self,
        firm_id: str,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        topic: str | None = None,
    ) -> models.Timeline:
        """What is said for a firm, by month.

        How many statements of the firm and its people in each month, by the side they take.

        :param firm_id: As answers and listings give it.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param topic: Only what is on this topic or a narrower one: id, or label in either language.
        """
        return await self._connection.model(
            Call(
                "GET", f"/v1/firms/{part_of(firm_id)}/timeline", query={"since": since, "until": until, "topic": topic}
            ),
            models.Timeline,
        )

    async def merge(self, firm_id: str, into: str) -> models.Merge:
        """Merge a firm into another.

        Decides that two firms are one: the name of the other stays.

        :param firm_id: As answers and listings give it.
        :param into: Id of the one whose name stays.
        """
        return await self._connection.model(
            Call("POST", f"/v1/firms/{part_of(firm_id)}/merge", body={"into": into}), models.Merge
        )

    async def split(self, firm_id: str) -> models.Merge:
        """Take the merge of a firm back.

        The firm of this id, merged into another before, stands for itself again.

        :param firm_id: As answers and listings give it.
        """
        return await self._connection.model(Call("POST", f"/v1/firms/{part_of(firm_id)}/split"), models.Merge)


class AsyncGraph:
    """What the service does with graph."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def neighbours(
        self, node: str, *, since: Date | str | None = None, until: Date | str | None = None
    ) -> models.Neighbours:
        """What is next to a node.

        The people, firms and topics next to one, by kind of edge.

        :param node: A person, a firm or a topic: id or name.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        """
        return await self._connection.model(
            Call("GET", "/v1/graph/neighbours", query={"since": since, "until": until, "node": node}), models.Neighbours
        )

    async def path(
        self, start: str, end: str, *, since: Date | str | None = None, until: Date | str | None = None
    ) -> models.Path:
        """A way between two nodes.

        A shortest way between two people, firms or topics; no steps where nothing connects them.

        :param start: A person, a firm or a topic: id or name.
        :param end: Another one.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        """
        return await self._connection.model(
            Call("GET", "/v1/graph/path", query={"since": since, "until": until, "start": start, "end": end}),
            models.Path,
        )

    async def camps(
        self, topic: str, *, since: Date | str | None = None, until: Date | str | None = None
    ) -> models.Camps:
        """Who agrees with whom.

        The camps on a topic (Leiden communities of agreement), and who stands between them (betweenness).

        :param topic: Id or label; topics below it count.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        """
        return await self._connection.model(
            Call("GET", "/v1/graph/camps", query={"since": since, "until": until, "topic": topic}), models.Camps
        )

    async def ego(
        self, node: str, *, since: Date | str | None = None, until: Date | str | None = None, radius: int | None = None
    ) -> models.Ego:
        """What is around a node.

        The people, firms and topics up to some edges away from one, and the edges between them.

        :param node: A person, a firm or a topic: id or name.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param radius: How many edges away.
        """
        return await self._connection.model(
            Call("GET", "/v1/graph/ego", query={"since": since, "until": until, "node": node, "radius": radius}),
            models.Ego,
        )

    async def firm(
        self, node: str, *, since: Date | str | None = None, until: Date | str | None = None
    ) -> models.FirmPositions:
        """Where a firm stands.

        Where a firm and its people stand, topic by topic.

        :param node: A person, a firm or a topic: id or name.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        """
        return await self._connection.model(
            Call("GET", "/v1/graph/firm", query={"since": since, "until": until, "node": node}), models.FirmPositions
        )

    async def together(self, *, node: str | None = None, limit: int | None = None) -> models.Together:
        """Who is quoted together.

        Pairs who are quoted in the same articles.

        :param node: Only with this person or firm: id or name.
        :param limit: The most pairs.
        """
        return await self._connection.model(
            Call("GET", "/v1/graph/together", query={"node": node, "limit": limit}), models.Together
        )

    async def export(
        self,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        topic: str | None = None,
        stance: models.Polarity | None = None,
        language: models.Language | None = None,
        person: str | None = None,
        firm: str | None = None,
        role: str | None = None,
        mentions: str | None = None,
        format: models.GraphFormat | None = None,
        aggregated: bool | None = None,
        derived: bool | None = None,
        similar: bool | None = None,
    ) -> bytes:
        """Download the graph.

        People, firms, topics, statements and articles with their relations, for Gephi, Cytoscape or networkx.
        GraphML of a large archive comes while it is written; if that fails midway, the connection breaks.

        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param topic: On this topic or a narrower one: id, or label in either language.
        :param stance: Taking this side: towards the topic, or towards any where no topic is given.
        :param language: In this language.
        :param person: Said by this person: any spelling, case or inflection, the surname alone.
        :param firm: Said by this firm or its people; the legal form makes no difference.
        :param role: Said by somebody in this role, in either language.
        :param mentions: Naming this person or firm in the words said.
        :param format: GraphML and GEXF for graph programs, JSON in node-link form, Cytoscape's JSON, Turtle
            and JSON-LD, a ZIP of two CSV tables.
        :param aggregated: People, firms and topics only, statements summed up.
        :param derived: With edges that follow: who agrees with whom, who changed their mind.
        :param similar: With edges between statements that say nearly the same.
        """
        return await self._connection.content(
            Call(
                "GET",
                "/v1/graph/export",
                query={
                    "since": since,
                    "until": until,
                    "topic": topic,
                    "stance": stance,
                    "language": language,
                    "person": person,
                    "firm": firm,
                    "role": role,
                    "mentions": mentions,
                    "format": format,
                    "aggregated": aggregated,
                    "derived": derived,
                    "similar": similar,
                },
            )
        )

    async def save_export(
        self,
        file: Path,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        topic: str | None = None,
        stance: models.Polarity | None = None,
        language: models.Language | None = None,
        person: str | None = None,
        firm: str | None = None,
        role: str | None = None,
        mentions: str | None = None,
        format: models.GraphFormat | None = None,
        aggregated: bool | None = None,
        derived: bool | None = None,
        similar: bool | None = None,
    ) -> int:
        """Download the graph. Written to a file as it comes.

        People, firms, topics, statements and articles with their relations, for Gephi, Cytoscape or networkx.
        GraphML of a large archive comes while it is written; if that fails midway, the connection breaks.

        :param file: what to write; there before, it is replaced.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param topic: On this topic or a narrower one: id, or label in either language.
        :param stance: Taking this side: towards the topic, or towards any where no topic is given.
        :param language: In this language.
        :param person: Said by this person: any spelling, case or inflection, the surname alone.
        :param firm: Said by this firm or its people; the legal form makes no difference.
        :param role: Said by somebody in this role, in either language.
        :param mentions: Naming this person or firm in the words said.
        :param format: GraphML and GEXF for graph programs, JSON in node-link form, Cytoscape's JSON, Turtle
            and JSON-LD, a ZIP of two CSV tables.
        :param aggregated: People, firms and topics only, statements summed up.
        :param derived: With edges that follow: who agrees with whom, who changed their mind.
        :param similar: With edges between statements that say nearly the same.
        :returns: bytes written.
        """
        return await self._connection.saved(
            Call(
                "GET",
                "/v1/graph/export",
                query={
                    "since": since,
                    "until": until,
                    "topic": topic,
                    "stance": stance,
                    "language": language,
                    "person": person,
                    "firm": firm,
                    "role": role,
                    "mentions": mentions,
                    "format": format,
                    "aggregated": aggregated,
                    "derived": derived,
                    "similar": similar,
                },
            ),
            file,
        )

    async def view(
        self,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        node: Sequence[str] | None = None,
        hide: Sequence[str] | None = None,
        kind: Sequence[models.NodeKind] | None = None,
        edge: Sequence[models.EdgeKind] | None = None,
        stance: Sequence[models.Polarity] | None = None,
        overview: bool | None = None,
        limit: int | None = None,
    ) -> models.GraphView:
        """A part of the graph to look at.

        Some nodes with what is next to them, under conditions, at most 500.

        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param node: People, firms or topics to see with what is next to them: ids or names. Without any:
            the nodes with most statements.
        :param hide: Nodes to leave out: ids.
        :param kind: Only these kinds of nodes.
        :param edge: Only these kinds of edges; without any `HOLDS`, `AFFILIATED_WITH` and `BROADER`.
            `AGREES_WITH` and `DISAGREES_WITH` sum up all topics.
        :param stance: Only these sides of what speakers hold.
        :param overview: Also the nodes with most statements, beside those asked for.
        :param limit: The most nodes. By default 60 for each of those asked for, and for the overview.
        """
        return await self._connection.model(
            Call(
                "GET",
                "/v1/graph/view",
                query={
                    "since": since,
                    "until": until,
                    "node": node,
                    "hide": hide,
                    "kind": kind,
                    "edge": edge,
                    "stance": stance,
                    "overview": overview,
                    "limit": limit,
                },
            ),
            models.GraphView,
        )


class AsyncJobs:
    """What the service does with jobs."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list(
        self, *, state: models.JobState | None = None, limit: int | None = None, cursor: str | None = None
    ) -> models.Jobs:
        """Jobs.

        The jobs of the data folder, those that came last first; the 1,000 that ended last are kept.

        :param state: In this state.
        :param limit: The most jobs to give.
        :param cursor: Where to go on: `next_cursor` of the page before.
        """
        return await self._connection.model(
            Call("GET", "/v1/jobs", query={"state": state, "limit": limit, "cursor": cursor}), models.Jobs
        )

    async def each(
        self, *, state: models.JobState | None = None, limit: int | None = None
    ) -> AsyncIterator[models.Job]:
        """Jobs: all pages, entry by entry; ``limit`` is the size of a page."""
        follows: str | None = None
        while True:
            page = await self.list(state=state, limit=limit, cursor=follows)
            for entry in page.jobs:
                yield entry
            follows = page.next_cursor
            if follows is None:
                return

    async def get(self, job_id: str) -> models.JobDetail:
        """One job.

        How far a job is, and which of its inputs could not be used.

        :param job_id: As the batch gave it.
        """
        return await self._connection.model(Call("GET", f"/v1/jobs/{part_of(job_id)}"), models.JobDetail)

    async def cancel(self, job_id: str) -> models.Job:
        """Stop a job.

        Stops a job after the article that is being worked on; what was stored until then stays.

        :param job_id: As the batch gave it.
        """
        return await self._connection.model(Call("POST", f"/v1/jobs/{part_of(job_id)}/cancel"), models.Job)


class AsyncKeys:
    """What the service does with keys."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list(self) -> models.KeyRecords:
        """List keys.

        All keys with their scope and state, also expired and revoked ones; never the secrets. Needs the scope
        admin.
        """
        return await self._connection.model(Call("GET", "/v1/keys"), models.KeyRecords)

    async def create(
        self,
        name: str,
        *,
        scope: models.Scope | Unset = UNSET,
        expires: Date | str | Unset | None = UNSET,
        per_minute: int | Unset | None = UNSET,
    ) -> models.CreatedKey:
        """Make a key.

        A new key. The response is the only place where it can be read. Needs the scope admin.

        :param name: Who will use it; the author of what is done with it.
        :param scope: What it allows; each scope includes those before it.
        :param expires: The last day (UTC) on which it works; none: no end.
        :param per_minute: Requests a minute; none: as the service's settings say.
        """
        return await self._connection.model(
            Call("POST", "/v1/keys", body={"name": name, "scope": scope, "expires": expires, "per_minute": per_minute}),
            models.CreatedKey,
        )

    async def revoke(self, key_id: str) -> models.KeyRecord:
        """Revoke a key.

        Ends a key and its browser sessions: here at once, in other processes within two seconds. Needs admin.

        :param key_id: The public part of the key.
        """
        return await self._connection.model(Call("DELETE", f"/v1/keys/{part_of(key_id)}"), models.KeyRecord)

    async def audit(
        self,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        limit: int | None = None,
        before: int | None = None,
        identity: str | None = None,
        key_id: str | None = None,
        method: str | None = None,
        refused: bool | None = None,
    ) -> models.AuditRecords:
        """Read the audit log.

        Every request that would change something, also refused ones, newest first. Needs the scope admin.

        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param limit: The most entries to give.
        :param before: Only entries with a smaller id.
        :param identity: Only requests of this name.
        :param key_id: Only requests with this key.
        :param method: Only requests of this method.
        :param refused: Only requests that were refused, or that were not.
        """
        return await self._connection.model(
            Call(
                "GET",
                "/v1/audit",
                query={
                    "since": since,
                    "until": until,
                    "limit": limit,
                    "before": before,
                    "identity": identity,
                    "key_id": key_id,
                    "method": method,
                    "refused": refused,
                },
            ),
            models.AuditRecords,
        )


class AsyncPeople:
    """What the service does with people."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list(
        self,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        query: str | None = None,
    ) -> models.People:
        """List people.

        People with listed statements, those with most first.

        :param limit: The most entries to give.
        :param offset: How many entries to pass over; `cursor` misses nothing that comes in between.
        :param cursor: Where to go on: `next_cursor` of the page before.
        :param query: Part of a name, in any case.
        """
        return await self._connection.model(
            Call("GET", "/v1/people", query={"limit": limit, "offset": offset, "cursor": cursor, "query": query}),
            models.People,
        )

    async def each(self, *, limit: int | None = None, query: str | None = None) -> AsyncIterator[models.Person]:
        """List people: all pages, entry by entry; ``limit`` is the size of a page."""
        follows: str | None = None
        while True:
            page = await self.list(limit=limit, query=query, cursor=follows)
            for entry in page.people:
                yield entry
            follows = page.next_cursor
            if follows is None:
                return

    async def get(self, person_id: str) -> models.PersonProfile:
        """A person.

        A person over all articles: names, roles and firms over time, positions by topic, changes of mind with both
        statements, and what people decided about the name.
        Positions are told from the 5,000 newest statements.

        :param person_id: As answers and listings give it.
        """
        return await self._connection.model(Call("GET", f"/v1/people/{part_of(person_id)}"), models.PersonProfile)

    async def erase(self, person_id: str, confirm: str) -> models.Erased:
        """Erase a person for good.

        Takes out the person's statements, names and corrections, and blots out every article where it names or
        quotes them. It cannot be taken back. Needs the scope admin.
        Answers no longer show anything of it at once. The index is then made anew in the background, so that
        nothing is left in its files; backups made before still have everything.

        :param person_id: As answers and listings give it.
        :param confirm: The person's name, exactly as it is shown.
        """
        return await self._connection.model(
            Call("DELETE", f"/v1/people/{part_of(person_id)}", query={"confirm": confirm}), models.Erased
        )

    async def timeline(
        self,
        person_id: str,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        topic: str | None = None,
    ) -> models.Timeline:
        """What a person said, by month.

        How many statements in each month, by the side they take; months without any are left out.

        :param person_id: As answers and listings give it.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param topic: Only what is on this topic or a narrower one: id, or label in either language.
        """
        return await self._connection.model(
            Call(
                "GET",
                f"/v1/people/{part_of(person_id)}/timeline",
                query={"since": since, "until": until, "topic": topic},
            ),
            models.Timeline,
        )

    async def statements(
        self,
        person_id: str,
        *,
        limit: int | None = None,
        offset: int | None = None,
        cursor: str | None = None,
        since: Date | str | None = None,
        until: Date | str | None = None,
        topic: str | None = None,
        stance: models.Polarity | None = None,
        language: models.Language | None = None,
    ) -> models.PersonStatements:
        """What a person said.

        A person's statements that meet the conditions, newest first, with their roles and firms over time.

        :param person_id: As answers and listings give it.
        :param limit: The most entries to give.
        :param offset: How many entries to pass over; `cursor` misses nothing that comes in between.
        :param cursor: Where to go on: `next_cursor` of the page before.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param topic: On this topic or a narrower one: id, or label in either language.
        :param stance: Taking this side: towards the topic, or towards any where no topic is given.
        :param language: In this language.
        """
        return await self._connection.model(
            Call(
                "GET",
                f"/v1/people/{part_of(person_id)}/statements",
                query={
                    "limit": limit,
                    "offset": offset,
                    "cursor": cursor,
                    "since": since,
                    "until": until,
                    "topic": topic,
                    "stance": stance,
                    "language": language,
                },
            ),
            models.PersonStatements,
        )

    async def each_statements(
        self,
        person_id: str,
        *,
        limit: int | None = None,
        since: Date | str | None = None,
        until: Date | str | None = None,
        topic: str | None = None,
        stance: models.Polarity | None = None,
        language: models.Language | None = None,
    ) -> AsyncIterator[models.Statement]:
        """What a person said: all pages, entry by entry; ``limit`` is the size of a page."""
        follows: str | None = None
        while True:
            page = await self.statements(
                person_id,
                limit=limit,
                since=since,
                until=until,
                topic=topic,
                stance=stance,
                language=language,
                cursor=follows,
            )
            for entry in page.statements:
                yield entry
            follows = page.next_cursor
            if follows is None:
                return

    async def merge(self, person_id: str, into: str) -> models.Merge:
        """Merge a person into another.

        Decides that two are one: everything of the person at the address is the other's, now and in articles to
        come.

        :param person_id: As answers and listings give it.
        :param into: Id of the one whose name stays.
        """
        return await self._connection.model(
            Call("POST", f"/v1/people/{part_of(person_id)}/merge", body={"into": into}), models.Merge
        )

    async def split(self, person_id: str) -> models.Merge:
        """Take the merge of a person back.

        The person of this id, merged into another before, stands for itself again with what had been merged into
        it.

        :param person_id: As answers and listings give it.
        """
        return await self._connection.model(Call("POST", f"/v1/people/{part_of(person_id)}/split"), models.Merge)

    async def merges(self, *, limit: int | None = None, cursor: str | None = None) -> models.Merges:
        """What was merged.

        Merges of people, firms and groups by anybody, the latest first, those taken back included.

        :param limit: The most entries to give.
        :param cursor: Where to go on: `next_cursor` of the page before.
        """
        return await self._connection.model(
            Call("GET", "/v1/merges", query={"limit": limit, "cursor": cursor}), models.Merges
        )

    async def each_merges(self, *, limit: int | None = None) -> AsyncIterator[models.Merge]:
        """What was merged: all pages, entry by entry; ``limit`` is the size of a page."""
        follows: str | None = None
        while True:
            page = await self.merges(limit=limit, cursor=follows)
            for entry in page.merges:
                yield entry
            follows = page.next_cursor
            if follows is None:
                return

    async def separate(
        self,
        person_id: str,
        *,
        firm: str | Unset | None = UNSET,
        articles: Sequence[str] | Unset = UNSET,
        statements: Sequence[str] | Unset = UNSET,
        name: str | Unset | None = UNSET,
    ) -> models.Separated:
        """Tell two people of one name apart.

        Gives some of the person's statements to another of the same name; the rules hold for articles to come.

        :param person_id: As answers and listings give it.
        :param firm: Id: what is said for this firm, also in articles to come.
        :param articles: Ids: what is said in these articles.
        :param statements: Ids: these statements.
        :param name: How the other goes by; default: the name with the firm.
        """
        return await self._connection.model(
            Call(
                "POST",
                f"/v1/people/{part_of(person_id)}/separate",
                body={"firm": firm, "articles": articles, "statements": statements, "name": name},
            ),
            models.Separated,
        )

    async def rejoin(self, person_id: str, separation: int) -> models.Separation:
        """Take a separation back.

        The statements of the rule are those of the person of the name again. Either of the two may be at the
        address.

        :param person_id: As answers and listings give it.
        """
        return await self._connection.model(
            Call("POST", f"/v1/people/{part_of(person_id)}/rejoin", body={"separation": separation}), models.Separation
        )


class AsyncPictures:
    """What the service does with pictures."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def network(
        self,
        topic: str,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        format: models.PictureFormat | None = None,
        language: models.Language | None = None,
        limit: int | None = None,
    ) -> bytes:
        """Draw who agrees with whom.

        The speakers on a topic on a circle, camp beside camp, with the strongest agreements and disagreements.

        :param topic: Id or label; topics below it count.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param format: SVG, or PNG with 200 dots an inch.
        :param language: Of the words in the picture.
        :param limit: The most speakers, those with most statements.
        """
        return await self._connection.content(
            Call(
                "GET",
                "/v1/graph/pictures/network",
                query={
                    "since": since,
                    "until": until,
                    "format": format,
                    "language": language,
                    "topic": topic,
                    "limit": limit,
                },
            )
        )

    async def save_network(
        self,
        file: Path,
        topic: str,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        format: models.PictureFormat | None = None,
        language: models.Language | None = None,
        limit: int | None = None,
    ) -> int:
        """Draw who agrees with whom. Written to a file as it comes.

        The speakers on a topic on a circle, camp beside camp, with the strongest agreements and disagreements.

        :param file: what to write; there before, it is replaced.
        :param topic: Id or label; topics below it count.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param format: SVG, or PNG with 200 dots an inch.
        :param language: Of the words in the picture.
        :param limit: The most speakers, those with most statements.
        :returns: bytes written.
        """
        return await self._connection.saved(
            Call(
                "GET",
                "/v1/graph/pictures/network",
                query={
                    "since": since,
                    "until": until,
                    "format": format,
                    "language": language,
                    "topic": topic,
                    "limit": limit,
                },
            ),
            file,
        )

    async def stances(
        self,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        format: models.PictureFormat | None = None,
        language: models.Language | None = None,
        topic: str | None = None,
        by: models.BarsBy | None = None,
    ) -> bytes:
        """Draw for and against.

        Diverging bars: how many statements are for and against, by topic, speaker or firm.

        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param format: SVG, or PNG with 200 dots an inch.
        :param language: Of the words in the picture.
        :param topic: Only this topic and those below it.
        :param by: What each bar stands for: topics, or speakers where a topic is given, unless said.
        """
        return await self._connection.content(
            Call(
                "GET",
                "/v1/graph/pictures/stances",
                query={
                    "since": since,
                    "until": until,
                    "format": format,
                    "language": language,
                    "topic": topic,
                    "by": by,
                },
            )
        )

    async def save_stances(
        self,
        file: Path,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        format: models.PictureFormat | None = None,
        language: models.Language | None = None,
        topic: str | None = None,
        by: models.BarsBy | None = None,
    ) -> int:
        """Draw for and against. Written to a file as it comes.

        Diverging bars: how many statements are for and against, by topic, speaker or firm.

        :param file: what to write; there before, it is replaced.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param format: SVG, or PNG with 200 dots an inch.
        :param language: Of the words in the picture.
        :param topic: Only this topic and those below it.
        :param by: What each bar stands for: topics, or speakers where a topic is given, unless said.
        :returns: bytes written.
        """
        return await self._connection.saved(
            Call(
                "GET",
                "/v1/graph/pictures/stances",
                query={
                    "since": since,
                    "until": until,
                    "format": format,
                    "language": language,
                    "topic": topic,
                    "by": by,
                },
            ),
            file,
        )

    async def timeline(
        self,
        person: str,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        format: models.PictureFormat | None = None,
        language: models.Language | None = None,
        topic: str | None = None,
    ) -> bytes:
        """Draw a stance over time.

        Where a person stood on each topic and when, with changes of side.

        :param person: Id or name in any spelling.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param format: SVG, or PNG with 200 dots an inch.
        :param language: Of the words in the picture.
        :param topic: Only this topic and those below it.
        """
        return await self._connection.content(
            Call(
                "GET",
                "/v1/graph/pictures/timeline",
                query={
                    "since": since,
                    "until": until,
                    "format": format,
                    "language": language,
                    "person": person,
                    "topic": topic,
                },
            )
        )

    async def save_timeline(
        self,
        file: Path,
        person: str,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        format: models.PictureFormat | None = None,
        language: models.Language | None = None,
        topic: str | None = None,
    ) -> int:
        """Draw a stance over time. Written to a file as it comes.

        Where a person stood on each topic and when, with changes of side.

        :param file: what to write; there before, it is replaced.
        :param person: Id or name in any spelling.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param format: SVG, or PNG with 200 dots an inch.
        :param language: Of the words in the picture.
        :param topic: Only this topic and those below it.
        :returns: bytes written.
        """
        return await self._connection.saved(
            Call(
                "GET",
                "/v1/graph/pictures/timeline",
                query={
                    "since": since,
                    "until": until,
                    "format": format,
                    "language": language,
                    "person": person,
                    "topic": topic,
                },
            ),
            file,
        )


class AsyncReview:
    """What the service does with review."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list(
        self, *, limit: int | None = None, cursor: str | None = None, max_confidence: float | None = None
    ) -> models.Review:
        """Statements to check.

        Listed statements that nobody has corrected or confirmed, the least certain first, with the reasons for
        doubt.
        Confirm, correct or reject each: it does not come again.

        :param limit: The most entries to give.
        :param cursor: Where to go on: `next_cursor` of the page before.
        :param max_confidence: At most as certain as this.
        """
        return await self._connection.model(
            Call("GET", "/v1/review", query={"limit": limit, "cursor": cursor, "max_confidence": max_confidence}),
            models.Review,
        )

    async def each(
        self, *, limit: int | None = None, max_confidence: float | None = None
    ) -> AsyncIterator[models.ReviewItem]:
        """Statements to check: all pages, entry by entry; ``limit`` is the size of a page."""
        follows: str | None = None
        while True:
            page = await self.list(limit=limit, max_confidence=max_confidence, cursor=follows)
            for entry in page.items:
                yield entry
            follows = page.next_cursor
            if follows is None:
                return

    async def names(self, *, limit: int | None = None, cursor: str | None = None) -> models.NameReview:
        """Names to check.

        Two people or firms who may be one, and people who may be two of one name, with reasons for and against.
        Merge or separate them, or dismiss the suggestion: it is not made again.

        :param limit: The most entries to give.
        :param cursor: Where to go on: `next_cursor` of the page before.
        """
        return await self._connection.model(
            Call("GET", "/v1/review/names", query={"limit": limit, "cursor": cursor}), models.NameReview
        )

    async def each_names(self, *, limit: int | None = None) -> AsyncIterator[models.NameSuggestion]:
        """Names to check: all pages, entry by entry; ``limit`` is the size of a page."""
        follows: str | None = None
        while True:
            page = await self.names(limit=limit, cursor=follows)
            for entry in page.suggestions:
                yield entry
            follows = page.next_cursor
            if follows is None:
                return

    async def dismiss(
        self, kind: Literal["duplicate", "namesakes"], ids: Sequence[str], *, note: str | Unset = UNSET
    ) -> models.Dismissal:
        """Turn a suggestion down.

        Keeps that two are not one, or that one who speaks for two firms is not two: lasting, and not suggested
        again.

        :param ids: Those of the suggestion's entities, in order.
        :param note: Why; kept with the decision.
        """
        return await self._connection.model(
            Call("POST", "/v1/review/names/dismiss", body={"kind": kind, "ids": ids, "note": note}), models.Dismissal
        )

    async def dismissed(self, *, limit: int | None = None, cursor: str | None = None) -> models.Dismissals:
        """What was turned down.

        Suggestions that people turned down, the latest first, those taken back included.

        :param limit: The most entries to give.
        :param cursor: Where to go on: `next_cursor` of the page before.
        """
        return await self._connection.model(
            Call("GET", "/v1/review/names/dismissed", query={"limit": limit, "cursor": cursor}), models.Dismissals
        )

    async def each_dismissed(self, *, limit: int | None = None) -> AsyncIterator[models.Dismissal]:
        """What was turned down: all pages, entry by entry; ``limit`` is the size of a page."""
        follows: str | None = None
        while True:
            page = await self.dismissed(limit=limit, cursor=follows)
            for entry in page.dismissals:
                yield entry
            follows = page.next_cursor
            if follows is None:
                return

    async def restore(self, dismissal_id: int) -> models.Dismissal:
        """Allow a suggestion again.

        Takes a dismissal back; that it was made stays on record.

        :param dismissal_id: As the list gives it.
        """
        return await self._connection.model(
            Call("POST", f"/v1/review/names/dismissed/{part_of(dismissal_id)}/undo"), models.Dismissal
        )


class AsyncStatements:
    """What the service does with statements."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list(
        self,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        topic: str | None = None,
        stance: models.Polarity | None = None,
        language: models.Language | None = None,
        person: str | None = None,
        firm: str | None = None,
        role: str | None = None,
        mentions: str | None = None,
        kind: models.StatementKind | None = None,
        speaker_id: str | None = None,
        firm_id: str | None = None,
        article_id: str | None = None,
        min_confidence: float | None = None,
        max_confidence: float | None = None,
        corrected: bool | None = None,
        confirmed: bool | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> models.Statements:
        """List statements.

        The listed statements that meet all conditions, newest first, those without a date last.

        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param topic: On this topic or a narrower one: id, or label in either language.
        :param stance: Taking this side: towards the topic, or towards any where no topic is given.
        :param language: In this language.
        :param person: Said by this person: any spelling, case or inflection, the surname alone.
        :param firm: Said by this firm or its people; the legal form makes no difference.
        :param role: Said by somebody in this role, in either language.
        :param mentions: Naming this person or firm in the words said.
        :param kind: Given in this way.
        :param speaker_id: Of this speaker, by id.
        :param firm_id: Of this firm or its people, by id.
        :param article_id: In this article, by id.
        :param min_confidence: At least as certain as this.
        :param max_confidence: At most as certain as this.
        :param corrected: Whether people have corrected it.
        :param confirmed: Whether people have said that it is right.
        :param limit: The most statements to give.
        :param cursor: Where to go on: `next_cursor` of the page before.
        """
        return await self._connection.model(
            Call(
                "GET",
                "/v1/statements",
                query={
                    "since": since,
                    "until": until,
                    "topic": topic,
                    "stance": stance,
                    "language": language,
                    "person": person,
                    "firm": firm,
                    "role": role,
                    "mentions": mentions,
                    "kind": kind,
                    "speaker_id": speaker_id,
                    "firm_id": firm_id,
                    "article_id": article_id,
                    "min_confidence": min_confidence,
                    "max_confidence": max_confidence,
                    "corrected": corrected,
                    "confirmed": confirmed,
                    "limit": limit,
                    "cursor": cursor,
                },
            ),
            models.Statements,
        )

    async def each(
        self,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        topic: str | None = None,
        stance: models.Polarity | None = None,
        language: models.Language | None = None,
        person: str | None = None,
        firm: str | None = None,
        role: str | None = None,
        mentions: str | None = None,
        kind: models.StatementKind | None = None,
        speaker_id: str | None = None,
        firm_id: str | None = None,
        article_id: str | None = None,
        min_confidence: float | None = None,
        max_confidence: float | None = None,
        corrected: bool | None = None,
        confirmed: bool | None = None,
        limit: int | None = None,
    ) -> AsyncIterator[models.Statement]:
        """List statements: all pages, entry by entry; ``limit`` is the size of a page."""
        follows: str | None = None
        while True:
            page = await self.list(
                since=since,
                until=until,
                topic=topic,
                stance=stance,
                language=language,
                person=person,
                firm=firm,
                role=role,
                mentions=mentions,
                kind=kind,
                speaker_id=speaker_id,
                firm_id=firm_id,
                article_id=article_id,
                min_confidence=min_confidence,
                max_confidence=max_confidence,
                corrected=corrected,
                confirmed=confirmed,
                limit=limit,
                cursor=follows,
            )
            for entry in page.statements:
                yield entry
            follows = page.next_cursor
            if follows is None:
                return

    async def similar(
        self,
        statement_id: str,
        *,
        since: Date | str | None = None,
        until: Date | str | None = None,
        topic: str | None = None,
        stance: models.Polarity | None = None,
        language: models.Language | None = None,
        person: str | None = None,
        firm: str | None = None,
        role: str | None = None,
        mentions: str | None = None,
        limit: int | None = None,
    ) -> models.SimilarStatements:
        """More like this.

        The statements closest in meaning to this one, of anybody; the same words elsewhere are left out.

        :param statement_id: As answers and listings give it.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        :param topic: On this topic or a narrower one: id, or label in either language.
        :param stance: Taking this side: towards the topic, or towards any where no topic is given.
        :param language: In this language.
        :param person: Said by this person: any spelling, case or inflection, the surname alone.
        :param firm: Said by this firm or its people; the legal form makes no difference.
        :param role: Said by somebody in this role, in either language.
        :param mentions: Naming this person or firm in the words said.
        :param limit: The most statements to give.
        """
        return await self._connection.model(
            Call(
                "GET",
                f"/v1/statements/{part_of(statement_id)}/similar",
                query={
                    "since": since,
                    "until": until,
                    "topic": topic,
                    "stance": stance,
                    "language": language,
                    "person": person,
                    "firm": firm,
                    "role": role,
                    "mentions": mentions,
                    "limit": limit,
                },
            ),
            models.SimilarStatements,
        )

    async def get(self, statement_id: str) -> models.StatementDetail:
        """One statement in its article.

        Everything known of a statement, with up to 300 characters of the article before and after it.
        A statement that is no longer listed (rejected, or of an older version of its article) can still be read
        here.

        :param statement_id: As answers and listings give it.
        """
        return await self._connection.model(
            Call("GET", f"/v1/statements/{part_of(statement_id)}"), models.StatementDetail
        )

    async def correct(
        self,
        statement_id: str,
        *,
        speaker: models.SpeakerGiven | Unset | None = UNSET,
        role: str | Unset | None = UNSET,
        firm: str | Unset | None = UNSET,
        stances: Mapping[str, Literal["supportive", "sceptical", "mixed", "neutral"] | None] | Unset = UNSET,
        rejected: bool | Unset | None = UNSET,
        note: str | Unset = UNSET,
    ) -> models.Corrected:
        """Correct a statement.

        Keeps a decision that wins over extraction, now and when the article is ingested or extracted again.
        A field that is left out stays as it is; null means that nobody, or none, is named.

        :param statement_id: As answers and listings give it.
        :param speaker: Who said it; null: nobody is named.
        :param role: The speaker's role, in the nominative; null: none is named.
        :param firm: The speaker's firm; null: none is named.
        :param stances: The side taken, by topic (id or label); null: the statement is not about it.
        :param rejected: True: this is no statement, list it no more; false: it is one after all.
        :param note: Why; kept with the decision.
        """
        return await self._connection.model(
            Call(
                "POST",
                f"/v1/statements/{part_of(statement_id)}/corrections",
                body={
                    "speaker": speaker,
                    "role": role,
                    "firm": firm,
                    "stances": stances,
                    "rejected": rejected,
                    "note": note,
                },
            ),
            models.Corrected,
        )

    async def confirm(self, statement_id: str, *, note: str | Unset = UNSET) -> models.Corrected:
        """Say that a statement is right.

        Keeps that the statement is right as it reads now: its confidence becomes 1, and it leaves the review.
        Speaker, role, firm and sides then stand when the article is ingested or extracted again.

        :param statement_id: As answers and listings give it.
        :param note: Why; kept with the decision.
        """
        return await self._connection.model(
            Call("POST", f"/v1/statements/{part_of(statement_id)}/confirm", body={"note": note}), models.Corrected
        )

    async def history(self, statement_id: str) -> models.History:
        """Who decided what about a statement.

        All corrections and confirmations, oldest first, with author, time and note, those taken back included.

        :param statement_id: As answers and listings give it.
        """
        return await self._connection.model(
            Call("GET", f"/v1/statements/{part_of(statement_id)}/history"), models.History
        )

    async def corrections(self, *, limit: int | None = None, cursor: str | None = None) -> models.Decisions:
        """What was decided last.

        Corrections and confirmations by anybody, the latest first, those taken back included.

        :param limit: The most entries to give.
        :param cursor: Where to go on: `next_cursor` of the page before.
        """
        return await self._connection.model(
            Call("GET", "/v1/corrections", query={"limit": limit, "cursor": cursor}), models.Decisions
        )

    async def each_corrections(self, *, limit: int | None = None) -> AsyncIterator[models.Decision]:
        """What was decided last: all pages, entry by entry; ``limit`` is the size of a page."""
        follows: str | None = None
        while True:
            page = await self.corrections(limit=limit, cursor=follows)
            for entry in page.corrections:
                yield entry
            follows = page.next_cursor
            if follows is None:
                return

    async def undo(self, correction_id: int) -> models.Decision:
        """Take a decision back.

        What the correction or confirmation hid counts again; that it was made, and who took it back, stays on
        record.

        :param correction_id: As histories give it.
        """
        return await self._connection.model(
            Call("POST", f"/v1/corrections/{part_of(correction_id)}/undo"), models.Decision
        )


class AsyncTopics:
    """What the service does with topics."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def list(self) -> models.Topics:
        """List topics.

        Every topic of the scheme with its labels in both languages, and its statements by the side they take.
        """
        return await self._connection.model(Call("GET", "/v1/topics"), models.Topics)

    async def get(self, topic_id: str, *, limit: int | None = None) -> models.TopicProfile:
        """A topic.

        A topic with the topics around it, how many statements take which side, and which speakers stand where.
        Statements on narrower topics count. `camps` leads to who agrees with whom.

        :param topic_id: Id, or label in either language.
        :param limit: The most speakers of a side.
        """
        return await self._connection.model(
            Call("GET", f"/v1/topics/{part_of(topic_id)}", query={"limit": limit}), models.TopicProfile
        )

    async def timeline(
        self, topic_id: str, *, since: Date | str | None = None, until: Date | str | None = None
    ) -> models.Timeline:
        """What is said on a topic, by month.

        How many statements on the topic and narrower ones in each month, by the side they take.

        :param topic_id: Id, or label in either language.
        :param since: Earliest date of publication, included: a day, or the first day of a month or year.
        :param until: Latest date of publication, included: a day, or the last day of a month or year.
        """
        return await self._connection.model(
            Call("GET", f"/v1/topics/{part_of(topic_id)}/timeline", query={"since": since, "until": until}),
            models.Timeline,
        )
