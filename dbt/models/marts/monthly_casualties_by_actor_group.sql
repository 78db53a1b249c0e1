with

by_actor as (
    select * from {{ ref('monthly_casualties_by_actor') }}
    where role = 'inflicted'
),

casualties as (
    select * from {{ ref('int_casualties_by_actor') }}
    where role = 'suffered'
),

actors as (
    select * from {{ ref('dim_actors') }}
),

-- Two actors of a group can be hit by one incident, which is the group's once.
hit as (
    select
        casualties.incident_id,
        actors.actor_group_id,
        any_value(casualties.month) as month,
        any_value(casualties.report_count) as report_count,
        {{ summed_estimates('casualties') }}
    from casualties
    inner join actors
        on casualties.actor_id = actors.actor_id
    group by casualties.incident_id, actors.actor_group_id
),

suffered as (
    select
        hit.month,
        hit.actor_group_id,
        'suffered' as role,
        cast(count(*) as integer) as incident_count,
        cast(sum(hit.report_count) as integer) as report_count,
        {{ summed_estimates('hit') }}
    from hit
    group by hit.month, hit.actor_group_id
),

-- An incident has one perpetrator, so that the counts of actors add up.
inflicted as (
    select
        by_actor.month,
        actors.actor_group_id,
        'inflicted' as role,
        cast(sum(by_actor.incident_count) as integer) as incident_count,
        cast(sum(by_actor.report_count) as integer) as report_count,
        {{ summed_estimates('by_actor') }}
    from by_actor
    inner join actors
        on by_actor.actor_id = actors.actor_id
    group by by_actor.month, actors.actor_group_id
),

summed as (
    select
        month,
        actor_group_id,
        role,
        incident_count,
        report_count,
        killed_low,
        killed_best,
        killed_high,
        wounded_low,
        wounded_best,
        wounded_high
    from suffered
    union all
    select
        month,
        actor_group_id,
        role,
        incident_count,
        report_count,
        killed_low,
        killed_best,
        killed_high,
        wounded_low,
        wounded_best,
        wounded_high
    from inflicted
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
