with

casualties as not materialized (
    select * from {{ ref('int_casualties_by_actor') }}
),

reports as (
    select * from {{ ref('int_incident_reports_ranked') }}
    where is_first_of_source
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
        any_value(casualties.source_count) as source_count,
        {{ summed_estimates('casualties') }}
    from casualties
    group by casualties.month, casualties.actor_id, casualties.role, casualties.region_id
),

-- Most figures are of one incident, and its sources theirs. Of the others, which sources tell of
-- any of the incidents: once each, and apart from the figures, which every source would repeat.
several as (
    select
        month,
        actor_id,
        role,
        region_id,
        row_number() over () as figure_no
    from figures
    where incident_count > 1
),

numbered as (
    select
        several.figure_no,
        hash(casualties.incident_id) as incident_key
    from casualties
    inner join several
        on
            casualties.month is not distinct from several.month
            and casualties.actor_id = several.actor_id
            and casualties.role = several.role
            and casualties.region_id = several.region_id
),

told as (
    select distinct
        numbered.figure_no,
        reports.source_key
    from numbered
    inner join reports
        on numbered.incident_key = reports.incident_key
),

sources as (
    select
        several.month,
        several.actor_id,
        several.role,
        several.region_id,
        count(*) as source_count
    from told
    inner join several
        on told.figure_no = several.figure_no
    group by several.month, several.actor_id, several.role, several.region_id
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
        cast(coalesce(sources.source_count, figures.source_count) as integer) as source_count,
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
