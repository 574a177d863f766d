package import PluginAPI
package import Store

/// How one attempt at an effect ended.
package enum EffectEnd: Sendable, Hashable {
    /// The work is done; a JSON object, whose shape depends on the kind.
    case done(JSON)
    /// It will not work however often it is tried.
    case failed(code: String, message: String)
    /// It may work later.
    /// - Parameters:
    ///   - after: what the forge asked for, in milliseconds.
    ///   - isEndUnknown: the call was cut off, so it may have done its work all the same.
    case retry(message: String, after: Int64?, isEndUnknown: Bool)

    /// Whether the work is known to be done.
    var isDone: Bool {
        if case .done = self { true } else { false }
    }
}

/// Does what effects ask for: the only way from the engine to the forge and to git.
package protocol EffectPerformer: Sendable {
    /// Makes one attempt.
    /// - Parameter isEndUnknown: an earlier attempt may have done the work: look before doing it again.
    func perform(_ effect: StoredEffect, isEndUnknown: Bool) async -> EffectEnd
}
