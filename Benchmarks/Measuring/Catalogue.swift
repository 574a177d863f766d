/// Every figure: what it says, its goal, and what it is compared with.
struct Figure: Sendable {
    enum Goal: Sendable {
        case under(Double)
        case atLeast(Double)
        /// It is there for comparison.
        case none
    }

    /// Nil: it is measured with each of them.
    let part: Part?
    /// Its key in `bench.json`; the unit is part of it.
    let name: String
    /// Its name in the table.
    let title: String
    let unit: String
    let goal: Goal
    /// The figure by which it is divided.
    var baseline: String?

    init(_ part: Part?, _ name: String, _ title: String, _ unit: String, _ goal: Goal, baseline: String? = nil) {
        self.part = part
        self.name = name
        self.title = title
        self.unit = unit
        self.goal = goal
        self.baseline = baseline
    }
}

/// All figures in the order of the table.
enum Catalogue {
    static let figures = [
        Figure(.pick, "pick_ms_4k", "one commit picked, tree of 4,000 files", "ms", .under(0.5)),
        Figure(.pick, "pick_ms_40k", "the same, 40,000 files", "ms", .under(0.5), baseline: "git_merge_tree_ms_40k"),
        Figure(.pick, "pick_ms_400k", "the same, 400,000 files", "ms", .under(0.5)),
        Figure(
            .pick, "pick_fallback_ms_40k", "one commit more picked by git, both sides changed the file, 40,000 files", "ms", .under(10),
            baseline: "git_merge_tree_ms_40k"),
        Figure(.pick, "git_merge_tree_ms_40k", "for comparison: a `git merge-tree` process, 40,000 files", "ms", .none),
        Figure(
            .pick, "libgit2_ms_40k", "for comparison: libgit2's merge of whole trees, 40,000 files", "ms", .none, baseline: "pick_ms_40k"),
        Figure(.pick, "compose_ms_40k", "a staging of one commit composed and on disk, 40,000 files", "ms", .none),
        Figure(
            .pick, "compose_fallback_ms_40k", "the same where both sides changed the file, git's start included", "ms", .none,
            baseline: "git_merge_tree_ms_40k"),
        Figure(.intake, "intake_per_s", "deliveries of 8 KB stored durably, 64 connections", "/s", .atLeast(3000), baseline: "echo_per_s"),
        Figure(.intake, "intake_p99_ms", "99 of 100 of them answered within", "ms", .under(50)),
        Figure(
            .intake, "intake_per_s_while_hook_hangs", "the same while a plugin's hook hangs", "/s", .atLeast(3000), baseline: "echo_per_s"),
        Figure(.intake, "intake_p99_ms_while_hook_hangs", "99 of 100 of them answered within", "ms", .under(50)),
        Figure(.intake, "echo_per_s", "for comparison: a bare Hummingbird that sends the bodies back", "/s", .none),
        Figure(.decode, "decode_ms_28k", "a delivery of 28 KB decoded and reduced", "ms", .none),
        Figure(.runner, "runner_event_ms", "an event of 25 KB through the runner's process", "ms", .under(1)),
        Figure(.runner, "runner_events_per_s", "such events per second with a backlog", "/s", .atLeast(1000)),
        Figure(.start, "cold_start_ms", "`switchyard serve` on an empty folder until it accepts, two plugins", "ms", .under(150)),
        Figure(.start, "idle_pss_mb", "memory of host and runner when idle (PSS)", "MB", .under(80)),
        Figure(.staging, "rplus_to_staged_ms", "from `r+` to the staging branch pushed, less the forge's time", "ms", .none),
        Figure(.page, "page_ms_100k", "the slowest page of a project with 100,000 merged pull requests", "ms", .under(50)),
        Figure(nil, Yardstick.figure, "for comparison: always the same arithmetic, between all of these", "ms", .none),
    ]
}
