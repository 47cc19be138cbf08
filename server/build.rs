//! Builds the client and puts its files into the binary, and gives this build a name.
//!
//! With `COMPETENTIESPEL_SKIP_CLIENT=1` a page that says so takes the client's place: for work on
//! the server alone, without Node.

use std::env;
use std::ffi::OsStr;
use std::fs;
use std::hash::{DefaultHasher, Hasher};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::SystemTime;

const SKIP: &str = "COMPETENTIESPEL_SKIP_CLIENT";
/// What the built client is made of, in its folder.
const CLIENT_SOURCES: [&str; 7] = [
    "src",
    "public",
    "index.html",
    "package-lock.json",
    "svelte.config.js",
    "tsconfig.json",
    "vite.config.ts",
];
/// What decides how a document looks and who may see it: clients start afresh when it changes.
const SERVER_SOURCES: [&str; 2] = ["src", "game/src"];

fn main() -> ExitCode {
    match build() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("cargo::error={why}");
            ExitCode::FAILURE
        }
    }
}

fn build() -> Result<(), String> {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-env-changed={SKIP}");
    let name = hash_of(&watched(Path::new(""), &SERVER_SOURCES));
    println!("cargo::rustc-env=COMPETENTIESPEL_BUILD={name}");
    let out = PathBuf::from(env::var_os("OUT_DIR").ok_or("no OUT_DIR")?);
    let files = match env::var_os(SKIP).as_deref() {
        Some(skip) if skip == OsStr::new("1") => placeholder(&out)?,
        _ => client()?,
    };
    embed(&files, &out)
}

/// The client's files, built when its sources have changed. What they were built from is written
/// beside them; whoever builds the client by hand wipes that away, and then it is built again.
fn client() -> Result<PathBuf, String> {
    let client = PathBuf::from("../client-web");
    let made = client.join("dist");
    let stamp = made.join(".built-from");
    println!("cargo::rerun-if-changed={}", stamp.display());
    let sources = hash_of(&watched(&client, &CLIENT_SOURCES));
    if fs::read_to_string(&stamp).is_ok_and(|built| built == sources) {
        return Ok(made);
    }
    check_node()?;
    if must_install(&client) {
        npm(&client, &["ci", "--no-audit", "--no-fund"])?;
    }
    npm(&client, &["run", "build"])?;
    leave_stamp(&stamp, &sources).map_err(|error| format!("{}: {error}", stamp.display()))?;
    Ok(made)
}

/// Cargo runs this again when a file it watches is newer than the moment this began: to cargo the
/// stamp, which is written while it runs, must be older.
fn leave_stamp(stamp: &Path, sources: &str) -> std::io::Result<()> {
    fs::write(stamp, sources)?;
    let file = fs::File::options().write(true).open(stamp)?;
    file.set_modified(SystemTime::UNIX_EPOCH)
}

fn placeholder(out: &Path) -> Result<PathBuf, String> {
    let folder = out.join("placeholder");
    let page = format!("<!doctype html><title>Competentiespel</title><p>Built with {SKIP}=1.");
    fs::create_dir_all(&folder)
        .and_then(|()| fs::write(folder.join("index.html"), page))
        .map_err(|error| format!("{}: {error}", folder.display()))?;
    Ok(folder)
}

/// Vite 8 asks for Node 20.19, or 22.12 and later.
fn check_node() -> Result<(), String> {
    const WANTED: &str = "install Node.js 20.19 or 22.12 or newer, with npm (https://nodejs.org, or \
        your system's packages), and build again";
    let said = Command::new("node").arg("--version").output();
    let said =
        said.map_err(|_| format!("the client is built with Node.js, which is not here: {WANTED}"))?;
    let said = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    let mut numbers = said
        .trim_start_matches('v')
        .split('.')
        .map(str::parse::<u32>);
    let version = match (numbers.next(), numbers.next()) {
        (Some(Ok(major)), Some(Ok(minor))) => (major, minor),
        _ => return Err(format!("node --version says {said:?}: {WANTED}")),
    };
    let is_fit = matches!(version, (20, 19..) | (22, 12..) | (23.., _));
    if !is_fit {
        return Err(format!(
            "Node.js {said} is too old to build the client: {WANTED}"
        ));
    }
    let npm = Command::new(npm_program()).arg("--version").output();
    match npm {
        Ok(npm) if npm.status.success() => Ok(()),
        _ => Err(format!("npm is not here: {WANTED}")),
    }
}

/// The packages are missing, or older than the list of what they should be.
fn must_install(client: &Path) -> bool {
    let changed = |file: &str| -> Option<SystemTime> {
        fs::metadata(client.join(file)).ok()?.modified().ok()
    };
    match (
        changed("node_modules/.package-lock.json"),
        changed("package-lock.json"),
    ) {
        (Some(installed), Some(listed)) => installed < listed,
        _ => true,
    }
}

fn npm(client: &Path, what: &[&str]) -> Result<(), String> {
    let asked = format!("npm {}", what.join(" "));
    let ran = Command::new(npm_program())
        .args(what)
        .current_dir(client)
        .output()
        .map_err(|error| format!("{asked}: {error}"))?;
    if ran.status.success() {
        return Ok(());
    }
    for line in [ran.stdout, ran.stderr]
        .iter()
        .flat_map(|text| text.split(|b| *b == b'\n'))
    {
        println!("cargo::warning={}", String::from_utf8_lossy(line));
    }
    Err(format!(
        "`{asked}` in client-web failed; what it said stands above"
    ))
}

fn npm_program() -> &'static str {
    if cfg!(windows) { "npm.cmd" } else { "npm" }
}

/// In a release the files are in the binary, compressed; otherwise they are read when asked for.
fn embed(files: &Path, out: &Path) -> Result<(), String> {
    let files = fs::canonicalize(files).map_err(|error| format!("{}: {error}", files.display()))?;
    let is_release = env::var("PROFILE").is_ok_and(|profile| profile == "release");
    let code = memory_serve::assets_to_code("client", &files, out, is_release, |_| {});
    let list = out.join("memory_serve_assets.rs");
    fs::write(&list, format!("&[(\"client\", {code})]"))
        .map_err(|error| format!("{}: {error}", list.display()))
}

/// Every file in these places; a change in any of them runs this again.
fn watched(root: &Path, places: &[&str]) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for place in places {
        let place = root.join(place);
        println!("cargo::rerun-if-changed={}", place.display());
        gather(&place, &mut files);
    }
    files.sort();
    files
}

fn gather(place: &Path, files: &mut Vec<PathBuf>) {
    match fs::read_dir(place) {
        Ok(inside) => inside
            .flatten()
            .for_each(|entry| gather(&entry.path(), files)),
        Err(_) => files.push(place.to_owned()),
    }
}

/// A number for the names and contents of these files.
fn hash_of(files: &[PathBuf]) -> String {
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(file.to_string_lossy().as_bytes());
        hasher.write(&fs::read(file).unwrap_or_default());
    }
    format!("{:016x}", hasher.finish())
}
