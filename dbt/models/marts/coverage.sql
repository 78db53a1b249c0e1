with

articles as (
    select * from {{ ref('stg_articles') }}
),

extractions as (
    select * from {{ ref('stg_article_extractions') }}
),

reports as (
    select * from {{ ref('int_incident_reports_corrected') }}
),

ranked as (
    select * from {{ ref('int_incident_reports_ranked') }}
    where incident_id is not null
),

sources as (
    select * from {{ ref('dim_sources') }}
),

regions as (
    select * from {{ ref('dim_regions') }}
),

-- Once a name and not once an article: there are thousands of articles of each.
source_ids as (
    select
        source_name,
        {{ source_id('source_name') }} as source_id
    from (
        select distinct source_name
        from articles
        where source_name is not null
    ) as named
),

articles_read as (
    select
        articles.article_id,
        coalesce(source_ids.source_id, 'unknown') as source_id,
        cast(date_trunc('month', articles.published_at) as date) as month,
        if(len(extractions.country_codes) > 0, extractions.country_codes, ['unknown'])
            as country_codes
    from articles
    inner join extractions
        on articles.article_id = extractions.article_id
    left join source_ids
        on articles.source_name = source_ids.source_name
),

unnested as (
    select
        source_id,
        month,
        unnest(country_codes) as country_code
    from articles_read
),

told as (
    select
        reports.article_id,
        coalesce(reports.country, 'unknown') as country_code,
        count(*) as report_count
    from reports
    semi join ranked
        on reports.report_id = ranked.report_id
    group by reports.article_id, coalesce(reports.country, 'unknown')
),

-- An article without a word of the country that its report is in counts there, too: the report
-- names none, or a person has set its place.
told_by_month as (
    select
        articles_read.source_id,
        articles_read.month,
        told.country_code,
        count(*) filter (
            where not list_contains(articles_read.country_codes, told.country_code)
        ) as article_count,
        count(*) as reporting_article_count,
        sum(told.report_count) as report_count
    from told
    inner join articles_read
        on told.article_id = articles_read.article_id
    group by articles_read.source_id, articles_read.month, told.country_code
),

united as (
    select
        source_id,
        month,
        country_code,
        count(*) as article_count,
        0 as reporting_article_count,
        0 as report_count
    from unnested
    group by source_id, month, country_code
    union all
    select
        source_id,
        month,
        country_code,
        article_count,
        reporting_article_count,
        report_count
    from told_by_month
),

summed as (
    select
        month,
        country_code,
        source_id,
        cast(sum(article_count) as integer) as article_count,
        cast(sum(reporting_article_count) as integer) as reporting_article_count,
        cast(sum(report_count) as integer) as report_count
    from united
    group by month, country_code, source_id
),

final as (
    select
        summed.month,
        summed.country_code,
        regions.country_name,
        summed.source_id,
        sources.source_name,
        summed.article_count,
        summed.reporting_article_count,
        summed.report_count
    from summed
    left join sources
        on summed.source_id = sources.source_id
    -- Every country has one unknown region, and so has the unknown country.
    left join regions
        on
            summed.country_code = regions.country_code
            and regions.admin1_code = 'unknown'
)

select * from final
