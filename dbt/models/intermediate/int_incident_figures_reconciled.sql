with

reports as (
    select * from {{ ref('int_incident_reports_ranked') }}
),

figures as (
    select
        incident_id,
        report_id,
        published_at,
        confidence,
        'killed' as measure,
        killed_low as estimate_low,
        killed_best as estimate_best,
        killed_high as estimate_high
    from reports
    where is_counted
    union all
    select
        incident_id,
        report_id,
        published_at,
        confidence,
        'wounded' as measure,
        wounded_low as estimate_low,
        wounded_best as estimate_best,
        wounded_high as estimate_high
    from reports
    where is_counted
),

ranges as (
    select
        incident_id,
        measure,
        min(estimate_low) as estimate_low,
        -- One report without a ceiling leaves the incident without one.
        if(count(estimate_high) = count(*), max(estimate_high), null) as estimate_high
    from figures
    group by incident_id, measure
),

votes as (
    select
        incident_id,
        measure,
        estimate_best,
        count(*) as vote_count,
        max(published_at) as last_published_at
    from figures
    group by incident_id, measure, estimate_best
),

elected as (
    select
        incident_id,
        measure,
        estimate_best
    from votes
    qualify
        row_number() over (
            partition by incident_id, measure
            order by vote_count desc, last_published_at desc nulls last, estimate_best asc
        ) = 1
),

carried as (
    select
        figures.incident_id,
        figures.measure,
        figures.estimate_best,
        figures.report_id as winning_report_id
    from figures
    inner join elected
        on
            figures.incident_id = elected.incident_id
            and figures.measure = elected.measure
            and figures.estimate_best = elected.estimate_best
    qualify
        row_number() over (
            partition by figures.incident_id, figures.measure
            order by
                figures.published_at desc nulls last,
                figures.confidence desc,
                figures.report_id asc
        ) = 1
),

reconciled as (
    select
        carried.incident_id,
        carried.measure,
        carried.winning_report_id,
        ranges.estimate_low,
        carried.estimate_best,
        ranges.estimate_high
    from carried
    inner join ranges
        on
            carried.incident_id = ranges.incident_id
            and carried.measure = ranges.measure
)

select * from reconciled
