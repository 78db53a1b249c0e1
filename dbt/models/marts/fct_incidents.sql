with

incidents as (
    select * from {{ ref('int_incidents_reconciled') }}
),

final as (
    select
        incident_id,
        date_start,
        date_end,
        date_precision,
        month,
        place,
        admin2,
        admin1,
        admin1_code,
        country,
        region_id,
        latitude,
        longitude,
        geo_precision,
        method,
        perpetrator,
        perpetrator_actor_id,
        attribution,
        is_background,
        cast(killed_low as integer) as killed_low,
        cast(killed_best as integer) as killed_best,
        cast(killed_high as integer) as killed_high,
        cast(wounded_low as integer) as wounded_low,
        cast(wounded_best as integer) as wounded_best,
        cast(wounded_high as integer) as wounded_high,
        cast(report_count as integer) as report_count,
        cast(source_count as integer) as source_count,
        confidence
    from incidents
)

select * from final
