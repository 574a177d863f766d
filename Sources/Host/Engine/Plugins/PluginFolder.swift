import Foundation
import PluginAPI

/// The folder of one plugin: `<id>/` with one library, `manifest.json` and, if it has pages, `templates/`.
struct PluginFolder {
    let id: String
    let path: String

    #if canImport(Darwin)
        static let librarySuffix = ".dylib"
    #else
        static let librarySuffix = ".so"
    #endif

    init(id: String, in directory: String) {
        self.id = id
        path = "\(directory)/\(id)"
    }

    var manifestPath: String { "\(path)/manifest.json" }

    /// Name of the one library in the folder.
    func libraryName() throws -> String {
        let remedy = "put the library there with `switchyard plugin install`"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw PluginLoadError(.missing, "the plugin \(id) has no folder \(path); \(remedy)")
        }
        let libraries = names.filter { $0.hasSuffix(Self.librarySuffix) }.sorted()
        guard let library = libraries.first else {
            throw PluginLoadError(.missing, "\(path) holds no library (*\(Self.librarySuffix)); \(remedy)")
        }
        guard libraries.count == 1 else {
            let list = libraries.joined(separator: ", ")
            throw PluginLoadError(.missing, "\(path) holds several libraries (\(list)); leave the one that is the plugin")
        }
        return library
    }

    /// The manifest beside the library.
    func manifest() throws -> JSON {
        guard let data = FileManager.default.contents(atPath: manifestPath) else {
            throw PluginLoadError(
                .missing, "\(manifestPath) is missing; `switchyard plugin install` writes it from the library")
        }
        do { return try JSON(parsing: data) } catch {
            throw PluginLoadError(
                .manifestInvalid, "\(manifestPath): \(error); `switchyard plugin install` writes it from the library")
        }
    }
}
