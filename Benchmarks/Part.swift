/// What can be measured on its own.
enum Part: String, CaseIterable {
    case pick
    case decode
    case runner
    case start
    case page
    case intake
    case staging

    /// Whether a filter on the command line means this part or one of its figures.
    func matches(_ filter: String?) -> Bool {
        guard let filter else { return true }
        return rawValue.contains(filter) || Catalogue.figures.contains { $0.part == self && $0.name.contains(filter) }
    }

    func measure(on workbench: Workbench) async throws -> Measurements {
        switch self {
        case .pick: try await PickBench(workbench: workbench).measure()
        case .decode: try DecodeBench().measure()
        case .runner: try await RunnerBench(workbench: workbench).measure()
        case .start: try await StartBench(workbench: workbench).measure()
        case .page: try await PageBench(workbench: workbench).measure()
        case .intake: try await IntakeBench(workbench: workbench).measure()
        case .staging: try await StagingBench(workbench: workbench).measure()
        }
    }
}
