{#- A number that tells whether a report says something else than it did: what it says, and its
    article's day and source. dagster_project/builds.py makes the same of what was published. -#}
{% macro report_content(relation, published_at, source_name) -%}
hash(
            {{ relation }}.kind,
            {{ relation }}.is_background,
            {{ relation }}.date_start,
            {{ relation }}.date_end,
            {{ relation }}.place,
            {{ relation }}.admin1_code,
            {{ relation }}.country,
            {{ relation }}.method,
            {{ relation }}.perpetrator,
            {{ relation }}.perpetrator_actor_id,
            {{ relation }}.killed_low,
            {{ relation }}.killed_best,
            {{ relation }}.killed_high,
            {{ relation }}.wounded_low,
            {{ relation }}.wounded_best,
            {{ relation }}.wounded_high,
            {{ relation }}.groups,
            {{ published_at }},
            {{ source_name }}
        )
{%- endmacro %}
