//! The real server on a machine whose clock stands where no clock should: it serves people all the
//! same.

use game::Phase;
use std::path::{Path, PathBuf};
use std::process::Command;
use tests::{Room, Server, binary};

/// Seconds since 1970 of the first of June 1969, and of a day past 9999.
const CLOCKS: [i64; 2] = [-18_489_600, 253_402_400_000];

/// Every call for the time of day goes through this instead: all else is as it is.
const CLOCK: &str = r#"
#define _GNU_SOURCE
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>
int clock_gettime(clockid_t id, struct timespec *at) {
    static long long began;
    int failed = syscall(SYS_clock_gettime, id, at);
    if (!failed && id == CLOCK_REALTIME) {
        if (!began) began = at->tv_sec;
        at->tv_sec += atoll(getenv("CLOCK")) - began;
    }
    return failed;
}
"#;

/// That, made for this machine by the compiler that made SQLite.
fn clock(dir: &Path) -> PathBuf {
    let (source, made) = (dir.join("clock.c"), dir.join("clock.so"));
    std::fs::write(&source, CLOCK).expect("it can be written");
    let mut compile = Command::new("cc");
    compile.args(["-shared", "-fPIC", "-o"]).arg(&made);
    let compiled = compile.arg(&source).status().expect("a C compiler");
    assert!(compiled.success());
    made
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whatever_the_clock_says_people_are_served() {
    let dir = tempfile::tempdir().expect("a folder");
    let made = clock(dir.path()).display().to_string();
    for at in CLOCKS {
        let data = tempfile::tempdir().expect("a folder of its own");
        let at = at.to_string();
        let variables = [("LD_PRELOAD", made.as_str()), ("CLOCK", &at)];
        let mut server = Server::start_in(data, &[], &variables);
        let mut room = Room::open(&server, 3).await;
        room.go(Phase::Giving).await;
        room.plays_on().await;
        room.go(Phase::Conversation).await;
        room.go(Phase::Talents).await;
        server.kill();
        server.restart();
        room.site.door(&room.code).await.expect("it is there still");
        assert!(!server.output().contains("a fault in the program"), "{at}");

        let run = |words: &[&str]| {
            let mut command = Command::new(binary());
            command.args(words).arg(&room.code).arg("--data");
            let ended = command.arg(server.data()).envs(variables).output();
            let ended = ended.expect("the binary runs");
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            (
                ended.status.code(),
                text(&ended.stdout),
                text(&ended.stderr),
            )
        };
        let day = match at.starts_with('-') {
            true => "1970-01-01",
            false => "9999-12-31",
        };
        let (_, told, _) = run(&["replay"]);
        assert!(told.contains(&format!("    1  {day} ")), "{told}");
        let (_, text, _) = run(&["export", "--format", "md", "--lang", "en"]);
        let year = &day[..4];
        assert!(text.contains(year), "{text}");
        // The one kind of file that cannot be made then.
        let (code, _, why) = run(&["export", "--format", "xlsx"]);
        let is_made = code == Some(0) && why.is_empty();
        let is_told = code == Some(1) && why.contains("the clock stands before 1970");
        assert!(is_told || is_made && year == "9999", "{code:?} {why}");
    }
}
