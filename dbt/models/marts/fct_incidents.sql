with

incidents as (
    select * from {{ ref('int_incidents_reconciled') }}
),

corrections as (
    select * from {{ ref('int_report_corrections_pivoted') }}
),

-- An incident that lost a report to an exclusion or a split is corrected, too.
corrected as (
    select incident_id
    from corrections
    where incident_id is not null
    union
    select left_incident_id as incident_id
    from corrections
    where left_incident_id is not null
),

final as (
    select
        incidents.incident_id,
        incidents.date_start,
        incidents.date_end,
        incidents.date_precision,
        incidents.month,
        incidents.place,
        incidents.admin2,
        incidents.admin1,
        incidents.admin1_code,
        incidents.country,
        incidents.region_id,
        incidents.latitude,
        incidents.longitude,
        incidents.geo_precision,
        incidents.method,
        incidents.perpetrator,
        incidents.perpetrator_actor_id,
        incidents.attribution,
        incidents.is_background,
        cast(incidents.killed_low as integer) as killed_low,
        cast(incidents.killed_best as integer) as killed_best,
        cast(incidents.killed_high as integer) as killed_high,
        cast(incidents.wounded_low as integer) as wounded_low,
        cast(incidents.wounded_best as integer) as wounded_best,
        cast(incidents.wounded_high as integer) as wounded_high,
        cast(incidents.report_count as integer) as report_count,
        cast(incidents.source_count as integer) as source_count,
        incidents.confidence,
        corrected.incident_id is not null as is_corrected
    from incidents
    left join corrected
        on incidents.incident_id = corrected.incident_id
)

select * from final
