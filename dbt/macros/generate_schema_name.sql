{#- A model's schema is the word of its layer (staging, marts), without the target's prefix. -#}
{% macro generate_schema_name(custom_schema_name, node) -%}
{{ (custom_schema_name or target.schema) | trim }}
{%- endmacro %}
