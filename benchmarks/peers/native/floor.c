/* The least that two processes need to hand a message over through shared memory. No log, no pins, no clean-up after a
 * death: what a transport adds to this is what it costs.
 *
 * floor ROLE CELL DIRECTORY    ROLE: ping, pong (they take turns), source, sink (one way)
 *
 * file "page":  0              128             256          4096
 *               | turn of ping | turn of pong  | ring       | payload of ping | payload of pong |
 *               | sequence, value in one line  | head, tail | or the slots of the ring          |
 */
#include "cell.h"
#include <fcntl.h>
#include <linux/futex.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

struct turn {
    int64_t sequence; /* written by one side, with release */
    int64_t value;
    char pad[48];
    int64_t sleeping; /* written by the other side */
    char pad2[56];
};

struct page {
    struct turn turns[2];
    int64_t head; /* of the ring: written by the source */
    char pad[120];
    int64_t tail; /* written by the sink */
    char pad2[3832 - 120];
    char payload[];
};

enum { SPINS = 2000, RING = 1024 };

static struct page *page;
static struct cell cell;
static int spins; /* -1: for ever */
static volatile int64_t sum;

static void fill(char *payload, int64_t value) {
    int64_t *words = (int64_t *)payload;
    for (int64_t i = 0; cell.fill && i < cell.bytes / 8; i++) {
        words[i] = value;
    }
}

static void drain(const char *payload) {
    const int64_t *words = (const int64_t *)payload;
    int64_t read = 0;
    for (int64_t i = 0; cell.fill && i < cell.bytes / 8; i++) {
        read += words[i];
    }
    sum += read;
}

static char *payload_of(int side) { return page->payload + side * cell.bytes; }

static void pass(int side, int64_t value) {
    struct turn *own = &page->turns[side];
    fill(payload_of(side), value);
    own->value = value;
    __atomic_store_n(&own->sequence, own->sequence + 1, __ATOMIC_RELEASE);
    if (spins >= 0) {
        __atomic_thread_fence(__ATOMIC_SEQ_CST); /* pairs with the one in await */
        if (__atomic_load_n(&own->sleeping, __ATOMIC_RELAXED)) {
            syscall(SYS_futex, &own->sequence, FUTEX_WAKE, 1, NULL, NULL, 0);
        }
    }
}

static int64_t await(int side, int64_t sequence) {
    struct turn *other = &page->turns[1 - side];
    for (int tries = 0; __atomic_load_n(&other->sequence, __ATOMIC_ACQUIRE) < sequence; tries++) {
        if (spins < 0 || tries < spins) {
            __builtin_ia32_pause();
            continue;
        }
        __atomic_store_n(&other->sleeping, 1, __ATOMIC_RELAXED);
        __atomic_thread_fence(__ATOMIC_SEQ_CST);
        struct timespec longest = {1, 0};
        syscall(SYS_futex, &other->sequence, FUTEX_WAIT, (int)(sequence - 1), &longest, NULL, 0);
        __atomic_store_n(&other->sleeping, 0, __ATOMIC_RELAXED);
    }
    int64_t value = other->value;
    drain(payload_of(1 - side));
    return value;
}

static void ping(const char *directory) {
    int64_t *samples = malloc((size_t)cell.messages * sizeof *samples);
    int64_t count = 0, sequence = 0, warm_until = now_ns() + cell.warmup_ms * 1000000;
    int64_t end = 0;
    while (count < cell.messages) {
        int64_t start = now_ns();
        if (end != 0 && start > end) {
            break;
        }
        pass(0, start);
        await(0, ++sequence);
        int64_t after = now_ns();
        if (end != 0) {
            samples[count++] = after - start;
        } else if (after > warm_until || sequence >= cell.messages) {
            end = after + cell.measure_ms * 1000000;
        }
    }
    pass(0, THE_END);
    write_result(directory, "ping", samples, count, sequence, 0, 0);
}

static void pong(void) {
    for (int64_t sequence = 1; await(1, sequence) != THE_END; sequence++) {
        pass(1, sequence);
    }
}

/* One place only: the sink has to be done with it. */
static void pass_paced(int64_t at, int64_t value, int64_t sent) {
    wait_until(at);
    while (__atomic_load_n(&page->tail, __ATOMIC_ACQUIRE) < sent) {
        __builtin_ia32_pause();
    }
    pass(0, value);
}

static void paced_source(const char *directory) {
    int64_t sent = 0, at = now_ns(), until = at + cell.warmup_ms * 1000000;
    for (; at < until; at += cell.warmup_period_ns) {
        pass_paced(at, NOT_RECORDED, sent++);
    }
    at += 100000000; /* lets what is queued drain */
    until = at + cell.measure_ms * 1000000;
    for (; at < until; at += cell.period_ns) {
        pass_paced(at, at, sent++);
    }
    pass_paced(at, THE_END, sent);
    write_result(directory, "source", NULL, 0, sent, 0, 0);
}

static void paced_sink(const char *directory) {
    int64_t *samples = malloc(1000000 * sizeof *samples);
    int64_t count = 0, sequence = 1, value;
    for (; (value = await(1, sequence)) != THE_END; sequence++) {
        if (value > 0 && count < 1000000) {
            samples[count++] = now_ns() - value;
        }
        __atomic_store_n(&page->tail, sequence, __ATOMIC_RELEASE);
    }
    write_result(directory, "sink", samples, count, sequence - 1, 0, 0);
}

static int64_t slots(void) {
    int64_t fit = (64LL << 20) / (cell.bytes < 64 ? 64 : cell.bytes);
    return fit > RING ? RING : fit < 4 ? 4 : fit;
}

static char *slot(int64_t sequence) {
    return page->payload + sequence % slots() * (cell.bytes < 64 ? 64 : cell.bytes);
}

static void ring_source(const char *directory) {
    int64_t sent = 0, consumed = 0, capacity = slots(), until = now_ns() + (cell.warmup_ms + cell.measure_ms) * 1000000;
    for (int64_t value = NOT_RECORDED; value != THE_END; sent++) {
        if ((sent & 63) == 0 || cell.bytes >= 4096) {
            value = now_ns() > until ? THE_END : NOT_RECORDED;
        }
        while (sent - consumed >= capacity) {
            consumed = __atomic_load_n(&page->tail, __ATOMIC_ACQUIRE);
        }
        fill(slot(sent), value);
        *(int64_t *)slot(sent) = value;
        __atomic_store_n(&page->head, sent + 1, __ATOMIC_RELEASE);
    }
    write_result(directory, "source", NULL, 0, sent - 1, 0, 0);
}

static void ring_sink(const char *directory) {
    int64_t taken = 0, published = 0, warm = 0, warm_at = 0, start = now_ns(), value = 0;
    while (value != THE_END) {
        while (published <= taken) {
            published = __atomic_load_n(&page->head, __ATOMIC_ACQUIRE);
        }
        value = *(int64_t *)slot(taken);
        drain(slot(taken));
        taken++;
        __atomic_store_n(&page->tail, taken, __ATOMIC_RELEASE);
        if (warm == 0 && ((taken & 63) == 0 || cell.bytes >= 4096) && now_ns() - start > cell.warmup_ms * 1000000) {
            warm = taken;
            warm_at = now_ns();
        }
    }
    write_result(directory, "sink", NULL, 0, taken - 1, taken - 1 - warm, now_ns() - warm_at);
}

int main(int count, char **arguments) {
    if (count != 4) {
        fprintf(stderr, "floor ROLE CELL DIRECTORY\n");
        return 2;
    }
    const char *role = arguments[1], *directory = arguments[3];
    cell = parse(arguments[2]);
    spins = strcmp(cell.idle, "futex") == 0 ? 0 : strcmp(cell.idle, "blocking") == 0 ? SPINS : -1;
    pin(cell.cpu);
    char path[4096];
    snprintf(path, sizeof path, "%s/page", directory);
    int file = open(path, O_RDWR | O_CREAT, 0600);
    int64_t length = 4096 + (slots() * (cell.bytes < 64 ? 64 : cell.bytes));
    if (file < 0 || posix_fallocate(file, 0, length) != 0) {
        perror(path);
        return 1;
    }
    page = mmap(NULL, (size_t)length, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (strcmp(role, "ping") == 0) {
        ping(directory);
    } else if (strcmp(role, "pong") == 0) {
        pong();
    } else if (strcmp(role, "source") == 0) {
        cell.period_ns > 0 ? paced_source(directory) : ring_source(directory);
    } else {
        cell.period_ns > 0 ? paced_sink(directory) : ring_sink(directory);
    }
    return 0;
}
