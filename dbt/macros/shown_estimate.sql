{#- "15", "15 (12 to 18)", "370+" or "12 (10+)": low, best and high as the command prints them. -#}
{% macro shown_estimate(low, best, high) -%}
{{ best }} || case
            when {{ high }} is null and {{ low }} = {{ best }} then '+'
            when {{ high }} is null then ' (' || {{ low }} || '+)'
            when {{ low }} = {{ best }} and {{ best }} = {{ high }} then ''
            else ' (' || {{ low }} || ' to ' || {{ high }} || ')'
        end
{%- endmacro %}
