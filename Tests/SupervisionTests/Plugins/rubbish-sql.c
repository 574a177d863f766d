/* Tries statements that no plugin may run. Those that get through are in its notes. */
#include "sinner.h"

static const char *const statements[] = {
    "", ";", "-- nothing", "SELEKT 1", "INSERT INTO", "INSERT INTO missing VALUES (1)", "SELECT 1; SELECT 2", "DROP TABLE",
    "INSERT INTO good_notes(line) VALUES ('forged')", "DELETE FROM good_notes", "DROP TABLE good_notes",
    "ALTER TABLE good_notes ADD COLUMN spoilt", "CREATE INDEX good_index ON good_notes(line)",
    "CREATE INDEX " PREFIX "_index ON good_notes(line)", "CREATE INDEX good_taken ON " PREFIX "_notes(line)",
    "CREATE TABLE good_more(a)", "ALTER TABLE " PREFIX "_notes RENAME TO good_taken", "CREATE TABLE free_for_all(a)",
    "CREATE TABLE " PREFIX "_child(a REFERENCES good_notes)", "CREATE TABLE " PREFIX "_child(a REFERENCES pull_requests)",
    "UPDATE pull_requests SET title = 'x'", "INSERT INTO people(login) VALUES ('mallory')", "SELECT * FROM settings",
    "SELECT count(*) FROM settings", "UPDATE settings SET value = '0' WHERE key = 'applied_seq'", "DELETE FROM effects",
    "SELECT * FROM dead_letters", "DELETE FROM sqlite_master", "UPDATE sqlite_sequence SET seq = 0", "INSERT INTO sqlite_stat1 VALUES (1,1,1)",
    "ATTACH ':memory:' AS other", "ATTACH '/tmp/other.db' AS other", "DETACH main", "VACUUM", "VACUUM INTO '/tmp/copy.db'", "REINDEX",
    "ANALYZE", "ANALYZE good_notes", "PRAGMA journal_mode = DELETE", "PRAGMA writable_schema = ON", "PRAGMA user_version = 7",
    "PRAGMA foreign_keys = OFF", "BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT s", "RELEASE s",
    "INSERT OR ROLLBACK INTO " PREFIX "_notes(line) VALUES ('x')",
    "CREATE TRIGGER " PREFIX "_t AFTER INSERT ON good_notes BEGIN DELETE FROM good_notes; END",
    "CREATE TRIGGER " PREFIX "_t AFTER INSERT ON " PREFIX "_notes BEGIN DELETE FROM good_notes; END",
    "CREATE TEMP TRIGGER " PREFIX "_t AFTER INSERT ON good_notes BEGIN SELECT 1; END", "CREATE VIEW " PREFIX "_v AS SELECT 1",
    "CREATE TEMP TABLE pull_requests(a)", "CREATE VIRTUAL TABLE " PREFIX "_v USING fts5(a)", "SELECT load_extension('/tmp/x.so')",
    "SELECT random()", "SELECT datetime('now')", "SELECT CURRENT_TIMESTAMP", "EXPLAIN SELECT * FROM settings",
    "SELECT * FROM good_notes WHERE line = (SELECT value FROM settings LIMIT 1)",
    "WITH x AS (SELECT value FROM settings) SELECT * FROM x", "DELETE FROM good_notes RETURNING line",
    "INSERT INTO " PREFIX "_notes(line) SELECT value FROM settings", "REPLACE INTO good_notes(id, line) VALUES (1, 'forged')",
    "INSERT INTO good_notes(id, line) VALUES (1, 'x') ON CONFLICT DO UPDATE SET line = 'forged'", "SELECT '\xff\xfe' FROM \xff",
};

static const char *const writes[] = {
    "INSERT INTO " PREFIX "_notes(line) VALUES ('written by a query')", "DELETE FROM " PREFIX "_notes",
    "CREATE TABLE " PREFIX "_made(a)", "DROP TABLE " PREFIX "_notes", "UPDATE " PREFIX "_notes SET line = 'x' RETURNING line",
    "ANALYZE " PREFIX "_notes", "SELECT * FROM settings",
};

static sy_status megabytes(sy_call *call) {
    const size_t size = 10 << 20;
    char *statement = (char *)malloc(size + 1);
    sy_status status;
    memset(statement, ' ', size);
    memcpy(statement, "SELECT '", 8);
    memset(statement + 8, 'x', size - 9);
    statement[size - 1] = '\'';
    statement[size] = 0;
    status = store->execute(call, text(statement), NULL, 0, NULL);
    free(statement);
    return status;
}

static sy_status with_nul(sy_call *call) {
    static const char statements[] = "SELECT 1;\0DELETE FROM good_notes";
    sy_bytes both = {statements, sizeof statements - 1};
    return store->execute(call, both, NULL, 0, NULL);
}

static sy_status misbehave(sy_call *call, const sy_event *event) {
    for (size_t i = 0; i < sizeof statements / sizeof *statements; i++) {
        if (store->execute(call, text(statements[i]), NULL, 0, NULL) == SY_OK) note(call, text(statements[i]));
    }
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
        const sy_rows *rows = NULL;
        if (store->query(call, text(writes[i]), NULL, 0, &rows) == SY_OK) note(call, text(writes[i]));
    }
    if (with_nul(call) == SY_OK) note(call, text("two statements with a NUL between them"));
    if (megabytes(call) == SY_OK) note(call, text("a statement of 10 MB"));
    if (store->execute(call, text("SELECT ?, ?"), NULL, 0, NULL) == SY_OK) note(call, text("arguments that are not there"));
    return note_context(call, event);
}

/* The same in a query, where not even its own tables can be written. Returns those that got through. */
static sy_status query(void *instance, sy_call *call, const sy_query *question) {
    const sy_rows *rows = NULL;
    char answer[4096] = "[";
    (void)instance;
    (void)question;
    for (size_t i = 0; i < sizeof writes / sizeof *writes; i++) {
        int through = store->query(call, text(writes[i]), NULL, 0, &rows) == SY_OK;
        through = store->execute(call, text(writes[i]), NULL, 0, NULL) == SY_OK || through;
        if (through) snprintf(answer + strlen(answer), sizeof answer - strlen(answer), "%s%zu", answer[1] ? "," : "", i);
    }
    strcat(answer, "]");
    return host->result(call, text(answer));
}

EXPORT(plugin.query = query;)
