import GRDB

/// Years of a merge queue's work, written straight into the databases of a host that is not running.
struct History {
    let merged: Int

    /// - Parameter data: the folder of a host that was started once.
    func write(into data: String) throws {
        let state = try DatabaseQueue(path: "\(data)/state.db")
        try state.write { database in
            for sql in [numbers] + pullRequests + stagings { try database.execute(sql: sql) }
        }
        try state.close()
        let host = try DatabaseQueue(path: "\(data)/host.db")
        try host.write { database in
            for sql in [numbers, inbox] { try database.execute(sql: sql) }
        }
        try host.close()
    }

    private var numbers: String {
        """
        CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(merged)) SELECT i FROM n
        """
    }

    private static let project = "(SELECT id FROM projects WHERE name = 'acme')"

    private var pullRequests: [String] {
        [
            """
            INSERT INTO pull_requests(id, repository, number, project, target, tracked, head, head_changed_at, head_repository, label,
              title, body, draft, closed, forge_merged, author, commit_count, url, created_at, updated_at)
            SELECT i, 'acme/server', i, \(Self.project), 'main', 1, printf('%040x', i), 1700000000000 + i, 'bob/server', 'bob:branch-' || i,
              'Change ' || i, 'What it is for.', 0, i <= \(merged) - 40, 0, 'bob', 1, 'https://forge.example.org/acme/server/pull/' || i,
              1700000000000 + i, 1700000000000 + i FROM n
            """,
            """
            INSERT INTO mergebot_batches(id, project, created_at, merge_date, blocked)
            SELECT i, \(Self.project), 1700000000000 + i, CASE WHEN i <= \(merged) - 40 THEN 1700000000000 + i END,
              CASE WHEN i % 2 = 0 THEN NULL ELSE '{"code":"new"}' END FROM n
            """,
            """
            INSERT INTO mergebot_pull_requests(pull_request, batch, closed, approved_by, approved_head, inspected_head, inspected_commits,
              status, state)
            SELECT i, i, i <= \(merged) - 40, 'alice', printf('%040x', i), printf('%040x', i), 1, 'success',
              CASE WHEN i <= \(merged) - 40 THEN 'merged' ELSE 'ready' END FROM n
            """,
            "INSERT INTO mergebot_commits SELECT i, '', printf('%040x', i + 1000000) FROM n",
            """
            INSERT INTO statuses(sha, context, state, target_url, description, updated_at)
            SELECT printf('%040x', i), 'ci/build', 'success', 'https://ci.example.org/' || i, 'passed', 1700000000000 + i FROM n
            """,
            """
            INSERT INTO journal(event, time, actor, cause_kind, cause_id, plugin, entity, entity_id, repository, number, field, old, new)
            SELECT i, 1700000000000 + i, 'alice', 'command', i, 'mergebot', 'pull_request', 'acme/server#' || i, 'acme/server', i, 'state',
              '"opened"', '"ready"' FROM n
            """,
        ]
    }

    /// Four batches in each staging; the open pull requests are in none.
    private var stagings: [String] {
        let count = (merged - 40) / 4
        return [
            """
            INSERT INTO mergebot_attempts(id, project, target, state, origin, started_at, ended_at)
            SELECT i, \(Self.project), 'main', 'staged', 'ready', 1700000000000 + i, 1700000000000 + i FROM n WHERE i <= \(count)
            """,
            """
            INSERT INTO mergebot_attempt_batches(attempt, position, batch, round, state)
            SELECT (i + 3) / 4, i % 4, i, 0, 'staged' FROM n WHERE i <= \(count * 4)
            """,
            """
            INSERT INTO mergebot_stagings(id, project, target, attempt, state, verdict, active, staged_at, ended_at, deadline, timeout)
            SELECT i, \(Self.project), 'main', i, 'success', 'success', 0, 1700000000000 + i, 1700000000001 + i, 1700003600000 + i, 3600000
            FROM n WHERE i <= \(count)
            """,
            """
            INSERT INTO mergebot_staging_batches(staging, position, batch, name)
            SELECT (i + 3) / 4, i % 4, i, 'bob:branch-' || i FROM n WHERE i <= \(count * 4)
            """,
            """
            INSERT INTO mergebot_staging_pull_requests(staging, position, batch, pull_request, repository, number, head, approved_by)
            SELECT (i + 3) / 4, i % 4, i, i, 'acme/server', i, printf('%040x', i), 'alice' FROM n WHERE i <= \(count * 4)
            """,
            """
            INSERT INTO mergebot_staging_heads(staging, repository, sequence, base, head, tree)
            SELECT i, 'acme/server', 0, printf('%040x', i + 1999999), printf('%040x', i + 2000000), printf('%040x', i + 3000000)
            FROM n WHERE i <= \(count)
            """,
            """
            INSERT INTO mergebot_staging_statuses(staging, sha, context, state, target_url, description, updated_at)
            SELECT i, printf('%040x', i + 2000000), 'ci/build', 'success', 'https://ci.example.org/', 'passed', 1700000000000 + i
            FROM n WHERE i <= \(count)
            """,
        ]
    }

    private var inbox: String {
        """
        INSERT INTO inbox(source, delivery, kind, time, repository, number, actor, sha, document, ignored)
        SELECT 'forge:acme/server', 'history-' || i || '-' || j.value, 'forge.status', 1700000000000 + i, 'acme/server', NULL, 'ci',
          printf('%040x', i), '{"context":"ci/build","state":"success"}', 'It is history.'
        FROM n, json_each('[1,2,3]') j
        """
    }
}
