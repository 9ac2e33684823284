"""Commands about people and firms: who they are, which of them are one, and taking that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer
from typer.core import TyperGroup

from api.commands.choosing import Author, counted, login, resolve
from api.commands.separating import add_splitting
from api.options import AsJson, Limit, State, console, print_json

__all__ = ["firms_app", "people_app", "resolve", "show_dict"]

if TYPE_CHECKING:
    from corpus.store import Entry, Store


class _ListByDefault(TyperGroup):
    """``quotegraph people lis`` lists: what is no command of the group is what to list."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or (args[0] not in self.commands and args[0] != "--help"):
            args = ["list", *args]
        return super().parse_args(ctx, args)


def _entries(store: Store, kind: str, query: str | None = None, limit: int | None = None) -> list[Entry]:
    return store.people(query, limit=limit) if kind == "person" else store.firms(query, limit=limit)


def show_dict(store: Store, kind: str, name: str) -> dict[str, Any]:
    """An entry with all that says why it is one: spellings, decisions, roles at firms with their dates."""
    identifier, shown = resolve(store, kind, name)
    found: Any = store.person(identifier) if kind == "person" else store.firm(identifier)
    members, merges = {identifier}, []
    for merge in reversed(store.merges()):
        if merge.to_id in members and merge.undone_at is None:
            members.add(merge.from_id)
            merges.append({"name": merge.from_id, "by": merge.author, "at": merge.at.isoformat(timespec="seconds")})
    made: dict[str, Any] = {
        "id": identifier,
        "name": shown,
        "alternate_names": list(found.alternate_names),
        "merged": merges,
        "separated": _separated(store, identifier),
        "statements": store.count(speaker_id=identifier) if kind == "person" else store.count(firm_id=identifier),
    }
    if kind == "person":
        made["affiliations"] = [
            {
                "role": held.role,
                "firm": held.firm,
                "first_seen": held.first_seen and held.first_seen.isoformat(),
                "last_seen": held.last_seen and held.last_seen.isoformat(),
                "statements": len(held.statement_ids),
            }
            for held in store.affiliations(identifier)
        ]
    return made


def _separated(store: Store, identifier: str) -> list[dict[str, Any]]:
    """What people gave to others of the same name."""
    return [
        {
            "number": rule.id,
            "other": rule.other_id,
            "firm": rule.firm_id,
            "article": rule.article_id,
            "text": rule.text,
            "what": rule.firm_id
            or (f"“{rule.text}” in {rule.article_id}" if rule.text else f"article {rule.article_id}"),
            "by": rule.author,
            "at": rule.at.isoformat(timespec="seconds"),
        }
        for rule in store.separations()
        if rule.entity_id == identifier and rule.undone_at is None
    ]


def _group(kind: str, name: str, title: str) -> typer.Typer:
    """The commands for one kind of entry."""
    group = typer.Typer(name=name, help=f"List, show, merge and split {name}.", cls=_ListByDefault)

    @group.command("list")
    def list_(
        query: Annotated[str | None, typer.Argument(help="Part of a name; all when left out.")] = None,
        limit: Limit = 50,
        as_json: AsJson = False,
    ) -> None:
        """List them with how much they said; also without the word list."""
        from api.compose import open_store

        with open_store(State.data) as store:
            rows = _entries(store, kind, query, limit)
        if as_json:
            fields = ("id", "name", "alternate_names", "statements", "articles")
            print_json([{field: getattr(row, field) for field in fields} for row in rows])
            return
        from api.render import table_of

        columns = ("Name", "Statements", "Articles", "Id")
        console().print(table_of(title, columns, [(r.name, r.statements, r.articles, r.id) for r in rows]))

    @group.command()
    def show(name: Annotated[str, typer.Argument(help="Name or id.")], as_json: AsJson = False) -> None:
        """Show one: spellings, roles and firms with dates, and who decided what was merged into it."""
        from api.compose import open_store

        with open_store(State.data) as store:
            found = show_dict(store, kind, name)
        if as_json:
            print_json(found)
            return
        typer.echo(f"{found['name']}  ({found['id']}), {counted(found['statements'], 'statement')}")
        for other in found["alternate_names"]:
            typer.echo(f"  also written {other}")
        for merge in found["merged"]:
            typer.echo(f"  {merge['name']} was merged into it by {merge['by']} on {merge['at'][:10]}")
        for rule in found["separated"]:
            typer.echo(
                f"  {rule['what']} was given to {rule['other']} by {rule['by']} on {rule['at'][:10]}"
                f" (people rejoin {rule['number']} takes it back)"
            )
        for held in found.get("affiliations", ()):
            where = ", ".join(part for part in (held["role"], held["firm"]) if part)
            typer.echo(f"  {where}: {held['first_seen'] or '?'} to {held['last_seen'] or '?'}")

    @group.command()
    def merge(
        one: Annotated[str, typer.Argument(help="Name or id of the one that becomes part of the other.")],
        other: Annotated[str, typer.Argument(help="Name or id of the one whose name stays.")],
        author: Author = None,
    ) -> None:
        """Decide that two are one; every later ingest respects it, and split takes it back."""
        from api.compose import open_store

        with open_store(State.data) as store:
            (a, a_name), (b, b_name) = resolve(store, kind, one), resolve(store, kind, other)
            store.merge(a, b, author=login(author))
        typer.echo(f"{a_name} ({a}) is now part of {b_name} ({b}); split {a} takes it back")

    add_splitting(group, kind)

    @group.command()
    def duplicates(
        merge_strong: Annotated[
            bool,
            typer.Option("--merge-strong", help="Merge the pairs with strong evidence; the others are only shown."),
        ] = False,
        author: Author = None,
        as_json: AsJson = False,
    ) -> None:
        """Suggest pairs that may be one, with the reasons for and against. Nothing is merged unless asked for."""
        from dataclasses import asdict

        from api.compose import open_store

        with open_store(State.data) as store:
            found = store.duplicates(kind)
            if merge_strong:
                for pair in found:
                    if pair.strong:
                        store.merge(pair.one, pair.other, author=login(author))
        if as_json:
            print_json([asdict(pair) for pair in found])
            return
        if not found:
            typer.echo(f"no two {name} look like one")
        for pair in found:
            done = "merged" if merge_strong and pair.strong else "strong" if pair.strong else "perhaps"
            why = "; ".join(pair.reasons) + (f". But: {'; '.join(pair.doubts)}" if pair.doubts else "")
            typer.echo(f"{done}: {pair.one_name} ({pair.one}) = {pair.other_name} ({pair.other})? {why}")

    return group


people_app = _group("person", "people", "People")
firms_app = _group("firm", "firms", "Firms")
