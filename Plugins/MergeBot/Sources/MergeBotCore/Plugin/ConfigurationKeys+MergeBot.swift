import PluginAPI

/// What can be said about the merge queue in the configuration: name, schema, default and meaning of each key.
enum Keys {
    // MARK: Of a project

    static let batchLimit = ConfigurationKey.integer("batch_limit", atLeast: 1, default: 8, "The most batches in one staging.")
    static let ciTimeoutMinutes = ConfigurationKey.integer(
        "ci_timeout_minutes", atLeast: 1, default: 60, "A staging that takes longer has failed.")
    static let stagingEnabled = ConfigurationKey.flag(
        "staging_enabled", default: true, "False makes no new stagings; those that are running go on.")
    static let stagingPriority = ConfigurationKey.choice(
        "staging_priority", default: Selection.Preference.default,
        "What is staged first. default: splits; largest: whichever has more batches; ready: new batches.")
    static let stagingStatuses = ConfigurationKey.choice(
        "staging_statuses", default: StatusOrigin.forge,
        "Whose statuses count for stagings: those of the forge, or those posted to the API.")
    static let approvalSettleSeconds = ConfigurationKey.integer(
        "approval_settle_seconds", atLeast: 0, default: 5, "An approval this soon after a push is refused; 0 never refuses.")

    /// Whose statuses count for stagings.
    enum StatusOrigin: String, CaseIterable, Codable, Sendable {
        case forge, api
    }

    // MARK: Of a repository

    static let requiredStatuses = ConfigurationKey<[RequiredStatus]>(
        "required_statuses",
        [
            "type": "array", "x-shorthand": "comma", "x-unique": ["context", "branches"],
            "items": [
                "type": "object", "x-shorthand": "context", "required": ["context"], "additionalProperties": false,
                "properties": [
                    "context": ["type": "string", "minLength": 1],
                    "branches": [
                        "type": "object", "additionalProperties": false, "default": [:],
                        "properties": [
                            "only": [
                                "type": ["array", "null"], "items": ["type": "string", "format": "branch-pattern"],
                            ],
                            "except": [
                                "type": "array", "items": ["type": "string", "format": "branch-pattern"], "default": [],
                            ],
                        ],
                    ],
                    "pull_requests": ["type": "string", "enum": ["required", "optional", "ignored"], "default": "required"],
                    "stagings": ["type": "boolean", "default": true],
                ],
            ],
        ], default: [], "The statuses that count for pull requests and stagings.")

    // MARK: Together

    static let declared = ConfigurationKeys(
        project: [batchLimit, ciTimeoutMinutes, stagingEnabled, stagingPriority, stagingStatuses, approvalSettleSeconds],
        branch: [stagingEnabled], repository: [requiredStatuses])
}
