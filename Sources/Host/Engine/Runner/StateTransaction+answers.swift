import PluginAPI
import Store

/// The answer to the last operator's request: the host may ask again if it did not receive it.
extension StateTransaction {
    func setLastAnswer(_ answer: OperationAnswer, to seq: Int64) throws {
        var document: JSON = ["seq": .int(seq)]
        switch answer {
        case .document(let content): document["document"] = content
        case .problem(let status, let message, let field):
            document["problem"] = ["status": .int(Int64(status)), "message": .string(message), "field": JSON(field)]
        }
        try setSetting("last_answer", document.text)
    }

    func lastAnswer(to seq: Int64) throws -> OperationAnswer? {
        guard let text = try setting("last_answer"), let document = try? JSON(parsing: text), document["seq"] == .int(seq) else {
            return nil
        }
        let problem = document["problem"]
        guard let message = problem["message"].string else { return .document(document["document"]) }
        return .problem(status: problem["status"].int ?? 500, message: message, field: problem["field"].string)
    }
}
