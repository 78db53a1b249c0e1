with

reports as (
    select * from {{ ref('int_incident_reports_ranked') }}
),

final as (
    select
        report_id,
        incident_id,
        article_id,
        external_id,
        source_id,
        source_name as source,
        url,
        title,
        published_at,
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
        region_id,
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
        confidence,
        extractor,
        extractor_version,
        is_counted
    from reports
)

select * from final
