with

rejected_corrections as (
    select * from {{ source('raw', 'rejected_corrections') }}
),

renamed as (
    select
        input_file,
        input_line,
        reason,
        line_text
    from rejected_corrections
)

select * from renamed
