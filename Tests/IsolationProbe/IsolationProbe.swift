import CProbe
import Engine
import Foundation

/// A program that confines itself and then tries what a hostile plugin would do, and what an honest one needs.
///
/// Confinement cannot be undone, so testing it needs a process of its own. What succeeded goes to standard output, as JSON.
@main
struct IsolationProbe {
    static func main() {
        let arguments = Array(Swift.CommandLine.arguments.dropFirst())
        do {
            switch arguments.first {
            case "hide": try hide()
            case "look": print(lookAt(Int32(arguments.last ?? "") ?? 0))
            case "closed":
                try Isolation.closeDescriptors(from: 3)
                print(probe_open_descriptors(3))
            default: try tryAll(Setting(arguments))
            }
        } catch {
            print("\(error)")
            exit(1)
        }
    }

    /// The test's input: a folder with files, the port of a server, whether to confine at all.
    struct Setting {
        let folder: String
        let port: Int32
        let isConfined: Bool

        init(_ arguments: [String]) {
            folder = arguments.count > 1 ? arguments[1] : ""
            port = arguments.count > 2 ? Int32(arguments[2]) ?? 0 : 0
            isConfined = arguments.first == "confined"
        }
    }

    struct Answer: Encodable {
        var report: IsolationReport?
        var tries: [String: String]
        var needs: [String: String]
    }

    private static func tryAll(_ setting: Setting) throws {
        var report: IsolationReport?
        if setting.isConfined {
            let state = "\(setting.folder)/data/state.db"
            report = try Isolation.confineRunner(
                ConfinementRules(
                    readable: Isolation.systemPaths() + ["\(setting.folder)/plugins"],
                    writable: [state, "\(state)-wal", "\(state)-shm"]))
        }
        let answer = Answer(report: report, tries: Hostile(setting).tries(), needs: Honest(setting).needs())
        let encoder = JSONEncoder()
        FileHandle.standardOutput.write(try encoder.encode(answer))
    }

    /// Hides, reports it, and waits until it is told to end.
    private static func hide() throws {
        try Isolation.hideProcess()
        FileHandle.standardOutput.write(Data("hidden\n".utf8))
        _ = readLine()
    }

    /// What another process of the same user, without root's capabilities, can read of a process.
    private static func lookAt(_ process: Int32) -> String {
        guard probe_drop_capabilities() == 0 else { return "cannot give up capabilities" }
        let results = [
            probe_read("/proc/\(process)/environ"), probe_read("/proc/\(process)/mem"), probe_read("/proc/\(process)/fd/0"),
            probe_read_memory(process),
        ]
        return results.map { String(cString: probe_name($0)) }.joined(separator: " ")
    }
}
