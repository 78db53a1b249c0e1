with

builds as (
    select * from {{ source('raw', 'builds') }}
),

renamed as (
    select
        build_id,
        last_build_id,
        built_at,
        package_version,
        extractor_version,
        fingerprint_version,
        models_digest,
        duckdb_version,
        article_count,
        report_count,
        incident_count,
        correction_count
    from builds
)

select * from renamed
