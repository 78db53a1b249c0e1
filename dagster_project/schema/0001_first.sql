-- Schema raw. Each statement takes what an unnumbered warehouse, from the first one on, has of it.
-- Times (*_at, UTC) live in these tables only, so that the marts of two runs are equal.
create schema if not exists raw;

-- One row per distinct text. An address is what the revisions of one article share; only the newest
-- of them counts. Other languages than English are kept, and not extracted.
-- No primary key: an index over a million ids is written anew at every closing, for 0.7 s. That
-- ids are unique is the loader's work, and its suite checks it.
create table if not exists raw.articles (
    article_id varchar not null,
    external_id varchar,
    title varchar,
    text varchar not null,
    source varchar,
    url varchar,
    published_at date,
    language varchar,
    input_file varchar not null,
    input_line integer,
    loaded_at timestamp not null
);
alter table raw.articles add column if not exists published_from varchar;
alter table raw.articles add column if not exists published_time timestamp;
alter table raw.articles add column if not exists updated_time timestamp;
alter table raw.articles add column if not exists fetched_at timestamp;
alter table raw.articles add column if not exists address varchar;
alter table raw.articles add column if not exists detected_language varchar;
alter table raw.articles add column if not exists is_english boolean default true;
alter table raw.articles add column if not exists is_superseded boolean default false;
alter table raw.articles add column if not exists is_excerpt boolean default false;

-- One row per file that was read to its end; the signature tells whether it has changed since.
create table if not exists raw.input_files (
    input_file varchar primary key,
    signature varchar not null,
    byte_count bigint not null,
    article_count bigint not null,
    rejected_count bigint not null,
    read_at timestamp not null
);

-- One row per input (file, or line of a file) that could not be read when it was last looked at.
create table if not exists raw.rejected_inputs (
    input_file varchar not null,
    input_line integer,
    reason varchar not null,
    rejected_at timestamp not null
);

-- One row per article that an extractor has read, also when it found nothing.
create table if not exists raw.article_extractions (
    article_id varchar primary key,
    extractor varchar not null,
    extractor_version varchar not null,
    report_count integer not null,
    extracted_at timestamp not null
);
-- The countries that it is about or reports from, in order; null where it was read before that.
alter table raw.article_extractions add column if not exists country_codes varchar[];

-- One row per article and incident: what this article says of this incident.
create table if not exists raw.incident_reports (
    report_id varchar primary key,
    article_id varchar not null,
    report_no integer not null,
    kind varchar not null,
    is_background boolean not null,
    date_start date,
    date_end date,
    date_precision varchar not null,
    place varchar,
    admin2 varchar,
    admin1 varchar,
    country varchar,
    admin1_code varchar,
    latitude double,
    longitude double,
    geo_precision varchar not null,
    method varchar not null,
    perpetrator varchar,
    perpetrator_actor_id varchar,
    attribution varchar not null,
    killed_low integer not null,
    killed_best integer not null,
    killed_high integer,
    wounded_low integer not null,
    wounded_best integer not null,
    wounded_high integer,
    groups struct(
        actor varchar, actor_id varchar, status varchar,
        killed_low integer, killed_best integer, killed_high integer,
        wounded_low integer, wounded_best integer, wounded_high integer
    )[] not null,
    evidence struct("start" integer, "end" integer)[] not null,
    confidence double not null,
    extractor varchar not null,
    extractor_version varchar not null
);

-- One row per article: what its text can be known by.
create table if not exists raw.article_fingerprints (
    article_id varchar primary key,
    names struct(mark varchar, "start" integer)[] not null,
    ages struct(mark varchar, "start" integer)[] not null,
    sketch uinteger[] not null,
    fingerprint_version varchar not null
);
-- The smallest article_id of the near-duplicates of a text, where it has any.
alter table raw.article_fingerprints add column if not exists text_family varchar;

-- One row per countable report: the incident it tells of. A link group is all the reports that
-- fitting pairs connect; the hash is of everything that was compared, and of the weights.
create table if not exists raw.incident_links (
    report_id varchar primary key,
    incident_id varchar not null,
    link_group varchar,
    columns_hash ubigint
);
alter table raw.incident_links add column if not exists link_group varchar;
alter table raw.incident_links add column if not exists columns_hash ubigint;

-- One row per id that an incident was ever given, numbered in the order of giving.
create table if not exists raw.incident_ids (
    incident_id varchar primary key,
    given_no bigint not null,
    is_current boolean not null
);

-- One row per id that ended, or lost reports, and what became of them.
create table if not exists raw.incident_id_changes (
    change_no bigint primary key,
    incident_id varchar not null,
    change varchar not null,
    other_incident_id varchar,
    report_count integer not null
);

-- One row per correction that a person made and that can be applied. The set_ columns hold the
-- value of a set, resolved; of two that contradict each other the greater precedence wins.
create table if not exists raw.corrections (
    correction_id varchar not null,
    precedence integer not null,
    input_file varchar not null,
    input_line integer not null,
    action varchar not null,
    target_kind varchar not null,
    target_id varchar not null,
    other_id varchar,
    new_incident_id varchar,
    field varchar,
    value varchar,
    author varchar not null,
    made_at timestamp not null,
    reason varchar not null,
    set_low integer,
    set_best integer,
    set_high integer,
    set_date_start date,
    set_date_end date,
    set_date_precision varchar,
    set_place varchar,
    set_admin2 varchar,
    set_admin1 varchar,
    set_country varchar,
    set_admin1_code varchar,
    set_latitude double,
    set_longitude double,
    set_geo_precision varchar,
    set_actor varchar,
    set_actor_id varchar,
    set_status varchar,
    set_word varchar
);

-- One row per line of a corrections file, or whole file, that could not be taken, with the reason.
create table if not exists raw.rejected_corrections (
    input_file varchar not null,
    input_line integer,
    reason varchar not null,
    line_text varchar
);

-- One row per row that a check took out of a raw table, or article that the extractor failed on.
create table if not exists raw.quarantined_rows (
    table_name varchar,
    row_id varchar,
    reason varchar,
    row_json varchar,
    quarantined_at timestamp,
    primary key (table_name, row_id)
);

-- One row per check and build: what it asks, why, and how it ended. Without a build are the checks
-- of a run that has not come to its build yet, or was stopped before it.
create table if not exists raw.check_results (
    build_id varchar,
    check_id varchar not null,
    checked_by varchar not null,
    table_name varchar not null,
    check_name varchar not null,
    column_name varchar,
    reason varchar not null,
    action varchar,
    threshold varchar,
    severity varchar not null,
    outcome varchar not null,
    observed varchar,
    failing_rows bigint,
    checked_rows bigint,
    checked_at timestamp not null
);

-- One row per run that brought something new, and measure: what the next runs are held against.
-- Settled is a run that came to its marts; another is measured anew by the next run.
create table if not exists raw.run_measures (
    run_no bigint not null,
    measure varchar not null,
    numerator bigint not null,
    denominator bigint,
    value double,
    is_settled boolean not null,
    accepted_why varchar,
    build_id varchar,
    measured_at timestamp not null
);

-- One row per fetch of a feed, or of a page that a feed links to.
create table if not exists raw.feed_fetches (
    address varchar not null,
    feed_address varchar not null,
    kind varchar not null,
    fetched_at timestamp not null,
    outcome varchar not null,
    http_status integer,
    etag varchar,
    last_modified varchar,
    byte_count bigint,
    landed_file varchar,
    reason varchar
);

-- One row per event of the loaded release of UCDP GED: its columns by the codebook, then ours.
create table if not exists raw.ucdp_ged_events (
    id bigint not null,
    relid varchar,
    year integer not null,
    active_year varchar,
    code_status varchar,
    type_of_violence integer not null,
    conflict_new_id bigint,
    conflict_name varchar,
    dyad_new_id bigint,
    dyad_name varchar,
    side_a_new_id bigint,
    side_a varchar not null,
    side_b_new_id bigint,
    side_b varchar not null,
    number_of_sources integer,
    source_article varchar,
    source_office varchar,
    source_date varchar,
    source_headline varchar,
    source_original varchar,
    where_prec integer not null,
    where_coordinates varchar,
    where_description varchar,
    adm_1 varchar,
    adm_2 varchar,
    latitude double not null,
    longitude double not null,
    country varchar not null,
    country_id integer,
    region varchar,
    event_clarity integer,
    date_prec integer not null,
    date_start date not null,
    date_end date not null,
    deaths_a integer,
    deaths_b integer,
    deaths_civilians integer,
    deaths_unknown integer,
    best integer not null,
    high integer not null,
    low integer not null,
    gwnoa varchar,
    gwnob varchar,
    country_code varchar,
    admin1_code varchar,
    admin1_mapped_by varchar,
    side_a_actor_id varchar,
    side_b_actor_id varchar,
    input_line integer not null
);

-- One row per event of a loaded export of ACLED: some of its columns, then ours. Its terms forbid
-- giving its data to others: nothing that is made of this table may stand in schema marts.
create table if not exists raw.acled_events (
    event_id_cnty varchar not null,
    event_date date not null,
    time_precision integer not null,
    event_type varchar not null,
    sub_event_type varchar,
    actor1 varchar,
    actor2 varchar,
    country varchar not null,
    admin1 varchar,
    location varchar,
    latitude double not null,
    longitude double not null,
    geo_precision integer not null,
    fatalities integer not null,
    "timestamp" bigint,
    country_code varchar,
    admin1_code varchar,
    admin1_mapped_by varchar,
    actor1_id varchar,
    actor2_id varchar,
    input_line integer not null
);

-- One row per reference that the settings ask for: what is loaded, and how the last try ended.
create table if not exists raw.reference_loads (
    reference varchar not null,
    release varchar,
    input_file varchar,
    signature varchar,
    row_count bigint not null,
    rejected_count bigint not null,
    address varchar,
    etag varchar,
    last_modified varchar,
    outcome varchar not null,
    reason varchar,
    loaded_at timestamp
);

-- One row per row of a loaded release that cannot be used.
create table if not exists raw.rejected_reference_rows (
    reference varchar not null,
    input_file varchar not null,
    input_line integer not null,
    reason varchar not null,
    rejected_at timestamp not null
);

-- One row per build: what it is made of, by its id, and which one was published before it.
create table if not exists raw.builds (
    build_id varchar primary key,
    last_build_id varchar,
    built_at timestamp not null,
    package_version varchar not null,
    extractor_version varchar not null,
    fingerprint_version varchar not null,
    models_digest varchar not null,
    duckdb_version varchar not null,
    article_count bigint not null,
    report_count bigint not null,
    incident_count bigint not null,
    correction_count bigint not null
);

-- The last other build's figures, for what this one moves: cells, ...
create table if not exists raw.last_published_monthly (
    month date,
    actor_id varchar not null,
    role varchar not null,
    country_code varchar not null,
    admin1_code varchar not null,
    killed_low bigint not null,
    killed_best bigint not null,
    killed_high bigint,
    wounded_low bigint not null,
    wounded_best bigint not null,
    wounded_high bigint
);

-- ... each incident's part in them, ...
create table if not exists raw.last_published_casualties (
    incident_id varchar not null,
    role varchar not null,
    actor_id varchar not null,
    month date,
    region_id varchar not null,
    killed_low bigint not null,
    killed_best bigint not null,
    killed_high bigint,
    wounded_low bigint not null,
    wounded_best bigint not null,
    wounded_high bigint
);

-- ... every report's: its hash tells whether what it says has changed, ...
create table if not exists raw.last_published_reports (
    report_id varchar not null,
    article_id varchar not null,
    incident_id varchar,
    is_counted boolean not null,
    correction_ids varchar[],
    extractor_version varchar not null,
    content_hash ubigint not null
);

-- ... and what its corrections were about, so that what is gone is told from what never was.
create table if not exists raw.last_published_targets (
    target_id varchar not null
);
