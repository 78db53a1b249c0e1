with

articles as (
    select * from {{ ref('stg_articles') }}
),

identified as (
    select
        article_id,
        source_name,
        published_at,
        {{ source_id('source_name') }} as source_id
    from articles
),

summed as (
    select
        source_id,
        min(trim(source_name)) as source_name,
        cast(count(*) as integer) as article_count,
        min(published_at) as first_published_at,
        max(published_at) as last_published_at
    from identified
    where source_id != 'unknown'
    group by source_id
),

-- A row of the dimension even when every article names its source.
unknown as (
    select
        'unknown' as source_id,
        'Unknown' as source_name,
        cast(count(*) as integer) as article_count,
        min(published_at) as first_published_at,
        max(published_at) as last_published_at
    from identified
    where source_id = 'unknown'
),

united as (
    select
        source_id,
        source_name,
        article_count,
        first_published_at,
        last_published_at
    from summed
    union all
    select
        source_id,
        source_name,
        article_count,
        first_published_at,
        last_published_at
    from unknown
)

select * from united
