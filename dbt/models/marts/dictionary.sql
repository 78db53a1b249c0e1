with

described as (
    {{ described_columns('marts') }}
),

final as (
    select
        cast(table_name as varchar) as table_name,
        cast(column_no as integer) as column_no,
        cast(column_name as varchar) as column_name,
        cast(data_type as varchar) as data_type,
        cast(is_nullable as boolean) as is_nullable,
        cast(column_description as varchar) as column_description,
        cast(table_description as varchar) as table_description
    from described
)

select * from final
