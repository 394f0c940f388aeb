//! One cell as the command line gives it, the clock, and the files of a result; as in native/cell.h.
use std::collections::HashMap;
use std::io::Write;

/// The first word of each message: when it should have been sent, or one of these.
pub const NOT_RECORDED: i64 = 0;
pub const THE_END: i64 = -1;

pub struct Cell(HashMap<String, String>);

impl Cell {
    pub fn parse(text: &str) -> Cell {
        Cell(text.split(',').filter_map(|pair| pair.split_once('=')).map(|(k, v)| (k.into(), v.into())).collect())
    }

    pub fn text(&self, key: &str) -> &str {
        self.0.get(key).unwrap_or_else(|| panic!("no {key} in the cell"))
    }

    pub fn number(&self, key: &str) -> i64 {
        self.text(key).parse().unwrap_or_else(|_| panic!("{key} is no number"))
    }

    pub fn bytes(&self) -> usize {
        self.number("bytes") as usize
    }

    pub fn fills(&self) -> bool {
        self.number("fill") != 0
    }

    pub fn ms(&self, key: &str) -> i64 {
        self.number(key) * 1_000_000
    }

    /// For this thread only.
    pub fn pin(&self) {
        let cpu = self.number("cpu");
        if cpu >= 0 {
            unsafe {
                let mut set: libc::cpu_set_t = std::mem::zeroed();
                libc::CPU_SET(cpu as usize, &mut set);
                libc::sched_setaffinity(0, std::mem::size_of_val(&set), &set);
            }
        }
    }
}

/// CLOCK_MONOTONIC, the same in every process.
pub fn now_ns() -> i64 {
    let mut t = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    unsafe { libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut t) };
    t.tv_sec * 1_000_000_000 + t.tv_nsec
}

/// Sleeps until a little before, then spins: a timer is late by more than a message takes.
pub fn wait_until(at_ns: i64) {
    let left = at_ns - now_ns() - 200_000;
    if left > 0 {
        std::thread::sleep(std::time::Duration::from_nanos(left as u64));
    }
    while now_ns() < at_ns {
        std::hint::spin_loop();
    }
}

/// The times at which a paced source sends, and what it writes into each message; calls `send(value)`.
pub fn paced(cell: &Cell, mut send: impl FnMut(i64)) {
    let mut at = now_ns();
    let mut until = at + cell.ms("warmup_ms");
    while at < until {
        wait_until(at);
        send(NOT_RECORDED);
        at += cell.number("warmup_period_ns");
    }
    at += 100_000_000; // lets what is queued drain
    until = at + cell.ms("measure_ms");
    while at < until {
        wait_until(at);
        send(at);
        at += cell.number("period_ns");
    }
    wait_until(at);
    send(THE_END);
}

/// Sends as fast as it goes; one message in 64 has the time.
pub fn saturated(cell: &Cell, mut send: impl FnMut(i64)) {
    let until = now_ns() + cell.ms("warmup_ms") + cell.ms("measure_ms");
    let each = if cell.bytes() >= 4096 { 1 } else { 64 };
    let mut sent = 0i64;
    loop {
        let mut value = NOT_RECORDED;
        if sent % each == 0 {
            value = now_ns();
            if value > until {
                break;
            }
        }
        send(value);
        sent += 1;
    }
    send(THE_END);
}

pub fn fill(cell: &Cell, payload: &mut [u8], value: i64) {
    if cell.fills() {
        for word in payload.chunks_exact_mut(8) {
            word.copy_from_slice(&value.to_le_bytes());
        }
    } else {
        payload[..8].copy_from_slice(&value.to_le_bytes());
    }
}

/// The first word; all of them are read if the cell says so.
pub fn read(cell: &Cell, payload: &[u8], sum: &mut i64) -> i64 {
    if cell.fills() {
        for word in payload.chunks_exact(8) {
            *sum = sum.wrapping_add(i64::from_le_bytes(word.try_into().unwrap()));
        }
    }
    i64::from_le_bytes(payload[..8].try_into().unwrap())
}

/// What a sink has seen.
pub struct Seen {
    samples: Vec<i64>,
    count: i64,
    warm_count: i64,
    warm_at: i64,
    warm_from: i64,
    each: i64,
}

impl Seen {
    pub fn new(cell: &Cell) -> Seen {
        let each = if cell.bytes() >= 4096 { 1 } else { 64 };
        Seen { samples: vec![], count: 0, warm_count: 0, warm_at: 0, warm_from: now_ns() + cell.ms("warmup_ms"), each }
    }

    /// Whether more is to come.
    pub fn message(&mut self, value: i64) -> bool {
        if value == THE_END {
            return false;
        }
        self.count += 1;
        if value > 0 {
            self.samples.push(now_ns() - value);
        }
        if self.warm_at == 0 && self.count % self.each == 0 && now_ns() > self.warm_from {
            self.warm_at = now_ns();
            self.warm_count = self.count;
        }
        true
    }

    pub fn write(&self, directory: &str) {
        let window = if self.warm_at == 0 { 0 } else { now_ns() - self.warm_at };
        write_result(directory, "sink", &self.samples, self.count, self.count - self.warm_count, window);
    }
}

pub fn write_result(directory: &str, role: &str, samples: &[i64], messages: i64, window: i64, window_ns: i64) {
    let bytes: Vec<u8> = samples.iter().flat_map(|sample| sample.to_le_bytes()).collect();
    std::fs::write(format!("{directory}/{role}.ns"), bytes).unwrap();
    let mut text = std::fs::File::create(format!("{directory}/{role}.txt")).unwrap();
    writeln!(text, "messages={messages}\nwindow_messages={window}\nwindow_ns={window_ns}").unwrap();
}

/// Round trips until the messages or the time of the cell are used up; `turn(value)` is one.
pub fn ping(cell: &Cell, directory: &str, mut turn: impl FnMut(i64)) {
    let warm_until = now_ns() + cell.ms("warmup_ms");
    let mut end = 0;
    let mut trips = 0;
    let mut samples = Vec::with_capacity(cell.number("messages") as usize);
    while samples.len() < samples.capacity() {
        let start = now_ns();
        if end != 0 && start > end {
            break;
        }
        turn(start);
        trips += 1;
        let after = now_ns();
        if end != 0 {
            samples.push(after - start);
        } else if after > warm_until || trips >= cell.number("messages") {
            end = after + cell.ms("measure_ms");
        }
    }
    write_result(directory, "ping", &samples, trips, 0, 0);
}
