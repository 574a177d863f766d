import Engine
import Foundation
import PluginAPI

/// The pages that plugins declare: a query's document in the plugin's own template.
struct PluginPages: Sendable {
    let runtime: HostRuntime
    let plugins: [PluginSummary]
    let frame: PageFrame

    /// One route per declared page.
    var routes: [Route] {
        get throws {
            try plugins.flatMap { plugin in try plugin.manifest.pages.map { try route($0, of: plugin) } }
        }
    }

    private func route(_ page: PageDeclaration, of plugin: PluginSummary) throws -> Route {
        let template = try template(page, of: plugin)
        let role = try PluginResources.role(page.role, plugin: plugin.id, path: page.path)
        let (runtime, frame, id) = (runtime, frame, plugin.id)
        return .page(page.path, role: role) { call in
            let question = QueryCall(
                name: page.query, parameters: call.arguments(), viewer: call.viewer, role: call.pluginRole)
            let document = try await runtime.link.query(plugin: id, question)
            return frame.page(
                title: Self.title(page.title, call.parameters), path: page.path, caller: call.caller,
                content: template.render(document))
        }
    }

    private func template(_ page: PageDeclaration, of plugin: PluginSummary) throws -> PageTemplate {
        let path = "\(plugin.directory)/templates/\(page.template)"
        guard !page.template.contains("/"), let bytes = FileManager.default.contents(atPath: path) else {
            throw RuntimeError(
                "plugin \(plugin.id): the page \(page.path) needs \(path), which cannot be read; run `switchyard plugin install` with --templates"
            )
        }
        return try PageTemplate(String(decoding: bytes, as: UTF8.self), named: path)
    }

    private static func title(_ text: String, _ parameters: [String: String]) -> String {
        parameters.reduce(text) { $0.replacing("{\($1.key)}", with: $1.value) }
    }
}
