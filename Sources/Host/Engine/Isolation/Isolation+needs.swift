internal import CIsolation
internal import Foundation

/// What a runner needs besides its own files: libraries, devices, variables.
extension Isolation {
    /// Files and folders of the system that a runner reads: libraries, the loaded Swift runtime, time zones, locales.
    ///
    /// Only those that exist. Nothing in them belongs to the host.
    /// - Parameter environment: the runner's own, for `LD_LIBRARY_PATH`.
    package static func systemPaths(environment: [String: String] = ProcessInfo.processInfo.environment) -> [String] {
        let fixed = [
            "/lib", "/lib64", "/usr/lib", "/usr/lib64", "/usr/local/lib",
            "/etc/ld.so.cache", "/etc/ld.so.preload", "/etc/localtime", "/etc/timezone", "/usr/share/zoneinfo", "/usr/share/locale",
            "/dev/zero", "/dev/random", "/dev/urandom",
            // How many processors there are, for the sizes of thread pools.
            "/sys/devices/system/cpu/online", "/sys/devices/system/cpu/possible",
        ]
        let extra = (environment["LD_LIBRARY_PATH"] ?? "").split(separator: ":").map(String.init).filter { $0.hasPrefix("/") && $0 != "/" }
        var seen: Set<String> = []
        return (fixed + runtimeFolders() + extra).filter { seen.insert($0).inserted && FileManager.default.fileExists(atPath: $0) }
    }

    /// The folders of the Swift runtime and of Foundation that this process uses.
    static func runtimeFolders() -> [String] {
        ["swift_retain", "swift_task_create", "dispatch_async_f"].compactMap { symbol in
            var path = [CChar](repeating: 0, count: 4096)
            guard sy_library_of_symbol(symbol, &path, UInt32(path.count)) == 0 else { return nil }
            let library = String(decoding: path.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
            guard library.hasPrefix("/"), library.contains(".so") else { return nil }
            return URL(filePath: library).resolvingSymlinksInPath().deletingLastPathComponent().path
        }
    }

    /// The environment of a runner: the few of the host's variables that it needs. No PATH, no HOME, no secrets.
    /// - Parameter host: the host's own environment.
    package static func runnerEnvironment(of host: [String: String] = ProcessInfo.processInfo.environment) -> [String: String] {
        let names: Set<String> = ["LANG", "LANGUAGE", "TZ", "LD_LIBRARY_PATH"]
        var environment = host.filter { names.contains($0.key) || $0.key.hasPrefix("LC_") }
        // The Swift runtime would start another program to print a crash, which a runner may not do.
        environment["SWIFT_BACKTRACE"] = "enable=no"
        return environment
    }
}
