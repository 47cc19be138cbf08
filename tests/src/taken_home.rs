//! The files a session is taken home in, and reading one in.

use competentiespel::player::Site;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A file of a session, with this facilitator's token.
pub async fn file(site: &Site, code: &str, token: &str, name: &str) -> Vec<u8> {
    let path = format!("/api/sessions/{code}/{name}");
    let request = site.request(Method::GET, &path).bearer_auth(token);
    let answer = request.send().await.expect("an answer");
    assert_eq!(answer.status(), StatusCode::OK, "{name}");
    answer.bytes().await.expect("a body").to_vec()
}

/// Its JSON export.
pub async fn export(site: &Site, code: &str, token: &str) -> String {
    String::from_utf8(file(site, code, token, "export.json").await).expect("UTF-8")
}

/// Sends this body to be read in.
pub async fn send(site: &Site, body: String) -> (StatusCode, Value) {
    let request = site
        .request(Method::POST, "/api/sessions/import")
        .body(body);
    let answer = request.send().await.expect("an answer");
    let status = answer.status();
    (status, answer.json().await.expect("JSON"))
}

/// The file goes into the body as it stands: what is wrong with it, the server says.
pub fn body(token: &str, file: &str) -> String {
    format!(r#"{{"token":"{token}","session":{file}}}"#)
}

/// Reads a file in for this token; gives the new code.
pub async fn read_in(site: &Site, token: &str, file: &str) -> String {
    let (status, opened) = send(site, body(token, file)).await;
    assert_eq!(status, StatusCode::CREATED, "{opened}");
    opened["code"].as_str().expect("a code").to_string()
}

/// A file with the sum that belongs to what is in it.
pub fn summed(mut file: Value) -> Value {
    let mut summed = file.clone();
    let fields = summed.as_object_mut().expect("an object");
    fields.retain(|key, _| !["competentiespel", "sha256"].contains(&key.as_str()));
    // Maps are sorted by key here, and nothing is written between the parts.
    let digest = Sha256::digest(summed.to_string().as_bytes());
    let hex: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
    file["sha256"] = hex.into();
    file
}
