{%- set versions = {
    'package': 'package_version',
    'extractor': 'extractor_version',
    'fingerprints': 'fingerprint_version',
    'models': 'models_digest',
    'duckdb': 'duckdb_version',
} -%}

with

builds as not materialized (
    select * from {{ ref('stg_builds') }}
),

newest as (
    select arg_max(build_id, struct_pack(a := built_at, b := build_id)) as build_id
    from builds
),

-- No row where the newest is the first.
compared as (
    select
        builds.build_id,
        builds.last_build_id,
        string_split(
            nullif(
                concat_ws(
                    '; '
                    {%- for name, version in versions.items() %},
                    if(
                        builds.{{ version }} != earlier.{{ version }},
                        '{{ name }} ' || earlier.{{ version }} || ' -> ' || builds.{{ version }},
                        null
                    )
                    {%- endfor %}
                ),
                ''
            ),
            '; '
        ) as code_changes
    from builds
    inner join newest
        on builds.build_id = newest.build_id
    left join builds as earlier
        on builds.last_build_id = earlier.build_id
    where builds.last_build_id is not null
),

final as (
    select
        build_id,
        last_build_id,
        coalesce(code_changes, []) as code_changes
    from compared
)

select * from final
