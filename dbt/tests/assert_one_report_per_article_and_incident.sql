-- A failing row is an incident of which one article has several reports: two reports of one article
-- are never the same incident, so that one of the two tolls would be lost.
{{ config(meta={'dagster': {'ref': {'name': 'stg_incident_links'}}}) }}

with

reports as (
    select * from {{ ref('stg_incident_reports') }}
),

links as (
    select * from {{ ref('stg_incident_links') }}
),

doubled as (
    select
        links.incident_id,
        reports.article_id,
        count(*) as report_count
    from links
    inner join reports
        on links.report_id = reports.report_id
    group by links.incident_id, reports.article_id
    having count(*) > 1
)

select * from doubled
