internal import Foundation
internal import Logging

/// One bare repository of the cache.
///
/// Every operation has exclusive use of the repository until it ends, processes included; operations are served in
/// the order in which they came. There is never a work tree.
package actor BareRepository {
    package nonisolated let name: String
    /// Path of the repository.
    package nonisolated let directory: String
    nonisolated let gate = Gate()
    nonisolated let settings: GitSettings
    private nonisolated let executor: RepositoryExecutor
    private var opened: ObjectStore?
    /// Where the group under composition started; see the composer.
    var groupMark: ObjectStore.Mark?
    /// The git process that merges for the current composition.
    var merging: MergeSession?

    package nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

    init(name: String, directory: String, settings: GitSettings) {
        self.name = name
        self.directory = directory
        self.settings = settings
        executor = RepositoryExecutor(name: name)
    }

    nonisolated var process: GitProcess { GitProcess(settings: settings) }
    nonisolated var transport: GitTransport { GitTransport(process: process) }

    /// Creates an empty bare repository, unless there is one.
    static func create(in directory: String) throws {
        let target = URL(filePath: directory)
        let manager = FileManager.default
        if manager.fileExists(atPath: directory + "/HEAD") { return }
        do {
            for folder in ["objects/info", "objects/pack", "refs/heads"] {
                try manager.createDirectory(at: target.appending(path: folder), withIntermediateDirectories: true)
            }
            let configuration = """
                [core]
                \trepositoryformatversion = 0
                \tfilemode = true
                \tbare = true
                \thooksPath = /dev/null
                [gc]
                \tauto = 0
                [maintenance]
                \tauto = false

                """
            try Data(configuration.utf8).write(to: target.appending(path: "config"), options: .atomic)
            // Last, because its presence says that everything else is there.
            try Data("ref: refs/heads/none\n".utf8).write(to: target.appending(path: "HEAD"), options: .atomic)
        } catch {
            throw GitError(.process, "The repository \(directory) cannot be made.", cause: error)
        }
    }

    /// Runs `body` with exclusive use of the repository; writes the new objects that it leaves when it returns.
    package func exclusively<Result: Sendable>(
        _ body: @Sendable (isolated BareRepository) async throws -> Result
    ) async throws -> Result {
        await gate.enter()
        defer { gate.leave() }
        do {
            let result = try await body(self)
            try opened?.flush()
            return result
        } catch {
            opened?.discard()
            throw error
        }
    }

    /// The handle. Only for callers that hold the gate.
    func store() throws -> ObjectStore {
        if let opened { return opened }
        let made = try ObjectStore(directory: directory)
        opened = made
        return made
    }

    func close() async {
        await gate.enter()
        defer { gate.leave() }
        opened = nil
    }
}
