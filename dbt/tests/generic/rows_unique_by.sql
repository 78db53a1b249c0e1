{#- A failing row is a combination of the columns that more than one row has; two nulls are the
    same, which a primary key over a nullable column cannot say. -#}
{% test rows_unique_by(model, columns) %}
with

repeated as (
    select
        {{ columns | join(',\n        ') }},
        count(*) as row_count
    from {{ model }}
    group by {{ columns | join(', ') }}
    having count(*) > 1
)

select * from repeated
{% endtest %}
