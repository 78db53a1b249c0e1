{#- The six estimates of a group's rows, added up: lows to the low, bests to the best, highs to the
    high. One row without a ceiling leaves the sum without one. What is summed this way may be
    summed again: the result is that of all rows at once. -#}
{% macro summed_estimates(relation) -%}
{%- for measure in ['killed', 'wounded'] %}
        cast(sum({{ relation }}.{{ measure }}_low) as bigint) as {{ measure }}_low,
        cast(sum({{ relation }}.{{ measure }}_best) as bigint) as {{ measure }}_best,
        if(
            count({{ relation }}.{{ measure }}_high) = count(*),
            cast(sum({{ relation }}.{{ measure }}_high) as bigint),
            null
        ) as {{ measure }}_high{{ ',' if not loop.last }}
{%- endfor %}
{%- endmacro %}
