import Foundation
import Git
import HostConfiguration
import Logging
package import PluginAPI
import Store

/// Plugins while the host runs: other versions, quarantine, and what was set aside for them.
extension HostRuntime {
    /// Starts the plugins of the configuration; a version that cannot start is replaced by the one before it.
    /// - Returns: the start in progress, whose value says whether these are the plugins that the supervisor uses from now on.
    static func beginOpening(
        _ supervisor: RunnerSupervisor, _ selection: PluginSelection, history: PluginHistory, _ options: RuntimeOptions
    ) async throws -> Task<Bool, any Error> {
        let (wanted, sentences) = try history.withoutRejected(selection)
        for sentence in sentences { options.logger.warning("\(sentence)") }
        await supervisor.choose(wanted)
        // Unstructured, because the host stores webhooks while the plugins start; `open` waits for it.
        return Task {
            try await open(supervisor, wanted, history: history, options)
            return await supervisor.selection == wanted
        }
    }

    private static func open(
        _ supervisor: RunnerSupervisor, _ wanted: PluginSelection, history: PluginHistory, _ options: RuntimeOptions
    ) async throws {
        try await supervisor.open()
        let held = await supervisor.held
        let failed = wanted.members.filter { held[$0.id]?.sha256 == $0.prepared.entry.sha256 }
        // A plugin that was held back before is not new: rolling back is for versions that have never worked here.
        if !failed.isEmpty {
            for member in failed { try history.note(rejected: [member], because: held[member.id]?.reason ?? "it crashed") }
            let (former, sentences) = try history.withoutRejected(wanted)
            if former != wanted {
                for sentence in sentences { options.logger.error("\(sentence)") }
                try await supervisor.replace(with: former, isOpening: true)
            }
        }
        try await history.note(working: supervisor.selection.members.filter { held[$0.id] == nil })
    }

    /// Reads configuration and plugins anew and switches to them, without refusing webhooks meanwhile.
    /// - Returns: what is loaded now.
    /// - Throws: what is wrong with the new ones; the former ones are then at work again.
    package func reload(actor: String) async throws -> JSON {
        guard isOpen else { throw RuntimeError("the plugins are starting; reload when the host is ready") }
        return try await reloads.with {
            // The new plugins must not apply an event with the grants of the former ones.
            await engine.hold(true)
            do {
                let document = try await reloadAlone(actor: actor)
                await engine.hold(false)
                return document
            } catch {
                await engine.hold(false)
                throw error
            }
        }
    }

    private func reloadAlone(actor: String) async throws -> JSON {
        let new = try options.readConfiguration?() ?? configuration
        try requireSameMachine(new)
        let sources = try SecretFiles(environment: options.environment).sources(new)
        let selection = try Self.selection(new, options)
        let former = await supervisor?.selection
        if let supervisor, let former, await supervisor.mustReplace(with: selection) {
            try await replace(former, with: selection, supervisor)
        } else if supervisor == nil, try await link.plugins().map(\.sha256) != selection.members.map(\.prepared.entry.sha256) {
            throw RuntimeError("the runner is part of this process: restart the host to load other plugins")
        }
        do { try take(new, actor: actor) } catch {
            if let former { try await supervisor?.replace(with: former) }
            throw error
        }
        replace(configuration: new)
        intake.replace(sources)
        await engine.replace(grants: try Self.grants(new, selection))
        // From here on the new ones are at work, even if recording that fails.
        do { try await notePlugins(actor: actor) } catch {
            options.logger.warning("what is loaded could not be noted in the log", metadata: ["error": "\(error)"])
        }
        return ["plugins": try await plugins()]
    }

    private func replace(_ former: PluginSelection, with new: PluginSelection, _ supervisor: RunnerSupervisor) async throws {
        let history = PluginHistory(store: store)
        try history.forgive(new)
        do { try await supervisor.replace(with: new) } catch let error as SupervisionError {
            // Trouble with the machine, or with a plugin that was already here, says nothing about the new ones.
            if error.code == .crashed || error.code == .refused {
                let known = former.members.map(\.prepared.entry.sha256)
                let changed = new.members.filter { !known.contains($0.prepared.entry.sha256) }
                try history.note(rejected: changed.filter { error.plugin == nil || error.plugin == $0.id }, because: "\(error)")
            }
            throw RuntimeError("\(error)")
        }
        let held = await supervisor.held
        do { try history.note(working: new.members.filter { held[$0.id] == nil }) } catch {
            options.logger.warning("which plugins work could not be noted", metadata: ["error": "\(error)"])
        }
    }

    /// Appends the list of loaded plugins to the log, if it has changed.
    func notePlugins(actor: String?) async throws {
        let loaded: JSON = .array(
            try await link.plugins().map { ["id": .string($0.id), "version": .string($0.version), "sha256": .string($0.sha256)] })
        let now = options.clock.now
        try store.write { transaction in
            guard try transaction.setting("plugins.loaded") != loaded.text else { return }
            let document: JSON = ["plugins": loaded]
            _ = try transaction.append(
                InboxEntry(
                    source: "supervisor", delivery: "loaded-\(try transaction.lastSeq())", kind: EventKind.pluginsLoaded.rawValue,
                    time: now,
                    actor: actor, document: document.text))
            try transaction.setSetting("plugins.loaded", loaded.text)
        }
    }

    /// What is compiled into the process cannot change while it runs.
    private func requireSameMachine(_ new: Configuration) throws {
        let old = configuration
        let changed = [
            ("listen", old.listen != new.listen), ("public_url", old.publicURL != new.publicURL), ("data", old.data != new.data),
            ("log", old.log != new.log), ("forge", old.forge != new.forge), ("identities", old.identities != new.identities),
        ].filter(\.1).map(\.0)
        guard changed.isEmpty else {
            throw RuntimeError("\(changed.joined(separator: ", ")): a change here needs a restart of the host; nothing was reloaded")
        }
    }

    /// Ends a plugin's quarantine or silence.
    /// - Returns: false if there is neither.
    package func release(plugin: String, actor: String) async throws -> Bool {
        guard let supervisor else { return false }
        return try await supervisor.release(plugin: plugin, actor: actor)
    }

    /// What plugins could not handle, newest first.
    package func deadLetters(_ filter: ListFilter) throws -> ListPart {
        let found = try reader.read {
            try $0.deadLetters(
                state: filter.isOpen ? .open : nil, plugin: filter.plugin, before: filter.before, limit: filter.limit + 1)
        }
        let shown = found.prefix(filter.limit)
        let items: [JSON] = shown.map { letter in
            [
                "id": .int(letter.id), "event": .int(letter.event), "plugin": .string(letter.plugin), "hook": .string(letter.hook),
                "time": RFC3339.text(letter.time), "message": .string(letter.message), "state": .string(letter.state.rawValue),
                "can_be_retried": .bool(letter.state == .open && letter.delivery != nil), "is_open": .bool(letter.state == .open),
            ]
        }
        return ListPart(items: items, next: found.count > shown.count ? shown.last?.id : nil)
    }

    /// The abnormal ends of runners, newest first.
    package func crashes(_ filter: ListFilter) throws -> ListPart {
        let found = try store.read { try $0.crashes(since: 0, limit: filter.limit) }
        return ListPart(items: found.reversed().map(RunnerSupervisor.document), next: nil)
    }

    /// Retries an effect that failed for good.
    /// - Returns: why that is not possible, or nil.
    package func retryEffect(_ id: String) async throws -> String? { try await engine.retry(effect: id) }
}
