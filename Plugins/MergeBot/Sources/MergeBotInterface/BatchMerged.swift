public import PluginAPI

/// The derived event `mergebot.batch_merged`: a staging with the batch landed.
public struct BatchMerged: Sendable, Hashable, Codable {
    /// Kind of the event.
    public static let kind = "mergebot.batch_merged"

    /// Id of the batch.
    public let batch: Int64
    /// Id of the staging that landed.
    public let staging: Int64

    /// Makes the facts of the event.
    public init(batch: Int64, staging: Int64) {
        self.batch = batch
        self.staging = staging
    }

    /// The event's document.
    public var document: JSON { ["batch": .int(batch), "staging": .int(staging)] }
}
