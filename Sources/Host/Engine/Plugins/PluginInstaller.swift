import Foundation
import PluginAPI
import PluginRules

/// Puts libraries into the drop-in folder and locks them: `switchyard plugin install` and `lock`.
package struct PluginInstaller {
    /// Returns the manifest inside a library: runs `switchyard plugin manifest FILE` as a child process, because the library may crash it.
    package typealias ManifestReader = (_ library: String) throws -> String

    private let loader: PluginLoader
    private let readManifest: ManifestReader

    /// Makes an installer for the loader's folder.
    package init(_ loader: PluginLoader, readManifest: @escaping ManifestReader) {
        self.loader = loader
        self.readManifest = readManifest
    }

    /// Copies a library, its manifest and its templates into the drop-in folder, and locks it.
    ///
    /// - Parameters:
    ///   - library: the built library.
    ///   - templates: folder with its Mustache files, if it has pages.
    /// - Returns: the entry of the lock file.
    /// - Throws: ``PluginLoadError``, and file system errors.
    @discardableResult
    package func install(library: String, templates: String? = nil) throws -> PluginLockFile.Entry {
        let files = FileManager.default
        guard files.isReadableFile(atPath: library) else {
            throw PluginLoadError(.missing, "\(library) is missing or cannot be read; build the plugin first")
        }
        let text = try readManifest(library)
        let manifest = try self.manifest(text, of: library)
        let folder = PluginFolder(id: manifest.id, in: loader.directory)
        try files.createDirectory(atPath: folder.path, withIntermediateDirectories: true)
        for old in try files.contentsOfDirectory(atPath: folder.path) where old.hasSuffix(PluginFolder.librarySuffix) {
            try files.removeItem(atPath: "\(folder.path)/\(old)")
        }
        let name = URL(fileURLWithPath: library).lastPathComponent
        try Data(contentsOf: URL(fileURLWithPath: library)).write(
            to: URL(fileURLWithPath: "\(folder.path)/\(name)"), options: .atomic)
        try Data("\(text)\n".utf8).write(to: URL(fileURLWithPath: folder.manifestPath), options: .atomic)
        if let templates {
            let target = "\(folder.path)/templates"
            if files.fileExists(atPath: target) { try files.removeItem(atPath: target) }
            try TemplateFolder.copy(from: templates, to: target, mayBeLink: true)
        }
        return try lock([manifest.id])[0]
    }

    /// Writes these plugins' present libraries into the lock file; its other entries stay as they are.
    ///
    /// - Returns: the new entries.
    /// - Throws: ``PluginLoadError``, and file system errors.
    @discardableResult
    package func lock(_ ids: [String]) throws -> [PluginLockFile.Entry] {
        var file = try PluginLockFile(readingFrom: loader.lockPath)
        var entries: [PluginLockFile.Entry] = []
        for id in ids {
            let folder = PluginFolder(id: id, in: loader.directory)
            let library = try folder.libraryName()
            let path = "\(folder.path)/\(library)"
            let manifest = try self.manifest(try folder.manifest().text, of: path)
            guard manifest.id == id else {
                throw PluginLoadError(.manifestInvalid, "\(folder.manifestPath) says '\(manifest.id)'; the folder must be named so")
            }
            let content = try Data(contentsOf: URL(fileURLWithPath: path))
            let entry = PluginLockFile.Entry(
                id: id, version: manifest.version, library: library, sha256: PluginLoader.hash(content),
                effects: manifest.effects.sorted(), identities: manifest.identities.sorted())
            file[id] = entry
            entries.append(entry)
        }
        try file.write(to: loader.lockPath)
        return entries
    }

    private func manifest(_ text: String, of library: String) throws -> Manifest {
        let manifest: Manifest
        do { manifest = try JSON(parsing: text).decode() } catch {
            throw PluginLoadError(.manifestInvalid, "the manifest of \(library) cannot be read: \(error)")
        }
        let problems = ManifestRules.problems(manifest)
        guard problems.isEmpty else {
            throw PluginLoadError(.manifestInvalid, "\(library): \(problems.joined(separator: "; "))")
        }
        return manifest
    }
}
