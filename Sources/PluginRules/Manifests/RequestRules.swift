import Contract
package import PluginAPI

/// What the host looks at before a request of a plugin is written down, or one of an operator reaches a plugin.
package enum RequestRules {
    /// Why the payload of an effect is not that of its kind; nil if it is, and for a kind that does not exist, which nobody is granted.
    package static func problem(with effect: Effect) -> PluginError? {
        guard let kind = EffectKind.named(effect.kind) else { return nil }
        if kind.subject == .pullRequest, effect.number == nil {
            return PluginError(.invalid, "the effect '\(kind)' is about a pull request and needs its number")
        }
        do { try kind.check(effect.payload) } catch {
            return PluginError(.invalid, "the payload of the effect '\(kind)' is not \(kind.shape.payload): \(sentence(error))")
        }
        return nil
    }

    /// What does not fit, with its place.
    private static func sentence(_ error: any Error) -> String {
        let context: DecodingError.Context
        switch error as? DecodingError {
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found), .dataCorrupted(let found):
            context = found
        default: return "\(error)"
        }
        let path = context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? ".\($0.stringValue)" }.joined()
        return path.isEmpty ? context.debugDescription : "\(path.drop { $0 == "." }): \(context.debugDescription)"
    }

    /// Why an operation's body does not fit the schema of its resource.
    package struct BodyProblem: Error, Sendable, Hashable {
        /// What is wrong, and what to write instead.
        package let message: String
        /// The member of the body; empty for the body as a whole.
        package let field: String
    }

    /// Reads the body of an operation by the schema in the manifest; the parameters of the path are left as they are.
    ///
    /// - Returns: the call with the defaults of the schema.
    /// - Throws: the first thing that does not fit.
    package static func reading(_ call: OperationCall, of manifest: Manifest) throws(BodyProblem) -> OperationCall {
        guard let resource = manifest.resources.first(where: { $0.operation == call.name }), resource.schema != [:] else { return call }
        let inPath = Set(
            resource.path.split(separator: "/").filter { $0.hasPrefix("{") && $0.hasSuffix("}") }.map { String($0.dropFirst().dropLast()) })
        let members = call.parameters.object ?? [:]
        let body = JSON.object(members.filter { !inPath.contains($0.key) })
        var reader = DocumentReader(source: "body", form: .document)
        let read = reader.read(DocumentNode(body), as: ValueShape.reading(schema: resource.schema, at: "schema").shape, at: "")
        if let problem = reader.problems.first {
            throw BodyProblem(message: "\(problem.message); \(problem.remedy)", field: problem.path)
        }
        let whole = members.filter { inPath.contains($0.key) }.merging(read.object ?? [:]) { first, _ in first }
        return OperationCall(name: call.name, parameters: .object(whole), actor: call.actor)
    }
}

extension EffectKind {
    /// Reads a payload as the kind's request.
    fileprivate func check(_ payload: JSON) throws { _ = try request.init(payload: payload) }
}
