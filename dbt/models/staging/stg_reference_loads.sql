with

reference_loads as (
    select * from {{ source('raw', 'reference_loads') }}
),

renamed as (
    select
        reference,
        release,
        row_count,
        rejected_count,
        outcome
    from reference_loads
)

select * from renamed
