import PluginAPI

/// What an effect of an attempt belongs to; comes back in its outcome.
struct AttemptContext: Codable, Hashable, Sendable {
    /// The attempt's id.
    var attempt: Int64
    /// The machine's round in which it was asked for.
    var round: Int
    /// `owner/name`; nil for a composition, which is about all of them.
    var repository: String?
}

/// What an effect of a landing belongs to; comes back in its outcome.
struct LandingContext: Codable, Hashable, Sendable {
    enum Step: String, Codable, Sendable {
        /// A target branch is read.
        case read
        /// A target branch is moved.
        case push
    }

    /// The staging's id.
    var landing: Int64
    /// The step of the machine, from 0.
    var position: Int
    /// The machine's round in which it was asked for; nil: asked for before rounds were counted.
    var round: Int?
    var step: Step
    /// `owner/name`.
    var repository: String

    /// Landings from before rounds were counted are in their first one.
    var machineRound: Int { round ?? 1 }
}

extension JSON {
    /// A context as a document.
    ///
    /// Throws if it cannot be encoded: an effect without its context would answer nobody.
    init(context: some Encodable) throws { self = try JSON(encoding: context) }

    /// The context, if the document is one of that kind.
    func context<Context: Decodable>(_ type: Context.Type) -> Context? { try? decode(as: type) }
}
