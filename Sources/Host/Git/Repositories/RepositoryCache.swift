internal import Foundation
internal import Logging

/// The bare repositories of the host, one per repository of a forge, under one folder.
///
/// All of it can be fetched again; nothing here is the only copy of anything but a composed, not yet pushed staging.
package actor RepositoryCache {
    package nonisolated let settings: GitSettings
    private var open: [String: BareRepository] = [:]

    /// - Throws: `process` if the folder cannot be made.
    package init(settings: GitSettings) throws {
        self.settings = settings
        let folder = URL(filePath: settings.directory)
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            // Pipes of a host that was killed: empty by now, for their content went with its memory.
            for name in try FileManager.default.contentsOfDirectory(atPath: settings.directory)
            where name.hasPrefix(".askpass-") {
                try? FileManager.default.removeItem(at: folder.appending(path: name))
            }
        } catch {
            throw GitError(.process, "The folder \(settings.directory) cannot be used.", cause: error)
        }
    }

    /// The repository of this name, made if it is not there.
    ///
    /// - Parameter name: `owner/name`.
    /// - Throws: `invalidRequest` for another form of name, `library` if it cannot be opened.
    package func repository(_ name: String) throws -> BareRepository {
        if let repository = open[name] { return repository }
        try RepositoryName.check(name)
        let directory = "\(settings.directory)/\(name).git"
        try BareRepository.create(in: directory)
        let repository = BareRepository(name: name, directory: directory, settings: settings)
        open[name] = repository
        return repository
    }

    /// The names of the repositories that are on the disk, ordered.
    package nonisolated var names: [String] {
        let manager = FileManager.default
        let owners = (try? manager.contentsOfDirectory(atPath: settings.directory)) ?? []
        return owners.flatMap { owner -> [String] in
            let folders = (try? manager.contentsOfDirectory(atPath: "\(settings.directory)/\(owner)")) ?? []
            return folders.filter { $0.hasSuffix(".git") }.map { "\(owner)/\($0.dropLast(4))" }
        }.sorted()
    }

    /// Lets go of the handle; the next use opens it again.
    package func close(_ name: String) async {
        await open.removeValue(forKey: name)?.close()
    }
}
