with

listed_actors as (
    select * from {{ ref('actors') }}
),

countries as (
    select * from {{ ref('countries') }}
),

state_forces as (
    select
        'gov-' || lower(country_code) as actor_id,
        'Government of ' || country_name as actor_name,
        country_code,
        cast(null as varchar) as parent_actor_id
    from countries
    union all
    select
        'mil-' || lower(country_code) as actor_id,
        'Military of ' || country_name as actor_name,
        country_code,
        'gov-' || lower(country_code) as parent_actor_id
    from countries
    union all
    select
        'pol-' || lower(country_code) as actor_id,
        'Police of ' || country_name as actor_name,
        country_code,
        'gov-' || lower(country_code) as parent_actor_id
    from countries
),

-- A state force that the seed lists itself keeps the seed's name.
unlisted_state_forces as (
    select
        state_forces.actor_id,
        state_forces.actor_name,
        state_forces.country_code,
        state_forces.parent_actor_id
    from state_forces
    anti join listed_actors
        on state_forces.actor_id = listed_actors.actor_id
),

united as (
    select
        actor_id,
        actor_name,
        actor_kind,
        country_code,
        parent_actor_id,
        status
    from listed_actors
    union all
    select
        actor_id,
        actor_name,
        'state_force' as actor_kind,
        country_code,
        parent_actor_id,
        'combatant' as status
    from unlisted_state_forces
    union all
    select
        'unknown' as actor_id,
        'Unknown' as actor_name,
        'unknown' as actor_kind,
        cast(null as varchar) as country_code,
        cast(null as varchar) as parent_actor_id,
        'unknown' as status
)

select * from united
