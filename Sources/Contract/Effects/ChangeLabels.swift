/// Adds and removes labels of a pull request.
public struct ChangeLabels: EffectRequest {
    /// Answers nothing.
    public typealias Result = NoResult

    /// The row of the registry.
    public static let kind = EffectKind(
        "labels", ChangeLabels.self, summary: "adds and removes labels", subject: .pullRequest, performer: .forge,
        recovery: .repeatable, canBeRetried: true, payload: "{add: […], remove: […]}", result: "{}")

    /// Labels that it shall have.
    public var add: [String]
    /// Labels that it shall not have.
    public var remove: [String]

    /// Makes a request.
    public init(add: [String] = [], remove: [String] = []) {
        self.add = add
        self.remove = remove
    }

    /// Decodes a request; a list that is missing is empty.
    public init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        add = try container.decodeIfPresent([String].self, forKey: .add) ?? []
        remove = try container.decodeIfPresent([String].self, forKey: .remove) ?? []
    }
}
