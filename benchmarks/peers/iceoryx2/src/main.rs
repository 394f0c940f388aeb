//! iceoryx2 as its users would use it: samples are loaned, written in place and sent; a reader spins on its subscriber or
//! sleeps at a listener. `bench-iceoryx2 ROLE CELL DIRECTORY`, ROLE: ping, pong, source, sink.
#[path = "../../native/cell.rs"]
mod cell;

use cell::{Cell, Seen, THE_END};
use iceoryx2::port::{listener::Listener, notifier::Notifier, publisher::Publisher, subscriber::Subscriber};
use iceoryx2::prelude::*;
use std::time::Duration;

type Failure = Box<dyn std::error::Error>;

struct Sender {
    publisher: Publisher<ipc::Service, [u8], ()>,
    notifier: Option<Notifier<ipc::Service>>,
}

impl Sender {
    fn open(node: &Node<ipc::Service>, cell: &Cell, name: &str) -> Result<Sender, Failure> {
        let publisher = service(node, cell, name)?
            .publisher_builder()
            .initial_max_slice_len(cell.bytes())
            .backpressure_strategy(BackpressureStrategy::RetryUntilDelivered)
            .create()?;
        let notifier = match cell.text("idle") {
            "spinning" => None,
            _ => Some(event(node, name)?.notifier_builder().create()?),
        };
        Ok(Sender { publisher, notifier })
    }

    fn send(&self, cell: &Cell, value: i64) {
        let mut sample = unsafe { self.publisher.loan_slice_uninit(cell.bytes()).unwrap().assume_init() };
        cell::fill(cell, sample.payload_mut(), value);
        sample.send().unwrap();
        if let Some(notifier) = &self.notifier {
            notifier.notify().unwrap();
        }
    }
}

struct Receiver {
    subscriber: Subscriber<ipc::Service, [u8], ()>,
    listener: Option<Listener<ipc::Service>>,
    sum: i64,
}

impl Receiver {
    fn open(node: &Node<ipc::Service>, cell: &Cell, name: &str) -> Result<Receiver, Failure> {
        let subscriber = service(node, cell, name)?.subscriber_builder().create()?;
        let listener = match cell.text("idle") {
            "spinning" => None,
            _ => Some(event(node, name)?.listener_builder().create()?),
        };
        Ok(Receiver { subscriber, listener, sum: 0 })
    }

    fn receive(&mut self, cell: &Cell) -> i64 {
        loop {
            if let Some(sample) = self.subscriber.receive().unwrap() {
                return cell::read(cell, sample.payload(), &mut self.sum);
            }
            match &self.listener {
                None => std::hint::spin_loop(),
                Some(listener) => {
                    listener.timed_wait(|_| {}, Duration::from_secs(1)).unwrap();
                }
            }
        }
    }
}

fn queue(cell: &Cell) -> usize {
    ((64 << 20) / cell.bytes().max(64)).clamp(4, 1000)
}

fn service(
    node: &Node<ipc::Service>,
    cell: &Cell,
    name: &str,
) -> Result<iceoryx2::service::port_factory::publish_subscribe::PortFactory<ipc::Service, [u8], ()>, Failure> {
    Ok(node
        .service_builder(&name.try_into()?)
        .publish_subscribe::<[u8]>()
        .payload_alignment(Alignment::new(64).unwrap())
        .enable_safe_overflow(false)
        .subscriber_max_buffer_size(queue(cell))
        .open_or_create()?)
}

fn event(
    node: &Node<ipc::Service>,
    name: &str,
) -> Result<iceoryx2::service::port_factory::event::PortFactory<ipc::Service>, Failure> {
    Ok(node.service_builder(&format!("{name}/event").as_str().try_into()?).event().open_or_create()?)
}

/// Whoever is sent to makes this file once it can receive.
fn await_file(path: &str) {
    while std::fs::metadata(path).is_err() {
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn main() -> Result<(), Failure> {
    set_log_level(LogLevel::Error);
    let arguments: Vec<String> = std::env::args().collect();
    let [_, role, text, directory] = arguments.as_slice() else {
        return Err("bench-iceoryx2 ROLE CELL DIRECTORY".into());
    };
    let cell = Cell::parse(text);
    cell.pin();
    let mut config = Config::default();
    config.global.set_root_path(&Path::new(directory.as_bytes())?); // what it leaves goes with the directory
    let node = NodeBuilder::new().config(&config).create::<ipc::Service>()?;
    let there = format!("bench{directory}/there");
    let back = format!("bench{directory}/back");
    let ready = format!("{directory}/ready");
    match role.as_str() {
        "ping" => {
            await_file(&ready);
            let mut receiver = Receiver::open(&node, &cell, &back)?;
            let sender = Sender::open(&node, &cell, &there)?;
            std::fs::write(format!("{directory}/go"), "")?;
            cell::ping(&cell, directory, |value| {
                sender.send(&cell, value);
                receiver.receive(&cell);
            });
            sender.send(&cell, THE_END);
        }
        "pong" => {
            let mut receiver = Receiver::open(&node, &cell, &there)?;
            std::fs::write(ready, "")?;
            await_file(&format!("{directory}/go"));
            let sender = Sender::open(&node, &cell, &back)?;
            while receiver.receive(&cell) != THE_END {
                sender.send(&cell, 0);
            }
        }
        "source" => {
            await_file(&ready);
            let sender = Sender::open(&node, &cell, &there)?;
            sender.send(&cell, cell::NOT_RECORDED); // the reader is connected once it has received
            await_file(&format!("{directory}/go"));
            let mut sent = 0;
            let send = |value| {
                sender.send(&cell, value);
                sent += 1;
            };
            if cell.number("period_ns") > 0 {
                cell::paced(&cell, send);
            } else {
                cell::saturated(&cell, send);
            }
            cell::write_result(directory, "source", &[], sent, 0, 0);
            await_file(&format!("{directory}/sink.txt")); // what is in flight lies in the memory of this process
        }
        _ => {
            let mut receiver = Receiver::open(&node, &cell, &there)?;
            std::fs::write(ready, "")?;
            let mut seen = Seen::new(&cell);
            seen.message(receiver.receive(&cell));
            std::fs::write(format!("{directory}/go"), "")?;
            while seen.message(receiver.receive(&cell)) {}
            seen.write(directory);
        }
    }
    Ok(())
}
