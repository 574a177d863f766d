/// CI's verdict on a commit, as forges say it.
public enum StatusState: String, Sendable, Hashable, Codable, CaseIterable {
    /// Green.
    case success
    /// Still running, or not started.
    case pending
    /// Red.
    case failure
    /// Could not be found out, which counts as red.
    case error

    /// Whether it is red.
    public var hasFailed: Bool { self == .failure || self == .error }
}
