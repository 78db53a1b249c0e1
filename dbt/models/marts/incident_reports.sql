{{ config(materialized='view') }}

with

-- As the articles tell it: what a person set right is in the incident.
reports as (
    select * from {{ ref('stg_incident_reports') }}
),

corrections as (
    select * from {{ ref('int_report_corrections_pivoted') }}
),

ranked as (
    select * from {{ ref('int_incident_reports_ranked') }}
),

articles as (
    select * from {{ ref('stg_articles') }}
),

joined as (
    select
        ranked.report_id,
        ranked.incident_id,
        reports.article_id,
        articles.external_id,
        ranked.source_id,
        articles.source_name as source,
        articles.url,
        articles.title,
        ranked.published_at,
        reports.report_no,
        reports.kind,
        reports.is_background,
        reports.date_start,
        reports.date_end,
        reports.date_precision,
        reports.place,
        reports.admin2,
        reports.admin1,
        reports.country,
        reports.admin1_code,
        coalesce(reports.admin1_code, reports.country || '-unknown', 'unknown') as region_id,
        reports.latitude,
        reports.longitude,
        reports.geo_precision,
        reports.method,
        reports.perpetrator,
        reports.perpetrator_actor_id,
        reports.attribution,
        reports.killed_low,
        reports.killed_best,
        reports.killed_high,
        reports.wounded_low,
        reports.wounded_best,
        reports.wounded_high,
        reports.groups,
        reports.confidence,
        reports.extractor,
        reports.extractor_version,
        ranked.is_counted,
        coalesce(corrections.is_excluded, false) as is_excluded,
        corrections.correction_ids
    from ranked
    inner join reports
        on ranked.report_id = reports.report_id
    inner join articles
        on reports.article_id = articles.article_id
    left join corrections
        on ranked.report_id = corrections.report_id
)

select * from joined
