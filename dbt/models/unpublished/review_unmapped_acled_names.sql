with

acled_events as (
    select * from {{ ref('stg_acled_events') }}
),

named as (
    select
        'country' as kind,
        country_name as unmapped_name,
        country_name,
        acled_event_id as event_id,
        killed_best
    from acled_events
    where country_code is null
    union all
    select
        'admin1' as kind,
        admin1_name as unmapped_name,
        country_name,
        acled_event_id as event_id,
        killed_best
    from acled_events
    where admin1_name is not null and admin1_code is null
    union all
    select
        'actor' as kind,
        actor1 as unmapped_name,
        country_name,
        acled_event_id as event_id,
        killed_best
    from acled_events
    where actor1 is not null and actor1_id is null
    union all
    select
        'actor' as kind,
        actor2 as unmapped_name,
        country_name,
        acled_event_id as event_id,
        killed_best
    from acled_events
    where actor2 is not null and actor2_id is null
),

{{ unmapped_names() }}

select * from final
