with

ged_events as (
    select * from {{ ref('stg_ucdp_ged_events') }}
),

named as (
    select
        'country' as kind,
        country_name as unmapped_name,
        country_name,
        ged_event_id as event_id,
        killed_best
    from ged_events
    where country_code is null
    union all
    select
        'admin1' as kind,
        admin1_name as unmapped_name,
        country_name,
        ged_event_id as event_id,
        killed_best
    from ged_events
    where admin1_name is not null and admin1_code is null
    union all
    select
        'actor' as kind,
        side_a as unmapped_name,
        country_name,
        ged_event_id as event_id,
        killed_best
    from ged_events
    where side_a is not null and side_a_actor_id is null
    union all
    select
        'actor' as kind,
        side_b as unmapped_name,
        country_name,
        ged_event_id as event_id,
        killed_best
    from ged_events
    where side_b is not null and side_b_actor_id is null
),

{{ unmapped_names() }}

select * from final
