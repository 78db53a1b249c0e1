with

cells as (
    select * from {{ ref('int_monthly_figures_moved') }}
),

parts_before as (
    select * from {{ ref('stg_last_published_casualties') }}
),

parts_now as (
    select * from {{ ref('int_casualties_by_actor') }}
),

told as (
    select
        parts_before.month,
        parts_before.actor_id,
        parts_before.role,
        parts_before.region_id,
        parts_before.incident_id,
        parts_before.killed_low,
        parts_before.killed_best,
        parts_before.killed_high,
        parts_before.wounded_low,
        parts_before.wounded_best,
        parts_before.wounded_high
    from parts_before
    union all
    select
        parts_now.month,
        parts_now.actor_id,
        parts_now.role,
        parts_now.region_id,
        parts_now.incident_id,
        parts_now.killed_low,
        parts_now.killed_best,
        parts_now.killed_high,
        parts_now.wounded_low,
        parts_now.wounded_best,
        parts_now.wounded_high
    from parts_now
),

-- Either build tells each part once: what only one of them tells so has moved.
differing as (
    select
        told.month,
        told.actor_id,
        told.role,
        told.region_id,
        told.incident_id,
        told.killed_low,
        told.killed_best,
        told.killed_high,
        told.wounded_low,
        told.wounded_best,
        told.wounded_high
    from told
    semi join cells
        on
            told.month is not distinct from cells.month
            and told.actor_id = cells.actor_id
            and told.role = cells.role
            and told.region_id = cells.region_id
    group by
        told.month,
        told.actor_id,
        told.role,
        told.region_id,
        told.incident_id,
        told.killed_low,
        told.killed_best,
        told.killed_high,
        told.wounded_low,
        told.wounded_best,
        told.wounded_high
    having count(*) = 1
),

touched as (
    select distinct
        month,
        actor_id,
        role,
        region_id,
        incident_id
    from differing
)

select * from touched
