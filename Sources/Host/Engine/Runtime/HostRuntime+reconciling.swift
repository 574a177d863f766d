import HostConfiguration
import Store

/// The comparison of the mirror with the forge, again and again.
extension HostRuntime {
    /// Compares all managed repositories once, and puts what no webhook told into the log.
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

    /// One pass at once, for what was missed while the host was away, and then one after each pause.
    func keepComparing() async {
        while !Task.isCancelled {
            let period = configuration.forge.reconcileSeconds
            if period > 0 { _ = await reconcile() }
            // Another configuration may ask for it again.
            guard (try? await Task.sleep(for: .seconds(period > 0 ? period : 60))) != nil else { return }
        }
    }
}
