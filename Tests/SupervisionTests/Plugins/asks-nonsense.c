/* Requests every kind of effect with nonsensical documents; everything is granted. */
#include "sinner.h"

static const char *const kinds[] = {
    "comment", "reaction", "labels", "status", "close", "reopen", "retarget", "create_pull_request", "deployment", "close_issue",
    "delete_ref", "fetch", "inspect", "compose", "push", "read_refs",
};

static const char *const payloads[] = {
    "{}",
    "{\"body\":7,\"sha\":{},\"ref\":[],\"refs\":\"x\",\"updates\":{},\"groups\":1,\"repositories\":true,\"add\":\"x\",\"base\":null}",
    "{\"body\":\"\",\"sha\":\"no sha\",\"ref\":\"../../HEAD\",\"refs\":[\"..\"],\"content\":\"\\u0000\",\"base\":\"\",\"state\":\"x\"}",
    "{\"updates\":[{\"ref\":\"refs/heads/x\",\"sha\":-1}],\"pull_requests\":[{\"number\":9223372036854775807,\"head\":\"\"}],"
    "\"groups\":[{}],\"stop_after\":-9223372036854775808,\"committer\":[],\"keep\":1e300,\"target\":\"--upload-pack=x\"}",
    "{\"repositories\":[{\"name\":\"acme/server\",\"base\":\"\"}],\"groups\":[[{\"repository\":\"acme/client\",\"method\":\"magic\"}]],"
    "\"updates\":[],\"refs\":[],\"add\":[1,null],\"remove\":[{}],\"environment\":[],\"comment_key\":\"comment:x\"}",
};

static sy_status misbehave(sy_call *call, const sy_event *event) {
    char line[40];
    sy_effect effect;
    memset(&effect, 0, sizeof effect);
    effect.size = sizeof effect;
    effect.repository = text("acme/server");
    for (size_t kind = 0; kind < sizeof kinds / sizeof *kinds; kind++) {
        for (size_t payload = 0; payload < sizeof payloads / sizeof *payloads; payload++) {
            effect.kind = text(kinds[kind]);
            effect.payload = text(payloads[payload]);
            effect.number = payload % 2 ? INT64_MAX : -1;
            /* An effect that waits for the forge does not hold up the others. */
            snprintf(line, sizeof line, "%zu/%zu", kind, payload);
            effect.order_key = text(line);
            if (requests->effect(call, &effect, NULL) != SY_OK) note(call, text("refused at once"));
        }
    }
    return note_context(call, event);
}

EXPORT()
