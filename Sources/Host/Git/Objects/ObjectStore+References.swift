internal import CGit2
internal import Contract

extension ObjectStore {
    /// Creates or moves the reference, whatever it pointed to before.
    func setReference(_ name: String, to id: ObjectID) throws {
        var oid = id.oid
        var reference: OpaquePointer?
        try GitLibrary.check(git_reference_create(&reference, repository, name, &oid, 1, nil), "Setting \(name)")
        git_reference_free(reference)
    }

    /// What the reference points to, or nil if it does not exist.
    func reference(_ name: String) throws -> ObjectID? {
        var oid = git_oid()
        let code = git_reference_name_to_id(&oid, repository, name)
        if code == GIT_ENOTFOUND.rawValue { return nil }
        try GitLibrary.check(code, "Reading \(name)")
        return ObjectID(oid)
    }

    /// The names of the references below `prefix`, ordered.
    func references(below prefix: String) throws -> [String] {
        var iterator: OpaquePointer?
        try GitLibrary.check(git_reference_iterator_glob_new(&iterator, repository, prefix + "*"), "Listing \(prefix)")
        defer { git_reference_iterator_free(iterator) }
        var names: [String] = []
        var name: UnsafePointer<CChar>?
        while true {
            let code = git_reference_next_name(&name, iterator)
            if code == GIT_ITEROVER.rawValue { break }
            try GitLibrary.check(code, "Listing \(prefix)")
            if let name { names.append(String(cString: name)) }
        }
        return names.sorted()
    }

    /// Deletes the reference; it is not an error if it does not exist.
    func deleteReference(_ name: String) throws {
        let code = git_reference_remove(repository, name)
        if code != GIT_ENOTFOUND.rawValue { try GitLibrary.check(code, "Deleting \(name)") }
    }
}
