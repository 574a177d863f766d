import Engine

/// `POST /webhooks/github`: what the forge tells us. Authentication is the delivery's signature.
struct WebhookRoute: Sendable {
    let runtime: HostRuntime

    var route: Route {
        let runtime = runtime
        return Route(
            method: "POST", pattern: PathPattern("/webhooks/github"), surface: .plain, bodyLimit: WebhookIntake.bodyLimit
        ) { call in
            let answer = await runtime.receive(
                event: call.header("X-GitHub-Event"), delivery: call.header("X-GitHub-Delivery"),
                signature: call.header("X-Hub-Signature-256"), contentType: call.header("Content-Type"), body: call.body)
            return Reply(status: answer.status, text: answer.message)
        }
    }
}
