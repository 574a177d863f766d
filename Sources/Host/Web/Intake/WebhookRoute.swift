import Engine

/// `POST /webhooks/KIND`: the forge's deliveries. Authentication is the delivery's signature.
struct WebhookRoute: Sendable {
    let runtime: HostRuntime

    var route: Route {
        let runtime = runtime
        return Route(
            method: "POST", pattern: PathPattern(runtime.webhookPath), surface: .plain, bodyLimit: WebhookIntake.bodyLimit
        ) { call in
            let answer = await runtime.receive(header: { call.header($0) }, body: call.body)
            return Reply(status: answer.status, text: answer.message)
        }
    }
}
