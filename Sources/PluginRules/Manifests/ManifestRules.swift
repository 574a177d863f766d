import Contract
package import PluginAPI

/// The rules for manifests: each for itself, and all together.
package enum ManifestRules {
    /// What is wrong with a manifest, one sentence each.
    package static func problems(_ manifest: Manifest) -> [String] {
        let id = manifest.id
        var problems: [String] = []
        if TextRule.pluginID.problem(id) != nil {
            problems.append("the id '\(id)' must be lower-case letters, digits and '-', starting with a letter")
        }
        if id == HostPlugin.id || id == "switchyard" { problems.append("the id '\(id)' is the host's own") }
        if manifest.version.isEmpty { problems.append("the plugin '\(id)' states no version") }
        problems += repeated(manifest.commands.map(\.id)).map { "the plugin '\(id)' declares the command '\($0)' twice" }
        problems += repeated(manifest.timers.map(\.name)).map { "the plugin '\(id)' declares the timer '\($0)' twice" }
        problems += repeated(manifest.messages.map(\.code)).map { "the plugin '\(id)' declares the message '\($0)' twice" }
        for timer in manifest.timers where !(1...longestPeriod).contains(timer.periodSeconds ?? 1) {
            problems.append(
                "the timer '\(timer.name)' of '\(id)' has a period under one second or over \(longestPeriod) seconds; leave it out for none"
            )
        }
        for command in manifest.commands {
            // The host keeps the name for people who may push, and does not know yet who they are: nobody could ever use the command.
            if command.roles.contains("writer") {
                problems.append("the command '\(command.id)' of '\(id)' needs the role 'writer', which the host does not give yet")
            }
            for role in command.roles where !Roles.host.contains(role) && (ScopedName.bare(role, of: id) ?? role).contains(".") {
                problems.append(
                    "the command '\(command.id)' of '\(id)' needs the role '\(role)', which is another plugin's; roles count for the "
                        + "plugin that gives them")
            }
        }
        for kind in manifest.effects where EffectKind.named(kind) == nil {
            let hint = Suggestion.nearest(to: kind, among: EffectKind.all.map(\.name)).map { "; did you mean '\($0)'?" } ?? ""
            problems.append("the plugin '\(id)' asks for effects of the kind '\(kind)', which there is not\(hint)")
        }
        problems += manifest.resources.flatMap { self.problems($0, of: id) }
        for page in manifest.pages {
            if !page.path.hasPrefix("/") { problems.append("the page '\(page.path)' of '\(id)' must start with '/'") }
            if page.template.contains("/") || page.template.hasPrefix(".") {
                problems.append("the template '\(page.template)' of '\(id)' must be the name of a file in templates/")
            }
            if page.subject == .pullRequest {
                for name in ["{owner}", "{name}", "{number}"] where !page.path.contains(name) {
                    problems.append("the page '\(page.path)' of '\(id)' is about a pull request, so its path must contain \(name)")
                }
            }
        }
        problems += schemaProblems(manifest)
        return problems
    }

    /// What is wrong with the schemas of the configuration and of operations.
    private static func schemaProblems(_ manifest: Manifest) -> [String] {
        var found = ValueShape.reading(schema: manifest.configurationSchema, at: "configurationSchema").problems
        for (name, key) in DeclaredKeys([manifest]).hostDefaults[manifest.id] ?? [:] where !DeclaredKeys.hostKeysForDefaults.contains(key) {
            let known = DeclaredKeys.hostKeysForDefaults.sorted().joined(separator: ", ")
            found.append("configurationSchema.properties.\(name).x-default-from must be one of \(known)")
        }
        for scope in ConfigurationScope.allCases {
            let (keys, problems) = ValueShape.reading(keys: scope.schemas(of: manifest), at: "configurationKeys.\(scope.rawValue)")
            found += problems
            for key in keys where scope.hostKeys.contains(key.name) {
                found.append("configurationKeys.\(scope.rawValue).\(key.name) is a key of the host itself")
            }
        }
        for resource in manifest.resources {
            found += ValueShape.reading(schema: resource.schema, at: "the schema of '\(resource.method) \(resource.path)'").problems
        }
        return found.map { "in the manifest of '\(manifest.id)': \($0)" }
    }

    /// Ten years, in seconds.
    private static let longestPeriod = 315_360_000

    private static func problems(_ resource: ResourceDeclaration, of id: String) -> [String] {
        let name = "the resource '\(resource.method) \(resource.path)' of '\(id)'"
        var problems: [String] = []
        if !resource.path.hasPrefix("/") { problems.append("\(name) must start with '/'") }
        if !["GET", "POST", "PUT", "PATCH", "DELETE"].contains(resource.method) {
            problems.append("\(name) has an unknown method; GET, POST, PUT, PATCH and DELETE are possible")
        }
        if (resource.query == nil) == (resource.operation == nil) {
            problems.append("\(name) must name either a query or an operation")
        }
        if (resource.query != nil) != (resource.method == "GET") {
            problems.append("\(name) must answer GET with a query and other methods with an operation")
        }
        return problems
    }

    /// What keeps plugins from being used together, one sentence each; every one names both plugins.
    package static func clashes(_ manifests: [Manifest]) -> [String] {
        var problems = repeated(manifests.map(\.id)).map { "the plugin '\($0)' is listed twice" }
        func claim(_ what: String, _ claims: (Manifest) -> [String]) {
            var owners: [String: String] = [:]
            for manifest in manifests {
                for name in claims(manifest) {
                    if let owner = owners[name], owner != manifest.id {
                        problems.append("the plugins '\(owner)' and '\(manifest.id)' both claim the \(what) '\(name)'; load one of them")
                    }
                    owners[name] = manifest.id
                }
            }
        }
        claim("service") { $0.services.map(\.description) }
        // Operators run, pause and resume triggers by their names alone.
        claim("timer") { $0.timers.map(\.name) }
        claim("resource") { $0.resources.map { "\($0.method) \(shape($0.path))" } }
        for scope in ConfigurationScope.allCases {
            claim("configuration key of a \(scope.rawValue)") { scope.schemas(of: $0).keys.sorted() }
        }
        claim("page") { $0.pages.map { shape($0.path) } }
        for first in manifests {
            for second in manifests where first.id != second.id && "\(second.prefix)_".hasPrefix("\(first.prefix)_") {
                problems.append(
                    "the tables of '\(second.id)' would be named like those of '\(first.id)'; one of them needs another id")
            }
            for need in first.needs where !manifests.contains(where: { $0.services.contains(need) }) {
                problems.append("the plugin '\(first.id)' needs the service \(need), which no loaded plugin provides")
            }
        }
        do throws(CommandGrammar.Conflict) {
            _ = try CommandGrammar(plugins: manifests.map { CommandGrammar.Claim(plugin: $0.id, commands: $0.commands) })
        } catch {
            problems += error.problems
        }
        do throws(MessageCatalogue.Conflict) {
            _ = try MessageCatalogue(plugins: manifests.map { MessageCatalogue.Source(plugin: $0.id, messages: $0.messages) })
        } catch {
            problems += error.problems
        }
        return problems
    }

    /// A path with its placeholders made equal: two that differ in their names only take the same requests.
    private static func shape(_ path: String) -> String {
        path.split(separator: "/").map { $0.hasPrefix("{") ? "{}" : String($0) }.joined(separator: "/")
    }

    private static func repeated(_ names: [String]) -> [String] {
        var seen: Set<String> = []
        return names.filter { !seen.insert($0).inserted }
    }
}
