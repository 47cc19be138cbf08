//! What who keeps the server running sees of it: its log, whether it is ready, what it counts, and
//! where it says that it listens.

use game::{Phase, Play};
use reqwest::Method;
use serde_json::{Value, json};
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Command, Stdio};
use tests::{METRICS_KEY, Room, Server, binary, done, give, operate, run_to_end};

/// What must never stand in a log, whatever is asked for.
const SECRET: &str = "heel-geheime-inhoud";

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn l9_no_level_of_the_log_writes_a_token_a_name_a_reason_or_a_text() {
    for level in [
        "trace",
        "trace,tungstenite=trace,hyper=trace,log=trace",
        "5",
    ] {
        let data = tempfile::tempdir().expect("a folder of its own");
        let create_key = ["--create-key", "sleutel-om-te-beginnen"];
        let variables = [("COMPETENTIESPEL_LOG", level)];
        let server = Server::start_in(data, &create_key, &variables);
        let mut room = Room::open_with(&server, 3, json!({"create_key": create_key[1]})).await;
        let (code, leader) = (room.code.clone(), room.leader.token().to_owned());
        room.go(Phase::Giving).await;
        let card = room.member(1).view.hand(game::Seat(1))[0].clone();
        let seq = room.give(1, &card, 2, Some(SECRET)).await;
        room.all_at(seq).await;
        let outcome = room.member(2).play(Play::Describe {
            name: SECRET.into(),
            function: Some(SECRET.into()),
            sector: None,
        });
        done(outcome.await.expect("an answer"), "describe");
        // And what is refused or cannot be read.
        let outcome = room.member(1).play(give(SECRET, &[2], Some(SECRET))).await;
        assert!(outcome.expect("an answer").refusal().is_some());
        let guess = room
            .site
            .request(Method::GET, &format!("/api/sessions/{code}/deck"));
        let guess = guess.bearer_auth(SECRET).send().await.expect("an answer");
        assert_eq!(guess.status().as_u16(), 401);
        let body = room
            .site
            .request(Method::POST, "/api/sessions")
            .body(SECRET);
        assert_eq!(body.send().await.expect("an answer").status().as_u16(), 400);
        let exported = room.site.replay(&code, &leader).await;
        exported.expect("a replay");
        server.metrics().await;
        let output = server.output();
        let member = room.members[0].token();
        for secret in [
            SECRET,
            "Lid 1",
            "Proefsessie",
            &leader,
            member,
            METRICS_KEY,
            create_key[1],
        ] {
            assert!(!output.contains(secret), "{level}: {secret}");
        }
        // What it does write is written.
        assert!(output.contains("starting"), "{output}");
    }
}

#[test]
fn a_wrong_log_filter_is_refused() {
    for wrong in [
        "verbose",
        "competentiespel=loud",
        "info;debug",
        "=",
        "[x]=info",
    ] {
        let data = tempfile::tempdir().expect("a folder of its own");
        let mut child = Command::new(binary())
            .args(["--listen", "127.0.0.1:0", "--data"])
            .arg(data.path().join("new"))
            .env("COMPETENTIESPEL_LOG", wrong)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts");
        let mut first = String::new();
        let out = child.stdout.take().expect("its output");
        let read = BufReader::new(out).read_line(&mut first);
        if !first.is_empty() {
            let _ = child.kill(); // One that listens would never end.
        }
        let ended = child.wait_with_output().expect("it has ended");
        read.expect("its output can be read");
        let errors = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(first, "", "{wrong}: it started");
        assert_eq!(ended.status.code(), Some(1), "{wrong}: {errors}");
        assert!(errors.contains("COMPETENTIESPEL_LOG"), "{wrong}: {errors}");
        assert!(!data.path().join("new").exists(), "nothing was begun");
    }
}

#[test]
fn the_first_line_says_what_runs_and_no_line_in_a_file_has_colours() {
    for format in ["text", "json"] {
        let data = tempfile::tempdir().expect("a folder of its own");
        let options = [
            "--log-format",
            format,
            "--create-key",
            "geheime-sleutel",
            "--trusted-proxy",
            "10.0.0.0/8",
            "--public-url",
            "https://spel.example",
        ];
        let place = data.path().display().to_string();
        let server = Server::start_in(data, &options, &[]);
        let output = server.output();
        assert!(!output.contains('\u{1b}'), "{output:?}");
        // What is printed for people comes over another pipe.
        let first = output
            .lines()
            .find(|line| line.contains("starting"))
            .expect("a line");
        for word in [
            env!("CARGO_PKG_VERSION"),
            place.as_str(),
            server.site().address(),
            "10.0.0.0/8",
            "https://spel.example",
            "competentiespel",
        ] {
            assert!(first.contains(word), "{word} in {first}");
        }
        assert!(!output.contains("geheime-sleutel"));
        if format == "json" {
            let line: Value = serde_json::from_str(first).expect("JSON");
            assert_eq!(
                (&line["message"], &line["create_key"]),
                (&json!("starting"), &json!(true))
            );
        }
    }
}

/// A disk of its own, as large as is told; taken away at the end.
struct Disk(tempfile::TempDir);

impl Disk {
    fn new(size: &str) -> Disk {
        let at = tempfile::tempdir().expect("a folder of its own");
        let mounted = Command::new("mount")
            .args(["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"])
            .arg(at.path())
            .status();
        assert!(
            mounted.expect("mount runs").success(),
            "this test is run by root"
        );
        Disk(at)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}

async fn asked(server: &Server, path: &str) -> (u16, String) {
    let answer = server.site().request(Method::GET, path).send().await;
    let answer = answer.expect("an answer");
    (answer.status().as_u16(), answer.text().await.expect("text"))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_it_is_alive_and_not_ready() {
    let disk = Disk::new("96m");
    let data = tempfile::tempdir_in(disk.path()).expect("a folder");
    let server = Server::start_in(data, &[], &[]);
    assert_eq!(asked(&server, "/readyz").await, (200, "ok\n".into()));
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let filler = disk.path().join("filler");
    std::fs::write(&filler, vec![0; 60 << 20]).expect("there is room");
    let (status, why) = asked(&server, "/readyz").await;
    assert_eq!(status, 503);
    assert!(why.contains("disk") && why.contains("MiB"), "{why}");
    assert_eq!(asked(&server, "/healthz").await, (200, "ok\n".into()));
    let free = server.counted("competentiespel_disk_free_bytes").await;
    assert!(free < f64::from(64 << 20), "{free}");
    // Until the last byte: then nothing is kept any more, and it says so.
    let full = std::fs::write(disk.path().join("more"), vec![0; 60 << 20]);
    assert!(full.is_err(), "there is room for no more");
    let card = room.member(1).view.hand(game::Seat(1))[0].clone();
    let outcome = room
        .member(1)
        .play(give(&card, &[2], Some(&"x".repeat(400))))
        .await;
    assert!(outcome.expect("an answer").refusal().is_some());
    let (status, why) = asked(&server, "/readyz").await;
    assert!(
        status == 503 && why.contains("commit") && why.contains("disk"),
        "{why}"
    );
    std::fs::remove_file(&filler).expect("it can go");
    std::fs::remove_file(disk.path().join("more")).expect("it can go");
    while asked(&server, "/readyz").await.0 != 200 {
        tokio::task::yield_now().await;
    }
    room.plays_on().await;
    drop(server);
}

/// Each of many commands is refused, and the log stays short.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn on_a_full_disk_the_log_does_not_grow_with_every_command() {
    let disk = Disk::new("96m");
    let data = tempfile::tempdir_in(disk.path()).expect("a folder");
    let server = Server::start_in(data, &[], &[]);
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let full = std::fs::write(disk.path().join("filler"), vec![0; 128 << 20]);
    assert!(full.is_err(), "there is room for no more");
    let commands = 30;
    for _ in 0..commands {
        let ready = game::Play::Ready { ready: true };
        let outcome = room.member(1).play(ready).await.expect("an answer");
        assert_eq!(outcome.refusal(), Some(game::Code::NotNow));
    }
    let output = server.output();
    let told = output.matches("a batch was not committed").count();
    // Now and then, also where all of this takes a minute.
    assert!((1..commands / 2).contains(&told), "{told} of {commands}");
}

/// An export beside what was there: whole, or not at all.
#[tokio::test]
async fn an_export_that_does_not_fit_on_the_disk_leaves_what_was_there() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    for phase in [Phase::Giving, Phase::Conversation, Phase::Talents] {
        room.go(phase).await;
    }
    let disk = Disk::new("16k");
    let (new, old) = (disk.path().join("new.json"), disk.path().join("old.json"));
    std::fs::write(&old, "what was there").expect("there is room");
    for file in [&new, &old] {
        let file = file.to_str().expect("a name");
        let (status, _, why) = operate(server.data(), &["export", &room.code, "-o", file]);
        assert_eq!(status.code(), Some(1), "{why}");
        assert!(why.contains("nothing was changed there"), "{why}");
        assert!(why.contains(file), "{why}");
    }
    let left = std::fs::read(&old).expect("it is there");
    assert_eq!(left, b"what was there");
    assert_eq!(std::fs::read_dir(disk.path()).expect("a disk").count(), 1);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn after_a_commit_that_failed_it_is_ready_again_by_itself() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    server.limit_files(Some(1));
    let card = room.member(1).view.hand(game::Seat(1))[0].clone();
    let outcome = room.member(1).play(give(&card, &[2], None)).await;
    assert!(outcome.expect("an answer").refusal().is_some());
    let (status, why) = asked(&server, "/readyz").await;
    assert_eq!((status, why.as_str()), (503, "the last commit failed\n"));
    assert_eq!(asked(&server, "/healthz").await.0, 200);
    server.limit_files(None);
    // Nobody plays on while it is not ready.
    while asked(&server, "/readyz").await.0 != 200 {
        tokio::task::yield_now().await;
    }
    room.plays_on().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_was_taken_away_is_told_and_nothing_is_acknowledged_meanwhile() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    room.go(Phase::Giving).await;
    let card = room.member(1).view.hand(game::Seat(1))[0].clone();
    let database = server.data().join("competentiespel.db");
    let away = server.data().join("away.db");
    std::fs::rename(&database, &away).expect("it is moved");
    let (status, why) = asked(&server, "/readyz").await;
    assert!(status == 503 && why.contains("moved"), "{why}");
    let outcome = room.member(1).play(give(&card, &[2], None)).await;
    assert!(outcome.expect("an answer").refusal().is_some());
    std::fs::copy(&away, &database).expect("another stands there");
    assert_eq!(asked(&server, "/readyz").await.0, 503);
    std::fs::rename(&away, &database).expect("it is put back");
    while asked(&server, "/readyz").await.0 != 200 {
        tokio::task::yield_now().await;
    }
    room.plays_on().await;
}

#[tokio::test]
async fn counters_are_for_who_has_the_key() {
    let closed = Server::start_in(
        tempfile::tempdir().expect("a folder"),
        &[],
        &[("COMPETENTIESPEL_METRICS_KEY", "")],
    );
    let open = Server::start();
    let key = format!("Bearer {METRICS_KEY}");
    let small = format!("bearer {METRICS_KEY}");
    for (server, headers, status) in [
        // From this machine, as every proxy on it can make it look.
        (&closed, vec![], 401),
        (&closed, vec![("host", "localhost")], 401),
        (&closed, vec![("x-forwarded-for", "127.0.0.1")], 401),
        (&closed, vec![("authorization", "Bearer ")], 401),
        (&closed, vec![("authorization", "Bearer")], 401),
        (&open, vec![], 401),
        (&open, vec![("authorization", "Bearer slot")], 401),
        (&open, vec![("authorization", "Bearer ")], 401),
        (&open, vec![("authorization", &key)], 200),
        (&open, vec![("authorization", &small)], 200),
        (
            &open,
            vec![("authorization", &key), ("via", "1.1 proxy")],
            200,
        ),
    ] {
        let mut request = server.site().request(Method::GET, "/metrics");
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), status, "{headers:?}");
    }
    for option in ["--metrics-key", "--create-key"] {
        let data = tempfile::tempdir().expect("a folder");
        let (ended, why) = run_to_end(data.path(), &[option, ""]);
        assert_eq!(ended.code(), Some(2), "{option}: {why}");
    }
}

#[tokio::test]
async fn what_is_counted_tells_how_the_server_does() {
    let server = Server::start();
    Room::open(&server, 2).await;
    assert_eq!(asked(&server, "/api/nothing").await.0, 404);
    for (name, least) in [
        ("competentiespel_http_answers_total{status=\"201\"}", 3.0),
        ("competentiespel_http_answers_total{status=\"404\"}", 1.0),
        ("competentiespel_commit_seconds_count", 3.0),
        ("competentiespel_commit_seconds_bucket{le=\"+Inf\"}", 3.0),
        ("competentiespel_commit_seconds_sum", f64::MIN_POSITIVE),
        ("competentiespel_wal_bytes", 32.0),
        ("competentiespel_disk_free_bytes", 1.0),
        ("process_resident_memory_bytes", f64::from(1 << 20)),
        ("process_open_fds", 4.0),
        ("process_max_fds", 16.0),
    ] {
        let value = server.counted(name).await;
        assert!(value >= least, "{name} {value}");
    }
    let text = server.metrics().await;
    let build = format!(
        "competentiespel_build_info{{version=\"{}\",build=\"",
        env!("CARGO_PKG_VERSION")
    );
    for line in [
        build.as_str(),
        "competentiespel_uptime_seconds ",
        "competentiespel_waiting{lane=\"log\"} 0",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

#[test]
fn where_it_says_it_listens_it_answers() {
    for listen in [
        "[::1]:0",
        "127.0.0.1:0",
        "127.0.0.2:0",
        "0.0.0.0:0",
        "[::]:0",
        "[::ffff:127.0.0.1]:0",
    ] {
        let data = tempfile::tempdir().expect("a folder of its own");
        let mut child = Command::new(binary())
            .args(["--listen", listen, "--data"])
            .arg(data.path())
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut first = String::new();
        let out = child.stdout.take().expect("its output");
        let read = BufReader::new(out).read_line(&mut first);
        let address = first
            .trim()
            .strip_prefix("listening on http://")
            .map(str::to_owned);
        let connected = address.map(TcpStream::connect);
        let _ = child.kill();
        let _ = child.wait();
        read.expect("a line");
        assert!(matches!(connected, Some(Ok(_))), "{listen}: {first}");
    }
}

/// With the variables that files for containers set.
#[test]
fn a_flag_is_given_only_where_its_variable_says_so() {
    for (variable, command) in [
        ("COMPETENTIESPEL_ACCEPT_LOSS", vec!["serve", "--data"]),
        (
            "COMPETENTIESPEL_ACCEPT_LOSS",
            vec!["restore", "kopie.db", "--data"],
        ),
        ("COMPETENTIESPEL_VERIFY", vec!["replay", "KWX7P2", "--data"]),
        ("COMPETENTIESPEL_EXAMPLE", vec!["rehearse", "--server"]),
    ] {
        for (word, is_refused) in [("nee", true), ("maybe", true), ("no", false), ("", false)] {
            let ended = Command::new(binary())
                .args(&command)
                // No folder of data and no server either.
                .arg("/dev/null/none")
                .env(variable, word)
                .output()
                .expect("it runs");
            let why = String::from_utf8_lossy(&ended.stderr);
            assert_eq!(why.contains("true or false"), is_refused, "{word}: {why}");
            assert!(!ended.status.success(), "{command:?}");
        }
    }
}
