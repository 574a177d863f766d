import ForgeSim
import Testing

@Suite("Hostile git clients")
struct GitFuzzTests {
    @Test("no rubbish of git's protocol brings it down or moves a ref")
    func rubbish() async throws {
        try await simulated { s in
            let repository = try await s.repository(branches: ["main", "topic"])
            let head = try await s.owner.head(repository, "main") ?? ""
            let before = try await s.owner.client.get("/repos/\(repository)/git/refs")
            var fuzzer = GitFuzzer(seed: Fuzzing.seed, head: head)
            for round in 0..<Fuzzing.rounds(250) {
                let request = fuzzer.next()
                let client = try s.sim.client(request.login)
                let answer = try await client.sendRaw(request.method, request.path, request.body, headers: request.headers)
                let place: Comment =
                    "round \(round): \(request.method) \(request.path) \(request.headers) \(Fuzzing.excerpt(request.body)) → \(answer.status) \(answer.text.prefix(300))"
                #expect([200, 301, 400, 401, 403, 404, 413, 415, 422].contains(answer.status), place)
            }
            let after = try await s.owner.client.get("/repos/\(repository)/git/refs").array ?? []
            for ref in before.array ?? [] {
                #expect(after.contains { $0["ref"] == ref["ref"] && $0["object"]["sha"] == ref["object"]["sha"] })
            }
            let tree = try WorkTree()
            let clone = try await tree.git("clone", "-q", "--mirror", s.owner.client.gitURL(repository), "mirror")
            #expect(clone.status == 0, "\(clone.text)")
            let check = try await tree.git("-C", "mirror", "fsck", "--strict")
            #expect(check.status == 0, "\(check.text)")
        }
    }

    @Test("ref names of any length are answered in git's protocol")
    func longNames() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let head = try await s.owner.head(repository, "main") ?? ""
            for length in [200, 300, 5_000, 65_000, 65_400] {
                let name = "refs/heads/" + String(repeating: "x", count: length)
                let command = "\(String(repeating: "0", count: 40)) \(head) \(name)\0report-status side-band-64k"
                let body = GitFuzzer.frame(Array(command.utf8)) + Array("0000".utf8)
                let answer = try await s.owner.client.sendRaw("POST", "/\(repository).git/git-receive-pack", body)
                #expect(answer.status == 200, "\(length)")
                #expect(answer.text.contains(length < 240 ? "ok refs/heads/" : "ng refs/heads/"), "\(length)")
            }
        }
    }

    @Test("a pack that is damaged is refused and leaves nothing")
    func damagedPack() async throws {
        try await simulated { s in
            let repository = try await s.repository()
            let head = try await s.owner.head(repository, "main") ?? ""
            let zero = String(repeating: "0", count: 40)
            let packs: [[UInt8]] = [
                Array("PACK".utf8), Array("PACK".utf8) + [0, 0, 0, 2, 0xFF, 0xFF, 0xFF, 0xFF],
                Array("PACK".utf8) + [0, 0, 0, 2, 0, 0, 0, 1] + Array(repeating: 0x91, count: 64),
                Array("PACK".utf8) + [0, 0, 0, 9, 0, 0, 0, 1], Array("PUCK".utf8),
            ]
            for pack in packs {
                let missing = String(head.reversed())
                let command = "\(zero) \(missing) refs/heads/broken\0report-status"
                let body = GitFuzzer.frame(Array(command.utf8)) + Array("0000".utf8) + pack
                let answer = try await s.owner.client.sendRaw("POST", "/\(repository).git/git-receive-pack", body)
                #expect(answer.status == 200 && answer.text.contains("ng refs/heads/broken"), "\(answer.status) \(answer.text)")
            }
            #expect(try await s.owner.head(repository, "broken") == nil)
            #expect(try await s.owner.head(repository, "main") == head)
        }
    }
}

/// Speaks git's smart HTTP protocol badly.
struct GitFuzzer {
    struct Request {
        let method: String
        let path: String
        let headers: [(String, String)]
        let body: [UInt8]
        let login: String?
    }

    private var dice: Dice
    private let words: [String]

    init(seed: UInt64, head: String) {
        dice = Dice(seed: seed)
        let zero = String(repeating: "0", count: 40)
        words = [
            "command=ls-refs", "command=fetch", "command=object-info", "command=", "want \(head)", "want \(zero)", "want HEAD", "want",
            "have \(head)", "done", "done\n", "deepen 1", "deepen -1", "deepen 99999999999999999999", "deepen-since x", "deepen-not y",
            "filter blob:none", "filter tree:0", "filter sparse:oid=main", "filter \u{1F600}", "shallow \(head)", "thin-pack", "ofs-delta",
            "ref-prefix refs/", "ref-prefix ../../", "symrefs", "peel", "unborn", "agent=x", "object-format=sha256", "server-option=x",
            "\(head) \(head) refs/heads/main", "\(zero) \(head) refs/heads/../../x", "\(head) \(zero) refs/heads/nowhere",
            "\(zero) \(head) refs/pull/1/head\0report-status atomic", "\(zero) \(head) refs/heads/a b\0 report-status", "x y z",
            "\(zero) \(head) refs/heads/.lock\0report-status-v2 side-band-64k", "\(zero) \(zero) refs/heads/main\0report-status",
            "\(zero) \(head) HEAD\0report-status", "\(zero) \(head) refs/heads/x.lock", "push-cert\0", "shallow x", "\0", "",
        ]
    }

    /// A frame of the protocol around some bytes.
    static func frame(_ bytes: [UInt8]) -> [UInt8] {
        let digits = String(bytes.count + 4, radix: 16)
        return Array((String(repeating: "0", count: max(0, 4 - digits.count)) + digits).utf8) + bytes
    }

    mutating func next() -> Request {
        let service = dice.pick(["git-upload-pack", "git-upload-pack", "git-receive-pack", "git-archive", ""])
        let login = dice.pick(["owner", "owner", "other", nil])
        var headers: [(String, String)] = []
        if dice.below(2) == 0 {
            headers.append(("Git-Protocol", dice.pick(["version=2", "version=1", "version=99", "version=2:x=y", ";rm", "version"])))
        }
        if dice.below(8) == 0 { headers.append(("Content-Encoding", dice.pick(["gzip", "gzip, gzip", "br", "identity"]))) }
        if dice.below(8) == 0 { headers.append(("Content-Type", dice.pick(["text/plain", "application/x-git-upload-pack-request", ""]))) }
        if dice.below(12) == 0 { headers.append(("Authorization", dice.pick(["Basic Og==", "Basic x", "token y", "Basic b3duZXI="]))) }
        let repository = dice.pick([
            "org/app.git", "org/app", "org/app.git", "org/app.git.git", "org/none.git", "org/..", "%2e%2e/app.git", "a/b/c",
        ])
        if dice.below(4) == 0 {
            return Request(method: "GET", path: "/\(repository)/info/refs?service=\(service)", headers: headers, body: [], login: login)
        }
        return Request(method: "POST", path: "/\(repository)/\(service)", headers: headers, body: body(), login: login)
    }

    private mutating func body() -> [UInt8] {
        var bytes: [UInt8] = []
        for _ in 0..<dice.below(8) {
            switch dice.below(12) {
            case 0: bytes += Array(dice.pick(["0000", "0001", "0002", "0003", "0004", "000", "ffff", "-001", "+00f", "zzzz", "00"]).utf8)
            case 1: bytes += (0..<dice.below(40)).map { _ in UInt8(dice.below(256)) }
            case 2: bytes += Self.frame(Array(dice.pick(words).utf8)).dropLast(dice.below(6))
            default: bytes += Self.frame(Array((dice.pick(words) + dice.pick(["", "\n", "\0", " x"])).utf8))
            }
        }
        if dice.below(3) > 0 { bytes += Array("0000".utf8) }
        if dice.below(4) == 0 { bytes += Array("PACK".utf8) + (0..<dice.below(60)).map { _ in UInt8(dice.below(256)) } }
        return bytes
    }
}
