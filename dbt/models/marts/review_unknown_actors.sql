with

reports as (
    select * from {{ ref('int_incident_reports_corrected') }}
),

ranked as (
    select * from {{ ref('int_incident_reports_ranked') }}
),

-- A report that a person excluded, or whose article stands in quarantine, counts nowhere.
countable as (
    select
        reports.report_id,
        reports.kind,
        reports.perpetrator,
        reports.perpetrator_actor_id,
        reports.groups,
        reports.killed_best
    from reports
    semi join ranked
        on reports.report_id = ranked.report_id
    where not reports.is_excluded
),

perpetrators as (
    select
        report_id,
        kind,
        perpetrator as actor,
        'inflicted' as role,
        killed_best
    from countable
    where
        perpetrator is not null
        and perpetrator_actor_id is null
),

unnested as (
    select
        report_id,
        kind,
        unnest(groups) as victims
    from countable
),

sufferers as (
    select
        report_id,
        kind,
        victims['actor'] as actor,
        'suffered' as role,
        victims['killed_best'] as killed_best
    from unnested
    where
        victims['actor'] is not null
        and victims['actor_id'] is null
),

united as (
    select
        report_id,
        kind,
        actor,
        role,
        killed_best
    from perpetrators
    union all
    select
        report_id,
        kind,
        actor,
        role,
        killed_best
    from sufferers
),

summed as (
    select
        actor,
        role,
        cast(count(distinct report_id) as integer) as report_count,
        cast(
            coalesce(sum(killed_best) filter (where kind = 'incident'), 0) as bigint
        ) as killed_best,
        min(report_id) as example_report_id
    from united
    group by actor, role
)

select * from summed
