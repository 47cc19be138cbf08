//! `cargo run --release -p load`: starts the real server once for each attack, lets a room of eight play
//! beside it, and prints what the room and the memory of the server did meanwhile. It ends with failure
//! when a room was slower than twice before, lost somebody, or memory did not come back.

mod attacks;
mod table;

use anyhow::Context;
use attacks::{ATTACKS, Attack, Target};
use std::process::ExitCode;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use table::Table;
use tests::Server;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep};

/// How long the room plays before an attack, and beside it.
const BEFORE: Duration = Duration::from_secs(8);
const DURING: Duration = Duration::from_secs(8);
/// Before an attacker begins anew: they work on the same processor as the server, which attackers
/// elsewhere do not.
const AGAIN: Duration = Duration::from_secs(1);
/// For memory to come back once the attackers are gone: work that was begun is done to its end, and a
/// room that was opened sleeps after a minute.
const AFTER: Duration = Duration::from_secs(90);
const LOOK_AGAIN: Duration = Duration::from_secs(2);
/// Below this a pace is as good as any: a commit on a quiet disk.
const PACE_FLOOR: Duration = Duration::from_millis(3);
/// Memory that may stay: what a busy server has anyway.
const MEMORY_KEPT: u64 = 64 * 1024 * 1024;
/// Memory an attack may take meanwhile.
const MEMORY_PEAK: u64 = 320 * 1024 * 1024;

#[tokio::main]
async fn main() -> ExitCode {
    let wanted: Vec<String> = std::env::args().skip(1).collect();
    println!(
        "{:<26} {:<52} {:>17} {:>20} {:>6}",
        "attack", "bound", "p50 before/during", "MB before/peak/after", ""
    );
    let mut all_held = true;
    for attack in ATTACKS {
        if !wanted.is_empty()
            && !wanted
                .iter()
                .any(|name| attack.name.contains(name.as_str()))
        {
            continue;
        }
        match measure(attack).await {
            Ok(measured) => {
                all_held &= measured.holds();
                measured.print(attack);
            }
            Err(error) => {
                all_held = false;
                println!("{:<26} FAILED: {error:#}", attack.name);
            }
        }
    }
    if all_held {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

struct Measured {
    before: Duration,
    during: Duration,
    memory: [u64; 3],
    dropped: u32,
    other: anyhow::Result<String>,
}

impl Measured {
    fn holds(&self) -> bool {
        let [before, peak, after] = self.memory;
        self.during <= (2 * self.before).max(PACE_FLOOR)
            && self.dropped == 0
            && self.other.is_ok()
            && peak <= before + MEMORY_PEAK
            && after <= before + MEMORY_KEPT
    }

    fn print(&self, attack: &Attack) {
        let pace = format!(
            "{:.1}/{:.1} ms",
            self.before.as_secs_f64() * 1e3,
            self.during.as_secs_f64() * 1e3
        );
        let [before, peak, after] = self.memory.map(|bytes| bytes / (1024 * 1024));
        let memory = format!("{before}/{peak}/{after}");
        let verdict = if self.holds() { "pass" } else { "FAIL" };
        let (name, bound) = (attack.name, attack.bound);
        println!("{name:<26} {bound:<52} {pace:>17} {memory:>20} {verdict:>6}");
        if self.dropped > 0 {
            println!("    {} of the room were dropped", self.dropped);
        }
        match &self.other {
            Ok(told) if told.is_empty() => {}
            Ok(told) => println!("    {told}"),
            Err(error) => println!("    FAIL: {error:#}"),
        }
    }
}

async fn measure(attack: &Attack) -> anyhow::Result<Measured> {
    let server = match attack.descriptors {
        Some(descriptors) => Server::start_with_descriptors(descriptors),
        None => Server::start_with(attack.options),
    };
    let mut table = Table::open(&server).await.context("the room")?;
    let target = Arc::new(Target::new(&server).await?);
    (attack.prepare)(target.clone())
        .await
        .context("preparing")?;
    let before = table.play_for(BEFORE).await?;
    let memory_before = server.memory();
    let is_over = Arc::new(AtomicBool::new(false));
    let mut attackers = JoinSet::new();
    for nr in 0..attack.attackers {
        let (target, is_over) = (target.clone(), is_over.clone());
        let attack = attack.attack;
        attackers.spawn(async move {
            let end = Instant::now() + DURING;
            while Instant::now() < end && !is_over.load(Ordering::Relaxed) {
                attack(target.clone(), nr).await;
                sleep(AGAIN).await;
            }
        });
    }
    let watch = async {
        let mut peak = 0;
        let end = Instant::now() + DURING;
        while Instant::now() < end {
            peak = peak.max(server.memory());
            sleep(Duration::from_millis(100)).await;
        }
        peak
    };
    let (during, peak, other) = tokio::join!(
        table.play_for(DURING),
        watch,
        (attack.other)(target.clone())
    );
    is_over.store(true, Ordering::Relaxed);
    attackers.shutdown().await;
    let end = Instant::now() + AFTER;
    let mut memory_after = server.memory();
    while memory_after > memory_before + MEMORY_KEPT && Instant::now() < end {
        // The room goes on meanwhile, as rooms do.
        table.play_for(LOOK_AGAIN).await?;
        memory_after = server.memory();
    }
    Ok(Measured {
        before,
        during: during?,
        memory: [memory_before, peak, memory_after],
        dropped: table.dropped(),
        other,
    })
}
