with

incidents as not materialized (
    select * from {{ ref('fct_incidents') }}
),

casualties as (
    select * from {{ ref('fct_casualties') }}
),

-- Victims of several names or statuses can be one actor's; the incident is that actor's once.
suffered as (
    select
        casualties.incident_id,
        casualties.actor_id,
        {{ summed_estimates('casualties') }}
    from casualties
    group by casualties.incident_id, casualties.actor_id
),

united as (
    select
        incident_id,
        'inflicted' as role,
        coalesce(perpetrator_actor_id, 'unknown') as actor_id,
        month,
        region_id,
        report_count,
        source_count,
        killed_low,
        killed_best,
        killed_high,
        wounded_low,
        wounded_best,
        wounded_high
    from incidents
    union all
    select
        incidents.incident_id,
        'suffered' as role,
        suffered.actor_id,
        incidents.month,
        incidents.region_id,
        incidents.report_count,
        incidents.source_count,
        suffered.killed_low,
        suffered.killed_best,
        suffered.killed_high,
        suffered.wounded_low,
        suffered.wounded_best,
        suffered.wounded_high
    from incidents
    inner join suffered
        on incidents.incident_id = suffered.incident_id
)

select * from united
