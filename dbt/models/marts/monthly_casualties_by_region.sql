with

incidents as (
    select * from {{ ref('fct_incidents') }}
),

regions as (
    select * from {{ ref('dim_regions') }}
),

summed as (
    select
        incidents.month,
        incidents.region_id,
        cast(count(*) as integer) as incident_count,
        cast(sum(incidents.report_count) as integer) as report_count,
        {{ summed_estimates('incidents') }}
    from incidents
    group by incidents.month, incidents.region_id
),

final as (
    select
        summed.month,
        regions.country_code,
        regions.country_name,
        regions.admin1_code,
        regions.admin1_name,
        summed.incident_count,
        summed.report_count,
        summed.killed_low,
        summed.killed_best,
        summed.killed_high,
        summed.wounded_low,
        summed.wounded_best,
        summed.wounded_high
    from summed
    left join regions
        on summed.region_id = regions.region_id
)

select * from final
