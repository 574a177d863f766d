internal import Dispatch

/// Runs the work of one repository, one piece after another, on a queue of its own.
///
/// libgit2 blocks on files; on the cooperative pool a long walk would take a thread from everything else.
final class RepositoryExecutor: SerialExecutor {
    private let queue: DispatchQueue

    init(name: String) {
        queue = DispatchQueue(label: "switchyard.git.\(name)")
    }

    func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
    }
}
