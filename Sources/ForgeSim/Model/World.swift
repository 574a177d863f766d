import Foundation
import GRDB
import Synchronization

/// The whole state of the simulator: tables, git repositories, and the machinery around them.
final class World: Sendable {
    let database: DatabaseQueue
    let git: GitStore
    let deliveries: DeliveryCenter
    let faults: FaultBook
    let ci: ScriptedCI
    let requests: RequestLog
    let rates: RateBook
    let moves: RefMoves
    /// Held during a change.
    let lock = AsyncLock()
    let folder: String

    private let clock: @Sendable () -> Int64
    private let canonicalBase = Mutex("http://127.0.0.1")
    /// Held while the folder is ours.
    private let folderLock: FolderLock?
    /// The seed of the tables; a folder keeps the one with which it was created.
    let seed: UInt64

    init(folder: String, inMemory: Bool, users: [SimUser], seed: UInt64, clock: @escaping @Sendable () -> Int64) throws {
        self.folder = folder
        self.clock = clock
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        } catch {
            throw ForgeSimError("cannot make the data folder '\(folder)': \(error.localizedDescription)")
        }
        folderLock = inMemory ? nil : try FolderLock(folder)
        var configuration = Configuration()
        configuration.prepareDatabase { db in
            try db.execute(sql: "PRAGMA synchronous = OFF")
            if !inMemory { try db.execute(sql: "PRAGMA journal_mode = WAL") }
        }
        do {
            database =
                inMemory
                ? try DatabaseQueue(configuration: configuration)
                : try DatabaseQueue(path: folder + "/forgesim.db", configuration: configuration)
            try Schema.migrate(database)
        } catch let error as DatabaseError {
            throw ForgeSimError("cannot use \(folder)/forgesim.db: \(error.message ?? error.description)")
        }
        self.seed = try database.write { db in
            try World.begin(db, seed: seed)
            return try db.seed()
        }
        git = GitStore(folder: folder)
        let settings = Settings(database: database)
        faults = try FaultBook(seed: self.seed, settings: settings)
        ci = try ScriptedCI(seed: self.seed, settings: settings)
        rates = try RateBook(settings: settings)
        moves = RefMoves(database: database, isLasting: !inMemory)
        deliveries = DeliveryCenter()
        requests = RequestLog(seed: self.seed)
        try load(users)
    }

    /// Closes the files.
    func close() {
        git.stop()
        try? database.close()
        folderLock?.release()
    }

    var now: Int64 { clock() }

    /// The simulator's own URL, for links that no request caused.
    var base: String {
        get { canonicalBase.withLock { $0 } }
        set { canonicalBase.withLock { $0 = newValue } }
    }

    /// Reads without a transaction: the queue admits one reader at a time, so nothing can change meanwhile.
    func read<T>(base: String, _ body: (Transaction) throws -> T) throws -> T {
        try database.unsafeRead { db in try body(Transaction(db, world: self, base: base)) }
    }

    func write<T>(_ body: (Database) throws -> T) throws -> T {
        try database.write(body)
    }

    /// Runs a transaction; the deliveries that it caused go to the outbox once it is committed.
    func change<T>(base: String, outbox: Outbox, _ body: (Transaction) throws -> T) throws -> T {
        let (value, caused) = try database.write { db in
            let transaction = Transaction(db, world: self, base: base)
            return (try body(transaction), transaction.caused)
        }
        outbox.add(caused)
        return value
    }

    /// Removes everything but the users, as if the simulator had just been started.
    func reset(users: [SimUser]) throws {
        forgetRunningState()
        git.removeAll()
        try write { db in
            try db.execute(sql: "PRAGMA defer_foreign_keys = ON")
            let tables = try String.fetchAll(
                db, sql: "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'grdb%'")
            for table in tables { try db.execute(sql: "DELETE FROM \"\(table)\"") }
            try Self.begin(db, seed: seed)
        }
        try recallSettings()
        try load(users)
    }

    /// Forgets what is queued, counted and logged.
    func forgetRunningState() {
        deliveries.forgetAll()
        ci.forgetAll()
        requests.clear()
        rates.clear()
    }

    /// Reloads from the tables after they were replaced.
    func recallSettings() throws {
        let seed = try database.read { try $0.seed() }
        try faults.load(seed: seed)
        try ci.load(seed: seed)
        try rates.load()
    }

    /// Stores the seed, and where ids begin, unless the tables already have them.
    private static func begin(_ db: Database, seed: UInt64) throws {
        let start = 1_000 + Int64(seed % 1_000) * 1_000
        try db.execute(
            sql: "INSERT OR IGNORE INTO counters VALUES ('seed', ?), ('dice', ?)", arguments: [start, Int64(bitPattern: seed)])
    }

    private func load(_ users: [SimUser]) throws {
        let now = now
        try write { db in
            for user in users {
                if var known = try User.find(db, login: user.login) {
                    (known.type, known.role, known.name, known.email) = (user.type, user.role, user.name, user.email)
                    try known.update(db)
                    try Self.store(user.tokens, of: known, db)
                } else {
                    let record = User(
                        id: try db.nextID("user"), login: user.login, type: user.type, name: user.name, email: user.email, role: user.role,
                        createdAt: now)
                    try record.insert(db)
                    try Self.store(user.tokens, of: record, db)
                }
            }
        }
    }

    /// The tokens of the users file replace those of an earlier one.
    private static func store(_ tokens: [String], of user: User, _ db: Database) throws {
        try db.execute(sql: "DELETE FROM tokens WHERE userID = ?", arguments: [user.id])
        for token in tokens {
            try db.execute(
                sql: "INSERT OR REPLACE INTO tokens VALUES (?, ?, ?)",
                arguments: [token, user.id, Scopes.all])
        }
    }
}

/// The deliveries that a request caused, handed on when its answer is ready.
final class Outbox: Sendable {
    private let items = Mutex<[Delivery]>([])

    func add(_ deliveries: [Delivery]) { items.withLock { $0 += deliveries } }

    func take() -> [Delivery] {
        items.withLock { items in
            defer { items = [] }
            return items
        }
    }
}
