"""Families of texts: near-duplicates, as five newspapers print one wire story.

Sketches (``fingerprints.sketch``) are compared only where four neighbouring numbers of them are
equal in one of sixteen places (locality-sensitive hashing, Indyk and Motwani 1998); of two texts
that share four fifths of their shingles 99.98 of 100 pairs are. In each such place a text is
compared with the one of the smallest id, so a thousand copies cost a thousand comparisons.
"""

import duckdb
import numpy as np
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components

BANDS = 16
ROWS = 4
SAME_TEXT = 0.8  # share of equal numbers: a wire story that a desk has shortened by a paragraph


def build_families(connection: duckdb.DuckDBPyConnection) -> None:
    """Make the temporary table ``text_families`` from ``raw.article_fingerprints``.

    One row per article that is not alone in its family; ``text_family`` is the smallest article_id
    in it.
    """
    connection.execute(
        f"""
        create or replace temp table text_families as
        with bands as (
            select
                f.article_id,
                b.band,
                list_slice(f.sketch, b.band * {ROWS} + 1, (b.band + 1) * {ROWS}) as part
            from raw.article_fingerprints as f
            cross join range({BANDS}) as b(band)
            where len(f.sketch) > 0
        ),
        leaders as (
            select article_id, min(article_id) over (partition by band, part) as leader_id
            from bands
        ),
        pairs as (
            select distinct article_id, leader_id from leaders where article_id <> leader_id
        )
        select p.article_id, p.leader_id
        from pairs as p
        inner join raw.article_fingerprints as a on p.article_id = a.article_id
        inner join raw.article_fingerprints as b on p.leader_id = b.article_id
        where
            len(list_filter(list_zip(a.sketch, b.sketch), lambda z: z[1] = z[2]))
            >= {SAME_TEXT} * len(a.sketch)
        """  # noqa: S608 - constants of this module
    )
    pairs = connection.execute("select article_id, leader_id from text_families").fetchnumpy()
    articles, numbers = np.unique(
        np.concatenate([pairs["article_id"], pairs["leader_id"]]).astype(str), return_inverse=True
    )
    count = len(pairs["article_id"])
    graph = coo_matrix(
        (np.ones(count, np.int8), (numbers[:count], numbers[count:])),
        shape=(len(articles), len(articles)),
    )
    _, labels = connected_components(graph, directed=False)
    # np.unique sorts, so the first of each label is the smallest id.
    _, first = np.unique(labels, return_index=True)
    connection.execute(
        "create or replace temp table text_families (article_id varchar, text_family varchar)"
    )
    if count:
        connection.execute(
            "insert into text_families select unnest(?), unnest(?)",
            [articles.tolist(), articles[first][labels].tolist()],
        )
