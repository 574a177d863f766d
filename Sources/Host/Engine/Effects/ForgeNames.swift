package import Forge

// Git has types of the same names, and the module Forge cannot qualify its own beside the protocol of that name.

/// A credential of the forge's API.
package typealias ForgeCredential = Credential
/// `owner/name` on the forge.
package typealias ForgeRepositoryName = RepositoryName
