import Engine
import PluginAPI

/// The frame around the content of every page: header with navigation, and footer.
struct PageFrame: Sendable {
    private let navigation: [(title: String, path: String)]
    private let styles: [String]

    init(plugins: [PluginSummary]) {
        let pages = plugins.flatMap(\.manifest.pages).filter { PathPattern($0.path).names.isEmpty }
        var navigation = pages.map { ($0.title, $0.path) }
        if !pages.contains(where: { $0.path == "/" }) { navigation.insert(("Overview", "/"), at: 0) }
        self.navigation = navigation + [("Events", "/events"), ("Plugins", "/plugins")]
        styles = StaticRoutes.styleSheets(of: plugins)
    }

    /// A whole page.
    /// - Parameters:
    ///   - path: where the page is, for the navigation.
    ///   - content: finished HTML; it comes from a template, which escapes.
    func page(status: Int = 200, title: String, path: String, caller: AccessControl.Caller, content: String) -> Reply {
        let document: JSON = [
            "title": .string(title), "version": .string(HostRuntime.version), "styles": JSON(styles),
            "navigation": .array(
                navigation.map { entry in
                    ["title": .string(entry.title), "path": .string(entry.path), "current": .bool(entry.path == path)]
                }),
            "viewer": caller.role == .anonymous ? .null : .string(caller.actor),
        ]
        return Reply(status: status, html: HostTemplates.head.render(document) + content + HostTemplates.foot.render(document))
    }

    /// A page that shows a problem.
    func page(_ problem: Problem) -> Reply {
        let title = Problem.title(problem.status)
        let document: JSON = [
            "status": .int(Int64(problem.status)), "title": .string(title), "detail": .string(problem.detail),
            "remedy": JSON(problem.remedy), "login": .bool(problem.status == 401),
        ]
        return page(
            status: problem.status, title: title, path: "", caller: .anonymous, content: HostTemplates.problem.render(document))
    }
}
