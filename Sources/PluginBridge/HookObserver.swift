/// Is notified of each hook before it is called and after it has returned, on the thread that calls it.
///
/// Hooks nest: a service is called within the hook that asked for it. If a hook does not return because it ended the
/// process, the innermost hook that has not returned is to blame.
package protocol HookObserver: Sendable {
    /// A hook is about to be called; its name, with the kind of event or the like.
    func hookBegins(_ hook: String, of plugin: String)
    /// The hook that began last has returned.
    func hookEnds()
}
