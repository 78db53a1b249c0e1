{#- A source's id: its name in lower case, with every run of other characters as one hyphen, so that
    "The Daily Ledger" and "the daily  ledger" are one source. Letters keep their marks, composed or
    not: they tell names of many scripts apart. No name gives 'unknown'. -#}
{% macro source_id(source_name) -%}
    coalesce(
        nullif(
            trim(
                regexp_replace(
                    lower(nfc_normalize({{ source_name }})), '[^\p{L}\p{M}\p{N}]+', '-', 'g'
                ),
                '-'
            ),
            ''
        ),
        'unknown'
    )
{%- endmacro %}
