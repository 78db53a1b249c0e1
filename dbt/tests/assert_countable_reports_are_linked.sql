-- A failing row is a countable report that belongs to no incident, or an aggregate that does: its
-- casualties would be missing from every total, or counted twice.
with

reports as (
    select * from {{ ref('stg_incident_reports') }}
),

links as (
    select * from {{ ref('stg_incident_links') }}
),

mislinked as (
    select
        reports.report_id,
        reports.kind,
        links.incident_id
    from reports
    left join links
        on reports.report_id = links.report_id
    where (reports.kind = 'incident') = (links.incident_id is null)
)

select * from mislinked
