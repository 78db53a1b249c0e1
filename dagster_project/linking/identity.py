"""The ids of incidents, which stay when reports join, figures change or everything is read again.

An incident bears the oldest id that any of its reports bore, as long as no other incident has more
of that id's reports. So a late report changes no id; where two incidents turn out to be one the
older id wins; where one turns out to be two, the larger part keeps it.
"""

import duckdb


def assign_ids(connection: duckdb.DuckDBPyConnection) -> None:
    """Write ``linked_now`` (see ``relinking``) to the warehouse, with an id for each incident.

    Replaces the touched rows of ``raw.incident_links``, removes links of reports that are gone,
    gives new ids in ``raw.incident_ids``, and notes in ``raw.incident_id_changes`` what became of
    the old. Call it within a transaction.
    """
    _adopt_unlisted_ids(connection)
    _choose_heirs(connection)
    _give_new_ids(connection)
    _note_changes(connection)
    connection.execute(
        """
        delete from raw.incident_links
        where
            report_id in (select report_id from linked_now)
            or report_id not in (
                select report_id from raw.incident_reports where kind = 'incident'
            )
        """
    )
    connection.execute(
        """
        insert into raw.incident_links by name
        select n.report_id, i.incident_id, n.link_group, n.columns_hash
        from linked_now as n
        inner join ids_now as i on n.cluster = i.cluster
        """
    )
    connection.execute(
        """
        update raw.incident_ids as i
        set is_current = i.incident_id in (select incident_id from raw.incident_links)
        where i.is_current <> (i.incident_id in (select incident_id from raw.incident_links))
        """
    )
    # An id that bears an incident again was neither merged nor withdrawn after all.
    connection.execute(
        """
        delete from raw.incident_id_changes
        where
            change <> 'split'
            and incident_id in (select incident_id from raw.incident_ids where is_current)
        """
    )


def _adopt_unlisted_ids(connection: duckdb.DuckDBPyConnection) -> None:
    """Ids of a warehouse that was linked before ids were listed count as given now."""
    _list_ids(connection, "raw.incident_links", order="incident_id")


def _list_ids(connection: duckdb.DuckDBPyConnection, table: str, order: str) -> None:
    """Add the ids of a table that are not listed yet, numbered in the order of a column."""
    connection.execute(
        f"""
        insert into raw.incident_ids by name
        select
            incident_id,
            (select coalesce(max(given_no), 0) from raw.incident_ids)
            + row_number() over (order by min({order})) as given_no,
            true as is_current
        from {table}
        anti join raw.incident_ids using (incident_id)
        group by incident_id
        """  # noqa: S608 - names of this module
    )


def _choose_heirs(connection: duckdb.DuckDBPyConnection) -> None:
    """Make ``heirs``: of each id that bore a report linked now, the cluster with most of them."""
    connection.execute(
        """
        create or replace temp table bequests as
        select
            b.incident_id,
            n.cluster,
            count(*) as report_count,
            min(n.report_id) as smallest_report_id
        from linked_now as n
        inner join raw.incident_links as b on n.report_id = b.report_id
        group by b.incident_id, n.cluster
        """
    )
    connection.execute(
        """
        create or replace temp table heirs as
        select incident_id, cluster
        from bequests
        qualify row_number() over (
            partition by incident_id order by report_count desc, smallest_report_id asc
        ) = 1
        """
    )
    connection.execute(
        """
        create or replace temp table ids_now as
        select h.cluster, h.incident_id
        from heirs as h
        inner join raw.incident_ids as i on h.incident_id = i.incident_id
        qualify row_number() over (partition by h.cluster order by i.given_no asc) = 1
        """
    )


def _give_new_ids(connection: duckdb.DuckDBPyConnection) -> None:
    """New incidents get the hash of their smallest report_id, or of it and a number where taken.

    An id that was merged away comes back with its incident when that is an incident again.
    """
    connection.execute(
        """
        create or replace temp table nameless as
        select distinct cluster from linked_now anti join ids_now using (cluster)
        """
    )
    attempt = 0
    while connection.execute("select count(*) from nameless").fetchall() != [(0,)]:
        connection.execute(
            """
            create or replace temp table named as
            select
                cluster,
                'inc-' || left(sha256(cluster || if($attempt = 0, '', '/' || $attempt)), 16)
                    as incident_id
            from nameless
            where incident_id not in (select incident_id from ids_now)
                and incident_id not in (
                    select incident_id from raw.incident_links
                    where report_id not in (select report_id from linked_now)
                )
            """,
            {"attempt": attempt},
        )
        connection.execute("insert into ids_now select cluster, incident_id from named")
        connection.execute("delete from nameless where cluster in (select cluster from named)")
        attempt += 1
    _list_ids(connection, "ids_now", order="cluster")


def _note_changes(connection: duckdb.DuckDBPyConnection) -> None:
    """What became of each id: merged into another, split (it lost reports), or withdrawn."""
    connection.execute(
        """
        insert into raw.incident_id_changes by name
        with
        inherited as (
            select b.incident_id, i.incident_id as other_incident_id, b.report_count
            from bequests as b
            inner join ids_now as i on b.cluster = i.cluster
        ),
        lasting as (
            select distinct incident_id from ids_now
            union
            select incident_id from raw.incident_links as l
            anti join linked_now as n on l.report_id = n.report_id
            semi join raw.incident_reports as r
                on l.report_id = r.report_id and r.kind = 'incident'
        ),
        ended as (
            select distinct incident_id from raw.incident_links
            anti join lasting using (incident_id)
        ),
        changes as (
            select
                e.incident_id,
                if(i.incident_id is null, 'withdrawn', 'merged') as change,
                i.other_incident_id,
                coalesce(i.report_count, 0) as report_count
            from ended as e
            left join inherited as i
                on e.incident_id = i.incident_id
            union all
            select incident_id, 'split', other_incident_id, report_count
            from inherited
            semi join lasting using (incident_id)
            where incident_id <> other_incident_id
        )
        select
            (select coalesce(max(change_no), 0) from raw.incident_id_changes)
            + row_number() over (order by incident_id, other_incident_id) as change_no,
            incident_id,
            change,
            other_incident_id,
            report_count
        from changes
        """
    )
