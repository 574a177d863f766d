import Foundation
package import HostConfiguration
import PluginAPI
import PluginRules

/// Reads configuration files together with the manifests of the plugins that they load, which say what else can stand in them.
///
/// The manifests beside the libraries are enough: nothing is opened, and a library is compared with its manifest before it is used.
package enum ConfigurationFile {
    /// Reads a file.
    ///
    /// - Parameters:
    ///   - path: The file's path; problems name it as it is given.
    ///   - data: The data folder, where it is not the one that the file names.
    /// - Throws: `ConfigurationError`, also when there is no such file.
    package static func load(path: String, data: String? = nil) throws(ConfigurationError) -> LoadedConfiguration {
        try load(yaml: ConfigurationLoader.text(of: path), source: path, data: data)
    }

    /// Reads the text of a file.
    package static func load(
        yaml: String, source: String, data: String? = nil
    ) throws(ConfigurationError) -> LoadedConfiguration {
        let places = ConfigurationLoader.plugins(yaml: yaml)
        return try ConfigurationLoader.load(yaml: yaml, source: source, declared: declaredKeys(places, data: data))
    }

    private static func declaredKeys(_ places: PluginPlaces?, data: String?) -> DeclaredKeys {
        guard let places else { return DeclaredKeys([]) }
        let directory = HostRuntime.pluginFolder(places.directory, dataDirectory: data ?? places.data ?? "var")
        var manifests: [Manifest] = []
        var unknown: [String: String] = [:]
        for id in places.ids {
            do { manifests.append(try PluginFolder(id: id, in: directory).manifest().decode()) } catch {
                unknown[id] = (error as? PluginLoadError)?.message ?? "the manifest of \(id) in \(directory) cannot be used: \(error)"
            }
        }
        return DeclaredKeys(manifests, unknown: unknown)
    }
}
