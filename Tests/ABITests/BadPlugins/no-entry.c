/* A library that is not a plugin. */
int unrelated(void) { return 1; }
