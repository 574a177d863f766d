/// A `git merge-tree --stdin` that merges for one composition; started with the first merge that needs it.
///
/// Starting git costs more than most merges. It sees the objects that are shown while it runs, for it looks for each that it does not
/// know on the disk.
actor MergeSession {
    private struct Request {
        let ours: String
        let theirs: String
        let answer: CheckedContinuation<MergeAnswer, any Error>
    }

    private let process: GitProcess
    private let directory: String
    private let options: MergeOptions
    private var running: Task<Void, Never>?
    private var asked: Request?
    /// The process, while it has nothing to do.
    private var idle: CheckedContinuation<Request?, Never>?
    private var hasEnded = false
    private var failure: (any Error)?

    init(process: GitProcess, directory: String, options: MergeOptions) {
        self.process = process
        self.directory = directory
        self.options = options
    }

    /// Merges two references; git finds their merge bases itself. One merge at a time.
    ///
    /// - Throws: `process` if git failed, which is never a conflict, and `timeout`. The session is of no use after either.
    func merge(ours: String, theirs: String) async throws -> MergeAnswer {
        let running = running ?? start()
        return try await GitProcess.beforeDeadline(process.settings.deadlines.merge, of: "merge-tree") {
            try await withTaskCancellationHandler {
                try await self.ask(ours, theirs)
            } onCancel: {
                running.cancel()
            }
        }
    }

    /// Lets the process end, and waits for it; one that does not is killed.
    func end() async {
        hasEnded = true
        idle?.resume(returning: nil)
        idle = nil
        guard let running else { return }
        let alarm = Task {
            guard (try? await Task.sleep(for: Self.endTimeout)) != nil else { return }
            running.cancel()
        }
        await running.value
        alarm.cancel()
    }

    private static let endTimeout = Duration.seconds(5)

    private func start() -> Task<Void, Never> {
        let started = Task {
            do {
                let output = try await process.converse(
                    ["merge-tree", "--write-tree", "--stdin", "--name-only", "--messages", "--allow-unrelated-histories"],
                    in: directory, configuration: options.configuration, diesWithHost: false
                ) { try await self.serve($0) }
                fail(GitError(.process, "git merge-tree ended too early (\(output.status)): \(output.standardError.prefix(2000))"))
            } catch {
                fail(error)
            }
        }
        running = started
        return started
    }

    private func ask(_ ours: String, _ theirs: String) async throws -> MergeAnswer {
        if let failure { throw failure }
        return try await withCheckedThrowingContinuation { answer in
            asked = Request(ours: ours, theirs: theirs, answer: answer)
            guard let idle else { return }
            self.idle = nil
            idle.resume(returning: asked)
        }
    }

    private func nextRequest() async -> Request? {
        if let asked { return asked }
        if hasEnded { return nil }
        return await withCheckedContinuation { idle = $0 }
    }

    private func serve(_ conversation: GitConversation) async throws {
        var conversation = conversation
        var reader = MergeAnswerReader()
        while let request = await nextRequest() {
            // git shows the end of an answer with the next one, so each merge is followed by one of nothing.
            guard await conversation.write("\(request.ours) \(request.theirs)\n\(request.ours) \(request.ours)\n") else { return }
            var answer = try reader.next()
            while answer == nil {
                guard let bytes = try await conversation.read() else { return }
                try reader.append(bytes)
                answer = try reader.next()
            }
            asked = nil
            if let answer { request.answer.resume(returning: answer) }
        }
    }

    private func fail(_ error: any Error) {
        failure = error
        asked?.answer.resume(throwing: error)
        asked = nil
    }
}
