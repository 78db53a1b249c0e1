with

incident_ids as (
    select * from {{ source('raw', 'incident_ids') }}
),

renamed as (
    select
        incident_id,
        given_no,
        is_current
    from incident_ids
)

select * from renamed
