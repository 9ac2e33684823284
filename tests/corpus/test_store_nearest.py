"""Names that look like one that nobody bears."""

from pathlib import Path

import corpus
from corpus.ingest import ingest


def test_people_and_firms_like_an_unknown_name(open_store):
    with open_store() as store:
        ingest([Path(corpus.__file__).parent / "data" / "samples" / "chmurowe-bonusy.md"], store)
        assert store.find_people("Anna Kowalska-Nowak") == []
        assert store.nearest_people("Anna Kowalska-Nowak")[0].name == "Anna Kowalczyk"
        assert store.nearest_firms("Dataskarb")[0].name == "Dataskarpa"
        assert store.nearest_people("Zzyzx Qwrtp") == []
        assert len(store.nearest_people("Anna", limit=1)) <= 1
