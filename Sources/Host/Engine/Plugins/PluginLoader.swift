import Crypto
import Foundation
package import PluginAPI
import PluginBridge
import PluginRules

/// Finds plugins in the drop-in folder and checks them against `plugins.lock`, without opening them.
///
/// ```
/// plugins.lock                  which libraries are trusted
/// plugins/hello/                one folder per plugin, named by its id
///     libHello.so               the library; its name does not matter
///     manifest.json             equal to the manifest inside the library
///     templates/*.mustache      for its pages
/// ```
package struct PluginLoader: Sendable {
    /// The drop-in folder.
    package let directory: String
    /// `plugins.lock`.
    package let lockPath: String
    /// Where copies of the checked libraries go.
    package let cache: String

    /// Makes a loader; `plugins.lock` and the copies are beside the drop-in folder.
    package init(directory: String, lockPath: String? = nil, cache: String? = nil) {
        self.directory = directory
        let parent = URL(fileURLWithPath: directory).deletingLastPathComponent().path
        self.lockPath = lockPath ?? "\(parent)/plugins.lock"
        self.cache = cache ?? "\(parent)/plugin-cache"
    }

    /// Checks a plugin and copies its library to a path named after its hash.
    ///
    /// The bytes that were checked are the bytes that are copied, and the copy is what is opened: changing the folder
    /// afterwards has no effect. A path is never reused for different contents, since the dynamic linker identifies libraries by
    /// path. Call it before the process is confined: it writes.
    ///
    /// - Throws: ``PluginLoadError`` that names the file and the remedy.
    package func prepare(_ id: String) throws -> PreparedPlugin {
        let remedy = "if you trust it, run `switchyard plugin lock`"
        guard let entry = try PluginLockFile(readingFrom: lockPath)[id] else {
            throw PluginLoadError(.notLocked, "the plugin \(id) is not listed in \(lockPath); \(remedy)")
        }
        let folder = PluginFolder(id: id, in: directory)
        let path = "\(folder.path)/\(entry.library)"
        guard let content = FileManager.default.contents(atPath: path) else {
            throw PluginLoadError(.missing, "\(path) is missing or cannot be read, although \(lockPath) lists it")
        }
        let hash = Self.hash(content)
        guard hash == entry.sha256 else {
            throw PluginLoadError(
                .notLocked,
                "\(path) is not the library that was locked: its SHA-256 is \(hash), \(lockPath) has \(entry.sha256); \(remedy)")
        }
        let manifest = try folder.manifest()
        let copy = try keep(content, hash)
        return PreparedPlugin(
            entry: entry, directory: try keepTemplates(of: folder, hash), source: path, copy: copy, manifestDocument: manifest)
    }

    /// Copies the templates as well, so that a version that is restored later finds its own.
    /// - Returns: the folder in which `templates` is.
    private func keepTemplates(of folder: PluginFolder, _ hash: String) throws -> String {
        let files = FileManager.default
        let (target, source) = ("\(cache)/\(hash)", "\(folder.path)/templates")
        do {
            if files.fileExists(atPath: target) { try files.removeItem(atPath: target) }
            try files.createDirectory(atPath: target, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            if files.fileExists(atPath: source) { try TemplateFolder.copy(from: source, to: "\(target)/templates") }
        } catch let error as PluginLoadError {
            throw error
        } catch {
            throw PluginLoadError(.missing, "cannot copy \(source) to \(target): \(error.localizedDescription)")
        }
        return target
    }

    /// The SHA-256 of a library: 64 lower-case hexadecimal digits.
    static func hash(_ content: Data) -> String {
        SHA256.hash(data: content).map { byte in
            let digits = String(byte, radix: 16)
            return digits.count == 1 ? "0\(digits)" : digits
        }.joined()
    }

    private func keep(_ content: Data, _ hash: String) throws -> String {
        let path = "\(cache)/\(hash)\(PluginFolder.librarySuffix)"
        if FileManager.default.contents(atPath: path) == content { return path }
        do {
            try FileManager.default.createDirectory(
                atPath: cache, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            // A new file replaces the old one, so that a mapped library keeps its content.
            let new = "\(path).new"
            try PlainFile.write(content, to: new, permissions: 0o500)
            guard rename(new, path) == 0 else { throw CocoaError(.fileWriteUnknown) }
        } catch {
            throw PluginLoadError(.missing, "cannot write \(path): \(error.localizedDescription)")
        }
        return path
    }
}

/// A plugin whose library is checked and copied, but not open yet.
package struct PreparedPlugin: Sendable, Equatable, Codable {
    /// What the lock file says.
    package let entry: PluginLockFile.Entry
    /// The folder with a copy of its templates.
    package let directory: String
    let source: String
    let copy: String
    let manifestDocument: JSON

    /// The manifest beside the library, which ``open()`` compares with the one inside.
    /// - Throws: ``PluginLoadError`` `manifestInvalid`.
    package func manifest() throws -> Manifest {
        do { return try manifestDocument.decode() } catch {
            throw PluginLoadError(.manifestInvalid, "the manifest beside \(source) cannot be read: \(error)")
        }
    }

    /// Opens the library and compares it with its manifest and the lock file.
    ///
    /// The library's initialisers run, so this belongs in the confined runner. It stays open for ever: closing it would unmap
    /// code that the Swift runtime still points to.
    ///
    /// - Throws: ``PluginLoadError`` that names the file and the remedy.
    package func open() throws -> LoadedPlugin {
        let table = try PluginLibrary.open(copy, named: source)
        let manifest = table.manifest
        guard table.document == manifestDocument else {
            let names = PluginLibrary.differences(table.document, manifestDocument).joined(separator: ", ")
            throw PluginLoadError(
                .manifestDiffers,
                "the manifest.json beside the library differs from the manifest inside \(source) in: \(names); run `switchyard plugin install` again"
            )
        }
        guard manifest.id == entry.id, manifest.version == entry.version else {
            throw PluginLoadError(
                .manifestDiffers,
                "\(source) says that it is \(manifest.id) \(manifest.version), the lock file has \(entry.id) \(entry.version); run `switchyard plugin lock`"
            )
        }
        let extra = Set(manifest.effects).subtracting(entry.effects).union(Set(manifest.identities).subtracting(entry.identities))
        guard extra.isEmpty else {
            throw PluginLoadError(
                .notLocked,
                "\(source) asks for \(extra.sorted().joined(separator: ", ")), which was not locked; run `switchyard plugin lock`")
        }
        let problems = ManifestRules.problems(manifest)
        guard problems.isEmpty else {
            throw PluginLoadError(.manifestInvalid, "\(source): \(problems.joined(separator: "; "))")
        }
        return LoadedPlugin(entry: entry, directory: directory, source: source, table: table)
    }
}
