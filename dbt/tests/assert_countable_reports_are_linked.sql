-- A failing row is a countable report that belongs to no incident, or an aggregate that does: its
-- casualties would be missing from every total, or counted twice. A report whose link stands in
-- quarantine is told of there.
{{ config(meta={'dagster': {'ref': {'name': 'stg_incident_links'}}}) }}

with

reports as (
    select * from {{ ref('stg_incident_reports') }}
),

links as (
    select * from {{ ref('stg_incident_links') }}
),

quarantined as (
    select * from {{ source('raw', 'quarantined_rows') }}
    where table_name = 'raw.incident_links'
),

mislinked as (
    select
        reports.report_id,
        reports.kind,
        links.incident_id
    from reports
    left join links
        on reports.report_id = links.report_id
    left join quarantined
        on reports.report_id = quarantined.row_id
    where
        quarantined.row_id is null
        and (reports.kind = 'incident') = (links.incident_id is null)
)

select * from mislinked
