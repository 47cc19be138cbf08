//! The real server on a machine whose clock stands where no clock should.

use std::path::{Path, PathBuf};
use std::process::Command;
use tests::binary;

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

#[test]
fn a_clock_of_which_no_date_can_be_made_is_refused_and_nothing_is_touched() {
    let dir = tempfile::tempdir().expect("a folder");
    let made = clock(dir.path());
    for at in CLOCKS {
        let data = dir.path().join("data");
        let mut command = Command::new(binary());
        command
            .arg("--data")
            .arg(&data)
            .arg("--listen")
            .arg("127.0.0.1:0");
        command
            .env("LD_PRELOAD", &made)
            .env("CLOCK", at.to_string());
        let ended = command.output().expect("the binary runs");
        let why = String::from_utf8_lossy(&ended.stderr);
        assert_eq!(ended.status.code(), Some(1), "{why}");
        assert!(why.contains("set it right"), "{why}");
        assert!(!data.exists());
    }
}
