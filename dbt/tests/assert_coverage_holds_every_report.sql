-- A failing row is a month of publication and a source of which coverage has other countable
-- reports than the articles that were read: one was lost between countries, or counted twice.
{{ config(meta={'dagster': {'ref': {'name': 'coverage'}}}) }}

with

coverage as (
    select * from {{ ref('coverage') }}
),

reports as (
    select * from {{ ref('incident_reports') }}
    where incident_id is not null
),

extractions as (
    select * from {{ ref('stg_article_extractions') }}
),

expected as (
    select
        cast(date_trunc('month', reports.published_at) as date) as month,
        reports.source_id,
        cast(count(*) as bigint) as report_count
    from reports
    inner join extractions
        on reports.article_id = extractions.article_id
    group by date_trunc('month', reports.published_at), reports.source_id
),

counted as (
    select
        month,
        source_id,
        cast(sum(report_count) as bigint) as report_count
    from coverage
    group by month, source_id
    having sum(report_count) > 0
),

differing as (
    (
        select * from expected
        except
        select * from counted
    )
    union all
    (
        select * from counted
        except
        select * from expected
    )
)

select * from differing
