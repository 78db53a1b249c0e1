with

incident_id_changes as (
    select * from {{ source('raw', 'incident_id_changes') }}
),

renamed as (
    select
        change_no,
        incident_id,
        change,
        other_incident_id,
        report_count
    from incident_id_changes
)

select * from renamed
