//! The client's types are made from the server's, and never differ from them.

use std::path::Path;

#[test]
fn typescript_types_are_current() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../client-web/src/generated/types.ts");
    let made = competentiespel::frame::typescript();
    if std::env::var_os("UPDATE").is_some() {
        std::fs::write(&path, made).expect("the file can be written");
        return;
    }
    let there = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        there == made,
        "client-web/src/generated/types.ts is old: run UPDATE=1 cargo test -p tests --test types"
    );
}
