"""Topics whose labels look like a name that none bears."""

from corpus.topics import default_scheme
from search.nearest import nearest_topics


def test_labels_of_both_languages_are_looked_at():
    scheme = default_scheme()
    assert "cloud-incentives" in nearest_topics("cloud incentivisation", scheme)
    assert "cloud-incentives" in nearest_topics("zachęta sprzedaży chmur", scheme)
    assert len(nearest_topics("cloud", scheme, limit=2)) == 2


def test_what_is_like_nothing_has_no_neighbours():
    assert nearest_topics("zzyzx qwrtp", default_scheme()) == []
