{#- A corrected report's value: what a correction of `field` set it to, or else its own. -#}
{% macro corrected(column, field) -%}
if(corrections.is_{{ field }}_set, corrections.set_{{ column }}, reports.{{ column }})
{%- endmacro %}
