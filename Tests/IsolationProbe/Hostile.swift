import CProbe
import Foundation

/// What a plugin must not be able to do.
struct Hostile {
    private let folder: String
    private let port: Int32

    init(_ setting: IsolationProbe.Setting) {
        folder = setting.folder
        port = setting.port
    }

    /// Each attempt and the name of its error, or "ok".
    func tries() -> [String: String] {
        let attempts = files() + changes() + network() + processes() + calls()
        return Dictionary(uniqueKeysWithValues: attempts.map { ($0.0, String(cString: probe_name($0.1))) })
    }

    private func files() -> [(String, Int32)] {
        let parent = getppid()
        return [
            ("read /etc/passwd", probe_read("/etc/passwd")),
            ("read host.db", probe_read("\(folder)/data/host.db")),
            ("read admin-token", probe_read("\(folder)/data/admin-token")),
            ("read through a link", probe_read("\(folder)/plugins/link-to-token")),
            ("read through /proc/self/root", probe_read("/proc/self/root\(folder)/data/admin-token")),
            ("list the data folder", probe_list("\(folder)/data")),
            ("list /", probe_list("/")),
            ("list /tmp", probe_list("/tmp")),
            ("list /proc", probe_list("/proc")),
            ("read the parent's environment", probe_read("/proc/\(parent)/environ")),
            ("open the parent's memory", probe_read("/proc/\(parent)/mem")),
            ("list the parent's descriptors", probe_list("/proc/\(parent)/fd")),
            ("open the parent's descriptors", probe_read("/proc/\(parent)/fd/0")),
            ("read where the parent's memory is", probe_read("/proc/\(parent)/maps")),
        ]
    }

    private func changes() -> [(String, Int32)] {
        [
            ("change the mode of host.db", probe_chmod("\(folder)/data/host.db")),
            ("change the time of host.db", probe_touch("\(folder)/data/host.db")),
            ("write host.db", probe_write("\(folder)/data/host.db")),
            ("empty host.db", probe_truncate("\(folder)/data/host.db")),
            ("write a plugin", probe_write("\(folder)/plugins/text")),
            ("make a file", probe_make("\(folder)/data/new")),
            ("make a file in /tmp", probe_make("/tmp/switchyard-probe-\(getpid())")),
            ("rename host.db", probe_rename("\(folder)/data/host.db", "\(folder)/data/gone.db")),
            ("remove a file", probe_remove("\(folder)/data/spare")),
        ]
    }

    private func network() -> [(String, Int32)] {
        [
            ("connect by TCP", probe_connect(port)),
            ("make a UDP socket", probe_socket(AF_INET, Int32(SOCK_DGRAM.rawValue))),
            ("make a local socket", probe_socket(AF_UNIX, Int32(SOCK_STREAM.rawValue))),
            ("make a netlink socket", probe_socket(AF_NETLINK, Int32(SOCK_RAW.rawValue))),
        ]
    }

    private func processes() -> [(String, Int32)] {
        let parent = getppid()
        return [
            ("fork", probe_fork()),
            ("start a program", probe_spawn()),
            ("read the parent's memory", probe_read_memory(parent)),
            ("trace the parent", probe_seize(parent)),
            ("signal the parent", probe_signal(parent)),
            ("ask for the parent's limits", probe_limit(parent)),
            ("outlive the parent", probe_outlive()),
            ("let others read the memory", probe_expose()),
            ("take the parent's descriptors", probe_steal_descriptor(parent)),
        ]
    }

    private func calls() -> [(String, Int32)] {
        let names = [
            "mount", "unshare", "setns", "io_uring_setup", "bpf", "perf_event_open", "userfaultfd", "keyctl", "kexec_load",
            "open_by_handle_at", "execveat", "shmget",
        ]
        return names.map { ("call \($0)", probe_call($0)) } + [("call execve", probe_exec())]
    }
}
