with

last_published_targets as (
    select * from {{ source('raw', 'last_published_targets') }}
),

renamed as (
    select target_id
    from last_published_targets
)

select * from renamed
