with

compared as (
    select * from {{ ref('int_builds_compared') }}
),

cells_before as (
    select * from {{ ref('stg_last_published_monthly') }}
),

cells_now as (
    select * from {{ ref('monthly_casualties_by_actor_region') }}
),

regions as (
    select * from {{ ref('dim_regions') }}
),

moved as (
    select
        coalesce(cells_now.month, cells_before.month) as month,
        coalesce(cells_now.actor_id, cells_before.actor_id) as actor_id,
        coalesce(cells_now.role, cells_before.role) as role,
        coalesce(cells_now.country_code, cells_before.country_code) as country_code,
        coalesce(cells_now.admin1_code, cells_before.admin1_code) as admin1_code,
        case
            when cells_before.actor_id is null then 'new'
            when cells_now.actor_id is null then 'gone'
            else 'moved'
        end as change,
        cells_before.killed_low as killed_low_before,
        cells_now.killed_low as killed_low_after,
        cells_before.killed_best as killed_best_before,
        cells_now.killed_best as killed_best_after,
        cells_before.killed_high as killed_high_before,
        cells_now.killed_high as killed_high_after,
        cells_before.wounded_low as wounded_low_before,
        cells_now.wounded_low as wounded_low_after,
        cells_before.wounded_best as wounded_best_before,
        cells_now.wounded_best as wounded_best_after,
        cells_before.wounded_high as wounded_high_before,
        cells_now.wounded_high as wounded_high_after
    from cells_now
    full outer join cells_before
        on
            cells_now.month is not distinct from cells_before.month
            and cells_now.actor_id = cells_before.actor_id
            and cells_now.role = cells_before.role
            and cells_now.country_code = cells_before.country_code
            and cells_now.admin1_code = cells_before.admin1_code
    where
        cells_before.actor_id is null
        or cells_now.actor_id is null
        or cells_now.killed_low is distinct from cells_before.killed_low
        or cells_now.killed_best is distinct from cells_before.killed_best
        or cells_now.killed_high is distinct from cells_before.killed_high
        or cells_now.wounded_low is distinct from cells_before.wounded_low
        or cells_now.wounded_best is distinct from cells_before.wounded_best
        or cells_now.wounded_high is distinct from cells_before.wounded_high
),

-- Nothing has moved in a first build.
located as (
    select
        moved.month,
        moved.actor_id,
        moved.role,
        moved.country_code,
        moved.admin1_code,
        regions.region_id,
        regions.admin1_name,
        moved.change,
        moved.killed_low_before,
        moved.killed_low_after,
        moved.killed_best_before,
        moved.killed_best_after,
        moved.killed_high_before,
        moved.killed_high_after,
        moved.wounded_low_before,
        moved.wounded_low_after,
        moved.wounded_best_before,
        moved.wounded_best_after,
        moved.wounded_high_before,
        moved.wounded_high_after
    from moved
    inner join regions
        on
            moved.country_code = regions.country_code
            and moved.admin1_code = regions.admin1_code
    cross join compared
)

select * from located
