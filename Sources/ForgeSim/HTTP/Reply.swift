/// An answer before it becomes HTTP.
struct Reply: Sendable {
    /// What follows the headers.
    enum Body: Sendable {
        case none
        case json(ForgeJSON)
        case bytes([UInt8], type: String)
    }

    var status: Int
    var headers: [(String, String)] = []
    var body: Body
    /// Milliseconds; becomes `Last-Modified`.
    var modified: Int64?
    /// The connection is closed without sending a byte of this answer.
    var isCutOff = false

    static func json(_ value: ForgeJSON, status: Int = 200) -> Reply { Reply(status: status, body: .json(value)) }
    static func created(_ value: ForgeJSON) -> Reply { .json(value, status: 201) }
    static let noContent = Reply(status: 204, body: .none)

    func header(_ name: String, _ value: String) -> Reply {
        var reply = self
        reply.headers.append((name, value))
        return reply
    }

    func modified(at time: Int64) -> Reply {
        var reply = self
        reply.modified = time
        return reply
    }
}
