import MergeBotCore
import PluginAPI

@_cdecl("sy_plugin_1")
public func plugin() -> UnsafeRawPointer? { export(MergeBotPlugin.self) }
