import Foundation

/// git's smart HTTP protocol.
extension Routes {
    static func git(_ routes: inout RouteTable) {
        routes.get("/{owner}/{repo}/info/refs") { try await advertise($0) }
        routes.post("/{owner}/{repo}/git-upload-pack") { try await uploadPack($0) }
        routes.post("/{owner}/{repo}/git-receive-pack") { try await ReceivePack(call: $0).run() }
    }

    /// The repository in a git URL: with or without `.git`.
    static func gitRepository(_ call: Call) throws -> Repository {
        var call = call
        let name = call.parameter("repo")
        if name.hasSuffix(".git") { call.parameters["repo"] = String(name.dropLast(4)) }
        do {
            return try call.repository()
        } catch let refusal as Refusal where refusal.status == 404 && call.user == nil {
            throw call.path.hasSuffix("/git-receive-pack") || call.query["service"] == "git-receive-pack" ? writeChallenge : challenge
        }
    }

    private static func advertise(_ call: Call) async throws -> Reply {
        let repository = try gitRepository(call)
        let git = try call.git(repository)
        switch call.query["service"] {
        case "git-upload-pack":
            if call.headers["git-protocol"]?.contains("version=2") != true {
                try await PullMergeRefs(call: call, repository: repository, git: git).refresh { _ in true }
            }
            let output = try await GitCommand.check(
                ["upload-pack", "--stateless-rpc", "--advertise-refs", git.folder], in: git.folder,
                protocolVersion: call.headers["git-protocol"])
            let body = PktLine.encode("# service=git-upload-pack\n") + PktLine.flush + output.bytes
            return Reply(status: 200, body: .bytes(body, type: "application/x-git-upload-pack-advertisement"))
        case "git-receive-pack":
            _ = try PushRight.of(call, repository)
            let body = PktLine.encode("# service=git-receive-pack\n") + PktLine.flush + (try ReceivePack.advertisement(git))
            return Reply(status: 200, body: .bytes(body, type: "application/x-git-receive-pack-advertisement"))
        default:
            throw Refusal.forbidden(
                "Please upgrade your git client.\nGitHub.com no longer supports git over dumb-http: "
                    + "https://github.com/blog/809-git-dumb-http-transport-to-be-turned-off-in-90-days")
        }
    }

    private static func uploadPack(_ call: Call) async throws -> Reply {
        let repository = try gitRepository(call)
        let git = try call.git(repository)
        let body = try await plainBody(call)
        let lines = PktLine.lines(body)
        let type = "application/x-git-upload-pack-result"
        if lines.first == "command=ls-refs" {
            let prefixes = lines.filter { $0.hasPrefix("ref-prefix ") }.map { $0.dropFirst("ref-prefix ".count) }
            try await PullMergeRefs(call: call, repository: repository, git: git).refresh { ref in
                prefixes.isEmpty || prefixes.contains { ref.hasPrefix($0) }
            }
            return Reply(status: 200, body: .bytes(try LsRefs(call: call, repository: repository, git: git).answer(lines), type: type))
        }
        let name = try call.read { try $0.fullName(repository) }
        for line in lines where line.hasPrefix("want ") {
            let wanted = String(line.dropFirst(5).prefix(40))
            let occasion = FaultRule.Match(repository: name, ref: wanted, login: call.user?.login)
            if call.world.faults.take("missing_object", occasion) != nil {
                return Reply(status: 200, body: .bytes(PktLine.encode("ERR upload-pack: not our ref \(wanted)"), type: type))
            }
        }
        let output = try await GitCommand.run(
            ["upload-pack", "--stateless-rpc", git.folder], in: git.folder, input: body,
            extra: call.headers["git-protocol"].map { ["GIT_PROTOCOL": $0] } ?? [:])
        return Reply(status: 200, body: .bytes(output.bytes, type: type))
    }

    /// The body, decompressed if the client compressed it.
    static func plainBody(_ call: Call) async throws -> [UInt8] {
        guard call.headers["content-encoding"]?.contains("gzip") == true else { return call.body }
        do {
            if let body = try await GitCommand.gunzip(call.body, limit: Dispatcher.largestUpload) { return body }
        } catch is Program.TooMuch {
            throw Refusal(status: 413, message: "Payload too large")
        }
        throw Refusal(status: 400, message: "The body is not what its Content-Encoding says.")
    }
}

extension GitCommand {
    static func check(_ arguments: [String], in folder: String, protocolVersion: String?) async throws -> GitOutput {
        try checked(try await run(arguments, in: folder, extra: protocolVersion.map { ["GIT_PROTOCOL": $0] } ?? [:]), arguments)
    }
}
