with

-- Not materialized: they are read more than once, and a copy of all their columns costs more.
reports as not materialized (
    select * from {{ ref('int_incident_reports_corrected') }}
),

ranked as not materialized (
    select * from {{ ref('int_incident_reports_ranked') }}
    where incident_id is not null
),

actors as (
    select * from {{ ref('actors') }}
),

actor_classes as (
    select actor_id
    from actors
    where actor_kind = 'class'
),

-- Numbers only, no text: what the choices below need of each report.
told as (
    select
        ranked.incident_key,
        ranked.report_key,
        ranked.published_at,
        ranked.is_counted,
        ranked.is_first_of_source,
        ranked.report_tier,
        ranked.preference_rank,
        reports.is_background,
        reports.confidence,
        reports.method,
        coalesce(
            list_position(['day', 'week', 'month', 'year', 'unknown'], reports.date_precision), 6
        ) as date_rank,
        coalesce(
            list_position(
                ['place', 'near_place', 'admin2', 'admin1', 'country', 'unknown'],
                reports.geo_precision
            ),
            7
        ) as geo_rank,
        reports.admin1_code is null as is_regionless,
        hash(reports.admin1_code) as region_key,
        coalesce(
            list_position(['claimed', 'asserted', 'suspected', 'unknown'], reports.attribution), 4
        ) as attribution_rank,
        hash(coalesce(reports.perpetrator_actor_id, lower(reports.perpetrator)))
            as perpetrator_key,
        reports.perpetrator is null and reports.perpetrator_actor_id is null as is_nobody_named,
        reports.perpetrator_actor_id is null as is_unlisted,
        actor_classes.actor_id is not null as is_class,
        reports.killed_low,
        reports.killed_best,
        reports.killed_high,
        reports.wounded_low,
        reports.wounded_best,
        reports.wounded_high
    from ranked
    inner join reports
        on ranked.report_id = reports.report_id
    left join actor_classes
        on reports.perpetrator_actor_id = actor_classes.actor_id
),

-- The figures: of the counted reports only. Of each figure that is told, its votes and the report
-- that would carry it.
{% for measure in ['killed', 'wounded'] -%}
{{ measure }}_votes as (
    select
        incident_key,
        {{ measure }}_best as estimate_best,
        count(*) as vote_count,
        {{ later_first('max(published_at)') }} as recency,
        arg_min(report_key, preference_rank) as report_key
    from told
    where is_counted
    group by incident_key, {{ measure }}_best
),

{{ measure }}_elected as (
    select
        incident_key,
        arg_min(
            struct_pack(report_key := report_key, estimate := estimate_best),
            struct_pack(a := -vote_count, b := recency, c := estimate_best)
        ) as won
    from {{ measure }}_votes
    group by incident_key
),

{% endfor -%}
-- The rest: of all reports. In each choice a report that knows outranks one that does not; then the
-- reports that carry the figures, then superseded ones, then background. The least key wins.
method_votes as (
    select
        incident_key,
        report_tier,
        method,
        count(*) as vote_count,
        {{ later_first('max(published_at)') }} as recency
    from told
    group by incident_key, report_tier, method
),

methods as (
    select
        incident_key,
        arg_min(
            method,
            struct_pack(
                a := method = 'unknown',
                b := report_tier,
                c := method = 'other',
                d := -vote_count,
                e := recency,
                f := method
            )
        ) as chosen_method
    from method_votes
    group by incident_key
),

perpetrator_votes as (
    select
        incident_key,
        perpetrator_key,
        report_tier,
        count(*) as vote_count,
        min(attribution_rank) as attribution_rank,
        -- "gunmen" says less than the name of the group that they belong to, and words that the
        -- dictionary lacks say less than an actor that it knows.
        min(
            {{ packed_key([
                ('cast(is_nobody_named as integer)', 2),
                ('report_tier', 4),
                ('cast(is_class as integer)', 2),
                ('cast(is_unlisted as integer)', 2),
            ]) }}
        ) as worth,
        min(preference_rank) as preference_rank,
        arg_min(report_key, preference_rank) as report_key
    from told
    group by incident_key, perpetrator_key, report_tier
),

perpetrators as (
    select
        incident_key,
        arg_min(
            struct_pack(perpetrator_key := perpetrator_key, report_key := report_key),
            {{ packed_key([
                ('worth', 32), ('16777215 - vote_count', 16777216), ('preference_rank', 16777216)
            ]) }}
        ) as named
    from perpetrator_votes
    group by incident_key
),

-- The strongest that any report says of the actor that was chosen.
attributions as (
    select
        perpetrator_votes.incident_key,
        min(perpetrator_votes.attribution_rank) as attribution_rank
    from perpetrator_votes
    inner join perpetrators
        on perpetrator_votes.incident_key = perpetrators.incident_key
    where
        perpetrator_votes.perpetrator_key
        is not distinct from perpetrators.named['perpetrator_key']
    group by perpetrator_votes.incident_key
),

summed as (
    select
        incident_key,
        -- A year gives no month: a report that knows it fills the gap.
        arg_min(
            report_key,
            {{ packed_key([
                ('cast(date_rank >= 5 as integer)', 2),
                ('cast(date_rank = 4 as integer)', 2),
                ('report_tier', 4),
                ('date_rank', 8),
                ('preference_rank', 2147483648),
            ]) }}
        ) as date_report_key,
        arg_min(
            report_key,
            {{ packed_key([
                ('cast(geo_rank >= 6 as integer)', 2),
                ('cast(is_regionless as integer)', 2),
                ('report_tier', 4),
                ('geo_rank', 8),
                ('preference_rank', 2147483648),
            ]) }}
        ) as place_report_key,
        min(killed_low) filter (where is_counted) as killed_low,
        -- One report without a ceiling leaves the incident without one.
        if(
            bool_or(killed_high is null) filter (where is_counted),
            null,
            max(killed_high) filter (where is_counted)
        ) as killed_high,
        min(wounded_low) filter (where is_counted) as wounded_low,
        if(
            bool_or(wounded_high is null) filter (where is_counted),
            null,
            max(wounded_high) filter (where is_counted)
        ) as wounded_high,
        max(coalesce(killed_high, killed_best)) filter (where is_counted) as killed_most,
        min(region_key) filter (where is_counted and not is_regionless)
        != max(region_key) filter (where is_counted and not is_regionless)
            as is_region_disputed,
        count(*) filter (where is_counted) as voice_count,
        bool_and(is_background) filter (where is_counted) as is_background,
        max(confidence) filter (where is_counted) as confidence,
        count(*) as report_count,
        count(*) filter (where is_first_of_source) as source_count
    from told
    group by incident_key
),

chosen as (
    select
        summed.incident_key,
        summed.date_report_key,
        summed.place_report_key,
        perpetrators.named['report_key'] as perpetrator_report_key,
        killed_elected.won['report_key'] as killed_report_key,
        wounded_elected.won['report_key'] as wounded_report_key,
        methods.chosen_method,
        attributions.attribution_rank,
        summed.killed_most,
        coalesce(summed.is_region_disputed, false) as is_region_disputed,
        summed.voice_count,
        summed.is_background,
        summed.killed_low,
        killed_elected.won['estimate'] as killed_best,
        summed.killed_high,
        summed.wounded_low,
        wounded_elected.won['estimate'] as wounded_best,
        summed.wounded_high,
        summed.report_count,
        summed.source_count,
        summed.confidence
    from summed
    inner join killed_elected
        on summed.incident_key = killed_elected.incident_key
    inner join wounded_elected
        on summed.incident_key = wounded_elected.incident_key
    inner join methods
        on summed.incident_key = methods.incident_key
    inner join perpetrators
        on summed.incident_key = perpetrators.incident_key
    inner join attributions
        on summed.incident_key = attributions.incident_key
),

reconciled as (
    select
        ranked.incident_id,
        chosen.incident_key,
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
        coalesce(located.admin1_code, located.country || '-unknown', 'unknown') as region_id,
        located.latitude,
        located.longitude,
        located.geo_precision,
        chosen.chosen_method as method,  -- noqa: RF04
        named.perpetrator,
        named.perpetrator_actor_id,
        list_extract(
            ['claimed', 'asserted', 'suspected', 'unknown'], chosen.attribution_rank
        ) as attribution,
        chosen.killed_most,
        chosen.is_region_disputed,
        chosen.voice_count,
        chosen.is_background,
        chosen.killed_report_key,
        ranked.report_id as killed_report_id,
        chosen.killed_low,
        chosen.killed_best,
        chosen.killed_high,
        chosen.wounded_report_key,
        chosen.wounded_low,
        chosen.wounded_best,
        chosen.wounded_high,
        chosen.report_count,
        chosen.source_count,
        chosen.confidence
    from chosen
    inner join ranked
        on chosen.killed_report_key = ranked.report_key
    inner join reports as dated
        on chosen.date_report_key = hash(dated.report_id)
    inner join reports as located
        on chosen.place_report_key = hash(located.report_id)
    inner join reports as named
        on chosen.perpetrator_report_key = hash(named.report_id)
)

select * from reconciled
