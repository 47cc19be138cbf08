//! What is done to the server, and by how many at once. Each attacker works with a bounded number of
//! requests in hand, and is stopped when the time is over.

use anyhow::Context;
use competentiespel::player::random_token;
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, SinkExt, StreamExt};
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;
use tests::{Room, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::{Instant, sleep, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;

/// One row of the table.
pub struct Attack {
    pub name: &'static str,
    pub bound: &'static str,
    /// Open files of the server, where that is the point.
    pub descriptors: Option<u32>,
    /// Of the server.
    pub options: &'static [&'static str],
    /// At once.
    pub attackers: usize,
    pub prepare: fn(Arc<Target>) -> BoxFuture<'static, anyhow::Result<()>>,
    /// Once; it is begun anew until the time is over.
    pub attack: fn(Arc<Target>, usize) -> BoxFuture<'static, ()>,
    /// Somebody at another address meanwhile, and what they found.
    pub other: fn(Arc<Target>) -> BoxFuture<'static, anyhow::Result<String>>,
}

/// The server, and a session the attackers are in.
pub struct Target {
    address: String,
    room: Room,
    /// The code of a long session of theirs, and its token.
    long: Mutex<(String, String)>,
    /// A file of tens of thousands of entries.
    file: OnceLock<String>,
    /// The entry that brought the text they all began with.
    base: AtomicU64,
    /// Saves that were accepted.
    saved: AtomicU64,
    /// Sessions of whom a welcome is long: the code, and a token, of each member.
    large: Mutex<Vec<(String, String)>>,
}

impl Target {
    pub async fn new(server: &Server) -> anyhow::Result<Target> {
        let mut room = Room::open(server, 16).await;
        room.go(game::Phase::Werkagenda).await;
        Ok(Target {
            address: server.site().address().to_string(),
            room,
            long: Mutex::default(),
            file: OnceLock::new(),
            base: AtomicU64::new(0),
            saved: AtomicU64::new(0),
            large: Mutex::default(),
        })
    }

    fn token(&self, nr: usize) -> String {
        self.room.members[nr % self.room.members.len()]
            .token()
            .to_string()
    }

    fn long(&self) -> (String, String) {
        self.long
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }
}

const PLAIN: Attack = Attack {
    name: "",
    bound: "",
    descriptors: None,
    options: &[],
    attackers: 16,
    prepare: |_| async { Ok(()) }.boxed(),
    attack: |_, _| async {}.boxed(),
    other: |_| async { Ok(String::new()) }.boxed(),
};

/// All there are.
pub const ATTACKS: &[Attack] = &[
    Attack {
        name: "deck bombs",
        bound: "20 mistakes, 10,000 lines; 40 and one in 5 s; a lane",
        attack: |target, _| deck_bomb(target).boxed(),
        ..PLAIN
    },
    Attack {
        name: "replays of a long session",
        bound: "10 s of processor each; one for each token",
        attackers: 12,
        prepare: |target| read_in_long(target).boxed(),
        attack: |target, _| replay(target).boxed(),
        other: |target| take_home(target).boxed(),
        ..PLAIN
    },
    Attack {
        name: "long sessions read in",
        bound: "10 s of processor each; two for an address",
        attackers: 4,
        prepare: |target| async move { target.file().map(drop) }.boxed(),
        attack: |target, _| read_in(target).boxed(),
        ..PLAIN
    },
    Attack {
        name: "dripping imports",
        bound: "8 KiB a second after 5 s; nobody waits for a body",
        attackers: 40,
        attack: |target, _| drip(target, "/api/sessions/import").boxed(),
        other: |target| open_example(target).boxed(),
        ..PLAIN
    },
    Attack {
        name: "merge bombs",
        bound: "work by the length of the texts; 20 commands a second",
        prepare: |target| write_first(target).boxed(),
        attack: |target, nr| merge_bomb(target, nr).boxed(),
        other: |target| merges(target).boxed(),
        ..PLAIN
    },
    Attack {
        name: "unfinished headers",
        bound: "32 KiB; 256 newcomers of an address",
        attackers: 1000,
        attack: |target, _| header_flood(target).boxed(),
        ..PLAIN
    },
    Attack {
        name: "unfinished bodies",
        bound: "48 MiB of an address, 96 MiB in all",
        attackers: 1000,
        attack: |target, _| body_flood(target).boxed(),
        ..PLAIN
    },
    Attack {
        name: "one-byte writers",
        bound: "10 s for headers, 8 KiB a second for bodies",
        attackers: 400,
        attack: |target, _| drip(target, "/api/sessions").boxed(),
        ..PLAIN
    },
    Attack {
        name: "ping floods, never read",
        bound: "pings count; 64 KiB laid out; 200 refusals in 10 s",
        attackers: 64,
        attack: |target, nr| flood(target, nr, Message::Ping(vec![0; 125].into())).boxed(),
        ..PLAIN
    },
    Attack {
        name: "welcomes of large sessions",
        bound: "two at once for an address, of three; beside the rooms",
        attackers: 64,
        prepare: |target| fill(target).boxed(),
        attack: |target, nr| come_and_go(target, nr).boxed(),
        other: |target| enter_once(target).boxed(),
        ..PLAIN
    },
    Attack {
        name: "command floods",
        bound: "60 and 20 a second; 200 refusals in 10 s",
        attackers: 64,
        attack: |target, nr| {
            let frame = json!({"n": 1, "do": "answer", "gift": 1, "x": "x".repeat(30_000)});
            flood(target, nr, Message::text(frame.to_string())).boxed()
        },
        ..PLAIN
    },
    Attack {
        name: "slow readers",
        bound: "15 s for a write; 48 MiB of welcomes of an address",
        attackers: 128,
        attack: |target, nr| slow_reader(target, nr).boxed(),
        ..PLAIN
    },
    Attack {
        name: "half-open handshakes",
        bound: "10 s for a hello; 256 newcomers of an address",
        attackers: 600,
        attack: |target, _| half_open(target).boxed(),
        ..PLAIN
    },
    Attack {
        name: "idle, 256 descriptors",
        bound: "half of all newcomers; the oldest idle goes",
        descriptors: Some(256),
        attackers: 400,
        attack: |target, _| idle(target).boxed(),
        other: |target| enter_again(target).boxed(),
        ..PLAIN
    },
    Attack {
        name: "wrong codes",
        bound: "20 and one a second of an address",
        attackers: 100,
        attack: |target, _| wrong_code(target, None).boxed(),
        ..PLAIN
    },
    Attack {
        name: "wrong codes from everywhere",
        bound: "by /64, /48, provider, and all of IPv6",
        options: &["--trusted-proxy", "127.0.0.0/8"],
        attackers: 100,
        attack: |target, _| {
            let [a, b]: [u16; 2] = [rand::random(), rand::random()];
            wrong_code(target, Some(format!("2001:{a:x}:{b:x}::1"))).boxed()
        },
        ..PLAIN
    },
];

/// From another address of this machine.
const ELSEWHERE: &str = "127.0.0.2:0";

async fn connect(target: &Target) -> Option<TcpStream> {
    TcpStream::connect(&target.address).await.ok()
}

async fn connect_elsewhere(target: &Target) -> anyhow::Result<TcpStream> {
    let socket = TcpSocket::new_v4()?;
    socket.bind(ELSEWHERE.parse()?)?;
    let to: SocketAddr = target.address.parse()?;
    Ok(socket.connect(to).await?)
}

/// One request; gives the answer's first line and body.
async fn ask(
    mut stream: TcpStream,
    line: &str,
    token: Option<&str>,
    body: &str,
) -> anyhow::Result<(u16, String)> {
    let auth = token.map_or(String::new(), |token| {
        format!("authorization: Bearer {token}\r\n")
    });
    let length = body.len();
    let head = format!(
        "{line} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{auth}content-length: {length}\r\n\r\n"
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(body.as_bytes()).await?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await?;
    let answer = String::from_utf8_lossy(&answer);
    let status = answer.get(9..12).and_then(|status| status.parse().ok());
    let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
    Ok((status.context("an answer")?, body.to_string()))
}

async fn deck_bomb(target: Arc<Target>) {
    let file = "a=1\n".repeat(65_000);
    let wish = json!({"title": "T", "team": "T", "token": random_token(), "deck_file": file});
    if let Some(stream) = connect(&target).await {
        let _ = ask(stream, "POST /api/sessions", None, &wish.to_string()).await;
    }
}

impl Target {
    fn file(&self) -> anyhow::Result<&str> {
        match self.file.get() {
            Some(file) => Ok(file),
            None => {
                let file = long_file()?;
                Ok(self.file.get_or_init(|| file))
            }
        }
    }
}

/// The example with tens of thousands of steps back and on.
fn long_file() -> anyhow::Result<String> {
    let mut file: Value = serde_json::from_str(competentiespel::import::EXAMPLE)?;
    let entries = file["entries"].as_array_mut().context("entries")?;
    let at = entries.last().context("an entry")?["at"].clone();
    for seq in entries.len() + 1..=40_000 {
        let to = if seq % 2 == 0 {
            "talents"
        } else {
            "werkagenda"
        };
        let events = json!([{"is": "phase_moved", "to": to}]);
        entries.push(
            json!({"seq": seq, "at": at, "who": "door", "device": 0, "n": 0, "events": events}),
        );
    }
    Ok(tests::taken_home::summed(file).to_string())
}

async fn read_in(target: Arc<Target>) {
    let Ok(file) = target.file() else { return };
    let body = tests::taken_home::body(&random_token(), file);
    if let Some(stream) = connect(&target).await {
        let _ = ask(stream, "POST /api/sessions/import", None, &body).await;
    }
}

async fn read_in_long(target: Arc<Target>) -> anyhow::Result<()> {
    let leader = random_token();
    let body = tests::taken_home::body(&leader, target.file()?);
    let stream = connect_elsewhere(&target).await?;
    let (status, answer) = ask(stream, "POST /api/sessions/import", None, &body).await?;
    anyhow::ensure!(
        status == 201,
        "{status}: {}",
        answer.get(..300).unwrap_or(&answer)
    );
    let opened: Value = serde_json::from_str(&answer)?;
    let code = opened["code"].as_str().context("a code")?.to_string();
    *target.long.lock().unwrap_or_else(PoisonError::into_inner) = (code, leader);
    Ok(())
}

async fn replay(target: Arc<Target>) {
    if let Some(stream) = connect(&target).await {
        let (code, token) = target.long();
        let line = format!("GET /api/sessions/{code}/replay");
        let _ = ask(stream, &line, Some(&token), "").await;
    }
}

async fn take_home(target: Arc<Target>) -> anyhow::Result<String> {
    sleep(Duration::from_secs(1)).await;
    let line = format!("GET /api/sessions/{}/export.md", target.room.code);
    let token = target.room.leader.token();
    served(&target, "an export", &line, Some(token), "").await
}

async fn open_example(target: Arc<Target>) -> anyhow::Result<String> {
    sleep(Duration::from_secs(1)).await;
    let wish = json!({"token": random_token(), "example": true}).to_string();
    served(
        &target,
        "the example",
        "POST /api/sessions/import",
        None,
        &wish,
    )
    .await
}

/// How long somebody elsewhere waits for an answer: not more than a second.
async fn served(
    target: &Target,
    what: &str,
    line: &str,
    token: Option<&str>,
    body: &str,
) -> anyhow::Result<String> {
    let began = Instant::now();
    let stream = connect_elsewhere(target).await?;
    let (status, _) = ask(stream, line, token, body).await?;
    let took = began.elapsed().as_secs_f64();
    let told = format!("elsewhere {what} took {took:.2} s, status {status}");
    anyhow::ensure!(status < 300 && took < 1.0, told);
    Ok(told)
}

async fn drip(target: Arc<Target>, path: &'static str) {
    let Some(mut stream) = connect(&target).await else {
        return;
    };
    let head = format!("POST {path} HTTP/1.1\r\nhost: x\r\ncontent-length: 500000\r\n\r\n");
    let _ = stream.write_all(head.as_bytes()).await;
    while stream.write_all(b" ").await.is_ok() {
        sleep(Duration::from_secs(1)).await;
    }
}

/// A thousand words of one letter, as long as a text may be, of which this one has changed some.
fn words(nr: usize, own: usize) -> String {
    let word = |at: usize| match at % 50 == nr && at / 50 < own {
        true => ["b", "c", "d"][nr % 3],
        false => "a",
    };
    (0..1000).map(word).collect::<Vec<_>>().join(" ")
}

/// Saves a text; the entry it became.
async fn save(
    socket: &mut WebSocketStream<TcpStream>,
    n: u32,
    base: Value,
    text: String,
) -> Option<u64> {
    let frame = json!({"n": n, "do": "write", "place": "situation", "base": base, "text": text});
    socket.send(Message::text(frame.to_string())).await.ok()?;
    let answer = async {
        while let Some(Ok(message)) = socket.next().await {
            let Ok(text) = message.into_text() else {
                continue;
            };
            let frame: Value = serde_json::from_str(&text).unwrap_or_default();
            if frame["ack"] == n {
                return frame["seq"].as_u64();
            }
            if frame["refused"] == n {
                return None;
            }
        }
        None
    };
    timeout(Duration::from_secs(5), answer).await.ok()?
}

async fn write_first(target: Arc<Target>) -> anyhow::Result<()> {
    let mut socket = enter(&target, 0).await.context("a websocket")?;
    let base = json!({"seq": 0, "mine": false});
    let seq = save(&mut socket, 1, base, words(0, 0)).await;
    let seq = seq.context("the first text is saved")?;
    target.base.store(seq, Ordering::Relaxed);
    Ok(())
}

/// Everyone writes on in their own words, and each save is merged with what the others wrote.
async fn merge_bomb(target: Arc<Target>, nr: usize) {
    let Some(mut socket) = enter(&target, nr).await else {
        return;
    };
    let mut seq = target.base.load(Ordering::Relaxed);
    for n in 1..20_u32 {
        let base = json!({"seq": seq, "mine": n > 1});
        match save(&mut socket, n, base, words(nr % 16, n as usize)).await {
            Some(saved) => {
                target.saved.fetch_add(1, Ordering::Relaxed);
                seq = saved;
            }
            None => return,
        }
    }
}

/// That they were saved at all.
async fn merges(target: Arc<Target>) -> anyhow::Result<String> {
    sleep(Duration::from_secs(7)).await;
    let saved = target.saved.load(Ordering::Relaxed);
    anyhow::ensure!(saved > 100, "{saved} saves only");
    Ok(format!("{saved} saves that were merged"))
}

async fn header_flood(target: Arc<Target>) {
    if let Some(mut stream) = connect(&target).await {
        let head = format!("GET / HTTP/1.1\r\nhost: x\r\nx: {}", "a".repeat(390_000));
        let _ = stream.write_all(head.as_bytes()).await;
        hold(stream).await;
    }
}

async fn body_flood(target: Arc<Target>) {
    if let Some(mut stream) = connect(&target).await {
        let head = "POST /api/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: 520000\r\n\r\n";
        let _ = stream.write_all(head.as_bytes()).await;
        let _ = stream.write_all(&vec![b' '; 519_000]).await;
        hold(stream).await;
    }
}

/// Until the server closes.
async fn hold(mut stream: TcpStream) {
    let mut bytes = [0; 512];
    while let Ok(1..) = stream.read(&mut bytes).await {}
}

async fn enter(target: &Target, nr: usize) -> Option<WebSocketStream<TcpStream>> {
    enter_as(target, &target.room.code, &target.token(nr)).await
}

async fn enter_as(target: &Target, code: &str, token: &str) -> Option<WebSocketStream<TcpStream>> {
    let stream = connect(target).await?;
    let url = format!("ws://{}/api/sessions/{code}/live", target.address);
    let (mut socket, _) = tokio_tungstenite::client_async(url, stream).await.ok()?;
    let device = format!("{:016x}", rand::random::<u64>());
    let hello = json!({"hello": {"v": 1, "token": token, "device": device}});
    socket.send(Message::text(hello.to_string())).await.ok()?;
    Some(socket)
}

async fn flood(target: Arc<Target>, nr: usize, message: Message) {
    if let Some(mut socket) = enter(&target, nr).await {
        for _ in 0..100_000 {
            if socket.feed(message.clone()).await.is_err() {
                break;
            }
        }
        let _ = socket.flush().await;
    }
    sleep(Duration::from_millis(200)).await;
}

/// Eight sessions, each with as many actions as there can be.
async fn fill(target: Arc<Target>) -> anyhow::Result<()> {
    let many = "Samen met bewoners langs de deuren, en luisteren naar wat er speelt";
    for _ in 0..8 {
        let mut room = Room::open_at(target.room.site.clone(), 12, json!({})).await;
        room.go(game::Phase::Werkagenda).await;
        for part in 0..8 {
            let action = |nr: usize| game::NewAction {
                what: Some(format!("{many} {part} {nr}")),
                with_whom: None,
                how: Some(many.into()),
                when: None,
            };
            let actions = (0..25).map(action).collect();
            let added = room
                .leader
                .agenda(game::Agenda::AddActions { actions })
                .await?;
            anyhow::ensure!(added.refusal().is_none(), "an action is refused");
        }
        let tokens = room.members.iter().map(|member| member.token().to_string());
        let code = room.code.clone();
        let passes = tokens.map(|token| (code.clone(), token));
        let mut large = target.large.lock().unwrap_or_else(PoisonError::into_inner);
        large.extend(passes);
    }
    Ok(())
}

/// Comes in anew, reads a little and goes, again and again.
async fn come_and_go(target: Arc<Target>, nr: usize) {
    let (code, token) = {
        let large = target.large.lock().unwrap_or_else(PoisonError::into_inner);
        large[nr % large.len()].clone()
    };
    for _ in 0..20 {
        let Some(mut socket) = enter_as(&target, &code, &token).await else {
            return;
        };
        let _ = timeout(Duration::from_secs(5), socket.next()).await;
    }
}

/// Somebody comes into a session of their own.
async fn enter_once(target: Arc<Target>) -> anyhow::Result<String> {
    sleep(Duration::from_secs(3)).await;
    let began = Instant::now();
    let mut socket = enter(&target, 0).await.context("a websocket")?;
    let welcome = timeout(Duration::from_secs(5), socket.next()).await;
    let took = began.elapsed().as_secs_f64();
    anyhow::ensure!(matches!(welcome, Ok(Some(Ok(_)))), "no welcome");
    Ok(format!(
        "same address, a session of their own: in within {took:.2} s"
    ))
}

async fn slow_reader(target: Arc<Target>, nr: usize) {
    let Some(socket) = enter(&target, nr).await else {
        return;
    };
    let mut stream = socket.into_inner();
    let mut byte = [0; 1];
    while let Ok(1..) = stream.read(&mut byte).await {
        sleep(Duration::from_millis(500)).await;
    }
}

async fn half_open(target: Arc<Target>) {
    if let Some(stream) = connect(&target).await {
        let url = format!(
            "ws://{}/api/sessions/{}/live",
            target.address, target.room.code
        );
        if let Ok((mut socket, _)) = tokio_tungstenite::client_async(url, stream).await {
            while let Some(Ok(_)) = socket.next().await {}
        }
    }
    sleep(Duration::from_millis(100)).await;
}

async fn idle(target: Arc<Target>) {
    if let Some(stream) = connect(&target).await {
        hold(stream).await;
    }
    sleep(Duration::from_millis(200)).await;
}

async fn enter_again(target: Arc<Target>) -> anyhow::Result<String> {
    sleep(Duration::from_secs(2)).await;
    let mut longest = Duration::ZERO;
    for nr in 0..10 {
        let began = Instant::now();
        let mut socket = loop {
            if let Some(mut socket) = enter(&target, nr).await
                && let Ok(Some(Ok(Message::Text(_)))) =
                    timeout(Duration::from_secs(5), socket.next()).await
            {
                break socket;
            }
            anyhow::ensure!(began.elapsed() < Duration::from_secs(5), "nobody gets in");
        };
        longest = longest.max(began.elapsed());
        let _ = socket.close(None).await;
    }
    let longest = longest.as_secs_f64();
    Ok(format!(
        "same address, valid token: in within {longest:.2} s"
    ))
}

async fn wrong_code(target: Arc<Target>, from: Option<String>) {
    if let Some(mut stream) = connect(&target).await {
        let code: String = (0..6)
            .map(|_| char::from(b'A' + rand::random::<u8>() % 8))
            .collect();
        let from = from.map_or(String::new(), |from| format!("x-forwarded-for: {from}\r\n"));
        let head = format!(
            "GET /api/sessions/{code}/door HTTP/1.1\r\nhost: x\r\nconnection: close\r\n{from}\r\n"
        );
        let _ = stream.write_all(head.as_bytes()).await;
        hold(stream).await;
    }
}
