-- The tables of the reference's database, as its migrations leave them: columns, keys, references.

CREATE TABLE users (
    id uuid NOT NULL,
    clerk_user_id varchar NOT NULL,
    email varchar,
    name varchar,
    preferred_name varchar,
    pronouns varchar,
    timezone varchar,
    notes varchar,
    context varchar,
    is_super_admin boolean NOT NULL,
    active_organization_id uuid,
    PRIMARY KEY (id),
    UNIQUE (clerk_user_id)
);
CREATE INDEX ON users (active_organization_id);
CREATE INDEX ON users (email);

CREATE TABLE organizations (
    id uuid NOT NULL,
    name varchar NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ON organizations (name);

CREATE TABLE organization_members (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    user_id uuid NOT NULL,
    role varchar NOT NULL,
    all_boards_read boolean NOT NULL,
    all_boards_write boolean NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (organization_id, user_id)
);
CREATE INDEX ON organization_members (organization_id);
CREATE INDEX ON organization_members (role);
CREATE INDEX ON organization_members (user_id);

CREATE TABLE organization_board_access (
    id uuid NOT NULL,
    organization_member_id uuid NOT NULL,
    board_id uuid NOT NULL,
    can_read boolean NOT NULL,
    can_write boolean NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (organization_member_id, board_id)
);
CREATE INDEX ON organization_board_access (board_id);
CREATE INDEX ON organization_board_access (organization_member_id);

CREATE TABLE organization_invites (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    invited_email varchar NOT NULL,
    token varchar NOT NULL,
    role varchar NOT NULL,
    all_boards_read boolean NOT NULL,
    all_boards_write boolean NOT NULL,
    created_by_user_id uuid,
    accepted_by_user_id uuid,
    accepted_at timestamp,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (token)
);
CREATE INDEX ON organization_invites (accepted_by_user_id);
CREATE INDEX ON organization_invites (created_by_user_id);
CREATE INDEX ON organization_invites (invited_email);
CREATE INDEX ON organization_invites (organization_id);
CREATE INDEX ON organization_invites (role);
CREATE INDEX ON organization_invites (token);

CREATE TABLE organization_invite_board_access (
    id uuid NOT NULL,
    organization_invite_id uuid NOT NULL,
    board_id uuid NOT NULL,
    can_read boolean NOT NULL,
    can_write boolean NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (organization_invite_id, board_id)
);
CREATE INDEX ON organization_invite_board_access (board_id);
CREATE INDEX ON organization_invite_board_access (organization_invite_id);

CREATE TABLE board_webhooks (
    id uuid NOT NULL,
    board_id uuid NOT NULL,
    description varchar NOT NULL,
    enabled boolean NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    agent_id uuid,
    secret varchar,
    signature_header varchar,
    PRIMARY KEY (id)
);
CREATE INDEX ON board_webhooks (agent_id);
CREATE INDEX ON board_webhooks (board_id);
CREATE INDEX ON board_webhooks (enabled);

CREATE TABLE board_webhook_payloads (
    id uuid NOT NULL,
    board_id uuid NOT NULL,
    webhook_id uuid NOT NULL,
    payload json,
    headers json,
    source_ip varchar,
    content_type varchar,
    received_at timestamp NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ON board_webhook_payloads (board_id);
CREATE INDEX ON board_webhook_payloads (board_id, webhook_id, received_at);
CREATE INDEX ON board_webhook_payloads (received_at);
CREATE INDEX ON board_webhook_payloads (webhook_id);

CREATE TABLE marketplace_skills (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    name varchar NOT NULL,
    description varchar,
    category varchar,
    risk varchar,
    source varchar,
    source_url varchar NOT NULL,
    metadata json NOT NULL DEFAULT '{}'::json,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (organization_id, source_url)
);
CREATE INDEX ON marketplace_skills (organization_id);

CREATE TABLE skill_packs (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    name varchar NOT NULL,
    description varchar,
    source_url varchar NOT NULL,
    branch varchar NOT NULL DEFAULT 'main',
    metadata json NOT NULL DEFAULT '{}'::json,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (organization_id, source_url),
    CHECK (source_url LIKE 'https://github.com/%/%')
);
CREATE INDEX ON skill_packs (organization_id);

CREATE TABLE gateway_installed_skills (
    id uuid NOT NULL,
    gateway_id uuid NOT NULL,
    skill_id uuid NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (gateway_id, skill_id)
);
CREATE INDEX ON gateway_installed_skills (gateway_id);
CREATE INDEX ON gateway_installed_skills (skill_id);

CREATE TABLE activity_events (
    id uuid NOT NULL,
    event_type varchar NOT NULL,
    message varchar,
    agent_id uuid,
    task_id uuid,
    created_at timestamp NOT NULL,
    board_id uuid,
    PRIMARY KEY (id)
);
CREATE INDEX ON activity_events (agent_id);
CREATE INDEX ON activity_events (board_id);
CREATE INDEX ON activity_events (event_type);
CREATE INDEX ON activity_events (event_type, created_at);
CREATE INDEX ON activity_events (event_type);
CREATE INDEX ON activity_events (task_id);

CREATE TABLE agents (
    id uuid NOT NULL,
    board_id uuid,
    name varchar NOT NULL,
    status varchar NOT NULL,
    openclaw_session_id varchar,
    agent_token_hash varchar,
    heartbeat_config json,
    identity_profile json,
    identity_template text,
    soul_template text,
    provision_requested_at timestamp,
    provision_confirm_token_hash varchar,
    provision_action varchar,
    delete_requested_at timestamp,
    delete_confirm_token_hash varchar,
    last_seen_at timestamp,
    is_board_lead boolean NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    gateway_id uuid NOT NULL,
    lifecycle_generation integer NOT NULL,
    wake_attempts integer NOT NULL,
    last_wake_sent_at timestamp,
    checkin_deadline_at timestamp,
    last_provision_error text,
    PRIMARY KEY (id)
);
CREATE INDEX ON agents (agent_token_hash);
CREATE INDEX ON agents (board_id);
CREATE INDEX ON agents (delete_confirm_token_hash);
CREATE INDEX ON agents (gateway_id);
CREATE INDEX ON agents (is_board_lead);
CREATE INDEX ON agents (name);
CREATE INDEX ON agents (openclaw_session_id);
CREATE INDEX ON agents (provision_action);
CREATE INDEX ON agents (provision_confirm_token_hash);
CREATE INDEX ON agents (status);

CREATE TABLE approval_task_links (
    id uuid NOT NULL,
    approval_id uuid NOT NULL,
    task_id uuid NOT NULL,
    created_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (approval_id, task_id)
);
CREATE INDEX ON approval_task_links (approval_id);
CREATE INDEX ON approval_task_links (task_id);

CREATE TABLE approvals (
    id uuid NOT NULL,
    board_id uuid NOT NULL,
    task_id uuid,
    agent_id uuid,
    action_type varchar NOT NULL,
    payload json,
    confidence double precision NOT NULL,
    rubric_scores json,
    status varchar NOT NULL,
    created_at timestamp NOT NULL,
    resolved_at timestamp,
    PRIMARY KEY (id)
);
CREATE INDEX ON approvals (agent_id);
CREATE INDEX ON approvals (board_id);
CREATE INDEX ON approvals (status);
CREATE INDEX ON approvals (task_id);

CREATE TABLE board_group_memory (
    id uuid NOT NULL,
    board_group_id uuid NOT NULL,
    content varchar NOT NULL,
    tags json,
    is_chat boolean NOT NULL,
    source varchar,
    created_at timestamp NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ON board_group_memory (board_group_id);
CREATE INDEX ON board_group_memory (is_chat);

CREATE TABLE board_groups (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    name varchar NOT NULL,
    slug varchar NOT NULL,
    description varchar,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ON board_groups (organization_id);
CREATE INDEX ON board_groups (slug);

CREATE TABLE board_memory (
    id uuid NOT NULL,
    board_id uuid NOT NULL,
    content varchar NOT NULL,
    tags json,
    is_chat boolean NOT NULL,
    source varchar,
    created_at timestamp NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ON board_memory (board_id);
CREATE INDEX ON board_memory (board_id, is_chat, created_at);
CREATE INDEX ON board_memory (is_chat);

CREATE TABLE board_onboarding_sessions (
    id uuid NOT NULL,
    board_id uuid NOT NULL,
    session_key varchar NOT NULL,
    status varchar NOT NULL,
    messages json,
    draft_goal json,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ON board_onboarding_sessions (board_id);
CREATE INDEX ON board_onboarding_sessions (status);

CREATE TABLE board_task_custom_fields (
    id uuid NOT NULL,
    board_id uuid NOT NULL,
    task_custom_field_definition_id uuid NOT NULL,
    created_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (board_id, task_custom_field_definition_id)
);
CREATE INDEX ON board_task_custom_fields (board_id);
CREATE INDEX ON board_task_custom_fields (task_custom_field_definition_id);

CREATE TABLE boards (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    name varchar NOT NULL,
    slug varchar NOT NULL,
    gateway_id uuid,
    board_group_id uuid,
    board_type varchar NOT NULL,
    objective varchar,
    success_metrics json,
    target_date timestamp,
    goal_confirmed boolean NOT NULL,
    goal_source varchar,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    description varchar NOT NULL,
    require_approval_for_done boolean NOT NULL DEFAULT true,
    require_review_before_done boolean NOT NULL DEFAULT false,
    block_status_changes_with_pending_approval boolean NOT NULL DEFAULT false,
    only_lead_can_change_status boolean NOT NULL DEFAULT false,
    max_agents integer NOT NULL,
    comment_required_for_review boolean NOT NULL DEFAULT false,
    PRIMARY KEY (id)
);
CREATE INDEX ON boards (board_group_id);
CREATE INDEX ON boards (board_type);
CREATE INDEX ON boards (gateway_id);
CREATE INDEX ON boards (organization_id);
CREATE INDEX ON boards (slug);

CREATE TABLE gateways (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    name varchar NOT NULL,
    url varchar NOT NULL,
    token varchar,
    workspace_root varchar NOT NULL,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    disable_device_pairing boolean NOT NULL,
    allow_insecure_tls boolean NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ON gateways (organization_id);

CREATE TABLE tag_assignments (
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    tag_id uuid NOT NULL,
    created_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (task_id, tag_id)
);
CREATE INDEX ON tag_assignments (tag_id);
CREATE INDEX ON tag_assignments (task_id);

CREATE TABLE tags (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    name varchar NOT NULL,
    slug varchar NOT NULL,
    color varchar NOT NULL,
    description varchar,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (organization_id, slug)
);
CREATE INDEX ON tags (organization_id);
CREATE INDEX ON tags (slug);

CREATE TABLE task_custom_field_definitions (
    id uuid NOT NULL,
    organization_id uuid NOT NULL,
    field_key varchar NOT NULL,
    label varchar NOT NULL,
    field_type varchar NOT NULL DEFAULT 'text',
    ui_visibility varchar NOT NULL DEFAULT 'always',
    validation_regex varchar,
    description varchar,
    required boolean NOT NULL,
    default_value json,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (organization_id, field_key),
    CHECK (field_type IN ('text', 'text_long', 'integer', 'decimal', 'boolean', 'date', 'date_time', 'url', 'json')),
    CHECK (ui_visibility IN ('always', 'if_set', 'hidden'))
);
CREATE INDEX ON task_custom_field_definitions (field_key);
CREATE INDEX ON task_custom_field_definitions (organization_id);

CREATE TABLE task_custom_field_values (
    id uuid NOT NULL,
    task_id uuid NOT NULL,
    task_custom_field_definition_id uuid NOT NULL,
    value json,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (task_id, task_custom_field_definition_id)
);
CREATE INDEX ON task_custom_field_values (task_custom_field_definition_id);
CREATE INDEX ON task_custom_field_values (task_id);

CREATE TABLE task_dependencies (
    id uuid NOT NULL,
    board_id uuid NOT NULL,
    task_id uuid NOT NULL,
    depends_on_task_id uuid NOT NULL,
    created_at timestamp NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (task_id, depends_on_task_id),
    CHECK (task_id <> depends_on_task_id)
);
CREATE INDEX ON task_dependencies (board_id);
CREATE INDEX ON task_dependencies (depends_on_task_id);
CREATE INDEX ON task_dependencies (task_id);

CREATE TABLE task_fingerprints (
    id uuid NOT NULL,
    board_id uuid NOT NULL,
    fingerprint_hash varchar NOT NULL,
    task_id uuid NOT NULL,
    created_at timestamp NOT NULL,
    PRIMARY KEY (id)
);
CREATE INDEX ON task_fingerprints (board_id);
CREATE INDEX ON task_fingerprints (fingerprint_hash);

CREATE TABLE tasks (
    id uuid NOT NULL,
    board_id uuid,
    title varchar NOT NULL,
    description varchar,
    status varchar NOT NULL,
    priority varchar NOT NULL,
    due_at timestamp,
    in_progress_at timestamp,
    created_by_user_id uuid,
    assigned_agent_id uuid,
    auto_created boolean NOT NULL,
    auto_reason varchar,
    created_at timestamp NOT NULL,
    updated_at timestamp NOT NULL,
    previous_in_progress_at timestamp,
    PRIMARY KEY (id)
);
CREATE INDEX ON tasks (assigned_agent_id);
CREATE INDEX ON tasks (board_id);
CREATE INDEX ON tasks (board_id, assigned_agent_id, created_at);
CREATE INDEX ON tasks (board_id, created_at);
CREATE INDEX ON tasks (board_id, status, created_at);
CREATE INDEX ON tasks (created_by_user_id);
CREATE INDEX ON tasks (priority);
CREATE INDEX ON tasks (status);

ALTER TABLE users ADD FOREIGN KEY (active_organization_id) REFERENCES organizations (id);
ALTER TABLE organization_members ADD FOREIGN KEY (organization_id) REFERENCES organizations (id);
ALTER TABLE organization_members ADD FOREIGN KEY (user_id) REFERENCES users (id);
ALTER TABLE organization_board_access ADD FOREIGN KEY (organization_member_id) REFERENCES organization_members (id);
ALTER TABLE organization_board_access ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE organization_invites ADD FOREIGN KEY (organization_id) REFERENCES organizations (id);
ALTER TABLE organization_invites ADD FOREIGN KEY (created_by_user_id) REFERENCES users (id);
ALTER TABLE organization_invites ADD FOREIGN KEY (accepted_by_user_id) REFERENCES users (id);
ALTER TABLE organization_invite_board_access ADD FOREIGN KEY (organization_invite_id) REFERENCES organization_invites (id);
ALTER TABLE organization_invite_board_access ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE board_webhooks ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE board_webhooks ADD FOREIGN KEY (agent_id) REFERENCES agents (id);
ALTER TABLE board_webhook_payloads ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE board_webhook_payloads ADD FOREIGN KEY (webhook_id) REFERENCES board_webhooks (id);
ALTER TABLE marketplace_skills ADD FOREIGN KEY (organization_id) REFERENCES organizations (id);
ALTER TABLE skill_packs ADD FOREIGN KEY (organization_id) REFERENCES organizations (id);
ALTER TABLE gateway_installed_skills ADD FOREIGN KEY (gateway_id) REFERENCES gateways (id) ON DELETE CASCADE;
ALTER TABLE gateway_installed_skills ADD FOREIGN KEY (skill_id) REFERENCES marketplace_skills (id);
ALTER TABLE activity_events ADD FOREIGN KEY (agent_id) REFERENCES agents (id);
ALTER TABLE activity_events ADD FOREIGN KEY (task_id) REFERENCES tasks (id);
ALTER TABLE activity_events ADD FOREIGN KEY (board_id) REFERENCES boards (id) ON DELETE CASCADE;
ALTER TABLE agents ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE agents ADD FOREIGN KEY (gateway_id) REFERENCES gateways (id);
ALTER TABLE approval_task_links ADD FOREIGN KEY (approval_id) REFERENCES approvals (id);
ALTER TABLE approval_task_links ADD FOREIGN KEY (task_id) REFERENCES tasks (id);
ALTER TABLE approvals ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE approvals ADD FOREIGN KEY (task_id) REFERENCES tasks (id);
ALTER TABLE approvals ADD FOREIGN KEY (agent_id) REFERENCES agents (id);
ALTER TABLE board_group_memory ADD FOREIGN KEY (board_group_id) REFERENCES board_groups (id);
ALTER TABLE board_groups ADD FOREIGN KEY (organization_id) REFERENCES organizations (id);
ALTER TABLE board_memory ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE board_onboarding_sessions ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE board_task_custom_fields ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE board_task_custom_fields ADD FOREIGN KEY (task_custom_field_definition_id) REFERENCES task_custom_field_definitions (id);
ALTER TABLE boards ADD FOREIGN KEY (organization_id) REFERENCES organizations (id);
ALTER TABLE boards ADD FOREIGN KEY (gateway_id) REFERENCES gateways (id);
ALTER TABLE boards ADD FOREIGN KEY (board_group_id) REFERENCES board_groups (id);
ALTER TABLE gateways ADD FOREIGN KEY (organization_id) REFERENCES organizations (id);
ALTER TABLE tag_assignments ADD FOREIGN KEY (task_id) REFERENCES tasks (id);
ALTER TABLE tag_assignments ADD FOREIGN KEY (tag_id) REFERENCES tags (id);
ALTER TABLE tags ADD FOREIGN KEY (organization_id) REFERENCES organizations (id);
ALTER TABLE task_custom_field_definitions ADD FOREIGN KEY (organization_id) REFERENCES organizations (id);
ALTER TABLE task_custom_field_values ADD FOREIGN KEY (task_id) REFERENCES tasks (id);
ALTER TABLE task_custom_field_values ADD FOREIGN KEY (task_custom_field_definition_id) REFERENCES task_custom_field_definitions (id);
ALTER TABLE task_dependencies ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE task_dependencies ADD FOREIGN KEY (task_id) REFERENCES tasks (id);
ALTER TABLE task_dependencies ADD FOREIGN KEY (depends_on_task_id) REFERENCES tasks (id);
ALTER TABLE task_fingerprints ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE task_fingerprints ADD FOREIGN KEY (task_id) REFERENCES tasks (id);
ALTER TABLE tasks ADD FOREIGN KEY (board_id) REFERENCES boards (id);
ALTER TABLE tasks ADD FOREIGN KEY (created_by_user_id) REFERENCES users (id);
ALTER TABLE tasks ADD FOREIGN KEY (assigned_agent_id) REFERENCES agents (id);
