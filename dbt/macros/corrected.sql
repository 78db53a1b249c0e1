{#- A report's value, or what a correction of `field` set it to. Reports that no correction touches
    come first: a case whose first branch takes a whole vector passes it on without copying it. -#}
{% macro corrected(column, field) -%}
case
            when corrections.report_id is null then reports.{{ column }}
            when corrections.is_{{ field }}_set then corrections.set_{{ column }}
            else reports.{{ column }}
        end
{%- endmacro %}
