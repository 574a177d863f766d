package import Forge

// The module Forge cannot qualify its own types beside the protocol of that name.

/// A credential of the forge's API.
package typealias ForgeCredential = Credential
