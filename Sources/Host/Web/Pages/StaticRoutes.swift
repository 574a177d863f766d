import Engine
import Foundation

/// Style sheets and the icon: the host's own are compiled in, those of plugins are read at the start.
struct StaticRoutes: Sendable {
    let plugins: [PluginSummary]

    /// One route per file.
    var routes: [Route] {
        let own = [
            file("/static/app.css", "text/css; charset=utf-8", PackageResources.app_css),
            file("/static/icon.svg", "image/svg+xml", PackageResources.icon_svg),
        ]
        return own
            + plugins.flatMap { plugin in
                Self.styleSheetNames(of: plugin).compactMap { name in
                    FileManager.default.contents(atPath: "\(plugin.directory)/templates/\(name)").map {
                        file(Self.path(plugin.id, name), "text/css; charset=utf-8", Array($0))
                    }
                }
            }
    }

    /// The path of the style sheet of all plugins.
    static func styleSheets(of plugins: [PluginSummary]) -> [String] {
        plugins.flatMap { plugin in styleSheetNames(of: plugin).map { path(plugin.id, $0) } }
    }

    private static func path(_ plugin: String, _ name: String) -> String { "/static/plugins/\(plugin)/\(name)" }

    private static func styleSheetNames(of plugin: PluginSummary) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "\(plugin.directory)/templates")) ?? []
        return names.filter { $0.hasSuffix(".css") }.sorted()
    }

    private func file(_ path: String, _ type: String, _ content: [UInt8]) -> Route {
        var reply = Reply(contentType: type, body: content, headers: ["Cache-Control": "public, max-age=300"])
        reply.hasEntityTag = true
        return Route(method: "GET", pattern: PathPattern(path), surface: .plain) { [reply] _ in reply }
    }
}
