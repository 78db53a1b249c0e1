with

builds as (
    select * from {{ ref('stg_builds') }}
),

final as (
    select
        build_id,
        last_build_id,
        build_id = arg_max(build_id, struct_pack(a := built_at, b := build_id)) over ()
            as is_current,
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

select * from final
