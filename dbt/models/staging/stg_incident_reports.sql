with

incident_reports as (
    select * from {{ source('raw', 'incident_reports') }}
),

renamed as (
    select
        report_id,
        article_id,
        report_no,
        kind,
        is_background,
        date_start,
        date_end,
        date_precision,
        place,
        admin2,
        admin1,
        country,
        admin1_code,
        latitude,
        longitude,
        geo_precision,
        method,
        perpetrator,
        perpetrator_actor_id,
        attribution,
        killed_low,
        killed_best,
        killed_high,
        wounded_low,
        wounded_best,
        wounded_high,
        groups,
        evidence,
        confidence,
        extractor,
        extractor_version
    from incident_reports
)

select * from renamed
