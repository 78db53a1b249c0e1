with

casualties as (
    select * from {{ ref('int_casualties_by_actor') }}
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

figures as (
    select
        casualties.month,
        casualties.actor_id,
        casualties.role,
        casualties.region_id,
        count(*) as incident_count,
        sum(casualties.report_count) as report_count,
        {{ summed_estimates('casualties') }}
    from casualties
    group by casualties.month, casualties.actor_id, casualties.role, casualties.region_id
),

-- Counted apart from the figures: a row here is a report, which would repeat every figure.
sources as (
    select
        casualties.month,
        casualties.actor_id,
        casualties.role,
        casualties.region_id,
        count(distinct reports.source_key) as source_count
    from casualties
    inner join reports
        on casualties.incident_id = reports.incident_id
    group by casualties.month, casualties.actor_id, casualties.role, casualties.region_id
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
        cast(figures.incident_count as integer) as incident_count,
        cast(figures.report_count as integer) as report_count,
        cast(sources.source_count as integer) as source_count,
        figures.killed_low,
        figures.killed_best,
        figures.killed_high,
        figures.wounded_low,
        figures.wounded_best,
        figures.wounded_high
    from figures
    left join sources
        on
            figures.month is not distinct from sources.month
            and figures.actor_id = sources.actor_id
            and figures.role = sources.role
            and figures.region_id = sources.region_id
    left join actors
        on figures.actor_id = actors.actor_id
    left join regions
        on figures.region_id = regions.region_id
)

select * from final
