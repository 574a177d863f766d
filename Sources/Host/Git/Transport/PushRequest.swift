/// The result of a push. All references moved, or none.
package enum PushOutcome: Hashable, Sendable {
    case pushed
    /// The reference does not point to what was expected; read it before deciding anew.
    case stale(reference: String, message: String)
    /// The new commit does not descend from the old one, and force was not asked for.
    case notFastForward(reference: String, message: String)
    /// The forge refused: a protected branch, a hook. The text is the forge's own.
    case refused(reference: String, message: String)
}
