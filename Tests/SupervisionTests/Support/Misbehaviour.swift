import PluginAPI
import Testing

/// A plugin in `Plugins/`: its source, and what its manifest says beyond the defaults.
struct Misbehaviour: Sendable, CustomTestStringConvertible {
    var id: String
    /// The file without its suffix; the default id.
    var source: String
    /// Preprocessor names, for one source with several plugins.
    var define: String?
    var manifest: Manifest
    var isEssential = false
    /// Repositories and effects of the grant, under the identity `merge`.
    var grants: [(effects: [String], repositories: [String])] = []
    /// Another manifest beside the library.
    var shownManifest: Manifest?

    init(
        _ id: String, source: String? = nil, define: String? = nil, isEssential: Bool = false, _ change: (inout Manifest) -> Void = { _ in }
    ) {
        self.id = id
        self.source = source ?? id
        self.define = define
        self.isEssential = isEssential
        var manifest = Manifest(id: id, version: "1.0.0", events: ["forge.status", "\(id).*"])
        change(&manifest)
        self.manifest = manifest
    }

    /// A plugin that records every status, and does nothing wrong.
    static let good = Misbehaviour("good")

    var testDescription: String { id }
}
