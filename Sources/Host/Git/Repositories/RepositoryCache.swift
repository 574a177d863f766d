internal import Foundation
internal import Logging

/// The bare repositories of the host, one per repository of a forge, under one folder.
///
/// All of it can be fetched again, except a staging that is composed and not pushed yet.
package actor RepositoryCache {
    package nonisolated let settings: GitSettings
    private var open: [String: BareRepository] = [:]

    /// - Throws: `process` if the folder cannot be created.
    package init(settings: GitSettings) throws {
        self.settings = settings
        let folder = URL(filePath: settings.directory)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            // Pipes of a host that was killed: they are empty, because their content was in its memory.
            for name in try FileManager.default.contentsOfDirectory(atPath: settings.directory)
            where name.hasPrefix(".askpass-") {
                try? FileManager.default.removeItem(at: folder.appending(path: name))
            }
        } catch {
            throw GitError(.process, "The folder \(settings.directory) cannot be used.", cause: error)
        }
    }

    /// The repository with this name, created if it does not exist.
    ///
    /// - Parameter name: `owner/name`.
    /// - Throws: `invalidRequest` for any other form of name, `library` if it cannot be opened.
    package func repository(_ name: String) throws -> BareRepository {
        if let repository = open[name] { return repository }
        try RepositoryName.check(name)
        let directory = "\(settings.directory)/\(name).git"
        try BareRepository.create(in: directory)
        let repository = BareRepository(name: name, directory: directory, settings: settings)
        open[name] = repository
        return repository
    }

    /// The names of the repositories on disk, ordered.
    package nonisolated var names: [String] {
        let manager = FileManager.default
        let owners = (try? manager.contentsOfDirectory(atPath: settings.directory)) ?? []
        return owners.flatMap { owner -> [String] in
            let folders = (try? manager.contentsOfDirectory(atPath: "\(settings.directory)/\(owner)")) ?? []
            return folders.filter { $0.hasSuffix(".git") }.map { "\(owner)/\($0.dropLast(4))" }
        }.sorted()
    }

    /// Drops the handle; the next use opens it again.
    package func close(_ name: String) async {
        await open.removeValue(forKey: name)?.close()
    }
}
