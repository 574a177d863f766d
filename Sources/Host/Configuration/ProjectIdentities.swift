import Contract
import PluginRules

/// Which identities act for a project: one for each name that plugins ask for, and one for the host itself.
///
/// A name stands for the identity that the project's `identities` says, or for the identity of that name; where there is neither, the
/// host's own identity acts. That is what `identity` says, or what the first name of the first plugin stands for, or the only identity.
struct ProjectIdentities {
    let place: ConfigurationCursor
    let root: ConfigurationCursor
    let declared: DeclaredKeys

    private var known: [String: JSON] { root["identities"].value.object ?? [:] }
    private var mapped: ConfigurationCursor { place["identities"] }

    /// Fills in the project's `identity` and `identities`.
    func settle(_ project: inout JSON, _ reader: inout DocumentReader) {
        for (name, identity) in mapped.entries {
            ConfigurationRules.reference(identity, root, &reader)
            guard declared.unknown.isEmpty, !declared.identities.contains(name) else { continue }
            let nearest = Suggestion.nearest(to: name, among: declared.identities).map { "did you mean `\($0)`? " } ?? ""
            let names = declared.identities.joined(separator: ", ")
            reader.report(
                identity.path, "no loaded plugin asks for an identity `\(name)`",
                nearest + (names.isEmpty ? "remove it; `identity` says under which one the host answers" : "they ask for: \(names)"))
        }
        ConfigurationRules.reference(place["identity"], root, &reader)
        let own = host(&reader)
        project["identity"] = JSON(own)
        for name in declared.identities where project["identities"][name].isNull {
            project["identities"][name] = JSON(known[name] == nil ? own : name)
        }
    }

    private func host(_ reader: inout DocumentReader) -> String? {
        if let written = place["identity"].text { return written }
        if let first = declared.identities.first {
            if let written = mapped[first].text { return written }
            if known[first] != nil || !declared.unknown.isEmpty { return first }
            let remedy = known.isEmpty ? "add it under identities" : "add identities: {\(first): NAME}, one of \(names)"
            reader.report(place["identities"].path, "there is no identity `\(first)`, for which a plugin asks", remedy)
            return nil
        }
        if known.count == 1 { return known.keys.first }
        if declared.unknown.isEmpty {
            reader.report(
                place["identity"].path, "it is not said under which identity the host answers",
                known.isEmpty ? "add one under identities" : "add identity: NAME, one of \(names)")
        }
        return nil
    }

    private var names: String { known.keys.sorted().joined(separator: ", ") }
}
