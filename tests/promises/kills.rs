//! A sender killed again and again, judged by the log of the server it sends to.

pub mod clock;
#[cfg(target_os = "linux")]
mod hang_up;
#[cfg(unix)]
mod interrupt;
pub mod points;

use std::collections::BTreeMap;
use std::process::{Child, Command};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use postrider::config::Config;
use postrider::issue::IssueKey;
use postrider::ledger::DeliveryState;
use postrider::store::{DeliveryLine, Store, Totals};

use crate::house::{House, Said};
use crate::post::{house, plain, reader, several};
use crate::smtp_server::{Act, At, Script, SmtpServer, Taken};

/// How many connections each sender opens.
pub const CONNECTIONS: u64 = 4;
/// The server takes so many milliseconds over each message, so that kills fall into the middle of many.
const PACE: u64 = 12;

/// Sends what is due.
pub const PUBLISH: [&str; 2] = ["publish", "--no-link-check"];

/// A small generator of numbers that look random and are the same for the same seed.
struct Dice(u64);

impl Dice {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}

fn number(variable: &str, default: u64) -> u64 {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(default)
}

/// A server that takes its time over each message, unless it is to hurry.
fn slow(hurry: &Arc<AtomicBool>) -> SmtpServer {
    pausing(hurry, usize::MAX, &Arc::default())
}

/// The same, which answers no more than so many messages until it is to go on.
fn pausing(hurry: &Arc<AtomicBool>, most: usize, goes_on: &Arc<AtomicBool>) -> SmtpServer {
    let (hurry, goes_on) = (Arc::clone(hurry), Arc::clone(goes_on));
    let paced = || Act::After(Duration::from_millis(PACE), Box::new(Act::Usual));
    SmtpServer::start(Script::new(move |moment| match moment.at {
        At::Dot if moment.nth >= most && !goes_on.load(Ordering::SeqCst) => {
            Act::Until(Arc::clone(&goes_on), Box::new(paced()))
        }
        At::Dot if !hurry.load(Ordering::Relaxed) => paced(),
        _ => Act::Usual,
    }))
}

/// An issue that is handed over slowly enough to be broken off in the middle.
pub struct Killing {
    readers: usize,
    /// Where messages go.
    pub server: SmtpServer,
    /// Where a part of them goes, if there is a second relay.
    other: Option<SmtpServer>,
    house: House,
    runtime: tokio::runtime::Runtime,
    dice: Dice,
    /// Is the server to hurry?
    hurry: Arc<AtomicBool>,
}

impl Killing {
    /// So many readers, and a `[store]` as it is written in the configuration.
    pub fn new(readers: usize, seed: u64, store: &str) -> Self {
        let hurry = Arc::default();
        let server = slow(&hurry);
        let house = house(&format!("{}connections = {CONNECTIONS}\n", plain(&server)));
        Self { hurry, ..Self::of(house, readers, seed, store, server, None) }
    }

    /// The same, at a server that answers no more than so many messages until what is given is true.
    pub fn pausing(readers: usize, most: usize, store: &str) -> (Self, Arc<AtomicBool>) {
        let (hurry, goes_on) = (Arc::default(), Arc::default());
        let server = pausing(&hurry, most, &goes_on);
        let house = house(&format!("{}connections = {CONNECTIONS}\n", plain(&server)));
        (Self { hurry, ..Self::of(house, readers, 1, store, server, None) }, goes_on)
    }

    /// The same with two relays, which have as many connections between them.
    pub fn between_two(readers: usize, seed: u64) -> Self {
        let hurry = Arc::default();
        let (server, other) = (slow(&hurry), slow(&hurry));
        let most = format!("connections = {}\n", CONNECTIONS / 2);
        let house = several(&[plain(&server) + &most, plain(&other) + &most]);
        Self { hurry, ..Self::of(house, readers, seed, "", server, Some(other)) }
    }

    /// A few readers over one connection, at a server with a script.
    pub fn at(server: SmtpServer, relay: &str, readers: usize, store: &str) -> Self {
        let house = house(&format!("{}connections = 1\n{relay}", plain(&server)));
        Self::of(house, readers, 1, store, server, None)
    }

    fn of(
        house: House,
        readers: usize,
        seed: u64,
        store: &str,
        server: SmtpServer,
        other: Option<SmtpServer>,
    ) -> Self {
        let config = house.read("config.toml") + "subscribers = \"readers.csv\"\n" + store;
        let rows: String = (0..readers).map(|n| reader(n) + "\n").collect();
        let house = house.write("config.toml", config);
        let house = house.write("readers.csv", format!("email\n{rows}"));
        let runtime = tokio::runtime::Runtime::new().unwrap();
        let (dice, hurry) = (Dice(seed), Arc::default());
        Self { readers, server, other, house, runtime, dice, hurry }
    }

    fn servers(&self) -> impl Iterator<Item = &SmtpServer> {
        std::iter::once(&self.server).chain(&self.other)
    }

    fn count(&self) -> usize {
        self.servers().map(SmtpServer::count).sum()
    }

    fn taken(&self) -> Vec<Taken> {
        self.servers().flat_map(SmtpServer::taken).collect()
    }

    /// Starts the program.
    pub fn start(&self, args: &[&str]) -> Child {
        self.start_as(args, |_| ())
    }

    /// Starts the program in a world of its own.
    pub fn start_as(&self, args: &[&str], world: impl FnOnce(&mut Command)) -> Child {
        let mut command = self.house.command_without_clock(args);
        world(&mut command);
        command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::null());
        command.spawn().unwrap()
    }

    /// Starts the program, to be heard when it has ended.
    pub fn start_heard(&self, args: &[&str]) -> Child {
        let mut command = self.house.command_without_clock(args);
        command.stdout(std::process::Stdio::piped()).stderr(std::process::Stdio::piped());
        command.spawn().unwrap()
    }

    /// Starts the program and kills it after some messages and some time.
    ///
    /// Says whether it was still at work then.
    fn kill_once(&mut self, most: u64) -> bool {
        let messages = usize::try_from(self.dice.below(most)).unwrap();
        let wait = Duration::from_micros(self.dice.below(2 * 1_000 * PACE));
        let goal = self.count() + messages;
        let mut child = self.start(&PUBLISH);
        // Without a message to wait for, the kill falls into the start.
        let start = if messages == 0 { self.dice.below(150) } else { 0 };
        std::thread::sleep(Duration::from_millis(start));
        until("messages or the end", || {
            self.count() >= goal || child.try_wait().unwrap().is_some()
        });
        std::thread::sleep(wait);
        let at_work = child.try_wait().unwrap().is_none();
        child.kill().unwrap();
        child.wait().unwrap();
        // What was handed over before the kill is taken or not by now.
        until("the end of all connections", || self.servers().all(|server| server.open() == 0));
        // A database server takes a moment to notice; a file does not.
        until("the end of its leases", || !self.is_busy());
        at_work
    }

    fn is_busy(&self) -> bool {
        let config = Config::load(&self.house.path("config.toml")).unwrap();
        self.runtime.block_on(async {
            let store = Store::open(&config.store).await.unwrap();
            let Some(line) = store.issues().await.unwrap().into_iter().next() else {
                return false;
            };
            store.is_busy(&line.key, None, chrono::Utc::now()).await.unwrap()
        })
    }

    /// What the ledger says.
    pub fn ledger(&self) -> (Option<IssueKey>, Totals, BTreeMap<String, DeliveryState>) {
        let Some((key, totals, lines)) = self.lines() else {
            return (None, Totals::default(), BTreeMap::new());
        };
        let states = lines.into_iter().map(|line| (line.address.to_string(), line.state)).collect();
        (Some(key), totals, states)
    }

    /// The issue, once there is one, with all its deliveries.
    pub fn lines(&self) -> Option<(IssueKey, Totals, Vec<DeliveryLine>)> {
        let config = Config::load(&self.house.path("config.toml")).unwrap();
        self.runtime.block_on(async {
            let store = Store::open(&config.store).await.unwrap();
            let line = store.issues().await.unwrap().into_iter().next()?;
            let deliveries = store.deliveries(&line.key, None, 0, 100_000).await.unwrap();
            Some((line.key, line.totals, deliveries))
        })
    }

    /// Goes on to the end and judges by the servers' logs: everyone was written to, nobody twice,
    /// and those in doubt not at all until it is said what to do; then they get the same bytes.
    ///
    /// Gives how many were in doubt.
    pub fn everybody_got_it(&self) -> usize {
        self.hurry.store(true, Ordering::Relaxed);
        let said = self.run(&PUBLISH);
        let (key, totals, states) = self.ledger();
        let key = key.expect("an issue").0;
        assert_eq!(said.code, if in_doubt(&totals) > 0 { 3 } else { 0 }, "{said:?}");
        assert_eq!(totals.open(), 0, "{totals:?}");
        assert_eq!(states.len(), self.readers);
        let first = by_reader(self.taken());
        each_at_most_once(&states, &first);
        let is_in_doubt = |to: &String| states[to] == DeliveryState::InDoubt;
        assert_eq!(self.run(&["issues", "resolve", &key, "--as", "resend"]).code, 0);
        let said = self.run(&["send", &key, "--no-link-check"]);
        assert_eq!(said.code, 0, "{said:?}");
        for (to, messages) in by_reader(self.taken()) {
            let before = first.get(&to).map_or(0, Vec::len);
            assert_eq!(messages.len(), before + usize::from(is_in_doubt(&to)), "{to}");
            let same = messages.iter().all(|message| message.bytes == messages[0].bytes);
            assert!(same, "{to} got two messages that differ");
        }
        let (_, totals, _) = self.ledger();
        assert_eq!(totals.count(DeliveryState::Accepted), self.readers as u64);
        states.keys().filter(|to| is_in_doubt(to)).count()
    }

    /// Runs the program to its end.
    pub fn run(&self, args: &[&str]) -> Said {
        Said::of(&self.house.command_without_clock(args).output().unwrap())
    }
}

/// Waits until something is so, and fails aloud if it never is.
#[track_caller]
pub fn until(what: &str, mut is_so: impl FnMut() -> bool) {
    let end = Instant::now() + Duration::from_mins(1);
    while !is_so() {
        assert!(Instant::now() < end, "still waiting for {what}");
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// How many are in doubt, or will be.
pub fn in_doubt(totals: &Totals) -> u64 {
    // What a killed sender left in mid-hand-over becomes in doubt at the next claim.
    totals.count(DeliveryState::InDoubt) + totals.count(DeliveryState::Sending)
}

/// What each reader got.
pub fn by_reader(taken: Vec<Taken>) -> BTreeMap<String, Vec<Taken>> {
    let mut by_reader = BTreeMap::<String, Vec<Taken>>::new();
    for message in taken {
        by_reader.entry(message.to.clone()).or_default().push(message);
    }
    by_reader
}

/// Insists that who counts as accepted got it once, and who is in doubt at most once; that there is
/// nobody else.
#[track_caller]
pub fn each_at_most_once(
    states: &BTreeMap<String, DeliveryState>,
    got: &BTreeMap<String, Vec<Taken>>,
) {
    for (to, state) in states {
        let times = got.get(to).map_or(0, Vec::len);
        match state {
            DeliveryState::Accepted => assert_eq!(times, 1, "{to} was accepted {times} times"),
            DeliveryState::InDoubt => assert!(times <= 1, "{to} is in doubt, accepted {times}"),
            state => panic!("{to} is {state}"),
        }
    }
}

#[test]
fn a_sender_killed_at_random_loses_nobody_and_writes_to_nobody_twice() {
    kill_again_and_again("");
}

#[test]
fn a_sender_between_two_relays_killed_at_random_loses_nobody_and_writes_to_nobody_twice() {
    judge(Killing::between_two(500, seed()), 6);
}

/// Kills a sender again and again, and judges by the log of the server it sends to.
pub fn kill_again_and_again(store: &str) {
    let kills = number("POSTRIDER_KILLS", 20);
    // So many readers that the last kill still finds some to be served.
    let readers = usize::try_from(kills * 50).unwrap().max(10_000);
    judge(Killing::new(readers, seed(), store), kills);
}

fn seed() -> u64 {
    let seed = number("POSTRIDER_SEED", 0x5eed_1234_abcd_0001);
    println!("POSTRIDER_SEED={seed}");
    seed
}

/// Kills so often, and judges by the logs of the servers.
fn judge(mut killing: Killing, kills: u64) {
    let most = 2 * 40;
    let mut inside = 0;
    let mut doubts_before = 0;
    for kill in 0..kills {
        inside += u64::from(killing.kill_once(most));
        let (_, totals, states) = killing.ledger();
        let doubts = in_doubt(&totals);
        assert!(
            doubts <= doubts_before + CONNECTIONS,
            "kill {kill}: {doubts_before} in doubt before, {doubts} after"
        );
        doubts_before = doubts;
        for Taken { to, .. } in killing.taken() {
            let state = states[&to];
            let known = [DeliveryState::Accepted, DeliveryState::Sending, DeliveryState::InDoubt];
            assert!(known.contains(&state), "kill {kill}: {to} was accepted and is {state}");
        }
    }
    assert!(inside * 10 >= kills * 9, "only {inside} of {kills} kills hit the program at work");
    let doubtful = killing.everybody_got_it();
    println!("{doubtful} were in doubt after {kills} kills, {inside} at work");
    let open = killing.servers().map(SmtpServer::most_open).sum::<usize>();
    assert!(open as u64 <= CONNECTIONS, "{open}");
    assert!(killing.servers().all(|server| server.count() > 0));
}
