{#- A failing row has an estimate that is below 0 or not in the order low <= best <= high. A null
    high is no ceiling, and in order. -#}
{% test estimates_ordered(model) %}
with

estimates as (
    select * from {{ model }}
),

disordered as (
    select *
    from estimates
    where
        killed_low < 0
        or killed_low > killed_best
        or killed_best > killed_high
        or wounded_low < 0
        or wounded_low > wounded_best
        or wounded_best > wounded_high
)

select * from disordered
{% endtest %}
