-- Two organizations at work, with :tasks tasks. Ids follow from names, so that tests can tell them.

CREATE FUNCTION id(name text) RETURNS uuid LANGUAGE sql IMMUTABLE AS $$ SELECT md5(name)::uuid $$;
CREATE FUNCTION day(number numeric) RETURNS timestamp LANGUAGE sql IMMUTABLE
    AS $$ SELECT timestamp '2026-03-01 08:00:00' + number * interval '1 minute' $$;

INSERT INTO organizations
SELECT id('organization ' || n), (ARRAY['Acme', 'Borealis'])[n], day(0), day(0) FROM generate_series(1, 2) AS n;

INSERT INTO users (id, clerk_user_id, email, name, preferred_name, timezone, is_super_admin, active_organization_id)
VALUES (id('user local'), 'local-auth-user', 'admin@home.local', 'Local User', 'Ada', 'Europe/Oslo', false, id('organization 1')),
       (id('user bo'), 'user_bo', 'bo@example.org', 'Bo', NULL, NULL, false, id('organization 2')),
       (id('user cy'), 'user_cy', 'cy@example.org', NULL, NULL, NULL, false, NULL);

INSERT INTO organization_members
VALUES (id('member 1'), id('organization 1'), id('user local'), 'owner', true, true, day(0), day(0)),
       (id('member 2'), id('organization 2'), id('user local'), 'admin', true, true, day(0), day(0)),
       (id('member 3'), id('organization 2'), id('user bo'), 'owner', true, true, day(0), day(0)),
       (id('member 4'), id('organization 1'), id('user bo'), 'member', false, false, day(1), day(1));

INSERT INTO organization_invites
VALUES (id('invite 1'), id('organization 1'), 'Dee@Example.org', 'an-invite-of-thirty-two-characters', 'member', false,
        false, id('user local'), NULL, NULL, day(2), day(2)),
       (id('invite 2'), id('organization 1'), 'bo@example.org', 'another-invite-of-so-many-characters', 'member', false,
        false, id('user local'), id('user bo'), day(1), day(1), day(1));

INSERT INTO gateways
VALUES (id('gateway 1'), id('organization 1'), 'Oslo', 'http://127.0.0.1:9', 'a token in clear', '~/.openclaw', day(0),
        day(0), false, false);

INSERT INTO board_groups VALUES (id('group 1'), id('organization 1'), 'Writers', 'writers', NULL, day(0), day(0));

-- Boards 1 to 5 are Acme's; the first is on the gateway. Boards 6 to 10 are those of Borealis.
INSERT INTO boards (id, organization_id, name, slug, description, gateway_id, board_group_id, board_type, objective,
    success_metrics, target_date, goal_confirmed, created_at, updated_at, require_approval_for_done, max_agents)
SELECT id('board ' || n), id('organization ' || (n + 4) / 5), 'Board ' || n, 'board', 'The board ' || n,
       CASE n WHEN 1 THEN id('gateway 1') END, CASE WHEN n < 3 THEN id('group 1') END, 'goal', 'Ship',
       '{"launch": "done"}', day(100000), true, day(n), day(n), false, 5
FROM generate_series(1, 10) AS n;

INSERT INTO organization_board_access
VALUES (id('access 1'), id('member 4'), id('board 2'), true, false, day(1), day(1));
INSERT INTO organization_invite_board_access
VALUES (id('access 2'), id('invite 1'), id('board 1'), true, true, day(2), day(2));

-- A lead and two workers for each board, and the main agent of the gateway. Reference: every agent has a gateway.
INSERT INTO agents (id, board_id, name, status, openclaw_session_id, heartbeat_config, identity_profile, last_seen_at,
    is_board_lead, created_at, updated_at, gateway_id, lifecycle_generation, wake_attempts)
SELECT id('agent ' || b || '.' || n), id('board ' || b), (ARRAY['Lea', 'Will', 'Wendy'])[n], 'online',
       'agent:mc-' || id('agent ' || b || '.' || n) || ':main', '{"every": "10m"}', '{"role": "Writer"}',
       day(5000 + b), n = 1, day(10 + n), day(10 + n), id('gateway 1'), 3, 0
FROM generate_series(1, 10) AS b, generate_series(1, 3) AS n;
INSERT INTO agents (id, board_id, name, status, is_board_lead, created_at, updated_at, gateway_id, lifecycle_generation,
    wake_attempts)
VALUES (id('agent main'), NULL, 'Oslo Gateway Agent', 'online', false, day(9), day(9), id('gateway 1'), 1, 0);

INSERT INTO tags SELECT id('tag ' || n), id('organization ' || n), 'Urgent', 'urgent', 'AA0000', NULL, day(3), day(3)
FROM generate_series(1, 2) AS n;
INSERT INTO task_custom_field_definitions
VALUES (id('field 1'), id('organization 1'), 'ticket', 'Ticket', 'text', 'always', '^[A-Z]+-\d+$', NULL, false, NULL,
        day(3), day(3));
INSERT INTO board_task_custom_fields VALUES (id('binding 1'), id('board 1'), id('field 1'), day(3));

-- Task n is on board 1 + n % 10, and in the status of its number.
CREATE VIEW numbered AS
SELECT n, id('task ' || n) AS id, id('board ' || 1 + n % 10) AS board_id, 1 + n % 10 AS board,
       (ARRAY['inbox', 'in_progress', 'review', 'done'])[1 + n / 10 % 4] AS status
FROM generate_series(1, :tasks) AS n;

INSERT INTO tasks
SELECT id, board_id, 'Task ' || n, 'What task ' || n || ' is about, in a sentence or two of words.', status,
       (ARRAY['low', 'medium', 'HIGH'])[1 + n % 3], NULL, CASE status WHEN 'in_progress' THEN day(300 + n / 10) END,
       CASE WHEN n % 2 = 0 THEN id('user bo') END,
       CASE WHEN status <> 'inbox' THEN id('agent ' || board || '.' || 2 + n % 2) END, n % 7 = 0,
       CASE WHEN n % 7 = 0 THEN 'lead_agent:' || id('agent ' || board || '.1') END,
       day(100 + n / 10.0), day(400 + n / 10.0), NULL
FROM numbered;

INSERT INTO activity_events
SELECT id('created ' || n), 'task.created', 'Task created: Task ' || n || '.', NULL, id, day(100 + n / 10.0), board_id
FROM numbered
UNION ALL
SELECT id('started ' || n), 'task.status_changed', 'Task moved to in_progress: Task ' || n || '.',
       id('agent ' || board || '.' || 2 + n % 2), id, day(300 + n / 10.0), board_id
FROM numbered WHERE status <> 'inbox'
UNION ALL
SELECT id('handed in ' || n), 'task.status_changed', 'Task moved to review: Task ' || n || '.',
       id('agent ' || board || '.' || 2 + n % 2), id, day(350 + n / 10.0), board_id
FROM numbered WHERE status IN ('review', 'done')
UNION ALL
SELECT id('approved ' || n), 'task.status_changed', 'Task moved to done: Task ' || n || '.', NULL, id,
       day(400 + n / 10.0), board_id
FROM numbered WHERE status = 'done'
UNION ALL
SELECT id('comment ' || n), 'task.comment', 'Evidence of task ' || n || ' is in the repository, @lead.',
       CASE WHEN n % 4 > 0 THEN id('agent ' || board || '.' || 2 + n % 2) END, id, day(340 + n / 10.0), board_id
FROM numbered;
INSERT INTO activity_events
SELECT id('beat ' || n), 'agent.heartbeat', 'Heartbeat', id('agent 1.1'), NULL, day(n), id('board 1')
FROM generate_series(1, 5) AS n;

INSERT INTO task_dependencies
SELECT id('dependency ' || n), board_id, id, id('task ' || n - 10), day(500) FROM numbered WHERE n % 50 = 1 AND n > 10;
INSERT INTO tag_assignments
SELECT id('tagged ' || n), id, id('tag ' || (board + 4) / 5), day(500) FROM numbered WHERE n % 10 < 3;
INSERT INTO task_custom_field_values
SELECT id('value ' || n), id, id('field 1'), to_json('ACME-' || n), day(500), day(500) FROM numbered WHERE board = 1;

INSERT INTO approvals
SELECT id('approval ' || n), board_id, CASE WHEN n % 60 = 0 THEN id END, id('agent ' || board || '.2'), 'task.close',
       '{"reason": "It is done."}', 87.5, '{"tests": 40}', (ARRAY['pending', 'approved', 'rejected'])[1 + n / 20 % 3],
       day(600), CASE WHEN n / 20 % 3 > 0 THEN day(601) END
FROM numbered WHERE n % 20 = 0;
INSERT INTO approval_task_links
SELECT id('link ' || n), id('approval ' || n), id, day(600) FROM numbered WHERE n % 20 = 0 AND n % 60 > 0;

INSERT INTO board_memory
SELECT id('memory ' || n), id('board ' || 1 + n % 10), 'Remember number ' || n, '["decision"]', n % 3 = 0, 'Lea', day(n)
FROM generate_series(1, 50) AS n;
INSERT INTO board_group_memory VALUES (id('group memory 1'), id('group 1'), 'For all writers', '["note"]', false, NULL, day(1));

INSERT INTO board_webhooks
VALUES (id('webhook 1'), id('board 1'), 'File a task.', true, day(1), day(1), id('agent 1.2'), 'a secret in clear', NULL);
INSERT INTO board_webhook_payloads
VALUES (id('payload 1'), id('board 1'), id('webhook 1'), '{"event": "push", "number": 7}',
        '{"X-Event": "push", "X-Api-Key": "hush", "content-type": "application/json"}', '203.0.113.7', 'application/json',
        (now() AT TIME ZONE 'UTC') - interval '1 day'),
       (id('payload 2'), id('board 1'), id('webhook 1'), '"plain words"', NULL, NULL, NULL,
        (now() AT TIME ZONE 'UTC') - interval '1 day'),
       (id('payload 3'), id('board 1'), id('webhook 1'), '{}', NULL, NULL, NULL, day(0));

INSERT INTO skill_packs
VALUES (id('pack 1'), id('organization 1'), 'Pack', NULL, 'https://github.com/example/skills', 'main', '{}', day(1), day(1));
INSERT INTO marketplace_skills
VALUES (id('skill 1'), id('organization 1'), 'Review', NULL, 'writing', 'safe', NULL,
        'https://github.com/example/skills/tree/main/review', '{"stars": 3}', day(1), day(1));
INSERT INTO gateway_installed_skills VALUES (id('install 1'), id('gateway 1'), id('skill 1'), day(2), day(2));

INSERT INTO board_onboarding_sessions
VALUES (id('interview 1'), id('board 3'), 'agent:main', 'confirmed', '[]', '{}', day(1), day(1));
ANALYZE;
