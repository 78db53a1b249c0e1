with recursive

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
),

-- From each actor upwards. Parents that run in a circle, which a test forbids, end where it closes.
ancestors as (
    select
        actor_id,
        actor_id as ancestor_id,
        parent_actor_id as next_id,
        [actor_id] as passed
    from united
    union all
    select
        ancestors.actor_id,
        united.actor_id as ancestor_id,
        united.parent_actor_id as next_id,
        list_append(ancestors.passed, united.actor_id) as passed
    from ancestors
    inner join united
        on ancestors.next_id = united.actor_id
    where not list_contains(ancestors.passed, united.actor_id)
),

-- The last one reached has the longest way behind it.
roots as (
    select
        actor_id,
        arg_max(ancestor_id, len(passed)) as actor_group_id
    from ancestors
    group by actor_id
),

final as (
    select
        united.actor_id,
        united.actor_name,
        united.actor_kind,
        united.country_code,
        united.parent_actor_id,
        united.status,
        roots.actor_group_id,
        root_actors.actor_name as actor_group_name
    from united
    inner join roots
        on united.actor_id = roots.actor_id
    inner join united as root_actors
        on roots.actor_group_id = root_actors.actor_id
)

select * from final
