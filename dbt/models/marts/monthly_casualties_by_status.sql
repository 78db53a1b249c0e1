with

incidents as (
    select * from {{ ref('fct_incidents') }}
),

casualties as (
    select * from {{ ref('fct_casualties') }}
),

actors as (
    select * from {{ ref('dim_actors') }}
),

regions as (
    select * from {{ ref('dim_regions') }}
),

-- Several victim groups of an incident can have one actor and status.
suffered as (
    select
        casualties.incident_id,
        casualties.actor_id,
        casualties.status,
        {{ summed_estimates('casualties') }}
    from casualties
    group by casualties.incident_id, casualties.actor_id, casualties.status
),

-- Whoever they were: the perpetrator did it to all civilians of the incident.
hit as (
    select
        suffered.incident_id,
        suffered.status,
        {{ summed_estimates('suffered') }}
    from suffered
    group by suffered.incident_id, suffered.status
),

united as (
    select
        incidents.month,
        incidents.region_id,
        'inflicted' as role,
        coalesce(incidents.perpetrator_actor_id, 'unknown') as actor_id,
        hit.status,
        incidents.report_count,
        hit.killed_low,
        hit.killed_best,
        hit.killed_high,
        hit.wounded_low,
        hit.wounded_best,
        hit.wounded_high
    from incidents
    inner join hit
        on incidents.incident_id = hit.incident_id
    union all
    select
        incidents.month,
        incidents.region_id,
        'suffered' as role,
        suffered.actor_id,
        suffered.status,
        incidents.report_count,
        suffered.killed_low,
        suffered.killed_best,
        suffered.killed_high,
        suffered.wounded_low,
        suffered.wounded_best,
        suffered.wounded_high
    from incidents
    inner join suffered
        on incidents.incident_id = suffered.incident_id
),

summed as (
    select
        united.month,
        united.actor_id,
        united.role,
        regions.country_code,
        united.status,
        cast(count(*) as integer) as incident_count,
        cast(sum(united.report_count) as integer) as report_count,
        {{ summed_estimates('united') }}
    from united
    left join regions
        on united.region_id = regions.region_id
    group by united.month, united.actor_id, united.role, regions.country_code, united.status
),

final as (
    select
        summed.month,
        summed.actor_id,
        actors.actor_name,
        summed.role,
        summed.country_code,
        summed.status,
        summed.incident_count,
        summed.report_count,
        summed.killed_low,
        summed.killed_best,
        summed.killed_high,
        summed.wounded_low,
        summed.wounded_best,
        summed.wounded_high
    from summed
    left join actors
        on summed.actor_id = actors.actor_id
)

select * from final
