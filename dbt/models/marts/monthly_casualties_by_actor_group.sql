with

casualties as (
    select * from {{ ref('int_casualties_by_actor') }}
),

actors as (
    select * from {{ ref('dim_actors') }}
),

-- Two actors of a group can be hit by one incident, which is the group's once.
grouped as (
    select
        casualties.incident_id,
        casualties.role,
        actors.actor_group_id,
        any_value(casualties.month) as month,
        any_value(casualties.report_count) as report_count,
        {{ summed_estimates('casualties') }}
    from casualties
    inner join actors
        on casualties.actor_id = actors.actor_id
    group by casualties.incident_id, casualties.role, actors.actor_group_id
),

summed as (
    select
        grouped.month,
        grouped.actor_group_id,
        grouped.role,
        cast(count(*) as integer) as incident_count,
        cast(sum(grouped.report_count) as integer) as report_count,
        {{ summed_estimates('grouped') }}
    from grouped
    group by grouped.month, grouped.actor_group_id, grouped.role
),

final as (
    select
        summed.month,
        summed.actor_group_id,
        actors.actor_name as actor_group_name,
        summed.role,
        summed.incident_count,
        summed.report_count,
        summed.killed_low,
        summed.killed_best,
        summed.killed_high,
        summed.wounded_low,
        summed.wounded_best,
        summed.wounded_high
    from summed
    inner join actors
        on summed.actor_group_id = actors.actor_id
)

select * from final
