/// The deliveries of an app's own webhook.
extension Routes {
    static func appDeliveries(_ routes: inout RouteTable) {
        let path = "/app/hook/deliveries"
        routes.get(path) { try log($0).list() }
        routes.get("\(path)/{delivery}") { try log($0).show() }
        routes.post("\(path)/{delivery}/attempts") { try log($0).sendAgain() }
    }

    private static func log(_ call: Call) throws -> DeliveryLog {
        guard let hook = AppHooks.hook(try asApp(call)) else { throw Refusal.notFound }
        return DeliveryLog(call: call, hook: hook)
    }
}
