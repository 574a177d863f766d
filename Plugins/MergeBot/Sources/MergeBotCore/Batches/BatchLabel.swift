/// Rules about labels (`owner:branch`), which say what belongs together.
enum BatchLabel {
    /// Whether pull requests with this label may share a batch.
    ///
    /// The forge's web editor names its branches `patch-1`, `patch-2`, …: equal names mean nothing there.
    static func canBeShared(_ label: String) -> Bool {
        guard let colon = label.lastIndex(of: ":") else { return true }
        let branch = label[label.index(after: colon)...]
        guard branch.hasPrefix("patch-") else { return true }
        let digits = branch.dropFirst("patch-".count)
        return digits.isEmpty || !digits.allSatisfy { $0.isASCII && $0.isNumber }
    }
}
