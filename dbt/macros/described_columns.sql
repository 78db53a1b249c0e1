{#- The columns of every model in a schema as rows, out of the project's own YAML, so that a text is
    that of the docs and of the comments. `graph` is dbt's; it is there only while dbt executes,
    and the first reading of the project sees no row. -#}
{% macro described_columns(schema_name) -%}
{%- set rows = [] -%}
{%- set models = graph.nodes.values() | selectattr('resource_type', 'equalto', 'model')
    if execute else [] -%}
{%- for model in models | selectattr('schema', 'equalto', schema_name) | sort(attribute='name') -%}
{%- set keys = model.constraints | map(attribute='columns') | sum(start=[]) -%}
{%- for column in model.columns.values() -%}
{%- set types = column.constraints | map(attribute='type') | list -%}
{%- set is_required = 'not_null' in types or 'primary_key' in types or column.name in keys -%}
{%- set texts = [model.name, column.name, column.data_type or '', column.description] -%}
{%- set quoted = (texts + [model.description]) | map('replace', "'", "''") | list -%}
{%- set numbers = [loop.index, 'false' if is_required else 'true'] -%}
{%- do rows.append("('" ~ quoted | join("', '") ~ "', " ~ numbers | join(', ') ~ ')') -%}
{%- endfor -%}
{%- endfor -%}
select
    table_name,
    column_name,
    data_type,
    column_description,
    table_description,
    column_no,
    is_nullable
from (values {{ rows | join(', ') or '(null, null, null, null, null, null, null)' }}) as listed(
    table_name, column_name, data_type, column_description, table_description, column_no,
    is_nullable
)
where table_name is not null
{%- endmacro %}
