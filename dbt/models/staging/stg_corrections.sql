with

corrections as (
    select * from {{ source('raw', 'corrections') }}
),

renamed as (
    select
        correction_id,
        precedence,
        input_file,
        input_line,
        action,
        target_kind,
        target_id,
        other_id,
        new_incident_id,
        field,
        value,
        author,
        made_at,
        reason,
        set_low,
        set_best,
        set_high,
        set_date_start,
        set_date_end,
        set_date_precision,
        set_place,
        set_admin2,
        set_admin1,
        set_country,
        set_admin1_code,
        set_latitude,
        set_longitude,
        set_geo_precision,
        set_actor,
        set_actor_id,
        set_status,
        set_word
    from corrections
)

select * from renamed
