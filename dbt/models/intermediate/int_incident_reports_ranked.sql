with

reports as (
    select * from {{ ref('int_incident_reports_corrected') }}
),

articles as (
    select * from {{ ref('stg_articles') }}
),

links as (
    select * from {{ ref('stg_incident_links') }}
),

fingerprints as (
    select * from {{ ref('stg_article_fingerprints') }}
),

identified as (
    select
        reports.report_id,
        reports.article_id,
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
        reports.evidence,
        reports.confidence,
        reports.extractor,
        reports.extractor_version,
        -- Not in the join: a second condition there makes DuckDB compare every pair of rows.
        case
            when reports.is_excluded or reports.kind != 'incident' then null
            else coalesce(reports.corrected_incident_id, links.incident_id)
        end as incident_id,
        articles.external_id,
        articles.source_name,
        articles.url,
        articles.title,
        articles.published_at,
        fingerprints.text_family,
        {{ source_id('articles.source_name') }} as source_id,
        coalesce(reports.admin1_code, reports.country || '-unknown', 'unknown') as region_id
    from reports
    inner join articles
        on reports.article_id = articles.article_id
    left join links
        on reports.report_id = links.report_id
    left join fingerprints
        on reports.article_id = fingerprints.article_id
),

-- Articles without a source cannot be told to share one: each stands for itself.
sourced as (
    select
        report_id,
        incident_id,
        published_at,
        confidence,
        is_background,
        text_family,
        if(source_id = 'unknown', article_id, source_id) as own_key
    from identified
),

keyed as (
    select
        report_id,
        incident_id,
        published_at,
        confidence,
        -- One text that several sources print is one voice; what a source copies of itself is not
        -- another than the source.
        if(
            text_family is not null
            and min(own_key) over (partition by text_family)
            != max(own_key) over (partition by text_family),
            text_family,
            own_key
        ) as source_key,
        -- Background counts only where the incident has no report of the day.
        not is_background
        or bool_and(is_background) over (partition by incident_id) as is_eligible
    from sourced
),

ordered as (
    select
        report_id,
        source_key,
        is_eligible,
        row_number() over (
            partition by incident_id, source_key, is_eligible
            order by published_at desc nulls last, confidence desc, report_id asc
        ) as recency_rank
    from keyed
),

ranked as (
    select
        identified.report_id,
        identified.article_id,
        identified.report_no,
        identified.kind,
        identified.is_background,
        identified.date_start,
        identified.date_end,
        identified.date_precision,
        identified.place,
        identified.admin2,
        identified.admin1,
        identified.country,
        identified.admin1_code,
        identified.latitude,
        identified.longitude,
        identified.geo_precision,
        identified.method,
        identified.perpetrator,
        identified.perpetrator_actor_id,
        identified.attribution,
        identified.killed_low,
        identified.killed_best,
        identified.killed_high,
        identified.wounded_low,
        identified.wounded_best,
        identified.wounded_high,
        identified.groups,
        identified.evidence,
        identified.confidence,
        identified.extractor,
        identified.extractor_version,
        identified.incident_id,
        identified.external_id,
        identified.source_name,
        identified.url,
        identified.title,
        identified.published_at,
        identified.source_id,
        identified.region_id,
        ordered.source_key,
        identified.incident_id is not null
        and ordered.is_eligible
        and ordered.recency_rank = 1 as is_counted,
        cast(
            case
                when not ordered.is_eligible then 3
                when ordered.recency_rank > 1 then 2
                else 1
            end as integer
        ) as report_tier
    from identified
    inner join ordered
        on identified.report_id = ordered.report_id
)

select * from ranked
