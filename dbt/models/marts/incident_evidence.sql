{{ config(materialized='view') }}

with

reports as (
    select * from {{ ref('stg_incident_reports') }}
),

ranked as (
    select * from {{ ref('int_incident_reports_ranked') }}
),

articles as (
    select * from {{ ref('stg_articles') }}
),

-- A passage listed twice in one report is one passage.
passages as (
    select
        report_id,
        article_id,
        kind,
        killed_best,
        wounded_best,
        unnest(list_distinct(evidence)) as passage
    from reports
),

quoted as (
    select
        passages.report_id
        || '@' || passages.passage['start']
        || '-' || passages.passage['end'] as evidence_id,
        ranked.incident_id,
        ranked.report_id,
        passages.article_id,
        passages.kind,
        articles.source_name as source,
        articles.url,
        ranked.published_at,
        passages.killed_best,
        passages.wounded_best,
        passages.passage['start'] as start_offset,
        passages.passage['end'] as end_offset,
        substring(
            articles.article_text,
            passages.passage['start'] + 1,
            passages.passage['end'] - passages.passage['start']
        ) as quote
    from passages
    inner join ranked
        on passages.report_id = ranked.report_id
    inner join articles
        on passages.article_id = articles.article_id
)

select * from quoted
