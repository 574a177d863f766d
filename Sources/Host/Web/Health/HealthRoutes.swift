import Engine

/// `/livez` says that the process answers, `/readyz` whether it applies what it receives.
struct HealthRoutes: Sendable {
    let runtime: HostRuntime

    var routes: [Route] {
        let runtime = runtime
        return [
            Route(method: "GET", pattern: PathPattern("/livez"), surface: .plain) { _ in Reply(text: "alive") },
            Route(method: "GET", pattern: PathPattern("/readyz"), surface: .plain) { _ in
                guard let trouble = await runtime.trouble() else { return Reply(text: "ready") }
                return Reply(status: 503, text: "the log stands still: \(trouble)")
            },
        ]
    }
}
