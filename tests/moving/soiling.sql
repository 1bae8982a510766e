-- What a database of years may hold besides, and what no constraint has kept out.

SET session_replication_role = replica;

INSERT INTO organization_members
VALUES (id('member odd'), id('organization 1'), id('user cy'), 'superuser', false, false, day(5), day(5)),
       (id('member of nobody'), id('organization 1'), id('nobody'), 'member', false, false, day(5), day(5));
INSERT INTO organization_invites
VALUES (id('invite again'), id('organization 1'), 'dee@example.org', 'a-third-invite-of-many-characters', 'member', false,
        false, NULL, NULL, NULL, day(1), day(1));
INSERT INTO gateways
VALUES (id('gateway odd'), id('organization 2'), 'Nowhere', 'not an address', NULL, '', day(1), day(1), false, false);
INSERT INTO boards (id, organization_id, name, slug, description, gateway_id, board_type, success_metrics, goal_confirmed,
    created_at, updated_at, max_agents)
VALUES (id('board odd'), id('organization 1'), 'Odd', 'board', '', id('no gateway'), 'goal', '["no", "object"]', false,
        day(20), day(20), -1),
       (id('board of nobody'), id('no organization'), 'Lost', 'lost', '', NULL, 'goal', NULL, false, day(20), day(20), 1);
INSERT INTO agents (id, board_id, name, status, agent_token_hash, heartbeat_config, is_board_lead, created_at, updated_at,
    gateway_id, lifecycle_generation, wake_attempts)
VALUES (id('agent twin'), id('board 1'), 'will', 'online', 'md5$1$a$b', '"no object"', true, day(30), day(30),
        id('gateway 1'), 0, 0),
       (id('agent second main'), NULL, 'Second', 'online', NULL, NULL, false, day(30), day(30), id('gateway 1'), 0, 0);
ALTER TABLE tags DROP CONSTRAINT tags_organization_id_slug_key;
INSERT INTO tags VALUES (id('tag twin'), id('organization 1'), 'Urgent too', 'urgent', 'red', NULL, day(4), day(4));
INSERT INTO task_custom_field_definitions
VALUES (id('field odd'), id('organization 1'), 'odd', 'Odd', 'integer', 'always', '(?=x)', NULL, false, '"seven"', day(4), day(4));
INSERT INTO tasks
VALUES (id('task blocked'), id('board 1'), 'Blocked', NULL, 'blocked', 'whatever', NULL, NULL, id('nobody'), id('no agent'),
        false, NULL, day(1), day(1), NULL),
       (id('task elsewhere'), id('board 1'), 'Elsewhere', NULL, 'inbox', 'low', NULL, NULL, NULL, id('agent 2.2'), false,
        NULL, day(1), day(1), NULL),
       (id('task of no board'), NULL, 'Of no board', NULL, 'inbox', 'low', NULL, NULL, NULL, NULL, false, NULL, day(1),
        day(1), NULL);
INSERT INTO activity_events
VALUES (id('comment lost'), 'task.comment', 'Of a task without a board', NULL, id('task of no board'), day(2), NULL),
       (id('event lost'), 'agent.nudge.sent', 'Of nobody', id('no agent'), NULL, day(2), NULL);
INSERT INTO task_dependencies
VALUES (id('dependency across'), id('board 1'), id('task blocked'), id('task 1'), day(2)),
       (id('dependency lost'), id('board 1'), id('task blocked'), id('no task'), day(2));
INSERT INTO approvals
VALUES (id('approval odd'), id('board 1'), id('task 1'), NULL, 'deploy', E'{"reason": "\\u0000 \\ud800 odd"}', 'NaN',
        '{"tests": 1.5}', 'escalated', day(3), NULL);
INSERT INTO board_memory VALUES (id('memory odd'), id('board 1'), 'Odd', '{"no": "list"}', false, NULL, day(1));

SET session_replication_role = origin;
