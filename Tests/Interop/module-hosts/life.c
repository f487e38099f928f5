/* SPDX-FileCopyrightText: 2026 The Caducée authors */
/* SPDX-License-Identifier: Apache-2.0 */
/* The module in the life of a process: life MODULE fork|exec|reload|exit|finalize|waiting|signals|quiet [ROUNDS] */
#include <dirent.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <unistd.h>

#include "host.h"

enum { SIGNERS = 4, PATIENCE = 60 };

static const char *module, *program;
static Signer mine;
static atomic_bool over;
static atomic_ullong number, wrong, odd;

/* A signer in the first slot that has a token; the program ends without one. */
static void begin(void) {
    need(p11->C_Initialize(NULL), "C_Initialize");
    need(first_slot_with_token(&mine.slot), "a slot with a token");
    need(open_signer(mine.slot, &mine), "login");
}

static bool signs(const char *what) {
    bool verified = false;
    CK_RV code = sign_number(&mine, ++number, &verified);
    return check(code == CKR_OK && verified, "%s (%#lx)", what, code);
}

static bool is_end(CK_RV code) {
    return code == CKR_CRYPTOKI_NOT_INITIALIZED || code == CKR_SESSION_HANDLE_INVALID ||
        code == CKR_USER_NOT_LOGGED_IN || code == CKR_OBJECT_HANDLE_INVALID || code == CKR_KEY_HANDLE_INVALID ||
        code == CKR_OPERATION_NOT_INITIALIZED || code == CKR_SESSION_CLOSED || code == CKR_FUNCTION_CANCELED;
}

/* Signs in a session of its own until it is told to stop or the module is finalised under it. */
static void *keep_signing(void *unused) {
    Signer signer = {.holder = mine.holder};
    (void)unused;
    CK_RV code = open_signer(mine.slot, &signer);
    while (code == CKR_OK && !over) {
        bool verified = false;
        code = sign_number(&signer, ++number, &verified);
        if (code == CKR_OK && !verified) ++wrong;
    }
    if (code != CKR_OK && !is_end(code)) {
        ++odd;
        expect(false, "a signing thread ends with %#lx", code);
    }
    return NULL;
}

static void *wait_for_event(void *place) {
    CK_SLOT_ID slot;
    /* Events that are there already come first. */
    do *(CK_RV *)place = p11->C_WaitForSlotEvent(0, &slot, NULL);
    while (*(CK_RV *)place == CKR_OK);
    return NULL;
}

static void start_signers(pthread_t *threads) {
    over = false;
    for (int index = 0; index < SIGNERS; ++index) pthread_create(&threads[index], NULL, keep_signing, NULL);
    pause_milliseconds(50);
}

static void join_signers(pthread_t *threads) {
    for (int index = 0; index < SIGNERS; ++index) pthread_join(threads[index], NULL);
}

/* Fork without exec. */

static int inherited(void) {
    CK_INFO info;
    CK_SESSION_INFO session;
    CK_SLOT_ID slots[MOST_SLOTS];
    CK_ULONG count = MOST_SLOTS;
    bool verified;
    expect(p11->C_GetInfo(&info) == CKR_CRYPTOKI_NOT_INITIALIZED, "C_GetInfo in the child");
    expect(p11->C_GetSlotList(CK_TRUE, slots, &count) == CKR_CRYPTOKI_NOT_INITIALIZED, "C_GetSlotList in the child");
    expect(p11->C_GetSessionInfo(mine.session, &session) == CKR_CRYPTOKI_NOT_INITIALIZED, "C_GetSessionInfo there");
    expect(sign_number(&mine, 1, &verified) == CKR_CRYPTOKI_NOT_INITIALIZED, "C_SignInit in the child");
    expect(p11->C_CloseSession(mine.session) == CKR_CRYPTOKI_NOT_INITIALIZED, "C_CloseSession in the child");
    expect(p11->C_Finalize(NULL) == CKR_CRYPTOKI_NOT_INITIALIZED, "C_Finalize in the child");
    Signer before = mine;
    sign_once("the child initialises and signs");
    mine = before;
    return outcome();
}

static int grandparent(void) {
    expect(sign_once("the child signs before it forks"), "the child");
    return outcome() || in_child(inherited, PATIENCE);
}

static void fork_without_exec(int rounds) {
    pthread_t threads[SIGNERS];
    begin();
    signs("the parent signs before");
    check_code(0, (CK_RV)in_child(inherited, PATIENCE), "a child begins anew");
    signs("the parent signs after its child has");
    check_code(0, (CK_RV)in_child(grandparent, PATIENCE), "so does a child of the child");
    signs("the parent signs on");
    start_signers(threads);
    for (int round = 0; round < rounds; ++round) {
        int status = in_child(inherited, PATIENCE);
        expect(status == 0, "a child forked while threads sign: %d", status);
    }
    over = true;
    join_signers(threads);
    check(wrong == 0 && odd == 0, "%d forks while threads sign", rounds);
    check_code(CKR_OK, p11->C_Finalize(NULL), "C_Finalize in the parent");
}

/* Exec. */

static int replaced(void) {
    char *arguments[] = {(char *)program, (char *)module, "fresh", NULL};
    execv(program, arguments);
    return 127;
}

static void fork_and_exec(int rounds) {
    begin();
    for (int round = 0; round < rounds; ++round) {
        int status = in_child(replaced, PATIENCE);
        expect(status == 0, "a program started with exec: %d", status);
    }
    signs("signs after programs started with exec have");
    check_code(CKR_OK, p11->C_Finalize(NULL), "C_Finalize");
    check(replaced() == 127, "exec of ourselves");
}

/* Load, unload, load. */

static unsigned entries(const char *path) {
    unsigned count = 0;
    DIR *folder = opendir(path);
    while (folder && readdir(folder)) ++count;
    if (folder) closedir(folder);
    return count;
}

/* Threads on their way out are still listed for a moment. */
static bool no_more_than(unsigned files, unsigned threads) {
    for (int turn = 0; turn < 200; ++turn) {
        if (entries("/proc/self/fd") <= files && entries("/proc/self/task") <= threads) return true;
        pause_milliseconds(20);
    }
    return false;
}

static void load_and_unload(int rounds) {
    unsigned files = 0, threads = 0;
    for (int round = 0; round < rounds; ++round) {
        if (round) load_module(module);
        if (!sign_once("loaded, used, finalised")) return;
        unload_module();
        if (round == 0) files = entries("/proc/self/fd"), threads = entries("/proc/self/task");
    }
    check(no_more_than(files, threads), "no file or thread stays behind after %d loads: %u and %u, at first %u and %u",
          rounds, entries("/proc/self/fd"), entries("/proc/self/task"), files, threads);
    load_module(module);
    begin();
    unload_module();
    load_module(module);
    CK_RV code = p11->C_Initialize(NULL);
    check(code == CKR_OK || code == CKR_CRYPTOKI_ALREADY_INITIALIZED, "unloaded in use, loaded again: %#lx", code);
    p11->C_Finalize(NULL);
    sign_once("unloaded while in use, then used again");
}

/* Exit. */

static int leave_at_once(void) {
    pthread_t threads[SIGNERS], waiter;
    static CK_RV code;
    begin();
    pthread_create(&waiter, NULL, wait_for_event, &code);
    start_signers(threads);
    exit(0);
}

static int leave_quietly(void) {
    begin();
    exit(0);
}

static int leave_after_unloading(void) {
    begin();
    unload_module();
    exit(0);
}

static void exit_without_finalize(int rounds) {
    check_code(0, (CK_RV)in_child(leave_quietly, 10), "exit without C_Finalize");
    check_code(0, (CK_RV)in_child(leave_after_unloading, 10), "dlclose and exit without C_Finalize");
    for (int round = 0; round < rounds; ++round) {
        int status = in_child(leave_at_once, 10);
        expect(status == 0, "exit while threads sign: %d", status);
    }
    sign_once("another process signs after them");
}

/* C_Finalize while others are inside. */

static void finalize_under_others(int rounds) {
    for (int round = 0; round < rounds; ++round) {
        pthread_t threads[SIGNERS], waiter;
        CK_RV waited = CKR_OK;
        begin();
        pthread_create(&waiter, NULL, wait_for_event, &waited);
        if (round % 2) start_signers(threads);
        else pause_milliseconds(50);
        double start = seconds_now();
        expect(p11->C_Finalize(NULL) == CKR_OK, "C_Finalize while others are inside");
        pthread_join(waiter, NULL);
        if (round % 2) join_signers(threads);
        expect(waited == CKR_CRYPTOKI_NOT_INITIALIZED, "the waiting thread is told %#lx", waited);
        expect(seconds_now() - start < 10, "C_Finalize while others are inside: %.1f s", seconds_now() - start);
        forget_holder(&mine);
    }
    check(wrong == 0 && odd == 0, "%d times C_Finalize while threads wait and sign", rounds);
    sign_once("signs afterwards");
}

/* A thread that waits for events, as browsers have one. */

static void wait_beside_others(int rounds) {
    pthread_t waiter;
    CK_RV waited = CKR_OK;
    begin();
    pthread_create(&waiter, NULL, wait_for_event, &waited);
    pause_milliseconds(100);
    double start = seconds_now();
    for (int round = 0; round < rounds; ++round) {
        CK_SLOT_ID slots[MOST_SLOTS];
        CK_ULONG count = MOST_SLOTS;
        bool verified = false;
        CK_RV code = p11->C_GetSlotList(CK_TRUE, slots, &count);
        if (code == CKR_OK) code = sign_number(&mine, ++number, &verified);
        expect(code == CKR_OK && verified, "a signature beside a thread that waits: %#lx", code);
    }
    /* Were they held up, each call would take a second. */
    double each = (seconds_now() - start) / rounds;
    check(each < 0.5, "a thread that waits for events holds nobody up (%.3f s for two calls)", each);
    check_code(CKR_OK, p11->C_Finalize(NULL), "C_Finalize");
    pthread_join(waiter, NULL);
    check_code(CKR_CRYPTOKI_NOT_INITIALIZED, waited, "the waiting thread is told");
}

/* Signals. */

static atomic_ullong ticks;

static void tick(int unused) {
    (void)unused;
    ++ticks;
}

static void signal_storm(int rounds) {
    struct sigaction action = {.sa_handler = tick}, old;
    struct itimerval each = {{0, 500}, {0, 500}}, never = {{0, 0}, {0, 0}};
    /* Without SA_RESTART: every blocking call in the module is interrupted. */
    sigaction(SIGALRM, &action, &old);
    setitimer(ITIMER_REAL, &each, NULL);
    begin();
    for (int round = 0; round < rounds; ++round) {
        bool verified;
        CK_RV code = sign_number(&mine, ++number, &verified);
        expect(code == CKR_OK && verified, "a signature under signals: %#lx", code);
    }
    CK_RV code = p11->C_Finalize(NULL);
    setitimer(ITIMER_REAL, &never, NULL);
    sigaction(SIGALRM, &old, NULL);
    check_code(CKR_OK, code, "C_Finalize under signals");
    check(ticks > 10, "%d signatures under %llu signals", rounds, (unsigned long long)ticks);
}

/* What of the process is not ours. */

typedef struct {
    struct sigaction actions[65];
    sigset_t mask;
    mode_t umask;
    char folder[4096];
} Surroundings;

static Surroundings before, after;

static void look(Surroundings *seen) {
    memset(seen, 0, sizeof *seen);
    for (int signal = 1; signal <= 64; ++signal) sigaction(signal, NULL, &seen->actions[signal]);
    pthread_sigmask(SIG_SETMASK, NULL, &seen->mask);
    seen->umask = umask(0);
    umask(seen->umask);
    if (!getcwd(seen->folder, sizeof seen->folder)) seen->folder[0] = 0;
}

static void leave_the_process_alone(int rounds) {
    (void)rounds;
    sign_once("signs");
    unload_module();
    look(&after);
    bool same = true;
    for (int signal = 1; signal <= 64; ++signal) {
        bool kept = before.actions[signal].sa_handler == after.actions[signal].sa_handler;
        same = expect(kept, "the handler of signal %d was changed", signal) && same;
    }
    check(same, "no signal handler of the process is changed");
    check(!memcmp(&before.mask, &after.mask, sizeof before.mask), "no signal is blocked");
    check(before.umask == after.umask && !strcmp(before.folder, after.folder), "umask and folder are kept");
}

static unsigned descriptors;

static void fresh(int rounds) {
    (void)rounds;
    /* Standard input, output and error, the folder that is being read, and its two names for itself and its parent. */
    check(descriptors <= 6, "no descriptor came through exec (%u)", descriptors);
    sign_once("a fresh program signs");
}

int main(int count, char **arguments) {
    static const struct {
        const char *name;
        void (*run)(int rounds);
    } parts[] = {
        {"fork", fork_without_exec}, {"exec", fork_and_exec}, {"reload", load_and_unload},
        {"exit", exit_without_finalize}, {"finalize", finalize_under_others}, {"waiting", wait_beside_others},
        {"signals", signal_storm}, {"quiet", leave_the_process_alone}, {"fresh", fresh},
    };
    if (count < 3) return 64;
    program = arguments[0], module = arguments[1];
    descriptors = entries("/proc/self/fd");
    look(&before);
    load_module(module);
    for (size_t index = 0; index < sizeof parts / sizeof *parts; ++index) {
        if (!strcmp(parts[index].name, arguments[2])) {
            parts[index].run(count > 3 ? atoi(arguments[3]) : 4);
            return outcome();
        }
    }
    return 64;
}
