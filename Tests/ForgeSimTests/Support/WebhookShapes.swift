import ForgeSim
import Foundation

/// What webhook payloads look like: the keys of every object and their types, as listed in `Fixtures/webhooks/shapes/payloads.txt`.
///
/// A section is one kind of object, or an event with its action. `key?` is optional, `@name` is another section, `[x]` a list of x.
struct WebhookShapes {
    private struct Member {
        let name: String
        let optional: Bool
        let types: [String]
    }

    private var sections: [String: [Member]] = [:]

    init() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        let file = folder.appending(path: "Fixtures/webhooks/shapes/payloads.txt")
        var current = ""
        for line in try String(contentsOf: file, encoding: .utf8).split(separator: "\n") where !line.hasPrefix("#") {
            if line.hasPrefix("[") {
                current = String(line.dropFirst().dropLast())
                sections[current] = []
                continue
            }
            guard let colon = line.range(of: ": ") else { continue }
            let name = String(line[..<colon.lowerBound])
            let types = line[colon.upperBound...].components(separatedBy: " | ")
            sections[current]?.append(
                Member(name: name.hasSuffix("?") ? String(name.dropLast()) : name, optional: name.hasSuffix("?"), types: types))
        }
    }

    /// The events that are described.
    var events: Set<String> { Set(sections.keys.filter { $0.hasPrefix("event ") }.map { String($0.dropFirst(6)) }) }

    /// What is wrong with the payload of an event: missing and unknown keys, other types.
    func problems(_ event: String, _ payload: ForgeJSON) -> [String] {
        guard sections["event \(event)"] != nil else { return ["\(event): not described"] }
        return problems(payload, section: "event \(event)", at: event)
    }

    private func problems(_ value: ForgeJSON, section: String, at path: String) -> [String] {
        guard let members = sections[section] else { return ["\(path): no section \(section)"] }
        guard let object = value.object else { return ["\(path): no object"] }
        var found = members.filter { !$0.optional && object[$0.name] == nil }.map { "\(path).\($0.name) is missing" }
        for (key, value) in object.members {
            guard let member = members.first(where: { $0.name == key }) else {
                found.append("\(path).\(key) is unknown")
                continue
            }
            found += problems(value, member.types, at: "\(path).\(key)")
        }
        return found
    }

    /// Empty if one of the types fits; otherwise the problems of the closest one.
    private func problems(_ value: ForgeJSON, _ types: [String], at path: String) -> [String] {
        var best: [String]?
        for type in types {
            let found = problems(value, type: type, at: path)
            if found.isEmpty { return [] }
            if found.count < best?.count ?? .max || type.hasPrefix("@") && value.object != nil { best = found }
        }
        return best ?? []
    }

    private func problems(_ value: ForgeJSON, type: String, at path: String) -> [String] {
        if type.hasPrefix("@") { return problems(value, section: String(type.dropFirst()), at: path) }
        if type.hasPrefix("["), let items = value.array {
            let inner = type.dropFirst().dropLast().split(separator: "/").map(String.init)
            return inner.isEmpty ? [] : items.enumerated().flatMap { problems($1, inner, at: "\(path)[\($0)]") }
        }
        let fits =
            switch type {
            case "null": value.isNull
            case "boolean": value.bool != nil
            case "integer": value.int != nil
            case "number": value.double != nil
            case "string": value.string != nil
            case "object": value.object != nil
            default: false
            }
        return fits ? [] : ["\(path) is not \("aeiou".contains(type.prefix(1)) ? "an" : "a") \(type)"]
    }
}
