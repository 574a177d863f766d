internal import CGit2
internal import Contract

/// The objects and references of one bare repository, through libgit2.
///
/// A handle belongs to one thread at a time: it lives inside the actor ``BareRepository`` and never leaves it.
/// New objects are held in memory until ``flush()`` writes them as one small pack; until then only this handle
/// sees them. They go into the memory backend directly, because `git_odb_write` lists the pack directory
/// for every object that it does not know.
final class ObjectStore {
    enum Kind {
        case commit, tree, blob

        var code: git_object_t {
            switch self {
            case .commit: GIT_OBJECT_COMMIT
            case .tree: GIT_OBJECT_TREE
            case .blob: GIT_OBJECT_BLOB
            }
        }
    }

    /// A position in the list of new objects, to return to when a group fails.
    struct Mark {
        fileprivate let count: Int
    }

    let repository: OpaquePointer
    private let database: OpaquePointer
    private let memory: UnsafeMutablePointer<git_odb_backend>
    private var created: [ObjectID] = []
    private var known: Set<ObjectID> = []
    /// The backend for loose objects.
    private let files: UnsafeMutablePointer<git_odb_backend>
    private let packs: String
    /// New objects that git can see, too.
    private var shown: Set<ObjectID> = []

    /// Opens the bare repository in `directory`.
    init(directory: String) throws {
        try GitLibrary.start()
        var repository: OpaquePointer?
        try GitLibrary.check(git_repository_open_bare(&repository, directory), "Opening the repository \(directory)")
        guard let repository else { throw GitError(.library, "libgit2 opened no repository in \(directory).") }
        do {
            (database, memory) = try Self.attachMemory(to: repository)
        } catch {
            git_repository_free(repository)
            throw error
        }
        var files: UnsafeMutablePointer<git_odb_backend>?
        git_odb_backend_loose(&files, directory + "/objects", 1, 0, 0, 0)
        guard let files else {
            git_odb_free(database)
            git_repository_free(repository)
            throw GitError(.library, "libgit2 opened no folder of objects in \(directory).")
        }
        self.files = files
        self.repository = repository
        packs = directory + "/objects/pack"
    }

    deinit {
        files.pointee.free?(files)
        git_odb_free(database)
        git_repository_free(repository)
    }

    private static func attachMemory(
        to repository: OpaquePointer
    ) throws -> (OpaquePointer, UnsafeMutablePointer<git_odb_backend>) {
        var database: OpaquePointer?
        try GitLibrary.check(git_repository_odb(&database, repository), "Opening the object database")
        guard let database else { throw GitError(.library, "libgit2 opened no object database.") }
        var memory: UnsafeMutablePointer<git_odb_backend>?
        do {
            try GitLibrary.check(git_mempack_new(&memory), "Making the store for new objects")
            // Asked first, because the next object to be read is usually one that was just made.
            try GitLibrary.check(git_odb_add_backend(database, memory, 999), "Adding the store for new objects")
        } catch {
            git_odb_free(database)
            throw error
        }
        guard let memory else { throw GitError(.library, "libgit2 made no store for new objects.") }
        return (database, memory)
    }

    // MARK: Reading

    /// Whether an object with this id is here, whatever its type.
    func contains(_ id: ObjectID) -> Bool {
        var oid = id.oid
        return git_odb_exists(database, &oid) == 1
    }

    /// Whether a commit with this id is here.
    func containsCommit(_ id: ObjectID) -> Bool {
        var oid = id.oid
        var length = 0
        var kind = GIT_OBJECT_INVALID
        return git_odb_read_header(&length, &kind, database, &oid) == 0 && kind == GIT_OBJECT_COMMIT
    }

    /// The content of an object.
    ///
    /// - Throws: `missingObject` if it is not here, `corruptObject` if it has another type.
    func read(_ id: ObjectID, _ kind: Kind) throws -> [UInt8] {
        var oid = id.oid
        var object: OpaquePointer?
        try GitLibrary.check(git_odb_read(&object, database, &oid), "Reading the object \(id)")
        defer { git_odb_object_free(object) }
        guard git_odb_object_type(object) == kind.code else {
            throw GitError(.corruptObject, "The object \(id) is not a \(kind).")
        }
        return Array(UnsafeRawBufferPointer(start: git_odb_object_data(object), count: git_odb_object_size(object)))
    }

    /// Reads a commit.
    func commit(_ id: ObjectID) throws -> Commit {
        try Commit(content: try read(id, .commit))
    }

    /// Reads a tree; the empty tree need not be in the repository.
    func tree(_ id: ObjectID) throws -> Tree {
        id == .emptyTree ? .empty : try Tree(content: try read(id, .tree))
    }

    // MARK: Writing

    /// Adds an object, in memory until ``flush()``.
    @discardableResult
    func write(_ content: [UInt8], _ kind: Kind) throws -> ObjectID {
        var oid = git_oid()
        try content.withUnsafeBytes { bytes in
            try GitLibrary.check(git_odb_hash(&oid, bytes.baseAddress, bytes.count, kind.code), "Naming an object")
        }
        let id = ObjectID(oid)
        guard !known.contains(id) else { return id }
        guard let write = memory.pointee.write else {
            throw GitError(.library, "The store for new objects of libgit2 cannot be written to.")
        }
        try content.withUnsafeBytes { bytes in
            try GitLibrary.check(write(memory, &oid, bytes.baseAddress, bytes.count, kind.code), "Keeping the object \(id)")
        }
        remember(id)
        return id
    }

    /// Adds a commit, in memory until ``flush()``.
    func write(_ commit: Commit) throws -> ObjectID {
        try write(commit.content, .commit)
    }

    /// Adds an object that git wrote on its own to the next pack, which is written durably.
    func adopt(_ id: ObjectID) {
        guard !known.contains(id) else { return }
        remember(id)
        shown.insert(id)
    }

    private func remember(_ id: ObjectID) {
        known.insert(id)
        created.append(id)
    }

    /// The position to which ``rollBack(to:)`` returns.
    var mark: Mark { Mark(count: created.count) }

    /// Drops the objects made since `mark` from the next pack.
    func rollBack(to mark: Mark) {
        guard mark.count < created.count else { return }
        known.subtract(created[mark.count...])
        created.removeSubrange(mark.count...)
    }

    /// Forgets all objects that were not flushed.
    func discard() {
        created = []
        known = []
        shown = []
        git_mempack_reset(memory)
    }

    /// Writes the new objects as one pack that survives a power failure, after which git sees them too.
    ///
    /// The memory backend's own dump is not used: it packs every tree of each commit, changed or not.
    func flush() throws {
        guard !created.isEmpty else { return discard() }
        var builder: OpaquePointer?
        try GitLibrary.check(git_packbuilder_new(&builder, repository), "Starting a pack")
        defer { git_packbuilder_free(builder) }
        git_packbuilder_set_threads(builder, 1)
        for id in created {
            var oid = id.oid
            try GitLibrary.check(git_packbuilder_insert(builder, &oid, nil), "Adding the object \(id) to a pack")
        }
        try GitLibrary.check(git_packbuilder_write(builder, nil, 0, nil, nil), "Writing a pack")
        if let name = git_packbuilder_name(builder).map({ String(cString: $0) }) {
            // The directory comes last, after the files that it names.
            for path in ["/pack-\(name).pack", "/pack-\(name).idx", ""] { try DurableFile.sync(packs + path) }
        }
        discard()
        try refresh()
    }

    /// Makes the new objects visible to git, as loose objects, which need not survive a power failure: ``flush()`` packs them all.
    func show() throws {
        guard let write = files.pointee.write else { throw GitError(.library, "libgit2 cannot write files of objects.") }
        for id in created where !shown.contains(id) {
            var oid = id.oid
            var object: OpaquePointer?
            try GitLibrary.check(git_odb_read(&object, database, &oid), "Reading the object \(id)")
            defer { git_odb_object_free(object) }
            let (data, size, kind) = (git_odb_object_data(object), git_odb_object_size(object), git_odb_object_type(object))
            // Even if it exists: what was written before a power failure may be damaged.
            try GitLibrary.check(write(files, &oid, data, size, kind), "Writing the object \(id)")
            shown.insert(id)
        }
    }

    /// Looks again for packs and objects that another process has written.
    func refresh() throws {
        try GitLibrary.check(git_odb_refresh(database), "Refreshing the object database")
    }
}
