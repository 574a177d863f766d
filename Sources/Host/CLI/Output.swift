import ArgumentParser
import Engine
import Foundation
import HostConfiguration
import PluginAPI
import PluginRules

/// How commands write their output, and how they end.
enum Output {
    /// Writes a line to standard output.
    static func line(_ text: String) { print(text) }

    /// Writes a document in readable form.
    static func document(_ document: JSON) {
        let data = try? JSONSerialization.jsonObject(with: Data(document.bytes), options: .fragmentsAllowed)
        let pretty = data.flatMap {
            try? JSONSerialization.data(
                withJSONObject: $0, options: [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes, .fragmentsAllowed])
        }
        print(pretty.map { String(decoding: $0, as: UTF8.self) } ?? document.text)
    }

    /// Writes a line to standard error.
    static func complain(_ text: String) { StandardError.write("switchyard: \(text)") }

    /// Runs a command's work: any error becomes one clear line and exit code 1.
    static func run(_ body: () async throws -> Void) async throws {
        do { try await body() } catch let code as ExitCode {
            throw code
        } catch let error as ConfigurationError {
            for problem in error.problems { complain(problem.description) }
            throw ExitCode(1)
        } catch {
            complain("\(error)")
            throw ExitCode((error as? APIClient.Failure).map { $0.status == nil ? 2 : 1 } ?? 1)
        }
    }

    /// Aligned columns.
    static func table(_ rows: [[String]]) {
        let count = rows.map(\.count).max() ?? 0
        let widths = (0..<count).map { column in rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0 }
        for row in rows {
            let cells = row.enumerated().map { index, cell in
                index == row.count - 1 ? cell : cell + String(repeating: " ", count: widths[index] - cell.count)
            }
            print(cells.joined(separator: "  "))
        }
    }
}
