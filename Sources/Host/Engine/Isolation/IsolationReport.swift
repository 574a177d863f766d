/// What keeps plugins apart from the host on this machine, and what does not.
package struct IsolationReport: Codable, Sendable, Equatable {
    /// The Landlock version of the kernel; 0 if it has none.
    package var landlockABI: Int
    /// No program started by a plugin could gain privileges.
    package var newPrivilegesForbidden: Bool
    /// Only the files in the rules can be opened.
    package var filesConfined: Bool
    /// No connection can be made or accepted.
    package var networkConfined: Bool
    /// System calls that no plugin needs are refused.
    package var callsForbidden: Bool
    /// What is missing, in sentences for an operator; empty if everything is in place.
    package var missing: [String]

    package init(
        landlockABI: Int, newPrivilegesForbidden: Bool, filesConfined: Bool, networkConfined: Bool, callsForbidden: Bool
    ) {
        self.landlockABI = landlockABI
        self.newPrivilegesForbidden = newPrivilegesForbidden
        self.filesConfined = filesConfined
        self.networkConfined = networkConfined
        self.callsForbidden = callsForbidden
        missing = []
        missing = sentences()
    }

    /// Whether nothing is missing.
    package var isComplete: Bool { missing.isEmpty }

    private func sentences() -> [String] {
        var sentences: [String] = []
        if !newPrivilegesForbidden {
            sentences.append("The kernel has no no_new_privs: a program started by a plugin could gain rights.")
        }
        if !filesConfined {
            sentences.append(
                "Landlock is missing (Linux 5.13 or newer, with `landlock` among the kernel's `lsm=`): plugins can read every file that "
                    + "the host's user can, token files among them. Load only plugins that you trust with all tokens.")
        } else if landlockABI < 3 {
            sentences.append(
                "Landlock is of version \(landlockABI) (version 3 needs Linux 6.2): plugins can empty files that the host's user can write."
            )
        }
        if !networkConfined {
            sentences.append("Neither Landlock 4 (Linux 6.7) nor system call filters: plugins can use the network.")
        }
        if !callsForbidden {
            sentences.append(
                "System call filters (seccomp) are missing: plugins can open sockets other than TCP, change modes of files and, before "
                    + "Landlock 6 (Linux 6.12), send signals to other processes.")
        }
        return sentences
    }
}
