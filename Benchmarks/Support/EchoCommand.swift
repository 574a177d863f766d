import ArgumentParser
import Foundation
import Hummingbird
import Logging

/// A server that does nothing but send bodies back: the upper bound for the web framework on this machine.
struct EchoCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(commandName: "echo", abstract: "Send bodies back.", shouldDisplay: false)

    @Option(help: "Where the port is written once connections are accepted.")
    var portFile: String

    func run() async throws {
        let responder = CallbackResponder<BasicRequestContext> { request, _ in
            let body = try await request.body.collect(upTo: 1 << 20)
            return Response(status: .ok, body: ResponseBody(byteBuffer: body))
        }
        let application = Application(
            responder: responder, configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: 0), serverName: nil),
            onServerRunning: { [portFile] channel in
                let port = channel.localAddress?.port ?? 0
                try? Data("\(port)\n".utf8).write(to: URL(fileURLWithPath: portFile), options: .atomic)
            }, logger: Logger(label: "echo") { _ in SwiftLogNoOpLogHandler() })
        try await application.run()
    }
}
