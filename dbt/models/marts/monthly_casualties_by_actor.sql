with

by_region as (
    select * from {{ ref('monthly_casualties_by_actor_region') }}
),

-- An incident has one region, so that the counts of regions add up, too.
summed as (
    select
        by_region.month,
        by_region.actor_id,
        by_region.actor_name,
        by_region.role,
        cast(sum(by_region.incident_count) as integer) as incident_count,
        cast(sum(by_region.report_count) as integer) as report_count,
        {{ summed_estimates('by_region') }}
    from by_region
    group by by_region.month, by_region.actor_id, by_region.actor_name, by_region.role
)

select * from summed
