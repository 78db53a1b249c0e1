-- A failing row is a roll-up, role, month and country in which the roll-up's rows, added up, differ
-- from the incidents': a casualty was lost, or counted twice. A table without a column for one of
-- them has `all`: its figures are the incidents' own in either role, or in all countries.
{{ config(meta={'dagster': {'ref': {'name': 'monthly_casualties_by_country'}}}) }}

{%- set roll_ups = [
    ('monthly_casualties_by_actor_region', ['inflicted', 'suffered'], true),
    ('monthly_casualties_by_actor', ['inflicted', 'suffered'], false),
    ('monthly_casualties_by_actor_group', ['inflicted', 'suffered'], false),
    ('monthly_casualties_by_status', ['inflicted', 'suffered'], true),
    ('monthly_casualties_by_region', ['all'], true),
    ('monthly_casualties_by_country', ['all'], true),
    ('monthly_casualties_by_method', ['all'], true),
] %}

with

incidents as (
    select * from {{ ref('fct_incidents') }}
),

regions as (
    select * from {{ ref('dim_regions') }}
),

by_country as (
    select
        incidents.month,
        regions.country_code,
        {{ summed_estimates('incidents') }}
    from incidents
    inner join regions
        on incidents.region_id = regions.region_id
    group by incidents.month, regions.country_code
),

in_all as (
    select
        incidents.month,
        'all' as country_code,
        {{ summed_estimates('incidents') }}
    from incidents
    group by incidents.month
),

expected as (
    {%- for name, roles, has_country in roll_ups %}
    {%- for role in roles %}
    select
        '{{ name }}' as roll_up,
        '{{ role }}' as role,
        *
    from {{ 'by_country' if has_country else 'in_all' }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

published as (
    {%- for name, roles, has_country in roll_ups %}
    {%- set role = "'all'" if roles == ['all'] else 'rolled_up.role' %}
    {%- set country = 'rolled_up.country_code' if has_country else "'all'" %}
    select
        '{{ name }}' as roll_up,
        {{ role }} as role,
        rolled_up.month,
        {{ country }} as country_code,
        {{ summed_estimates('rolled_up') }}
    from {{ ref(name) }} as rolled_up
    group by rolled_up.month, {{ role }}, {{ country }}
    {{ 'union all' if not loop.last }}
    {%- endfor %}
),

differing as (
    (
        select * from expected
        except
        select * from published
    )
    union all
    (
        select * from published
        except
        select * from expected
    )
)

select * from differing
