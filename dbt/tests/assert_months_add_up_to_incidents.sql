-- A failing row is a month, region and role in which the roll-up's rows, added up over actors,
-- differ from the incidents': a casualty was lost, or counted twice.
{{ config(meta={'dagster': {'ref': {'name': 'monthly_casualties_by_actor_region'}}}) }}

with

incidents as (
    select * from {{ ref('fct_incidents') }}
),

regions as (
    select * from {{ ref('dim_regions') }}
),

monthly as (
    select * from {{ ref('monthly_casualties_by_actor_region') }}
),

roles as (
    select unnest(['inflicted', 'suffered']) as role
),

expected as (
    select
        incidents.month,
        regions.country_code,
        regions.admin1_code,
        roles.role,
        sum(incidents.killed_low) as killed_low,
        sum(incidents.killed_best) as killed_best,
        if(
            count(incidents.killed_high) = count(*), sum(incidents.killed_high), null
        ) as killed_high,
        sum(incidents.wounded_low) as wounded_low,
        sum(incidents.wounded_best) as wounded_best,
        if(
            count(incidents.wounded_high) = count(*), sum(incidents.wounded_high), null
        ) as wounded_high
    from incidents
    inner join regions
        on incidents.region_id = regions.region_id
    cross join roles
    group by incidents.month, regions.country_code, regions.admin1_code, roles.role
),

published as (
    select
        month,
        country_code,
        admin1_code,
        role,
        sum(killed_low) as killed_low,
        sum(killed_best) as killed_best,
        if(count(killed_high) = count(*), sum(killed_high), null) as killed_high,
        sum(wounded_low) as wounded_low,
        sum(wounded_best) as wounded_best,
        if(count(wounded_high) = count(*), sum(wounded_high), null) as wounded_high
    from monthly
    group by month, country_code, admin1_code, role
),

differing as (
    (
        select * from expected
        except
        select * from published
    )
    union all
    (
        select * from published
        except
        select * from expected
    )
)

select * from differing
