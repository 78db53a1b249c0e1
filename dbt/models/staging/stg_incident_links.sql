with

incident_links as (
    select * from {{ source('raw', 'incident_links') }}
),

renamed as (
    select
        report_id,
        incident_id
    from incident_links
)

select * from renamed
