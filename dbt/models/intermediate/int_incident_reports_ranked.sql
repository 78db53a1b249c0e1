with

reports as (
    select * from {{ ref('stg_incident_reports') }}
),

articles as (
    select * from {{ ref('stg_articles') }}
),

links as (
    select * from {{ ref('stg_incident_links') }}
),

identified as (
    select
        reports.*,
        -- Not in the join: a second condition there makes DuckDB compare every pair of rows.
        if(reports.kind = 'incident', links.incident_id, null) as incident_id,
        articles.external_id,
        articles.source_name,
        articles.url,
        articles.title,
        articles.published_at,
        {{ source_id('articles.source_name') }} as source_id,
        coalesce(reports.admin1_code, reports.country || '-unknown', 'unknown') as region_id
    from reports
    inner join articles
        on reports.article_id = articles.article_id
    left join links
        on reports.report_id = links.report_id
),

keyed as (
    select
        *,
        -- Articles without a source cannot be told to share one: each stands for itself.
        if(source_id = 'unknown', article_id, source_id) as source_key,
        -- Background counts only where the incident has no report of the day.
        not is_background
        or bool_and(is_background) over (partition by incident_id) as is_eligible
    from identified
),

ordered as (
    select
        *,
        row_number() over (
            partition by incident_id, source_key, is_eligible
            order by published_at desc nulls last, confidence desc, report_id asc
        ) as recency_rank
    from keyed
),

ranked as (
    select
        * exclude (is_eligible, recency_rank),
        incident_id is not null and is_eligible and recency_rank = 1 as is_counted,
        cast(
            case
                when not is_eligible then 3
                when recency_rank > 1 then 2
                else 1
            end as integer
        ) as report_tier
    from ordered
)

select * from ranked
