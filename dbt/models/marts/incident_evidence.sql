with

reports as (
    select * from {{ ref('int_incident_reports_ranked') }}
),

articles as (
    select * from {{ ref('stg_articles') }}
),

unnested as (
    select
        report_id,
        incident_id,
        article_id,
        kind,
        source_name,
        url,
        published_at,
        killed_best,
        wounded_best,
        unnest(evidence) as passage
    from reports
),

-- A passage listed twice in one report is one passage.
passages as (
    select distinct
        report_id,
        incident_id,
        article_id,
        kind,
        source_name,
        url,
        published_at,
        killed_best,
        wounded_best,
        passage['start'] as start_offset,
        passage['end'] as end_offset
    from unnested
),

quoted as (
    select
        passages.report_id || '@' || passages.start_offset || '-' || passages.end_offset
            as evidence_id,
        passages.incident_id,
        passages.report_id,
        passages.article_id,
        passages.kind,
        passages.source_name as source,
        passages.url,
        passages.published_at,
        passages.killed_best,
        passages.wounded_best,
        passages.start_offset,
        passages.end_offset,
        substring(
            articles.article_text,
            passages.start_offset + 1,
            passages.end_offset - passages.start_offset
        ) as quote
    from passages
    inner join articles
        on passages.article_id = articles.article_id
)

select * from quoted
