package import PluginAPI
package import Store

/// How one attempt at an effect ended.
package enum EffectEnd: Sendable, Hashable {
    /// The work is done; a JSON object, whose shape depends on the kind.
    case done(JSON)
    /// It will never work, however often it is tried.
    case failed(code: String, message: String)
    /// It may work later.
    /// - Parameters:
    ///   - after: the delay that the forge asked for, in milliseconds.
    ///   - mayHaveHappened: the call was cut off, so it may have done its work anyway.
    case retry(message: String, after: Int64?, mayHaveHappened: Bool)

    /// Whether the work is known to be done.
    var isDone: Bool {
        if case .done = self { true } else { false }
    }
}

/// Carries out effects: the engine's only way to the forge and to git.
package protocol EffectPerformer: Sendable {
    /// Makes one attempt.
    /// - Parameter mayHaveHappened: an earlier attempt may have done the work: look before doing it again.
    func perform(_ effect: StoredEffect, mayHaveHappened: Bool) async -> EffectEnd
}
