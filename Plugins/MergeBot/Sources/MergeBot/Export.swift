import MergeBotCore
import PluginAPI

/// What the host looks up in the library.
@_cdecl("sy_plugin_1")
public func plugin() -> UnsafeRawPointer? { export(MergeBotPlugin.self) }
