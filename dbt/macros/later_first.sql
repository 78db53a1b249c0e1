{#- A number that sorts a later date before an earlier one, and no date last, where a key is least
    first: the days from the date to the end of the calendar. -#}
{% macro later_first(date_column) -%}
coalesce(date '9999-12-31' - {{ date_column }}, 9999999)
{%- endmacro %}
