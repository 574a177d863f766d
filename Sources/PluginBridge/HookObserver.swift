/// Is told of each hook before it is called and after it has returned, on the thread that calls it.
///
/// Hooks nest: a service is called within the hook that asked for it. When a hook does not return because it ended the
/// process, what was begun and not ended says whose doing it was.
package protocol HookObserver: Sendable {
    /// A hook is about to be called; its name, with the kind of event or the like.
    func hookBegins(_ hook: String, of plugin: String)
    /// The hook that began last has returned.
    func hookEnds()
}
