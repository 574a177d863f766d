/// Notes in the audit trail, and names of last resort.
enum Note {
    static func attempt(_ attempt: AttemptID) -> String { "attempt \(attempt.value)" }
    static func batch(_ batch: BatchID) -> String { "batch \(batch.value)" }
    static func succeeded(_ staging: StagingID) -> String { "staging \(staging.value) succeeded" }
    static func failed(_ staging: StagingID, _ reason: String) -> String { "staging \(staging.value) failed: \(reason)" }
    static func missedUpdate(_ properties: String) -> String { "missed update: \(properties)" }
    /// Of a deployment.
    static func merge(_ name: PullRequestName, into target: String) -> String { "Merge \(name) into \(target)" }
}
