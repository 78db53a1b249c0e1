{#- The CTEs that sum a comparison up, from `compared_rows`, `events`, `articles` and `loads` to
    `final`: one row per country that both sides know, and one for all of them. Every month of the
    release in which we read articles counts, those without an event on either side too: that both
    saw nothing is agreement.

    A correlation needs 12 months: of fewer, even one of 0.57 is not told from none (95 %). -#}
{% macro compared_countries(prefix) -%}
{%- set fewest_months = 12 -%}
compared as (
    select *
    from compared_rows
    where comparison = 'compared'
),

released as (
    select
        cast(date_trunc('month', min(date_start)) as date) as first_month,
        cast(date_trunc('month', max(date_end)) as date) as last_month
    from events
),

months_read as (
    select distinct cast(date_trunc('month', published_at) as date) as month
    from articles
    where published_at is not null
),

months as (
    select months_read.month
    from months_read
    cross join released
    where months_read.month between released.first_month and released.last_month
),

scopes as (
    select distinct
        country_code,
        country_name
    from compared
    union all
    select distinct
        'all' as country_code,
        'All of these' as country_name
    from compared
),

by_month as (
    select
        country_code,
        month,
        sum(incident_count) as incident_count,
        sum({{ prefix }}_event_count) as event_count,
        sum(killed_best) as killed_best,
        sum({{ prefix }}_best) as reference_best
    from compared
    group by country_code, month
    union all
    select
        'all' as country_code,
        month,
        sum(incident_count) as incident_count,
        sum({{ prefix }}_event_count) as event_count,
        sum(killed_best) as killed_best,
        sum({{ prefix }}_best) as reference_best
    from compared
    group by month
),

every_month as (
    select
        scopes.country_code,
        scopes.country_name,
        months.month,
        coalesce(by_month.incident_count, 0) as incident_count,
        coalesce(by_month.event_count, 0) as event_count,
        coalesce(by_month.killed_best, 0) as killed_best,
        coalesce(by_month.reference_best, 0) as reference_best
    from scopes
    cross join months
    left join by_month
        on
            scopes.country_code = by_month.country_code
            and months.month = by_month.month
),

-- Ties share the mean of their ranks.
ranked as (
    select
        every_month.*,
        rank() over (partition by country_code order by killed_best)
        + (count(*) over (partition by country_code, killed_best) - 1) / 2.0 as our_rank,
        rank() over (partition by country_code order by reference_best)
        + (count(*) over (partition by country_code, reference_best) - 1) / 2.0 as their_rank
    from every_month
),

summed as (
    select
        country_code,
        country_name,
        count(*) as month_count,
        min(month) as first_month,
        max(month) as last_month,
        sum(incident_count) as incident_count,
        sum(killed_best) as killed_best,
        sum(event_count) as event_count,
        sum(reference_best) as reference_best,
        -- A side that never changes correlates with nothing.
        count(*) >= {{ fewest_months }}
        and min(killed_best) < max(killed_best)
        and min(reference_best) < max(reference_best) as can_correlate,
        -- The last digits depend on the order in which rows are added.
        round(corr(killed_best, reference_best), 3) as pearson,
        round(corr(our_rank, their_rank), 3) as spearman
    from ranked
    group by country_code, country_name
),

final as (
    select
        summed.country_code,
        summed.country_name,
        loads.release,
        cast(summed.month_count as integer) as month_count,
        summed.first_month,
        summed.last_month,
        cast(summed.incident_count as bigint) as incident_count,
        cast(summed.killed_best as bigint) as killed_best,
        cast(summed.event_count as bigint) as {{ prefix }}_event_count,
        cast(summed.reference_best as bigint) as {{ prefix }}_best,
        cast(summed.killed_best - summed.reference_best as bigint) as best_difference,
        cast(summed.killed_best as double) / nullif(summed.reference_best, 0) as best_ratio,
        if(summed.can_correlate, summed.pearson, null) as pearson_correlation,
        if(summed.can_correlate, summed.spearman, null) as spearman_correlation
    from summed
    left join loads
        on loads.reference = '{{ 'ucdp_ged' if prefix == 'ged' else prefix }}'
)
{%- endmacro %}
