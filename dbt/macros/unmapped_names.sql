{#- The CTEs up to `final`, one row per name, from `named`: the names of events that have no code,
    as kind, unmapped_name, country_name, event_id and killed_best. -#}
{% macro unmapped_names() -%}
-- An event counts once, also where both of its sides have the name.
named_once as (
    select distinct
        kind,
        unmapped_name,
        country_name,
        event_id,
        killed_best
    from named
),

final as (
    select
        cast(kind as varchar) as name_kind,
        cast(unmapped_name as varchar) as unmapped_name,
        cast(country_name as varchar) as country_name,
        cast(count(*) as bigint) as event_count,
        cast(sum(killed_best) as bigint) as killed_best,
        cast(min(event_id) as varchar) as example_event_id
    from named_once
    group by kind, unmapped_name, country_name
)
{%- endmacro %}
