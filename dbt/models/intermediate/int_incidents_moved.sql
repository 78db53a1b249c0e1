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

told_before as (
    select
        parts_before.month,
        parts_before.actor_id,
        parts_before.role,
        parts_before.region_id,
        parts_before.incident_id,
        cast(parts_before.killed_low as bigint) as killed_low,
        cast(parts_before.killed_best as bigint) as killed_best,
        cast(parts_before.killed_high as bigint) as killed_high,
        cast(parts_before.wounded_low as bigint) as wounded_low,
        cast(parts_before.wounded_best as bigint) as wounded_best,
        cast(parts_before.wounded_high as bigint) as wounded_high
    from parts_before
    semi join cells
        on
            parts_before.month is not distinct from cells.month
            and parts_before.actor_id = cells.actor_id
            and parts_before.role = cells.role
            and parts_before.region_id = cells.region_id
),

told_now as (
    select
        parts_now.month,
        parts_now.actor_id,
        parts_now.role,
        parts_now.region_id,
        parts_now.incident_id,
        cast(parts_now.killed_low as bigint) as killed_low,
        cast(parts_now.killed_best as bigint) as killed_best,
        cast(parts_now.killed_high as bigint) as killed_high,
        cast(parts_now.wounded_low as bigint) as wounded_low,
        cast(parts_now.wounded_best as bigint) as wounded_best,
        cast(parts_now.wounded_high as bigint) as wounded_high
    from parts_now
    semi join cells
        on
            parts_now.month is not distinct from cells.month
            and parts_now.actor_id = cells.actor_id
            and parts_now.role = cells.role
            and parts_now.region_id = cells.region_id
),

-- Incidents that give another part to the figure than they did.
differing as (
    (
        select * from told_before
        except
        select * from told_now
    )
    union all
    (
        select * from told_now
        except
        select * from told_before
    )
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
