with

last_published_reports as (
    select * from {{ source('raw', 'last_published_reports') }}
),

renamed as (
    select
        report_id,
        article_id,
        incident_id,
        is_counted,
        correction_ids,
        extractor_version,
        content_hash
    from last_published_reports
)

select * from renamed
