import Contract
import PluginRules

/// Brings documents that were read into the one form that stands in the log.
enum ConfigurationDocument {
    /// The document without slashes at the ends of addresses.
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

    /// The document without what is only one machine's business, and with lists whose order means nothing in order.
    static func canonical(_ document: JSON, as shape: ValueShape) -> JSON {
        var document = shared(document, shape: shape)
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

    /// The value without keys that can stand in a file only.
    private static func shared(_ value: JSON, shape: ValueShape) -> JSON {
        switch (shape, value) {
        case (.optional(let shape), _), (.shorthand(let shape, _), _): return shared(value, shape: shape)
        case (.list(let element, _, _), .array(let items)): return .array(items.map { shared($0, shape: element) })
        case (.table(_, let shape), .object(let members)):
            return .object(members.mapValues { shared($0, shape: shape) })
        case (.variant(let key, let shapes, let otherwise), _):
            return shared(value, shape: value[key].string.flatMap { shapes[$0] } ?? otherwise)
        case (.object(let keys, _), .object(let members)):
            var kept = members
            for key in keys {
                kept[key.name] = key.audience == .everybody ? members[key.name].map { shared($0, shape: key.shape) } : nil
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
