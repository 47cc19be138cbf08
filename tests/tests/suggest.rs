//! Which competenties the text of an action asks for, without a session.

use competentiespel::player::Site;
use reqwest::{Method, StatusCode};
use serde_json::Value;
use tests::Server;

async fn ask(site: &Site, deck: &str, query: &[(&str, &str)]) -> (StatusCode, Value) {
    let escaped = |text: &str| -> String { text.bytes().map(|b| format!("%{b:02X}")).collect() };
    let query: Vec<String> = query
        .iter()
        .map(|(name, text)| format!("{name}={}", escaped(text)))
        .collect();
    let path = format!("/api/decks/{deck}/suggest?{}", query.join("&"));
    let answer = site
        .request(Method::GET, &path)
        .send()
        .await
        .expect("an answer");
    (answer.status(), answer.json().await.expect("JSON"))
}

#[tokio::test]
async fn a_text_asks_for_competenties_best_first() {
    let server = Server::start();
    let site = server.site();
    let text = "Een bewonersavond organiseren en de plannen presenteren";
    let (status, found) = ask(&site, "wijkgericht", &[("text", text), ("lang", "nl")]).await;
    assert_eq!(status, StatusCode::OK, "{found}");
    let found = found["suggestions"].as_array().expect("a list").clone();
    let cards: Vec<&str> = found
        .iter()
        .filter_map(|one| one["card"].as_str())
        .collect();
    assert!(cards.len() <= 10);
    assert!(cards.contains(&"organiseren") && cards.contains(&"presenteren"));
    for one in &found {
        assert_ne!(
            one["words"].as_array().map(Vec::len),
            Some(0),
            "each says why"
        );
    }
    for nothing in ["", "?!", "de het een"] {
        let (status, found) = ask(&site, "wijkgericht", &[("text", nothing)]).await;
        assert_eq!(
            (status, &found["suggestions"]),
            (StatusCode::OK, &Value::Array(vec![]))
        );
    }
}

#[tokio::test]
async fn what_cannot_be_asked_is_refused() {
    let server = Server::start();
    let site = server.site();
    let code = async |deck: &str, query: &[(&str, &str)]| {
        let (status, problem) = ask(&site, deck, query).await;
        (
            status.as_u16(),
            problem["code"].as_str().map(str::to_string),
        )
    };
    let is = |status, code: &str| (status, Some(code.to_string()));
    assert_eq!(
        code("anders", &[("text", "bellen")]).await,
        is(422, "unknown_deck")
    );
    assert_eq!(code("wijkgericht", &[]).await, is(400, "bad_request"));
    let most = "é".repeat(2000);
    let (status, _) = ask(&site, "wijkgericht", &[("text", &most)]).await;
    assert_eq!(status, StatusCode::OK, "characters, not bytes");
    let more = "é".repeat(2001);
    assert_eq!(
        code("wijkgericht", &[("text", &more)]).await,
        is(422, "text_too_long")
    );
    for _ in 0..1000 {
        if code("wijkgericht", &[("text", "bellen")]).await == is(429, "too_many_tries") {
            return;
        }
    }
    panic!("who asks without end is slowed");
}
