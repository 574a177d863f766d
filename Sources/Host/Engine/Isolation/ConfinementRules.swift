/// What a confined process may still reach.
package struct ConfinementRules: Sendable {
    /// Files that may be read, and folders that may be listed and read with all that is below them. Absolute paths that exist.
    package var readable: [String]
    /// Files that may be read, written and truncated; in folders, files may be made and removed besides. They must exist: a rule
    /// belongs to the file, not to its name, so one that is made anew is out of reach.
    package var writable: [String]

    package init(readable: [String], writable: [String]) {
        self.readable = readable
        self.writable = writable
    }
}
