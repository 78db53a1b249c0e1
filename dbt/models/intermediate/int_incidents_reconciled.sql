with

reports as (
    select * from {{ ref('int_incident_reports_ranked') }}
    where incident_id is not null
),

actors as (
    select * from {{ ref('actors') }}
),

-- The figures: of the counted reports only.
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

pivoted as (
    select
        carried.incident_id,
        max(carried.winning_report_id) filter (where carried.measure = 'killed')
            as killed_report_id,
        max(ranges.estimate_low) filter (where ranges.measure = 'killed') as killed_low,
        max(carried.estimate_best) filter (where carried.measure = 'killed') as killed_best,
        max(ranges.estimate_high) filter (where ranges.measure = 'killed') as killed_high,
        max(carried.winning_report_id) filter (where carried.measure = 'wounded')
            as wounded_report_id,
        max(ranges.estimate_low) filter (where ranges.measure = 'wounded') as wounded_low,
        max(carried.estimate_best) filter (where carried.measure = 'wounded') as wounded_best,
        max(ranges.estimate_high) filter (where ranges.measure = 'wounded') as wounded_high
    from carried
    inner join ranges
        on
            carried.incident_id = ranges.incident_id
            and carried.measure = ranges.measure
    group by carried.incident_id
),

-- The rest: of all reports.
scored as (
    select
        reports.incident_id,
        reports.report_id,
        reports.report_tier,
        reports.date_start,
        reports.date_end,
        reports.date_precision,
        reports.place,
        reports.admin2,
        reports.admin1,
        reports.admin1_code,
        reports.country,
        reports.region_id,
        reports.latitude,
        reports.longitude,
        reports.geo_precision,
        reports.method,
        reports.perpetrator,
        reports.perpetrator_actor_id,
        reports.published_at,
        reports.confidence,
        coalesce(reports.perpetrator_actor_id, lower(reports.perpetrator)) as perpetrator_key,
        coalesce(actors.actor_kind = 'class', false) as is_perpetrator_class,
        list_position(
            ['day', 'week', 'month', 'year', 'unknown'], reports.date_precision
        ) as date_rank,
        list_position(
            ['place', 'near_place', 'admin2', 'admin1', 'country', 'unknown'],
            reports.geo_precision
        ) as geo_rank,
        list_position(
            ['claimed', 'asserted', 'suspected', 'unknown'], reports.attribution
        ) as attribution_rank
    from reports
    left join actors
        on reports.perpetrator_actor_id = actors.actor_id
),

-- In each of the four choices below a report that knows outranks one that does not; then the
-- reports that carry the figures, then superseded ones, then background.
dated as (
    select
        incident_id,
        date_start,
        date_end,
        date_precision
    from scored
    qualify
        row_number() over (
            partition by incident_id
            order by
                date_precision = 'unknown' asc,
                -- A year gives no month: a report that knows it fills the gap.
                date_precision = 'year' asc,
                report_tier asc,
                date_rank asc,
                published_at desc nulls last,
                confidence desc,
                report_id asc
        ) = 1
),

located as (
    select
        incident_id,
        place,
        admin2,
        admin1,
        admin1_code,
        country,
        region_id,
        latitude,
        longitude,
        geo_precision
    from scored
    qualify
        row_number() over (
            partition by incident_id
            order by
                geo_precision = 'unknown' asc,
                admin1_code is null asc,
                report_tier asc,
                geo_rank asc,
                published_at desc nulls last,
                confidence desc,
                report_id asc
        ) = 1
),

method_votes as (
    select
        incident_id,
        report_tier,
        method,
        count(*) as vote_count,
        max(published_at) as last_published_at
    from scored
    group by incident_id, report_tier, method
),

methods as (
    select
        incident_id,
        method
    from method_votes
    qualify
        row_number() over (
            partition by incident_id
            order by
                method = 'unknown' asc,
                report_tier asc,
                method = 'other' asc,
                vote_count desc,
                last_published_at desc nulls last,
                method asc
        ) = 1
),

perpetrator_votes as (
    select
        incident_id,
        report_id,
        report_tier,
        perpetrator,
        perpetrator_actor_id,
        perpetrator_key,
        is_perpetrator_class,
        published_at,
        confidence,
        count(*) over (partition by incident_id, report_tier, perpetrator_key) as vote_count,
        min(attribution_rank) over (
            partition by incident_id, perpetrator_key
        ) as strongest_attribution_rank
    from scored
),

perpetrators as (
    select
        incident_id,
        perpetrator,
        perpetrator_actor_id,
        list_extract(
            ['claimed', 'asserted', 'suspected', 'unknown'], strongest_attribution_rank
        ) as attribution
    from perpetrator_votes
    qualify
        row_number() over (
            partition by incident_id
            order by
                perpetrator_key is null asc,
                report_tier asc,
                -- "gunmen" says less than the name of the group that they belong to.
                is_perpetrator_class asc,
                -- Words that the dictionary lacks say less than an actor that it knows.
                perpetrator_actor_id is null asc,
                vote_count desc,
                published_at desc nulls last,
                confidence desc,
                report_id asc
        ) = 1
),

counted as (
    select
        incident_id,
        bool_and(is_background) filter (where is_counted) as is_background,
        max(confidence) filter (where is_counted) as confidence,
        count(*) as report_count,
        count(distinct source_key) as source_count
    from reports
    group by incident_id
),

reconciled as (
    select
        counted.incident_id,
        dated.date_start,
        dated.date_end,
        dated.date_precision,
        if(
            dated.date_precision in ('day', 'week', 'month'),
            cast(date_trunc('month', dated.date_start) as date),
            null
        ) as month,
        located.place,
        located.admin2,
        located.admin1,
        located.admin1_code,
        located.country,
        located.region_id,
        located.latitude,
        located.longitude,
        located.geo_precision,
        methods.method,
        perpetrators.perpetrator,
        perpetrators.perpetrator_actor_id,
        perpetrators.attribution,
        counted.is_background,
        pivoted.killed_report_id,
        pivoted.killed_low,
        pivoted.killed_best,
        pivoted.killed_high,
        pivoted.wounded_report_id,
        pivoted.wounded_low,
        pivoted.wounded_best,
        pivoted.wounded_high,
        counted.report_count,
        counted.source_count,
        counted.confidence
    from counted
    inner join pivoted
        on counted.incident_id = pivoted.incident_id
    inner join dated
        on counted.incident_id = dated.incident_id
    inner join located
        on counted.incident_id = located.incident_id
    inner join methods
        on counted.incident_id = methods.incident_id
    inner join perpetrators
        on counted.incident_id = perpetrators.incident_id
)

select * from reconciled
