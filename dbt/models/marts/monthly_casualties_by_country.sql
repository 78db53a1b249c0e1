with

by_region as (
    select * from {{ ref('monthly_casualties_by_region') }}
),

summed as (
    select
        by_region.month,
        by_region.country_code,
        by_region.country_name,
        cast(sum(by_region.incident_count) as integer) as incident_count,
        cast(sum(by_region.report_count) as integer) as report_count,
        {{ summed_estimates('by_region') }}
    from by_region
    group by by_region.month, by_region.country_code, by_region.country_name
)

select * from summed
