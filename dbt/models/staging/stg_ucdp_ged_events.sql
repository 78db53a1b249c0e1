with

ged_events as (
    select * from {{ source('raw', 'ucdp_ged_events') }}
),

renamed as (
    select
        id as ged_event_id,
        date_start,
        date_end,
        date_prec,
        country as country_name,
        country_code,
        adm_1 as admin1_name,
        admin1_code,
        admin1_mapped_by,
        side_a,
        side_a_actor_id,
        side_b,
        side_b_actor_id,
        low as killed_low,
        best as killed_best,
        high as killed_high
    from ged_events
)

select * from renamed
