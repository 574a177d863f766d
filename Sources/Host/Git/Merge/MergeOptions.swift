package import Contract

/// Settings of the merges of one plan.
package struct MergeOptions: Hashable, Sendable {
    /// Above this many candidates rename detection is off; nil means no limit.
    package var renameLimit: Int?
    /// The style of the conflict markers.
    package var conflictStyle: Compose.ConflictStyle

    package init(renameLimit: Int? = 7000, conflictStyle: Compose.ConflictStyle = .merge) {
        self.renameLimit = renameLimit
        self.conflictStyle = conflictStyle
    }

    /// What messages, markers and renamed files call the two sides.
    static let oursLabel = "TARGET"
    static let theirsLabel = "PULL_REQUEST"

    // Every setting that affects a result is named, even where it is git's default, so that no configuration can change it.
    var configuration: [String] {
        [
            "merge.renames=true", "merge.directoryRenames=conflict", "merge.renormalize=false",
            "merge.renameLimit=\(renameLimit ?? 0)", "diff.renameLimit=\(renameLimit ?? 0)",
            "merge.conflictStyle=\(conflictStyle.rawValue)", "diff.algorithm=default", "core.bigFileThreshold=512m",
            "core.ignoreCase=false", "merge.verbosity=2", "submodule.recurse=false",
        ]
    }
}
