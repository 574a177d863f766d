/// The document of events of one kind.
public protocol EventDocument: JSONDocument {
    /// The kind of the events that carry it.
    static var kind: EventKind { get }
}
