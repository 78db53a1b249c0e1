{#- The CTEs of a comparison with somebody else's events, from `events`, `incidents`, `articles` and
    `regions` to `final`: one row per month and region that either side has. `prefix` names their
    columns, `estimates` are those that they give. -#}
{% macro compared_months(prefix, estimates) -%}
-- What the release speaks of at all: outside of it there is nothing to compare with.
released as (
    select
        cast(date_trunc('month', min(date_start)) as date) as first_month,
        cast(date_trunc('month', max(date_end)) as date) as last_month
    from events
),

months_read as (
    select
        cast(date_trunc('month', published_at) as date) as month,
        cast(count(*) as bigint) as article_count
    from articles
    where published_at is not null
    group by cast(date_trunc('month', published_at) as date)
),

-- Their events have at least one death, so those of ours that may have none are left out.
both_sides as (
    select
        month,
        region_id,
        1 as is_ours,
        killed_low,
        killed_best,
        killed_high,
{%- for estimate in estimates %}
        0 as {{ prefix }}_{{ estimate }}{{ ',' if not loop.last }}
{%- endfor %}
    from incidents
    where killed_high is null or killed_high > 0
    union all
    select
        month,
        region_id,
        0 as is_ours,
        0 as killed_low,
        0 as killed_best,
        0 as killed_high,
{%- for estimate in estimates %}
        killed_{{ estimate }} as {{ prefix }}_{{ estimate }}{{ ',' if not loop.last }}
{%- endfor %}
    from events
),

summed as (
    select
        month,
        region_id,
        cast(sum(is_ours) as integer) as incident_count,
        cast(sum(killed_low) as bigint) as killed_low,
        cast(sum(killed_best) as bigint) as killed_best,
        if(count(killed_high) = count(*), cast(sum(killed_high) as bigint), null) as killed_high,
        cast(count(*) - sum(is_ours) as integer) as {{ prefix }}_event_count,
{%- for estimate in estimates %}
        cast(sum({{ prefix }}_{{ estimate }}) as bigint) as {{ prefix }}_{{ estimate }}{{ ',' if not loop.last }}
{%- endfor %}
    from both_sides
    group by month, region_id
),

placed as (
    select
        summed.*,
        regions.country_code,
        regions.country_name,
        regions.admin1_code,
        regions.admin1_name
    from summed
    inner join regions
        on summed.region_id = regions.region_id
),

countries as (
    select
        country_code,
        sum(incident_count) > 0 as is_in_ledger,
        sum({{ prefix }}_event_count) > 0 as is_in_release
    from placed
    group by country_code
),

judged as (
    select
        placed.*,
        coalesce(months_read.article_count, 0) as article_count,
        case
            when placed.month is null then 'no_month'
            when placed.country_code = 'unknown' then 'no_country'
            when placed.month < released.first_month then 'before_release'
            when placed.month > released.last_month then 'after_release'
            when not countries.is_in_release then 'country_not_in_release'
            when not countries.is_in_ledger then 'country_not_in_ledger'
            when months_read.article_count is null then 'no_articles'
            else 'compared'
        end as comparison
    from placed
    inner join countries
        on placed.country_code = countries.country_code
    left join months_read
        on placed.month = months_read.month
    cross join released
    where released.first_month is not null
),

-- A side that has nothing is zero where both looked, and null where one of them did not.
final as (
    select
        month,
        country_code,
        country_name,
        admin1_code,
        admin1_name,
        cast(comparison as varchar) as comparison,
        article_count,
        incident_count,
        if(incident_count > 0 or comparison = 'compared', killed_low, null) as killed_low,
        if(incident_count > 0 or comparison = 'compared', killed_best, null) as killed_best,
        if(incident_count > 0 or comparison = 'compared', killed_high, null) as killed_high,
        {{ prefix }}_event_count,
{%- for estimate in estimates %}
        if(
            {{ prefix }}_event_count > 0 or comparison = 'compared', {{ prefix }}_{{ estimate }}, null
        ) as {{ prefix }}_{{ estimate }},
{%- endfor %}
        if(comparison = 'compared', killed_best - {{ prefix }}_best, null) as best_difference,
        if(
            comparison = 'compared',
            cast(killed_best as double) / nullif({{ prefix }}_best, 0),
            null
        ) as best_ratio
    from judged
)
{%- endmacro %}
