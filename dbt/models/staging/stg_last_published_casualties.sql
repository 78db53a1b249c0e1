with

last_published_casualties as (
    select * from {{ source('raw', 'last_published_casualties') }}
),

renamed as (
    select
        incident_id,
        role,
        actor_id,
        month,
        region_id,
        killed_low,
        killed_best,
        killed_high,
        wounded_low,
        wounded_best,
        wounded_high
    from last_published_casualties
)

select * from renamed
