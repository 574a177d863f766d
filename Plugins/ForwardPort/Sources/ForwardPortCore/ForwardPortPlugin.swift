public import PluginAPI

/// Carries merged changes along a project's ordered branches.
///
/// It registers, and does nothing yet.
public struct ForwardPortPlugin: Plugin {
    /// What the plugin is and asks for.
    public static var manifest: Manifest { Manifest(id: "forwardport", version: "0.1.0") }

    /// Makes the instance of one host.
    public init() {}
}
