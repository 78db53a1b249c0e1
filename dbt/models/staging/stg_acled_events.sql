with

acled_events as (
    select * from {{ source('raw', 'acled_events') }}
),

renamed as (
    select
        event_id_cnty as acled_event_id,
        event_date,
        country as country_name,
        country_code,
        admin1 as admin1_name,
        admin1_code,
        admin1_mapped_by,
        actor1,
        actor1_id,
        actor2,
        actor2_id,
        fatalities as killed_best
    from acled_events
)

select * from renamed
