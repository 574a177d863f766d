import Store
import Testing

@Suite("what a plugin may run")
struct SQLCheckerTests {
    static let schema = [
        "CREATE TABLE mergebot_batches(id INTEGER PRIMARY KEY, name TEXT)", "CREATE TABLE other_things(id INTEGER PRIMARY KEY)",
        "CREATE TABLE pull_requests(id INTEGER PRIMARY KEY)", "CREATE TABLE settings(key TEXT, value TEXT)",
    ]

    static let allowed = [
        "SELECT * FROM mergebot_batches", "SELECT id FROM pull_requests ORDER BY id", "SELECT * FROM other_things",
        "INSERT INTO mergebot_batches(name) VALUES (?)", "CREATE TABLE mergebot_new(id INTEGER PRIMARY KEY, batch INTEGER)",
        "CREATE INDEX mergebot_by_name ON mergebot_batches(name)",
        "CREATE INDEX mergebot_named ON mergebot_batches(name) WHERE name IS NOT NULL", "DROP TABLE mergebot_batches",
        "ALTER TABLE mergebot_batches ADD COLUMN target TEXT", "DELETE FROM mergebot_batches;",
        "WITH RECURSIVE chain(id) AS (SELECT 1 UNION SELECT id + 1 FROM chain WHERE id < 5) SELECT id FROM chain",
    ]

    static let refused = [
        ("INSERT INTO pull_requests(id) VALUES (1)", "is not a table of this plugin"),
        ("UPDATE other_things SET id = 2", "is not a table of this plugin"),
        ("SELECT * FROM settings", "engine's own"), ("CREATE TABLE free(id)", "is not a table of this plugin"),
        ("SELECT random()", "not deterministic"), ("SELECT datetime('now')", "not deterministic"),
        ("PRAGMA synchronous = OFF", "not for plugins"), ("ATTACH 'x' AS y", "not for plugins"), ("COMMIT", "not for plugins"),
        ("INSERT OR ROLLBACK INTO mergebot_batches(name) VALUES (1)", "end the transaction"),
        ("CREATE TRIGGER mergebot_t AFTER INSERT ON mergebot_batches BEGIN DELETE FROM mergebot_batches; END", "triggers and views"),
        ("CREATE VIEW mergebot_v AS SELECT 1", "triggers and views"), ("SELECT changes()", "not deterministic"),
        ("SELECT 1; DROP TABLE mergebot_batches", "one statement"), ("SELEKT", "syntax error"), ("", "no statement"),
        ("SELECT * FROM missing", "no such table"), ("DROP TABLE pull_requests", "is not a table of this plugin"),
    ]

    @Test("its own tables and the mirror", arguments: allowed)
    func allows(_ sql: String) throws {
        try SQLChecker(prefix: "mergebot_").check(sql, mustRead: false) { Self.schema }
    }

    @Test("nothing else, and the reason is said", arguments: refused)
    func refuses(_ sql: String, _ reason: String) {
        let error = #expect(throws: StoreError.self) {
            try SQLChecker(prefix: "mergebot_").check(sql, mustRead: false) { Self.schema }
        }
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
    }

    @Test("in a query nothing is written")
    func readsOnly() throws {
        let checker = SQLChecker(prefix: "mergebot_")
        try checker.check("SELECT * FROM mergebot_batches", mustRead: true) { Self.schema }
        #expect(throws: StoreError.self) { try checker.check("DELETE FROM mergebot_batches", mustRead: true) { Self.schema } }
        try checker.check("DELETE FROM mergebot_batches", mustRead: false) { Self.schema }
    }

    @Test("a query may use functions that answer tables, and may not change the schema")
    func tableValuedFunctions() throws {
        for mustRead in [true, false] {
            try SQLChecker(prefix: "mergebot_").check("SELECT value FROM json_each(?1, '$.paths')", mustRead: mustRead) { Self.schema }
        }
        let changes = [
            "CREATE TABLE mergebot_new(id)", "DROP TABLE mergebot_batches", "ALTER TABLE mergebot_batches ADD COLUMN target TEXT",
            "CREATE INDEX mergebot_named ON mergebot_batches(name)", "UPDATE sqlite_master SET sql = ''", "DELETE FROM sqlite_master",
            "INSERT INTO sqlite_master VALUES ('table', 'x', 'x', 2, '')", "ANALYZE",
        ]
        for sql in changes {
            #expect(throws: StoreError.self, "\(sql)") {
                try SQLChecker(prefix: "mergebot_").check(sql, mustRead: true) { Self.schema }
            }
        }
    }

    @Test("a foreign key on another's table is refused, whatever is there already and was tried before")
    func foreignKeys() throws {
        let checker = SQLChecker(prefix: "mergebot_")
        let definitions = [
            "CREATE TABLE mergebot_new(id INTEGER REFERENCES pull_requests(id))",
            "CREATE TABLE IF NOT EXISTS mergebot_new(id INTEGER REFERENCES pull_requests(id))",
            "ALTER TABLE mergebot_batches ADD COLUMN pull INTEGER REFERENCES pull_requests(id)",
        ]
        for _ in 0..<2 {
            for sql in definitions {
                let error = #expect(throws: StoreError.self) { try checker.check(sql, mustRead: false) { Self.schema } }
                #expect(error?.message.contains("a foreign key on pull_requests") == true, "\(error?.message ?? "")")
            }
            // Another table of the same name, which is rolled back with the failing event.
            try checker.check("CREATE TABLE mergebot_new(id)", mustRead: false) { Self.schema }
        }
        let own = "CREATE TABLE IF NOT EXISTS mergebot_child(id INTEGER REFERENCES mergebot_batches(id))"
        try checker.check(own, mustRead: false) { Self.schema }
    }

    @Test("definitions build on each other, and what was taken back is forgotten")
    func definitions() throws {
        let checker = SQLChecker(prefix: "p_")
        try checker.check("CREATE TABLE p_a(id)", mustRead: false) { [] }
        try checker.check("CREATE INDEX p_a_id ON p_a(id)", mustRead: false) { [] }
        try checker.check("ALTER TABLE p_a RENAME TO p_b", mustRead: false) { [] }
        try checker.check("INSERT INTO p_b(id) VALUES (?)", mustRead: false) { [] }
        #expect(throws: StoreError.self) { try checker.check("ALTER TABLE p_b RENAME TO free", mustRead: false) { [] } }
        checker.forget()
        #expect(throws: StoreError.self) { try checker.check("INSERT INTO p_b(id) VALUES (?)", mustRead: false) { [] } }
        try checker.check("CREATE TABLE p_a(id, name)", mustRead: false) { [] }
    }

    @Test("what another hook of the same event made is forgotten with the event")
    func definitionsOfTheEvent() throws {
        let checker = SQLChecker(prefix: "p_")
        try checker.check("INSERT INTO p_a(id) VALUES (?)", mustRead: false) { ["CREATE TABLE p_a(id)"] }
        checker.forget()
        #expect(throws: StoreError.self) { try checker.check("INSERT INTO p_a(id) VALUES (?)", mustRead: false) { [] } }
    }

    @Test(
        "where there is nothing to do now, there may be later",
        arguments: [
            ("CREATE UNIQUE INDEX IF NOT EXISTS p_i ON pull_requests(id)", "CREATE INDEX p_i ON p_x(id)"),
            ("DROP TABLE IF EXISTS other_t", "CREATE TABLE p_y(id)"), ("DROP INDEX IF EXISTS other_i", "CREATE TABLE p_y(id)"),
            ("/* */ DROP TABLE IF EXISTS other_t", "CREATE TABLE p_y(id)"), (";DROP TABLE IF EXISTS other_t", "CREATE TABLE p_y(id)"),
            ("CREATE TABLE IF NOT EXISTS p_y(id REFERENCES pull_requests(id), b COLLATE swiftCompare)", "CREATE TABLE p_y(id)"),
        ])
    func conditional(_ sql: String, _ before: String) throws {
        let checker = SQLChecker(prefix: "p_")
        let start = ["CREATE TABLE pull_requests(id INTEGER PRIMARY KEY)", "CREATE TABLE p_x(id)"]
        try checker.check(before, mustRead: false) { start }
        // None of it or all of it exists: it may be allowed, because there is nothing to do.
        try? checker.check(sql, mustRead: false) { start + [before] }
        let later = start + ["CREATE TABLE other_t(id)", "CREATE INDEX other_i ON other_t(id)"]
        #expect(throws: StoreError.self) { try checker.check(sql, mustRead: false) { later } }
    }

    @Test("a default is as deterministic as everything else", arguments: ["(random())", "CURRENT_TIMESTAMP", "(datetime('now'))"])
    func defaults(_ value: String) throws {
        let checker = SQLChecker(prefix: "p_")
        for sql in ["CREATE TABLE p_a(id, n DEFAULT \(value))", "CREATE TABLE p_b(id)", "ALTER TABLE p_b ADD COLUMN n DEFAULT \(value)"] {
            let isPlain = sql == "CREATE TABLE p_b(id)"
            let refused = (try? checker.check(sql, mustRead: false) { [] }) == nil
            // SQLite itself refuses to add a column whose default is not constant.
            #expect(refused != isPlain, "\(sql)")
        }
        try checker.check("CREATE TABLE p_c(id, day TEXT DEFAULT 'datetime()', n INTEGER NOT NULL DEFAULT 0)", mustRead: false) { [] }
    }

    @Test("a check is as deterministic, and comes with its table: to add one SQLite would have to look through the rows")
    func checks() throws {
        let checker = SQLChecker(prefix: "p_")
        try checker.check("CREATE TABLE p_a(id, checked INTEGER CHECK (checked > 0))", mustRead: false) { [] }
        for sql in ["ALTER TABLE p_a ADD COLUMN n CHECK (random() > 0)", "CREATE TABLE p_b(id CHECK (random() > 0))"] {
            #expect(throws: StoreError.self) { try checker.check(sql, mustRead: false) { ["CREATE TABLE p_a(id)"] } }
        }
    }

    @Test(
        "tables whose names Swift takes for equal are told apart",
        arguments: ["x REFERENCES pull_requests(id)", "x DEFAULT (random())", "x CHECK (random() > 0)"])
    func equivalentNames(_ column: String) throws {
        let (composed, decomposed) = ("p_\u{e9}", "p_e\u{301}")
        let start = ["CREATE TABLE pull_requests(id INTEGER PRIMARY KEY)", "CREATE TABLE \"\(composed)\"(a)"]
        #expect(composed == decomposed)
        #expect(throws: StoreError.self) {
            try SQLChecker(prefix: "p_").check("CREATE TABLE \"\(decomposed)\"(a, \(column))", mustRead: false) { start }
        }
        let both = start + ["CREATE TABLE \"\(decomposed)\"(a)"]
        for name in [composed, decomposed] {
            #expect(throws: StoreError.self, "\(name.utf8.count)") {
                try SQLChecker(prefix: "p_").check("ALTER TABLE \"\(name)\" ADD COLUMN \(column)", mustRead: false) { both }
            }
        }
    }

    @Test("texts that Swift takes for equal are told apart")
    func equivalence() throws {
        func sql(_ quote: String) -> String {
            "WITH a AS (SELECT 1 AS \(quote), ' \(quote)) DELETE FROM other_things --' AS c) DELETE FROM mergebot_batches"
        }
        #expect(sql("`") == sql("\u{1FEF}"))
        let checker = SQLChecker(prefix: "mergebot_")
        try checker.check(sql("\u{1FEF}"), mustRead: false) { Self.schema }
        #expect(throws: StoreError.self) { try checker.check(sql("`"), mustRead: false) { Self.schema } }
        // The other way round: a permitted statement in ASCII permits nothing else.
        func turned(_ quote: String) -> String {
            "WITH a AS (SELECT 1 AS \(quote), ' \(quote)) DELETE FROM mergebot_batches --' AS c) DELETE FROM other_things"
        }
        try checker.check(turned("`"), mustRead: false) { Self.schema }
        #expect(throws: StoreError.self) { try checker.check(turned("\u{1FEF}"), mustRead: false) { Self.schema } }
    }

    @Test("a table made in this very transaction is known")
    func newTable() throws {
        let checker = SQLChecker(prefix: "p_")
        #expect(throws: StoreError.self) { try checker.check("SELECT * FROM p_late", mustRead: false) { [] } }
        try checker.check("SELECT * FROM p_late", mustRead: false) { ["CREATE TABLE p_late(id)"] }
    }
}
