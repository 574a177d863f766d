import Engine
import PluginAPI

/// The description of the API (OpenAPI 3.1), generated from the routes themselves.
struct APIDescription {
    let routes: [Route]

    /// The whole document.
    var document: JSON {
        var paths: [String: JSON] = [:]
        for route in routes {
            let path = route.pattern.text
            var methods = paths[path] ?? [:]
            methods[route.method.lowercased()] = operation(route)
            paths[path] = methods
        }
        return [
            "openapi": "3.1.0", "info": ["title": "Switchyard", "version": .string(HostRuntime.version)], "paths": .object(paths),
            "components": ["securitySchemes": ["token": ["type": "http", "scheme": "bearer"]]],
        ]
    }

    private func operation(_ route: Route) -> JSON {
        var operation: JSON = [
            "summary": .string(route.summary), "x-role": .string(route.role.rawValue),
            "parameters": .array(
                route.pattern.names.map {
                    ["name": .string($0), "in": "path", "required": true, "schema": ["type": "string"]]
                }),
            "responses": [
                "200": ["description": "The document.", "content": ["application/json": [:]]],
                "default": ["description": "A problem document.", "content": ["application/problem+json": [:]]],
            ],
        ]
        if route.role != .anonymous { operation["security"] = [["token": []]] }
        if route.method != "GET" {
            operation["requestBody"] = ["content": ["application/json": ["schema": route.schema]]]
        }
        return operation
    }

    /// The route that serves a description.
    static func route(_ document: JSON) -> Route {
        Route(method: "GET", pattern: PathPattern("/api/openapi.json"), surface: .api) { _ in Reply(document: document) }
    }
}
