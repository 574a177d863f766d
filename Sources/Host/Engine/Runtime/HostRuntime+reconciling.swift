import HostConfiguration
import Store

/// Periodic comparison of the mirror with the forge.
extension HostRuntime {
    /// Compares all managed repositories once, and appends to the log what no webhook reported.
    /// - Returns: how many events were missing.
    package func reconcile() async -> Int {
        let subjects = configuration.projects.filter(\.active).flatMap { project -> [Reconciler.Subject] in
            guard let identity = project.identity else { return [] }
            return project.repositories.map { Reconciler.Subject(repository: $0.name, identity: identity) }
        }
        let reconciler = Reconciler(
            forge: forge, store: store, reader: reader, intake: engine.intake, clock: options.clock, logger: options.logger)
        return await reconciler.pass(over: subjects)
    }

    /// One pass at once, for what was missed while the host was down, and then one after each pause.
    func keepComparing() async {
        while !Task.isCancelled {
            let period = configuration.forge.reconcileSeconds
            if period > 0 { _ = await reconcile() }
            // A later configuration may turn it on again.
            guard (try? await Task.sleep(for: .seconds(period > 0 ? period : 60))) != nil else { return }
        }
    }
}
