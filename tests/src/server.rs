//! The real binary as a child process: started on a free port, killed at any moment, started again
//! on the same data and port.

use competentiespel::player::Site;
use reqwest::Method;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;
use tempfile::TempDir;

/// The binary under test. `CARGO_BIN_EXE_…` exists only for a package's own binary, so cargo is
/// asked to build it into the folder this test lives in: nothing to do when it is fresh, and never
/// an old one.
pub fn binary() -> &'static Path {
    static BINARY: OnceLock<PathBuf> = OnceLock::new();
    BINARY.get_or_init(|| {
        let test = std::env::current_exe().expect("a test knows its own path");
        // Tests lie in `target/<profile>/deps`, programs in `target/<profile>`.
        let mut folders = test.ancestors().skip(1);
        let profile = folders.find(|folder| !folder.ends_with("deps"));
        let profile = profile.expect("it lies in target/<profile>");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut build = Command::new(cargo);
        build.args([
            "build",
            "--quiet",
            "-p",
            "competentiespel",
            "--bin",
            "competentiespel",
        ]);
        build.arg("--manifest-path");
        build.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml"));
        if let Some(target) = profile.parent() {
            build.arg("--target-dir").arg(target);
        }
        if profile.ends_with("release") {
            build.arg("--release");
        }
        assert!(
            build.status().expect("cargo runs").success(),
            "the binary does not build"
        );
        profile.join(format!("competentiespel{}", std::env::consts::EXE_SUFFIX))
    })
}

/// With which these servers' counters are read.
pub const METRICS_KEY: &str = "sleutel-van-de-tellers";

/// The variable with how many files a server may have open; without it as many as the tests.
const OPEN_FILES: &str = "OPEN_FILES";

/// A running server with a data folder of its own, killed and wiped when it goes out of scope.
pub struct Server {
    child: Child,
    address: String,
    options: Vec<String>,
    variables: Vec<(String, String)>,
    output: Arc<Mutex<String>>,
    data: TempDir,
}

impl Server {
    /// Starts on a free port.
    pub fn start() -> Server {
        Server::start_with(&[])
    }

    /// Starts with at most so many open files.
    pub fn start_with_descriptors(descriptors: u32) -> Server {
        let folder = tempfile::tempdir().expect("a folder of its own");
        Server::start_in(folder, &[], &[(OPEN_FILES, &descriptors.to_string())])
    }

    /// Starts with more options.
    pub fn start_with(options: &[&str]) -> Server {
        let data = tempfile::tempdir().expect("a folder of its own");
        Server::start_in(data, options, &[])
    }

    /// Starts on this folder, with more options and variables; an empty variable is none.
    pub fn start_in(data: TempDir, options: &[&str], variables: &[(&str, &str)]) -> Server {
        let options: Vec<String> = options.iter().map(|option| (*option).to_string()).collect();
        let owned = |(name, value): &(&str, &str)| ((*name).to_string(), (*value).to_string());
        let variables: Vec<_> = variables.iter().map(owned).collect();
        let output = Arc::default();
        let (child, address) = launch(data.path(), "127.0.0.1:0", &options, &variables, &output)
            .unwrap_or_else(|why| panic!("the server does not start: {why}"));
        Server {
            child,
            address,
            options,
            variables,
            output,
            data,
        }
    }

    /// Where clients reach it.
    pub fn site(&self) -> Site {
        Site::new(&format!("http://{}", self.address)).expect("an address of its own")
    }

    /// What it counts and measures, as Prometheus reads it.
    pub async fn metrics(&self) -> String {
        let request = self.site().request(Method::GET, "/metrics");
        let answer = request.bearer_auth(METRICS_KEY).send().await;
        let answer = answer.expect("an answer").error_for_status();
        answer.expect("it has the key").text().await.expect("text")
    }

    /// One number of those, by its name and labels; 0 when there is no such line.
    pub async fn counted(&self, name: &str) -> f64 {
        let text = self.metrics().await;
        let value = text
            .lines()
            .find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        value.map_or(0.0, |value| value.parse().expect("a number"))
    }

    /// The data folder.
    pub fn data(&self) -> &Path {
        self.data.path()
    }

    /// Everything it wrote to standard output and standard error so far.
    pub fn output(&self) -> String {
        self.output
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Bytes of memory it has at this moment, as Linux counts them.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()));
        let status = status.expect("it runs");
        let line = status.lines().find(|line| line.starts_with("VmRSS:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().nth(1));
        let kilobytes = kilobytes.and_then(|number| number.parse::<u64>().ok());
        kilobytes.expect("Linux tells it") * 1024
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().expect("it can be killed");
        self.child.wait().expect("it has ended");
    }

    /// `kill -TERM`, and waits for the end.
    pub fn terminate(&mut self) -> ExitStatus {
        let id = self.child.id().to_string();
        let sent = Command::new("kill").args(["-TERM", &id]).status();
        assert!(sent.expect("kill runs").success());
        self.child.wait().expect("it has ended")
    }

    /// Lets its files grow to so many bytes only, or (`None`) as far as they like: to the server
    /// that is a disk that fails to write. The signal that comes with it is ignored from the start.
    pub fn limit_files(&self, bytes: Option<u64>) {
        let most = bytes.map_or("unlimited".to_string(), |bytes| bytes.to_string());
        let set = Command::new("prlimit")
            .arg(format!("--pid={}", self.child.id()))
            .arg(format!("--fsize={most}:unlimited"))
            .status();
        assert!(set.expect("prlimit runs").success());
    }

    /// Starts again on the same data and port.
    pub fn restart(&mut self) {
        let (options, variables) = (&self.options, &self.variables);
        let started = launch(
            self.data.path(),
            &self.address,
            options,
            variables,
            &self.output,
        );
        let (child, address) =
            started.unwrap_or_else(|why| panic!("the server does not start again: {why}"));
        assert_eq!(address, self.address);
        self.child = child;
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill(); // It may have ended already.
        let _ = self.child.wait();
        if thread::panicking() {
            eprintln!("the server wrote:\n{}", self.output());
        }
    }
}

/// Runs the binary on this data until it ends by itself: for starts that must fail.
pub fn run_to_end(data: &Path, options: &[&str]) -> (ExitStatus, String) {
    let ended = Command::new(binary())
        .args(["--listen", "127.0.0.1:0", "--data"])
        .arg(data)
        .args(options)
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs");
    let errors = String::from_utf8_lossy(&ended.stderr).into_owned();
    (ended.status, errors)
}

/// Runs one of the operator's commands on this data. Gives how it ended, and what it wrote to standard
/// output and standard error.
pub fn operate(data: &Path, command: &[&str]) -> (ExitStatus, String, String) {
    let ended = Command::new(binary())
        .args(command)
        .arg("--data")
        .arg(data)
        .stdin(Stdio::null())
        .output()
        .expect("the binary runs");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (ended.status, text(&ended.stdout), text(&ended.stderr))
}

fn launch(
    data: &Path,
    listen: &str,
    options: &[String],
    variables: &[(String, String)],
    output: &Arc<Mutex<String>>,
) -> Result<(Child, String), String> {
    // A shell makes the process ignore the signal of a file that grew too large, so that writing
    // fails as on a bad disk; it is the server itself after that.
    let mut child = Command::new("sh")
        .arg("-c")
        .arg("${OPEN_FILES:+ulimit -n $OPEN_FILES}; trap '' XFSZ; exec \"$0\" \"$@\"")
        .arg(binary())
        .args(["--listen", listen, "--data"])
        .arg(data)
        .args(options)
        // All there is to tell: tests look for what no level may write.
        .env("COMPETENTIESPEL_LOG", "trace")
        .env("COMPETENTIESPEL_METRICS_KEY", METRICS_KEY)
        .envs(variables.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| error.to_string())?;
    let errors = child.stderr.take().ok_or("no standard error")?;
    keep(errors, output.clone());
    let mut lines = BufReader::new(child.stdout.take().ok_or("no standard output")?);
    let mut first = String::new();
    lines
        .read_line(&mut first)
        .map_err(|error| error.to_string())?;
    let address = first
        .trim()
        .strip_prefix("listening on http://")
        .map(|address| address.trim_end_matches('/').to_string());
    keep(lines, output.clone());
    match address {
        Some(address) => Ok((child, address)),
        None => {
            let _ = child.kill();
            let _ = child.wait();
            let output = output.lock().unwrap_or_else(PoisonError::into_inner);
            Err(format!("its first line is {first:?}; {output}"))
        }
    }
}

/// Reads a pipe for as long as it lasts, so that the server never waits for us.
fn keep(mut pipe: impl Read + Send + 'static, output: Arc<Mutex<String>>) {
    thread::spawn(move || {
        let mut bytes = [0; 4096];
        while let Ok(many @ 1..) = pipe.read(&mut bytes) {
            let text = String::from_utf8_lossy(&bytes[..many]);
            output
                .lock()
                .unwrap_or_else(PoisonError::into_inner)
                .push_str(&text);
        }
    });
}
