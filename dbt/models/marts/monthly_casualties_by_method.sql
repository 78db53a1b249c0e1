with

incidents as (
    select * from {{ ref('fct_incidents') }}
),

regions as (
    select * from {{ ref('dim_regions') }}
),

by_region as (
    select
        incidents.month,
        incidents.region_id,
        incidents.method,
        count(*) as incident_count,
        sum(incidents.report_count) as report_count,
        {{ summed_estimates('incidents') }}
    from incidents
    group by incidents.month, incidents.region_id, incidents.method
),

summed as (
    select
        by_region.month,
        regions.country_code,
        by_region.method,
        cast(sum(by_region.incident_count) as integer) as incident_count,
        cast(sum(by_region.report_count) as integer) as report_count,
        {{ summed_estimates('by_region') }}
    from by_region
    left join regions
        on by_region.region_id = regions.region_id
    group by by_region.month, regions.country_code, by_region.method
)

select * from summed
