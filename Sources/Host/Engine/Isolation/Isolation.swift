internal import CIsolation
internal import Foundation

/// Keeps plugins away from the host's secrets, by the means of Linux. On other systems everything is reported as missing.
///
/// Two processes of one user can read each other's memory and environment. So the host hides itself, and the runner,
/// before it loads a plugin, gives up everything that plugins do not need. None of this can be undone, and children
/// inherit the runner's restrictions. See docs/trust-model.md.
package enum Isolation {
    /// Hides this process from others of the same user: no core file, no `/proc/<pid>/environ`, no `/proc/<pid>/mem`, no debugger.
    ///
    /// The host calls it first, before it reads a secret. Only root can still look.
    /// - Throws: ``IsolationError`` if the kernel refuses.
    package static func hideProcess() throws {
        let result = sy_hide_process()
        // On a system without such protection, the report says so.
        if result != -ENOSYS { try check(result, "Hiding the process") }
    }

    /// Closes the descriptors that this process inherited from its parent, from `first` on.
    package static func closeDescriptors(from first: Int32) throws {
        let result = sy_close_descriptors_from(first)
        if result != -ENOSYS { try check(result, "Closing descriptors") }
    }

    /// Confines this process for the rest of its life: files by Landlock, calls by seccomp, no capability, no core file.
    ///
    /// Called on the main thread while it is the only one, since Landlock applies to the caller and to the threads it starts.
    /// Open descriptors stay open. Missing parts are not an error; they are in the report.
    /// - Parameter rules: everything that the process needs; see ``systemPaths(environment:)``.
    /// - Throws: ``IsolationError``: other threads exist, a path of the rules does not, or the kernel refuses a feature that it has.
    package static func confineRunner(_ rules: ConfinementRules) throws -> IsolationReport {
        let threads = sy_count_threads()
        if threads != -ENOSYS { try check(threads, "Counting the runner's threads") }
        guard threads <= 1 else {
            throw IsolationError(.notSingleThreaded, "The runner has \(threads) threads already; they would not be confined.")
        }
        let privileges = sy_forbid_new_privileges() == 0
        try hideProcess()
        let abi = Int(max(0, sy_landlock_abi()))
        if abi > 0 { try confineFiles(rules, abi: Int32(abi)) }
        let capabilities = sy_drop_capabilities()
        if capabilities != -ENOSYS { try check(capabilities, "Giving up capabilities") }
        let calls = sy_can_filter_calls() == 1
        if calls { try check(sy_filter_calls(), "Filtering system calls") }
        return IsolationReport(
            landlockABI: abi, newPrivilegesForbidden: privileges, filesConfined: abi > 0, networkConfined: abi >= 4 || calls,
            callsForbidden: calls)
    }

    /// What ``confineRunner(_:)`` would achieve on this machine.
    package static func machineReport() -> IsolationReport {
        let abi = Int(max(0, sy_landlock_abi()))
        let calls = sy_can_filter_calls() == 1
        #if os(Linux)
            let privileges = true
        #else
            let privileges = false
        #endif
        return IsolationReport(
            landlockABI: abi, newPrivilegesForbidden: privileges, filesConfined: abi > 0, networkConfined: abi >= 4 || calls,
            callsForbidden: calls)
    }

    private static func confineFiles(_ rules: ConfinementRules, abi: Int32) throws {
        let set = sy_landlock_new(abi)
        try check(set, "Making Landlock rules")
        defer { close(set) }
        for path in rules.readable { try allow(path, UInt32(SY_ALLOW_READ), set, abi) }
        for path in rules.writable { try allow(path, UInt32(SY_ALLOW_WRITE), set, abi) }
        try allow("/dev/null", UInt32(SY_ALLOW_WRITE), set, abi)
        // libdispatch reads /proc/<thread>/stat to see whether its threads are blocked, and ends the process if it cannot.
        // Landlock still refuses what is secret there (environment, memory, descriptors), as it does tracing.
        try allow("/proc", UInt32(SY_ALLOW_READ_NAMED), set, abi)
        try check(sy_landlock_enforce(set), "Enforcing Landlock rules")
    }

    private static func allow(_ path: String, _ rights: UInt32, _ set: Int32, _ abi: Int32) throws {
        let result = sy_landlock_allow(set, abi, path, rights)
        guard result == 0 else { throw IsolationError(.path, "Letting plugins reach \(path)", result: result) }
    }

    private static func check(_ result: Int32, _ doing: String) throws {
        guard result >= 0 else { throw IsolationError(.refused, doing, result: result) }
    }
}
