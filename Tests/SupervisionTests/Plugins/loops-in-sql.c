/* Never returns from a statement. */
#include "sinner.h"

static sy_status misbehave(sy_call *call, const sy_event *event) {
    const sy_rows *rows = NULL;
    (void)event;
    return store->query(
        call, text("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"), NULL, 0, &rows);
}

EXPORT()
