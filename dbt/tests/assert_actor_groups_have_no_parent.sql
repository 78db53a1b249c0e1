-- A failing row is an actor whose group is itself part of another actor: parents run in a circle,
-- and which of them stands for the group would be chance.
{{ config(meta={'dagster': {'ref': {'name': 'dim_actors'}}}) }}

with

actors as (
    select * from {{ ref('dim_actors') }}
),

circling as (
    select
        actors.actor_id,
        actors.actor_group_id
    from actors
    inner join actors as roots
        on actors.actor_group_id = roots.actor_id
    where roots.parent_actor_id is not null
)

select * from circling
