import PluginAPI

/// Normalises documents to the one form that is written to the log.
enum ConfigurationDocument {
    /// The document without trailing slashes in addresses.
    static func trimmed(_ document: JSON) -> JSON {
        var document = document
        document["public_url"] = trimmed(address: document["public_url"])
        for key in ["api_url", "graphql_url", "git_url", "web_url"] {
            document["forge"][key] = trimmed(address: document["forge"][key])
        }
        return document
    }

    private static func trimmed(address: JSON) -> JSON {
        guard var text = address.string else { return address }
        while text.hasSuffix("/") { text.removeLast() }
        return .string(text)
    }

    /// The document without what concerns only one machine, and with those lists sorted whose order means nothing.
    static func canonical(_ document: JSON) -> JSON {
        var document = shared(document, shape: ConfigurationSchema.root)
        document["sources"] = sorted(document["sources"], by: ["repository"])
        document["people"] = .array(
            (sorted(document["people"], by: ["login"]).array ?? []).map { person in
                var person = person
                person["review"] = sorted(person["review"], by: ["repository"])
                person["overrides"] = sorted(person["overrides"], by: ["context", "repository"])
                return person
            })
        return document
    }

    /// The value without keys that may appear only in a file.
    private static func shared(_ value: JSON, shape: ConfigurationShape) -> JSON {
        switch (shape, value) {
        case (.optional(let shape), _), (.shorthand(let shape, _), _): return shared(value, shape: shape)
        case (.list(let element, _, _), .array(let items)): return .array(items.map { shared($0, shape: element) })
        case (.table(_, let shape), .object(let members)):
            return .object(members.mapValues { shared($0, shape: shape) })
        case (.object(let keys), .object(let members)):
            var kept: [String: JSON] = [:]
            for key in keys where key.audience == .everybody {
                kept[key.name] = shared(members[key.name] ?? .null, shape: key.shape)
            }
            return .object(kept)
        default: return value
        }
    }

    private static func sorted(_ list: JSON, by keys: [String]) -> JSON {
        let items = list.array ?? []
        return .array(
            items.sorted { left, right in
                for key in keys {
                    let (one, other) = (left[key].string?.lowercased() ?? "", right[key].string?.lowercased() ?? "")
                    if one != other { return one < other }
                }
                return false
            })
    }
}

extension Configuration {
    /// The configuration with each project's and repository's own part of the document beside it.
    func withSettings() -> Configuration {
        let settled = projects.enumerated().map { index, project in
            var project = project
            project.settings = document["projects"][index]
            let repositories = project.repositories.enumerated().map { place, repository in
                var repository = repository
                repository.settings = project.settings["repositories"][place]
                return repository
            }
            project.repositories = repositories
            return project
        }
        var copy = self
        copy.projects = settled
        return copy
    }
}
