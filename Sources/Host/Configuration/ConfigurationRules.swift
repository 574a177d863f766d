import Contract
import PluginRules

/// What has to be true across keys: references, credentials, and what a public listener may not do.
///
/// Each rule looks at the document as read, in which parts that did not fit are `null`, so that all problems of a file
/// are told at once.
enum ConfigurationRules {
    /// Runs all rules and settles the defaults that depend on other keys.
    static func apply(to document: JSON, _ declared: DeclaredKeys, reader: inout DocumentReader) -> JSON {
        let root = ConfigurationCursor(document)
        if reader.form == .file {
            credentials(root, &reader)
            secrets(root, &reader)
        }
        grants(root, &reader)
        unknownPlugins(root, declared, &reader)
        repositories(root, &reader)
        people(root, &reader)
        unsupported(root, &reader)
        return settled(document, declared, &reader)
    }

    /// What the file may say and this version does not do yet: better heard at the check than missed in the queue.
    private static func unsupported(_ root: ConfigurationCursor, _ reader: inout DocumentReader) {
        for (_, identity) in root["identities"].entries where identity["app"]["key_file"].text != nil {
            reader.report(identity["app"].path, "App credentials are not supported yet", "use token_file or token_env", severity: .warning)
        }
    }

    private static func unknownPlugins(_ root: ConfigurationCursor, _ declared: DeclaredKeys, _ reader: inout DocumentReader) {
        for plugin in root["plugins"]["load"].items {
            guard let id = plugin["id"].text, let reason = declared.unknown[id] else { continue }
            reader.report(
                plugin["id"].path, "keys of plugins are not checked: \(reason)", "install the plugin, then check again", severity: .warning)
        }
    }

    private static func credentials(_ root: ConfigurationCursor, _ reader: inout DocumentReader) {
        for (name, identity) in root["identities"].entries where identity.value.object != nil {
            let kinds = ["token_file", "token_env", "app"]
            let named = kinds.filter { reader.written.contains(identity[$0].path) }
            if named.count != 1 {
                let found = named.isEmpty ? "none" : named.joined(separator: " and ")
                reader.report(
                    identity.path, "identity `\(name)` needs exactly one credential, found \(found)",
                    "keep one of token_file, token_env and app")
            } else if named == ["app"], identity["app"].value.object != nil, identity["app"]["key_file"].text == nil {
                reader.report(
                    identity["app"].path, "`key_file` is missing", "add key_file: the path of the app's private key")
            }
        }
    }

    private static func secrets(_ root: ConfigurationCursor, _ reader: inout DocumentReader) {
        guard root["insecure"].value.bool == false, let reason = exposure(root) else { return }
        for source in root["sources"].items where source["secret_files"].value.array?.isEmpty == true {
            reader.report(
                source.path, "a source without a secret, and \(reason)",
                "add secret_files, or insecure: true if anybody may send webhooks here")
        }
    }

    /// Why others can reach the listener, or nil if only this machine can.
    private static func exposure(_ root: ConfigurationCursor) -> String? {
        if let listen = root["listen"].text.flatMap(ListenAddress.init), !listen.isLoopback {
            return "\(listen) can be reached from other machines"
        }
        guard let url = root["public_url"].text else { return nil }
        let afterScheme = url.drop { $0 != "/" }.drop { $0 == "/" }
        let authority = afterScheme.prefix { $0 != "/" }
        let host = authority.hasPrefix("[") ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        return ListenAddress.isLoopback(String(host)) ? nil : "public_url says that others reach it as \(host)"
    }

    private static func grants(_ root: ConfigurationCursor, _ reader: inout DocumentReader) {
        for plugin in root["plugins"]["load"].items {
            for grant in plugin["grants"].items {
                reference(grant["identity"], root, &reader)
                if let effects = grant["effects"].value.array, effects.isEmpty {
                    reader.report(grant["effects"].path, "grants nothing", "name the effects or remove the grant")
                }
            }
        }
    }

    /// Reports a name that is not the name of an identity.
    static func reference(
        _ place: ConfigurationCursor, _ root: ConfigurationCursor, _ reader: inout DocumentReader
    ) {
        guard let name = place.text, let identities = root["identities"].value.object, identities[name] == nil else {
            return
        }
        let known = identities.keys.sorted()
        if reader.written.contains("identities.\(name)") { return }
        let nearest = Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`? " } ?? ""
        let remedy = known.isEmpty ? "add it under identities" : "known are: \(known.joined(separator: ", "))"
        reader.report(place.path, "there is no identity `\(name)`", nearest + remedy)
    }

    private static func repositories(_ root: ConfigurationCursor, _ reader: inout DocumentReader) {
        var owners: [String: String] = [:]
        let sources = Set(root["sources"].items.compactMap { $0["repository"].text?.lowercased() })
        for project in root["projects"].items {
            var inProject: Set<String> = []
            for repository in project["repositories"].items {
                guard let name = repository["name"].text else { continue }
                let key = name.lowercased()
                // The list itself has told of a second mention in the same project.
                guard inProject.insert(key).inserted else { continue }
                if let other = owners[key] {
                    reader.report(
                        repository["name"].path, "`\(name)` belongs to project `\(other)` already",
                        "a repository is in one project")
                } else {
                    owners[key] = project["name"].text ?? "?"
                }
                if reader.form == .file, !sources.contains(key) {
                    reader.report(
                        repository["name"].path, "`\(name)` has no entry under sources, so its webhooks are refused",
                        "add one, here or through the API", severity: .warning)
                }
            }
        }
    }

    private static func people(_ root: ConfigurationCursor, _ reader: inout DocumentReader) {
        guard reader.form == .file else { return }
        let known = root["projects"].items.flatMap { $0["repositories"].items }.compactMap { $0["name"].text }
        let folded = Set(known.map { $0.lowercased() })
        for person in root["people"].items {
            for right in person["review"].items + person["overrides"].items {
                guard let name = right["repository"].text, !folded.contains(name.lowercased()) else { continue }
                let nearest = Suggestion.nearest(to: name, among: known).map { "did you mean `\($0)`?" }
                reader.report(
                    right["repository"].path, "`\(name)` is in no project, so this right means nothing",
                    nearest ?? "check the name", severity: .warning)
            }
        }
    }

    /// Fills in what depends on other keys.
    private static func settled(_ document: JSON, _ declared: DeclaredKeys, _ reader: inout DocumentReader) -> JSON {
        var document = document
        if let projects = document["projects"].array {
            let root = ConfigurationCursor(document)
            document["projects"] = .array(
                zip(projects, root["projects"].items).map { project, place in
                    guard project.object != nil else { return project }
                    var project = project
                    if project["bot_name"].isNull { project["bot_name"] = project["name"] }
                    ProjectIdentities(place: place, root: root, declared: declared).settle(&project, &reader)
                    return project
                })
        }
        if let plugins = document["plugins"]["load"].array {
            document["plugins"]["load"] = .array(
                plugins.map { plugin in
                    var plugin = plugin
                    for (key, hostKey) in plugin["id"].string.flatMap({ declared.hostDefaults[$0] }) ?? [:]
                    where plugin["configuration"][key].isNull && !document[hostKey].isNull {
                        plugin["configuration"][key] = document[hostKey]
                    }
                    return plugin
                })
        }
        if let people = document["people"].array {
            document["people"] = .array(
                people.map { person in
                    var person = person
                    if person["name"].isNull { person["name"] = person["login"] }
                    return person
                })
        }
        return document
    }
}
