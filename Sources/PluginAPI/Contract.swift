// The values that cross the boundary are part of what a plugin's author sees: one import is enough.
@_exported public import Contract
