/// The mirror tables that plugins may read, as the host has them.
let mirrorSchema = """
    CREATE TABLE projects(
      id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, active INTEGER NOT NULL, bot_name TEXT NOT NULL,
      settings TEXT NOT NULL
    );
    CREATE TABLE branches(
      id INTEGER PRIMARY KEY, project INTEGER NOT NULL REFERENCES projects, name TEXT NOT NULL,
      sequence INTEGER NOT NULL, active INTEGER NOT NULL, settings TEXT NOT NULL DEFAULT '{}', UNIQUE(project, name)
    );
    CREATE TABLE repositories(
      id INTEGER PRIMARY KEY, name TEXT UNIQUE NOT NULL, project INTEGER NOT NULL REFERENCES projects,
      sequence INTEGER NOT NULL, branches_only TEXT, branches_except TEXT NOT NULL, visibility TEXT NOT NULL,
      settings TEXT NOT NULL
    );
    CREATE TABLE pull_requests(
      id INTEGER PRIMARY KEY, repository TEXT NOT NULL, number INTEGER NOT NULL, project INTEGER NOT NULL,
      target TEXT NOT NULL, tracked INTEGER NOT NULL, head TEXT NOT NULL, head_changed_at INTEGER NOT NULL,
      head_repository TEXT, label TEXT NOT NULL, title TEXT NOT NULL, body TEXT NOT NULL, draft INTEGER NOT NULL,
      closed INTEGER NOT NULL, forge_merged INTEGER NOT NULL, author TEXT NOT NULL, commit_count INTEGER,
      url TEXT NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL, UNIQUE(repository, number)
    );
    CREATE INDEX pull_requests_head ON pull_requests(head);
    CREATE INDEX pull_requests_label ON pull_requests(project, target, label);
    CREATE TABLE statuses(
      sha TEXT NOT NULL, context TEXT NOT NULL, state TEXT NOT NULL, target_url TEXT, description TEXT,
      updated_at INTEGER NOT NULL, PRIMARY KEY(sha, context)
    );
    CREATE TABLE comments(
      repository TEXT NOT NULL, key TEXT NOT NULL, number INTEGER NOT NULL, author TEXT NOT NULL,
      created_at INTEGER NOT NULL, PRIMARY KEY(repository, key)
    );
    CREATE TABLE people(
      login TEXT PRIMARY KEY COLLATE NOCASE NOT NULL, name TEXT NOT NULL, email TEXT, operator INTEGER NOT NULL,
      settings TEXT NOT NULL DEFAULT '{}'
    );
    CREATE TABLE review_rights(
      login TEXT NOT NULL COLLATE NOCASE, repository TEXT NOT NULL, review INTEGER NOT NULL,
      self_review INTEGER NOT NULL, PRIMARY KEY(login, repository)
    );
    CREATE TABLE override_rights(
      login TEXT NOT NULL COLLATE NOCASE, context TEXT NOT NULL, repository TEXT
    );
    """
