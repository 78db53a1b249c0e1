with

-- Not materialized: each is read twice, and a copy of all its columns in memory costs more.
reports as not materialized (
    select * from {{ ref('int_incident_reports_corrected') }}
),

articles as not materialized (
    select * from {{ ref('stg_articles') }}
),

links as (
    select * from {{ ref('stg_incident_links') }}
),

fingerprints as (
    select * from {{ ref('stg_article_fingerprints') }}
),

source_names as (
    select distinct source_name
    from articles
    where source_name is not null
),

-- Once a name and not once an article: there are thousands of articles of each.
sources as (
    select
        source_name,
        {{ source_id('source_name') }} as source_id
    from source_names
),

copies as (
    select
        article_id,
        text_family
    from fingerprints
    where text_family is not null
),

sourced as (
    select
        articles.article_id,
        articles.published_at,
        copies.text_family,
        coalesce(sources.source_id, 'unknown') as source_id,
        -- Articles without a source cannot be told to share one: each stands for itself.
        coalesce(nullif(sources.source_id, 'unknown'), articles.article_id) as own_key
    from articles
    left join sources
        on articles.source_name = sources.source_name
    left join copies
        on articles.article_id = copies.article_id
),

-- One text that several sources print is one voice; what a source copies of itself is not another
-- than the source.
printed_by_several as (
    select text_family
    from sourced
    where text_family is not null
    group by text_family
    having min(own_key) != max(own_key)
),

voices as (
    select
        sourced.article_id,
        sourced.published_at,
        sourced.source_id,
        hash(coalesce(printed_by_several.text_family, sourced.own_key)) as source_key
    from sourced
    left join printed_by_several
        on sourced.text_family = printed_by_several.text_family
),

identified as (
    select
        reports.report_id,
        reports.confidence,
        reports.is_background,
        -- Not in the join: a second condition there makes DuckDB compare every pair of rows.
        case
            when reports.is_excluded or reports.kind != 'incident' then null
            else coalesce(reports.corrected_incident_id, links.incident_id)
        end as incident_id,
        voices.published_at,
        voices.source_id,
        voices.source_key
    from reports
    inner join voices
        on reports.article_id = voices.article_id
    left join links
        on reports.report_id = links.report_id
),

preferred as (
    select
        report_id,
        incident_id,
        hash(incident_id) as incident_key,
        published_at,
        source_id,
        source_key,
        -- Background counts only where the incident has no report of the day.
        not is_background
        or bool_and(is_background) over (partition by hash(incident_id)) as is_eligible,
        row_number() over (
            partition by hash(incident_id)
            order by published_at desc nulls last, confidence desc, report_id asc
        ) as preference_rank
    from identified
    where incident_id is not null
),

within_source as (
    select
        report_id,
        incident_id,
        incident_key,
        published_at,
        source_id,
        source_key,
        is_eligible,
        preference_rank,
        row_number() over (
            partition by incident_key, source_key
            order by is_eligible desc, preference_rank asc
        ) as source_rank
    from preferred
),

ranked as (
    select
        report_id,
        hash(report_id) as report_key,
        incident_id,
        incident_key,
        published_at,
        source_id,
        source_key,
        is_eligible and source_rank = 1 as is_counted,
        source_rank = 1 as is_first_of_source,
        cast(
            case
                when not is_eligible then 3
                when source_rank > 1 then 2
                else 1
            end as integer
        ) as report_tier,
        cast(preference_rank as integer) as preference_rank
    from within_source
    union all
    select
        report_id,
        hash(report_id) as report_key,
        incident_id,
        cast(null as ubigint) as incident_key,
        published_at,
        source_id,
        source_key,
        false as is_counted,
        false as is_first_of_source,
        cast(null as integer) as report_tier,
        cast(null as integer) as preference_rank
    from identified
    where incident_id is null
)

select * from ranked
