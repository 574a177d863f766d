import ForgeSim
import Foundation
import Testing

/// How long and with which seed the fuzz tests run: `SWITCHYARD_FUZZ` is the number of requests per part, `SWITCHYARD_FUZZ_SEED` the seed.
enum Fuzzing {
    static let seed = ProcessInfo.processInfo.environment["SWITCHYARD_FUZZ_SEED"].flatMap { UInt64($0) } ?? 20_260_401
    private static let asked = ProcessInfo.processInfo.environment["SWITCHYARD_FUZZ"].flatMap { Int($0) }

    /// How many requests a part sends; the default takes a second or two.
    static func rounds(_ usual: Int) -> Int { asked ?? usual }

    /// What an API call may be answered with, whatever it was.
    private static let statuses: Set = [
        200, 201, 202, 204, 205, 301, 302, 304, 307, 400, 401, 403, 404, 405, 406, 409, 410, 413, 415, 422, 501,
    ]

    /// Checks an answer of the REST API: it must have a status that the forge uses, and errors in its form.
    static func judge(_ answer: SimClient.Response, method: String, _ place: Comment) {
        #expect(statuses.contains(answer.status), place)
        guard answer.status >= 400, method != "HEAD" else { return }
        #expect(answer.json["message"].string != nil && answer.json["documentation_url"].string != nil, place)
        #expect(answer.json["status"].string == String(answer.status), place)
        guard answer.json.has("errors") else { return }
        let errors = answer.json["errors"].array
        #expect(errors?.allSatisfy { $0.string != nil || $0["resource"].string != nil || $0["message"].string != nil } ?? false, place)
    }

    /// The beginning and end of what was sent, for a failure message.
    static func excerpt(_ bytes: [UInt8]) -> String {
        guard bytes.count > 600 else { return String(decoding: bytes, as: UTF8.self) }
        return
            "\(String(decoding: bytes.prefix(500), as: UTF8.self))…\(String(decoding: bytes.suffix(60), as: UTF8.self)) (\(bytes.count) bytes)"
    }
}
