/// What a confined process may still access.
package struct ConfinementRules: Sendable {
    /// Files that may be read, and folders that may be listed and read with everything below them. Absolute paths that exist.
    package var readable: [String]
    /// Files that may be read, written and truncated; in folders, files may also be created and removed. They must exist: a rule
    /// belongs to the file, not to its name, so a file that is created again is out of reach.
    package var writable: [String]

    package init(readable: [String], writable: [String]) {
        self.readable = readable
        self.writable = writable
    }
}
