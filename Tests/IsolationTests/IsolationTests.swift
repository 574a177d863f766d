import Foundation
import Testing

@testable import Engine

/// What a confined process can and cannot do. The probe is a process of its own: see Tests/IsolationProbe.
@Suite struct IsolationTests {
    private static let refusals: Set<String> = ["EACCES", "EPERM"]

    @Test("A confined runner is refused everything that it does not need", .enabled(if: Isolation.machineReport().isComplete))
    func confined() throws {
        let answer = try Probe().run("confined")
        #expect(!answer.tries.isEmpty)
        for (attempt, result) in answer.tries.sorted(by: { $0.key < $1.key }) {
            #expect(Self.refusals.contains(result), "\(attempt): \(result)")
        }
    }

    @Test("A confined runner can do all that it needs")
    func needs() throws {
        let answer = try Probe().run("confined")
        #expect(!answer.needs.isEmpty)
        for (need, result) in answer.needs.sorted(by: { $0.key < $1.key }) { #expect(result == "ok", "\(need): \(result)") }
    }

    @Test("Without confinement the same attempts are not refused, so the probe can tell the difference")
    func free() throws {
        let listener = try Listener()
        let answer = try Probe().run("free", port: listener.port)
        let harmless = ["call setns", "call kexec_load", "call open_by_handle_at", "call userfaultfd"]
        for (attempt, result) in answer.tries.sorted(by: { $0.key < $1.key }) where !harmless.contains(attempt) {
            #expect(!Self.refusals.contains(result) || getuid() != 0, "\(attempt): \(result)")
        }
        for attempt in ["read /etc/passwd", "read host.db", "connect by TCP", "start a program", "fork", "make a file"] {
            #expect(answer.tries[attempt] == "ok")
        }
    }

    @Test("The report of a confined runner is what the machine promises")
    func report() throws {
        let machine = Isolation.machineReport()
        #expect(try Probe().run("confined").report == machine)
        #expect(machine.newPrivilegesForbidden)
    }

    @Test("What is missing is said in sentences")
    func missing() {
        let nothing = IsolationReport(
            landlockABI: 0, newPrivilegesForbidden: false, filesConfined: false, networkConfined: false, callsForbidden: false)
        #expect(nothing.missing.count == 4)
        #expect(nothing.missing.allSatisfy { $0.hasSuffix(".") })
        let old = IsolationReport(
            landlockABI: 2, newPrivilegesForbidden: true, filesConfined: true, networkConfined: true, callsForbidden: true)
        #expect(
            old.missing == ["Landlock is of version 2 (version 3 needs Linux 6.2): plugins can empty files that the host's user can write."]
        )
        #expect(!old.isComplete)
    }

    @Test("A process with other threads is not confined")
    func threads() {
        // The tests run on many threads, so this is refused before any rights are given up.
        #expect(throws: IsolationError.self) { try Isolation.confineRunner(ConfinementRules(readable: [], writable: [])) }
    }

    @Test("Another process of the same user sees neither environment nor memory nor descriptors of a hidden one")
    func hidden() throws {
        let hidden = Process()
        hidden.executableURL = URL(filePath: try Probe.program())
        hidden.arguments = ["hide"]
        let said = Pipe()
        let told = Pipe()
        hidden.standardOutput = said
        hidden.standardInput = told
        try hidden.run()
        defer {
            try? told.fileHandleForWriting.close()
            hidden.waitUntilExit()
        }
        try #require(said.fileHandleForReading.availableData == Data("hidden\n".utf8))
        let (_, output) = try Probe.run(try Probe.program(), ["look", String(hidden.processIdentifier)])
        let results = output.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(results.count == 4)
        #expect(results.allSatisfy(Self.refusals.contains), "\(output)")
    }

    @Test("Descriptors that were inherited are closed")
    func descriptors() throws {
        let (_, output) = try Probe.run("/bin/sh", ["-c", "exec 7</dev/null; exec '\(try Probe.program())' closed"])
        #expect(output == "0\n")
    }
}

/// The few variables and system files that a runner gets.
@Suite struct RunnerNeedsTests {
    @Test("The runner's environment has no path, no home and no secret")
    func environment() {
        let host = [
            "PATH": "/bin", "HOME": "/root", "GITHUB_TOKEN": "t", "SWITCHYARD_TOKEN": "t", "TZ": "UTC", "LC_ALL": "C",
            "LD_LIBRARY_PATH": "/opt/lib", "LD_PRELOAD": "/x.so", "SWITCHYARD_FAULT": "a:1", "SWIFT_BACKTRACE": "enable=yes",
        ]
        #expect(
            Isolation.runnerEnvironment(of: host) == [
                "TZ": "UTC", "LC_ALL": "C", "LD_LIBRARY_PATH": "/opt/lib", "SWIFT_BACKTRACE": "enable=no",
            ])
    }

    @Test("System paths exist, have the Swift runtime, and none of them holds people's files")
    func paths() {
        let paths = Isolation.systemPaths(environment: ["LD_LIBRARY_PATH": "/:relative::/usr/share"])
        #expect(paths.allSatisfy { FileManager.default.fileExists(atPath: $0) })
        #expect(paths.contains("/usr/share"))
        let forbidden = ["/", "relative", "/etc", "/proc", "/home", "/root", "/var", "/tmp", "/dev"]
        #expect(Set(paths).isDisjoint(with: forbidden))
        #expect(!Isolation.runtimeFolders().isEmpty)
        #expect(Isolation.runtimeFolders().allSatisfy { $0.hasPrefix("/") && $0 != "/" })
    }
}
