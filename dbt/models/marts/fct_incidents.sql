with

attributes as (
    select * from {{ ref('int_incident_attributes_reconciled') }}
),

figures as (
    select * from {{ ref('int_incident_figures_reconciled') }}
),

pivoted as (
    select
        incident_id,
        max(estimate_low) filter (where measure = 'killed') as killed_low,
        max(estimate_best) filter (where measure = 'killed') as killed_best,
        max(estimate_high) filter (where measure = 'killed') as killed_high,
        max(estimate_low) filter (where measure = 'wounded') as wounded_low,
        max(estimate_best) filter (where measure = 'wounded') as wounded_best,
        max(estimate_high) filter (where measure = 'wounded') as wounded_high
    from figures
    group by incident_id
),

final as (
    select
        attributes.incident_id,
        attributes.date_start,
        attributes.date_end,
        attributes.date_precision,
        attributes.month,
        attributes.place,
        attributes.admin2,
        attributes.admin1,
        attributes.admin1_code,
        attributes.country,
        attributes.region_id,
        attributes.latitude,
        attributes.longitude,
        attributes.geo_precision,
        attributes.method,
        attributes.perpetrator,
        attributes.perpetrator_actor_id,
        attributes.attribution,
        attributes.is_background,
        cast(pivoted.killed_low as integer) as killed_low,
        cast(pivoted.killed_best as integer) as killed_best,
        cast(pivoted.killed_high as integer) as killed_high,
        cast(pivoted.wounded_low as integer) as wounded_low,
        cast(pivoted.wounded_best as integer) as wounded_best,
        cast(pivoted.wounded_high as integer) as wounded_high,
        cast(attributes.report_count as integer) as report_count,
        cast(attributes.source_count as integer) as source_count,
        attributes.confidence
    from attributes
    inner join pivoted
        on attributes.incident_id = pivoted.incident_id
)

select * from final
