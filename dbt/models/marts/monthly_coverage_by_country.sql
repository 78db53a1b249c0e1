with

coverage as (
    select * from {{ ref('coverage') }}
    where month is not null and country_code != 'unknown'
),

casualties as (
    select * from {{ ref('monthly_casualties_by_country') }}
    where month is not null and country_code != 'unknown'
),

covered as (
    select
        month,
        country_code,
        sum(article_count) as article_count,
        sum(report_count) as report_count,
        count(*) as source_count
    from coverage
    group by month, country_code
),

spans as (
    select
        min(month) as first_month,
        max(month) as last_month
    from coverage
),

months as (
    select cast(unnest(generate_series(first_month, last_month, interval 1 month)) as date) as month
    from spans
),

countries as (
    select
        country_code,
        country_name
    from coverage
    union
    select
        country_code,
        country_name
    from casualties
),

-- Every month of publication with every country of the ledger, and months that are only recalled.
cells as (
    select
        months.month,
        countries.country_code
    from months
    cross join countries
    union
    select
        month,
        country_code
    from casualties
),

final as (
    select
        cells.month,
        cells.country_code,
        countries.country_name,
        case
            when casualties.incident_count > 0 then 'incidents'
            when covered.article_count > 0 then 'no_incidents'
            else 'no_articles'
        end as finding,
        cast(coalesce(covered.article_count, 0) as integer) as article_count,
        cast(coalesce(covered.source_count, 0) as integer) as source_count,
        cast(coalesce(covered.report_count, 0) as integer) as report_count,
        coalesce(casualties.incident_count, 0) as incident_count
    from cells
    inner join countries
        on cells.country_code = countries.country_code
    left join covered
        on
            cells.month = covered.month
            and cells.country_code = covered.country_code
    left join casualties
        on
            cells.month = casualties.month
            and cells.country_code = casualties.country_code
)

select * from final
