with

last_published_monthly as (
    select * from {{ source('raw', 'last_published_monthly') }}
),

renamed as (
    select
        month,
        actor_id,
        role,
        country_code,
        admin1_code,
        killed_low,
        killed_best,
        killed_high,
        wounded_low,
        wounded_best,
        wounded_high
    from last_published_monthly
)

select * from renamed
