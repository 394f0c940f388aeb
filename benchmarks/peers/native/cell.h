/* One cell as the command line gives it, the clock, and the files of a result. The text is
 * "bytes=8,fill=0,idle=spinning,messages=40000,warmup_ms=500,measure_ms=1000,period_ns=0,warmup_period_ns=0,cpu=-1". */
#ifndef CELL_H
#define CELL_H
#define _GNU_SOURCE
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* The first word of each message: when it should have been sent, or one of these. */
#define NOT_RECORDED 0
#define THE_END (-1)

struct cell {
    int64_t bytes, fill, messages, warmup_ms, measure_ms, period_ns, warmup_period_ns, cpu;
    char idle[32];
};

static int64_t number(const char *text, const char *key) {
    const char *at = text;
    size_t length = strlen(key);
    for (; at != NULL; at = strchr(at, ',')) {
        at += *at == ',';
        if (strncmp(at, key, length) == 0 && at[length] == '=') {
            return atoll(at + length + 1);
        }
    }
    fprintf(stderr, "no %s in the cell: %s\n", key, text);
    exit(2);
}

static struct cell parse(const char *text) {
    struct cell cell = {number(text, "bytes"), number(text, "fill"), number(text, "messages"),
                        number(text, "warmup_ms"), number(text, "measure_ms"), number(text, "period_ns"),
                        number(text, "warmup_period_ns"), number(text, "cpu"), ""};
    const char *idle = strstr(text, "idle=");
    if (idle != NULL) {
        sscanf(idle, "idle=%31[a-z-]", cell.idle);
    }
    return cell;
}

static void pin(int64_t cpu) {
    if (cpu >= 0) {
        cpu_set_t set;
        CPU_ZERO(&set);
        CPU_SET((int)cpu, &set);
        sched_setaffinity(0, sizeof set, &set);
    }
}

static int64_t now_ns(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return t.tv_sec * 1000000000LL + t.tv_nsec;
}

/* Sleeps until a little before, then spins: a timer is late by more than a message takes. */
static void wait_until(int64_t at_ns) {
    int64_t left = at_ns - now_ns() - 200000;
    if (left > 0) {
        struct timespec t = {left / 1000000000LL, left % 1000000000LL};
        nanosleep(&t, NULL);
    }
    while (now_ns() < at_ns) {
        __builtin_ia32_pause();
    }
}

static FILE *result(const char *directory, const char *role, const char *suffix) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s%s", directory, role, suffix);
    FILE *file = fopen(path, "w");
    if (file == NULL) {
        perror(path);
        exit(1);
    }
    return file;
}

static void write_result(const char *directory, const char *role, const int64_t *samples, int64_t count,
                         int64_t messages, int64_t window_messages, int64_t window_ns) {
    FILE *ns = result(directory, role, ".ns");
    fwrite(samples, sizeof *samples, (size_t)count, ns);
    fclose(ns);
    FILE *text = result(directory, role, ".txt");
    fprintf(text, "messages=%lld\nwindow_messages=%lld\nwindow_ns=%lld\n", (long long)messages,
            (long long)window_messages, (long long)window_ns);
    fclose(text);
}
#endif
