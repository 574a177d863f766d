/// Annotated tags: objects of their own, to which a ref may point.
extension Routes {
    static func tagObjects(_ routes: inout RouteTable) {
        let path = "/repos/{owner}/{repo}/git/tags"
        routes.get("\(path)/{sha}") { call in
            let repository = try call.repository()
            let sha = try fullSHA(call)
            guard let object = try call.git(repository).family.object(sha), object.kind == .tag,
                let tag = GitTag(sha: sha, data: object.data)
            else { throw Refusal.notFound }
            return try call.read { .json(try $0.render(tag, repository)) }
        }
        routes.post(path) { call in
            let repository = try call.repository(.write)
            let user = try call.signedIn()
            let git = try call.git(repository)
            guard try !git.refs().isEmpty else { throw Refusal.emptyRepository }
            let body = try call.json()
            for key in ["tag", "message", "object", "type"] where !body.has(key) { throw Refusal.notSupplied(key) }
            guard let name = body["tag"].string, isValidRefName("refs/tags/\(name)") else {
                throw Refusal.unprocessable("\(body["tag"].string ?? "") is not a valid tag name.")
            }
            let type = body["type"].string ?? ""
            guard ["commit", "tree", "blob"].contains(type) else {
                throw Refusal.notPossible("type", body["type"], ["commit", "tree", "blob"])
            }
            guard let object = body["object"].string, object.isSHA, try git.family.object(object)?.kind.rawValue == type else {
                throw Refusal.unprocessable("Could not verify object")
            }
            let own = GitPerson(name: user.name ?? user.login, email: user.commitEmail, seconds: call.now / 1000)
            let tagger = try person(body["tagger"], default: own)
            let message = body["message"].string ?? ""
            let text = "object \(object)\ntype \(type)\ntag \(name)\ntagger \(tagger.line)\n\n\(message)"
            let sha = try git.family.write(.tag, Array(text.utf8))
            let tag = GitTag(sha: sha, name: name, object: object, type: type, tagger: tagger, message: message)
            return try call.read { tx in
                Reply.created(try tx.render(tag, repository)).header("Location", "\(try tx.apiURL(repository))/git/tags/\(sha)")
            }
        }
    }

    /// The id in the path, which must be a full one.
    static func fullSHA(_ call: Call) throws -> String {
        let sha = call.parameter("sha")
        guard sha.isSHA else {
            throw Refusal.unprocessable("The sha parameter must be exactly 40 characters and contain only [0-9a-f].")
        }
        return sha
    }
}

/// A parsed annotated tag.
struct GitTag: Sendable {
    let sha: String
    let name: String
    let object: String
    let type: String
    let tagger: GitPerson
    let message: String

    init(sha: String, name: String, object: String, type: String, tagger: GitPerson, message: String) {
        (self.sha, self.name, self.object, self.type, self.tagger, self.message) = (sha, name, object, type, tagger, message)
    }

    init?(sha: String, data: [UInt8]) {
        let text = String(decoding: data, as: UTF8.self)
        guard let gap = text.firstRange(of: "\n\n") else { return nil }
        var fields: [String: Substring] = [:]
        for line in text[..<gap.lowerBound].split(separator: "\n") {
            guard let space = line.firstIndex(of: " ") else { continue }
            fields[String(line[..<space])] = line[line.index(after: space)...]
        }
        guard let object = fields["object"], let type = fields["type"], let name = fields["tag"] else { return nil }
        let tagger = fields["tagger"].flatMap { GitPerson(line: $0) } ?? GitPerson(name: "", email: "", seconds: 0)
        self.init(
            sha: sha, name: String(name), object: String(object), type: String(type), tagger: tagger,
            message: String(text[gap.upperBound...]))
    }
}
