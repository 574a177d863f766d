import Forge

/// Deliveries of the size and shape that the forge sends: a tenth of the text is read, the rest are URLs.
enum Payloads {
    static let repository = "acme/server"

    /// A status of a commit, of about `size` bytes.
    static func status(sha: String, context: String, size: Int) -> [UInt8] {
        let head = """
            {"id":6805126730,"sha":"\(sha)","name":"acme/server","context":"\(context)","state":"pending",\
            "target_url":"https://ci.example.org/builds/1","description":"Tests are running",\
            "created_at":"2026-03-01T12:00:00+00:00","updated_at":"2026-03-01T12:00:00+00:00","branches":[],
            """
        return document(head, size: size)
    }

    /// A pull request, of about `size` bytes, `described` of which are its description.
    static func pullRequest(_ number: Int, action: String, head: String, described: Int, size: Int) -> [UInt8] {
        let line = "What it is for, and why it is done in this way and in no other.\\r\\n"
        let body = String(repeating: line, count: max(1, described / line.utf8.count))
        let text = """
            {"action":"\(action)","number":\(number),"pull_request":{"id":\(number),"node_id":"PR_\(number)","number":\(number),\
            "state":"open","title":"Change \(number) of the benchmark","body":"\(body)","draft":false,"merged":false,"merged_at":null,\
            "commits":1,"created_at":"2026-03-01T12:00:00Z","updated_at":"2026-03-01T12:00:00Z",\
            "html_url":"https://github.example.org/acme/server/pull/\(number)","user":{"login":"bob","id":2},\
            "head":{"label":"bob:branch-\(number)","ref":"branch-\(number)","sha":"\(head)","user":{"login":"bob","id":2},\
            "repo":{"id":12,"full_name":"bob/server"}},\
            "base":{"label":"acme:main","ref":"main","sha":"\(sha(0))","user":{"login":"acme","id":1},\
            "repo":{"id":11,"full_name":"acme/server"}}},
            """
        return document(text, size: size)
    }

    /// A commit id, derived from a number.
    static func sha(_ number: Int) -> String {
        let digits = String(number, radix: 16)
        return String(repeating: "a", count: 40 - digits.count) + digits
    }

    private static func document(_ head: String, size: Int) -> [UInt8] {
        let tail = #""private":false},"sender":{"login":"bob","id":2,"type":"User"}}"#
        var text = head + #""repository":{"id":11,"full_name":"acme/server","owner":{"login":"acme","id":1,"type":"Organization"},"#
        var index = 0
        while text.utf8.count + tail.utf8.count < size {
            text += "\"member_\(index)_url\":\"https://api.github.example.org/repos/acme/server/members/\(index){/sha}\","
            index += 1
        }
        return Array((text + tail).utf8)
    }
}
