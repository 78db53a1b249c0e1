{{ config(materialized='view') }}

with

reports as not materialized (
    select * from {{ ref('stg_incident_reports') }}
),

corrections as not materialized (
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
        corrections.is_excluded,
        corrections.correction_ids
    from reports
    inner join corrections
        on reports.report_id = corrections.report_id
),

-- Nearly all reports: passed on as they are, without a look at each value.
untouched as (
    select
        reports.report_id,
        reports.article_id,
        reports.report_no,
        reports.kind,
        reports.is_background,
        reports.date_start,
        reports.date_end,
        reports.date_precision,
        reports.place,
        reports.admin2,
        reports.admin1,
        reports.country,
        reports.admin1_code,
        reports.latitude,
        reports.longitude,
        reports.geo_precision,
        reports.method,
        reports.perpetrator,
        reports.perpetrator_actor_id,
        reports.attribution,
        reports.killed_low,
        reports.killed_best,
        reports.killed_high,
        reports.wounded_low,
        reports.wounded_best,
        reports.wounded_high,
        reports.groups,
        reports.evidence,
        reports.confidence,
        reports.extractor,
        reports.extractor_version,
        cast(null as varchar) as corrected_incident_id,
        false as is_excluded,
        cast(null as varchar[]) as correction_ids
    from reports
    anti join corrections
        on reports.report_id = corrections.report_id
),

united as (
    select * from untouched
    union all
    select * from corrected
)

select * from united
