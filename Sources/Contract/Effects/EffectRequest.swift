/// What an effect of one kind needs: its payload. The other half, what it answers, is its ``Result``.
///
/// Used by the plugin that asks, by the host that carries it out, and by the fake forge in PluginTesting. It crosses the plugin
/// boundary as JSON.
public protocol EffectRequest: Codable, Sendable, Hashable {
    /// What the effect answers when it is done.
    associatedtype Result: Codable, Sendable, Hashable

    /// The kind's row in the registry.
    static var kind: EffectKind { get }
}

/// The answer of effects that answer nothing: `{}`.
public struct NoResult: Codable, Sendable, Hashable {
    /// Makes the answer.
    public init() {}
}

extension EffectRequest {
    /// The payload as it crosses the boundary.
    ///
    /// - Throws: never for the kinds of the registry.
    public func payload() throws -> JSON { try JSON(encoding: self) }

    /// Reads a payload.
    ///
    /// - Throws: ``JSONError`` that names the member.
    public init(payload: JSON) throws { self = try payload.decode(as: Self.self) }
}
