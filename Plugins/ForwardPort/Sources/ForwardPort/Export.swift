import ForwardPortCore
import PluginAPI

/// The one function that the host looks for.
@_cdecl("sy_plugin_1")
public func forwardPortPlugin() -> UnsafeRawPointer? { export(ForwardPortPlugin.self) }
