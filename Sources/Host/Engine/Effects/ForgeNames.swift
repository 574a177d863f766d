package import Forge

// `Forge.Credential` would look in the protocol `Forge`, not in the module of that name.

/// A credential of the forge's API.
package typealias ForgeCredential = Credential
