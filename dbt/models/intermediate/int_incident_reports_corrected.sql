{{ config(materialized='view') }}

with

reports as (
    select * from {{ ref('stg_incident_reports') }}
),

corrections as (
    select * from {{ ref('int_report_corrections_pivoted') }}
),

corrected as (
    select
        reports.report_id,
        reports.article_id,
        reports.report_no,
        reports.kind,
        reports.is_background,
        {{ corrected('date_start', 'date') }} as date_start,
        {{ corrected('date_end', 'date') }} as date_end,
        {{ corrected('date_precision', 'date') }} as date_precision,
        {{ corrected('place', 'place') }} as place,
        {{ corrected('admin2', 'place') }} as admin2,
        {{ corrected('admin1', 'place') }} as admin1,
        {{ corrected('country', 'place') }} as country,
        {{ corrected('admin1_code', 'place') }} as admin1_code,
        {{ corrected('latitude', 'place') }} as latitude,
        {{ corrected('longitude', 'place') }} as longitude,
        {{ corrected('geo_precision', 'place') }} as geo_precision,
        {{ corrected('method', 'method') }} as method,
        {{ corrected('perpetrator', 'perpetrator') }} as perpetrator,
        {{ corrected('perpetrator_actor_id', 'perpetrator') }} as perpetrator_actor_id,
        case
            when corrections.report_id is null then reports.attribution
            when corrections.is_attribution_set then corrections.set_attribution
            -- Who says that this actor did it, says so still.
            when
                not corrections.is_perpetrator_set
                or reports.perpetrator_actor_id = corrections.set_perpetrator_actor_id
                then reports.attribution
            when corrections.set_perpetrator_actor_id is null then 'unknown'
            else 'asserted'
        end as attribution,
        {{ corrected('killed_low', 'killed') }} as killed_low,
        {{ corrected('killed_best', 'killed') }} as killed_best,
        {{ corrected('killed_high', 'killed') }} as killed_high,
        {{ corrected('wounded_low', 'wounded') }} as wounded_low,
        {{ corrected('wounded_best', 'wounded') }} as wounded_best,
        {{ corrected('wounded_high', 'wounded') }} as wounded_high,
        case
            when corrections.report_id is null then reports.groups
            when not corrections.is_victims_set then reports.groups
            else [
                struct_pack(
                    actor := corrections.set_victims,
                    actor_id := corrections.set_victims_actor_id,
                    status := corrections.set_victims_status,
                    killed_low := {{ corrected('killed_low', 'killed') }},
                    killed_best := {{ corrected('killed_best', 'killed') }},
                    killed_high := {{ corrected('killed_high', 'killed') }},
                    wounded_low := {{ corrected('wounded_low', 'wounded') }},
                    wounded_best := {{ corrected('wounded_best', 'wounded') }},
                    wounded_high := {{ corrected('wounded_high', 'wounded') }}
                )
            ]
        end as groups,
        reports.evidence,
        reports.confidence,
        reports.extractor,
        reports.extractor_version,
        corrections.incident_id as corrected_incident_id,
        coalesce(corrections.is_excluded, false) as is_excluded,
        corrections.correction_ids
    from reports
    left join corrections
        on reports.report_id = corrections.report_id
)

select * from corrected
