with

incidents as (
    select * from {{ ref('fct_incidents') }}
),

casualties as (
    select * from {{ ref('fct_casualties') }}
),

reports as (
    select * from {{ ref('int_incident_reports_ranked') }}
    where incident_id is not null
),

actors as (
    select * from {{ ref('dim_actors') }}
),

regions as (
    select * from {{ ref('dim_regions') }}
),

-- Both roles in one list, one row per incident, actor and role (and, of the suffered, status).
inflicted as (
    select
        incident_id,
        month,
        region_id,
        'inflicted' as role,
        coalesce(perpetrator_actor_id, 'unknown') as actor_id,
        killed_low,
        killed_best,
        killed_high,
        wounded_low,
        wounded_best,
        wounded_high
    from incidents
),

suffered as (
    select
        incidents.incident_id,
        incidents.month,
        incidents.region_id,
        'suffered' as role,
        casualties.actor_id,
        casualties.killed_low,
        casualties.killed_best,
        casualties.killed_high,
        casualties.wounded_low,
        casualties.wounded_best,
        casualties.wounded_high
    from incidents
    inner join casualties
        on incidents.incident_id = casualties.incident_id
),

united as (
    select
        incident_id,
        month,
        region_id,
        role,
        actor_id,
        killed_low,
        killed_best,
        killed_high,
        wounded_low,
        wounded_best,
        wounded_high
    from inflicted
    union all
    select
        incident_id,
        month,
        region_id,
        role,
        actor_id,
        killed_low,
        killed_best,
        killed_high,
        wounded_low,
        wounded_best,
        wounded_high
    from suffered
),

figures as (
    select
        month,
        actor_id,
        role,
        region_id,
        sum(killed_low) as killed_low,
        sum(killed_best) as killed_best,
        if(count(killed_high) = count(*), sum(killed_high), null) as killed_high,
        sum(wounded_low) as wounded_low,
        sum(wounded_best) as wounded_best,
        if(count(wounded_high) = count(*), sum(wounded_high), null) as wounded_high
    from united
    group by month, actor_id, role, region_id
),

-- Counted apart from the figures: a row here is a report, which would repeat every figure.
counts as (
    select
        united.month,
        united.actor_id,
        united.role,
        united.region_id,
        count(distinct united.incident_id) as incident_count,
        count(distinct reports.report_id) as report_count,
        count(distinct reports.source_key) as source_count
    from united
    inner join reports
        on united.incident_id = reports.incident_id
    group by united.month, united.actor_id, united.role, united.region_id
),

final as (
    select
        figures.month,
        figures.actor_id,
        actors.actor_name,
        figures.role,
        regions.country_code,
        regions.admin1_code,
        regions.admin1_name,
        cast(counts.incident_count as integer) as incident_count,
        cast(counts.report_count as integer) as report_count,
        cast(counts.source_count as integer) as source_count,
        cast(figures.killed_low as bigint) as killed_low,
        cast(figures.killed_best as bigint) as killed_best,
        cast(figures.killed_high as bigint) as killed_high,
        cast(figures.wounded_low as bigint) as wounded_low,
        cast(figures.wounded_best as bigint) as wounded_best,
        cast(figures.wounded_high as bigint) as wounded_high
    from figures
    inner join counts
        on
            figures.month is not distinct from counts.month
            and figures.actor_id = counts.actor_id
            and figures.role = counts.role
            and figures.region_id = counts.region_id
    left join actors
        on figures.actor_id = actors.actor_id
    left join regions
        on figures.region_id = regions.region_id
)

select * from final
