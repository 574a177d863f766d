/// A failure of the simulator itself or of a call made through ``SimClient``.
public struct ForgeSimError: Error, Sendable, CustomStringConvertible {
    /// What happened.
    public let description: String
    /// The HTTP status of a refused call.
    public let status: Int?

    /// Makes an error from a sentence.
    public init(_ description: String, status: Int? = nil) {
        self.description = description
        self.status = status
    }
}
