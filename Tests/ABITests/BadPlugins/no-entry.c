/* A library, but no plugin. */
int unrelated(void) { return 1; }
