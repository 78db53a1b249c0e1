{#- A source's id: its name in lower case, with every run of other characters as one hyphen, so that
    "The Daily Ledger" and "the daily  ledger" are one source. No name gives 'unknown'. -#}
{% macro source_id(source_name) -%}
    coalesce(
        nullif(
            trim(regexp_replace(lower({{ source_name }}), '[^\p{L}\p{N}]+', '-', 'g'), '-'),
            ''
        ),
        'unknown'
    )
{%- endmacro %}
