#ifndef SWITCHYARD_CGIT2_H
#define SWITCHYARD_CGIT2_H

#include <git2.h>
#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>

/* Swift cannot call variadic functions, so the options that we set once are named here. */

/* Starts the library and hides every configuration file outside the repository.
 * Returns a libgit2 error code, 0 or more on success. */
static inline int sy_git2_start(void) {
    int rc = git_libgit2_init();
    if (rc < 0) return rc;
    const git_config_level_t levels[] = {
        GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_PROGRAMDATA};
    for (unsigned i = 0; i < sizeof levels / sizeof levels[0]; i++) {
        rc = git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, (int)levels[i], "");
        if (rc < 0) return rc;
    }
    /* Objects are hashed when they arrive (index-pack with fsck); hashing each read again costs more than the walk. */
    return git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0);
}

#endif
