//! dora's best path: a Rust node that writes its payload into the sample with `send_output_raw`, and reads the array it
//! gets in place. Environment: BENCH_ROLE (ping, pong, source, sink), BENCH_CELL, BENCH_DIRECTORY.
#[path = "../../native/cell.rs"]
mod cell;

use cell::{Cell, Seen, THE_END};
use dora_node_api::{
    arrow_v59::array::{Array, UInt8Array},
    dora_core::config::DataId,
    DoraNode, Event, EventStream,
};

struct Ports {
    node: DoraNode,
    events: EventStream,
    out: DataId,
    cell: Cell,
    sum: i64,
}

impl Ports {
    fn send(&mut self, value: i64) {
        let cell = &self.cell;
        self.node
            .send_output_raw(self.out.clone(), Default::default(), cell.bytes(), |out| cell::fill(cell, out, value))
            .unwrap();
    }

    /// The first word of the next message, or the end of them.
    fn receive(&mut self) -> i64 {
        loop {
            match self.events.recv() {
                Some(Event::Input { data, .. }) => {
                    let bytes = data.as_array().as_any().downcast_ref::<UInt8Array>().expect("bytes");
                    return cell::read(&self.cell, bytes.values(), &mut self.sum);
                }
                Some(Event::InputClosed { .. } | Event::Stop(_)) | None => return THE_END,
                Some(_) => {}
            }
        }
    }
}

fn main() {
    let text = std::env::var("BENCH_CELL").unwrap();
    let directory = std::env::var("BENCH_DIRECTORY").unwrap();
    let (node, events) = DoraNode::init_from_env().unwrap();
    let mut ports = Ports { node, events, out: "out".to_owned().into(), cell: Cell::parse(&text), sum: 0 };
    ports.cell.pin();
    let cell = Cell::parse(&text);
    match std::env::var("BENCH_ROLE").unwrap().as_str() {
        "ping" => {
            cell::ping(&cell, &directory, |value| {
                ports.send(value);
                ports.receive();
            });
            ports.send(THE_END);
        }
        "pong" => {
            while ports.receive() != THE_END {
                ports.send(0);
            }
        }
        "source" => {
            let mut sent = -1;
            let send = |value| {
                ports.send(value);
                sent += 1;
            };
            if cell.number("period_ns") > 0 {
                cell::paced(&cell, send);
            } else {
                cell::saturated(&cell, send);
            }
            cell::write_result(&directory, "source", &[], sent, 0, 0);
        }
        _ => {
            let mut seen = Seen::new(&cell);
            loop {
                let value = ports.receive();
                if !seen.message(value) {
                    break;
                }
                if cell.number("work_ns") > 0 {
                    cell::wait_until(cell::now_ns() + cell.number("work_ns"));
                }
            }
            seen.write(&directory);
        }
    }
}
