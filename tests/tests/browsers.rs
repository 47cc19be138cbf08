//! What somebody else's page can have a browser ask: nothing. And what every answer tells a
//! browser to keep to.

use competentiespel::player::random_token;
use futures_util::StreamExt;
use reqwest::{Method, Response};
use serde_json::{Value, json};
use tests::{Room, Server};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Error;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::http::HeaderValue;

async fn ask(server: &Server, method: Method, path: &str, headers: &[(&str, &str)]) -> Response {
    let mut request = server.site().request(method, path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    request.send().await.expect("an answer")
}

async fn code_of(answer: Response) -> (u16, String) {
    let status = answer.status().as_u16();
    let problem: Value = answer.json().await.expect("a problem");
    let code = problem["code"].as_str().expect("a code").to_owned();
    (status, code)
}

fn opening() -> String {
    json!({"title": "T", "team": "T", "token": random_token()}).to_string()
}

#[tokio::test]
async fn a_foreign_page_gets_nothing_under_api() {
    let server = Server::start();
    let room = Room::open(&server, 1).await;
    let code = &room.code;
    let paths = [
        (Method::POST, "/api/sessions".to_owned()),
        (Method::POST, "/api/sessions/import".to_owned()),
        (Method::OPTIONS, "/api/sessions".to_owned()),
        (Method::GET, "/api/where".to_owned()),
        (Method::GET, "/api/nothing".to_owned()),
        (Method::GET, "/api".to_owned()),
        (Method::GET, "/api/".to_owned()),
        (Method::GET, format!("/api/sessions/{code}/door")),
        (Method::POST, format!("/api/sessions/{code}/seats")),
        (Method::GET, format!("/api/sessions/{code}/live")),
        (Method::GET, format!("/api/sessions/{code}/replay")),
        (Method::DELETE, format!("/api/sessions/{code}")),
    ];
    let port = room.site.address().rsplit_once(':').expect("a port").1;
    let wrong_port = "http://127.0.0.1:1".to_owned();
    let other_name = format!("http://localhost:{port}");
    for origin in ["http://evil.example", "null", &wrong_port, &other_name] {
        for (method, path) in &paths {
            let answer = ask(&server, method.clone(), path, &[("origin", origin)]).await;
            let told = code_of(answer).await;
            assert_eq!(
                told,
                (403, "foreign_origin".into()),
                "{method} {path} {origin}"
            );
        }
    }
    // Pictures and scripts of another page come without an origin.
    let fetched = [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-mode", "no-cors"),
    ];
    let door = format!("/api/sessions/{code}/door");
    let answer = ask(&server, Method::GET, &door, &fetched).await;
    assert_eq!(code_of(answer).await, (403, "foreign_origin".into()));
}

#[tokio::test]
async fn a_page_of_ours_and_who_is_no_browser_are_let_through() {
    let server = Server::start();
    let own = format!("http://{}", server.site().address());
    for headers in [
        vec![],
        vec![("origin", own.as_str())],
        vec![("origin", own.as_str()), ("sec-fetch-site", "same-origin")],
    ] {
        let mut request = server.site().request(Method::POST, "/api/sessions");
        for (name, value) in &headers {
            request = request.header(*name, *value);
        }
        let answer = request.body(opening()).send().await.expect("an answer");
        assert_eq!(answer.status().as_u16(), 201, "{headers:?}");
    }
}

/// The status of an upgrade with this Origin; 101 when it is granted.
async fn upgrade(room: &Room, origin: &str) -> u16 {
    let url = format!(
        "ws://{}/api/sessions/{}/live",
        room.site.address(),
        room.code
    );
    let mut request = url.into_client_request().expect("a request");
    let origin = HeaderValue::try_from(origin).expect("a header");
    request.headers_mut().insert("origin", origin);
    let stream = TcpStream::connect(room.site.address())
        .await
        .expect("it listens");
    match tokio_tungstenite::client_async(request, stream).await {
        Ok((mut socket, answer)) => {
            drop(socket.close(None).await);
            while socket.next().await.is_some() {}
            answer.status().as_u16()
        }
        Err(Error::Http(answer)) => answer.status().as_u16(),
        Err(error) => panic!("{error}"),
    }
}

#[tokio::test]
async fn a_foreign_page_gets_no_websocket() {
    let server = Server::start();
    let room = Room::open(&server, 1).await;
    for origin in ["http://evil.example", "null", "http://127.0.0.1"] {
        assert_eq!(upgrade(&room, origin).await, 403, "{origin}");
    }
    let own = format!("http://{}", room.site.address());
    assert_eq!(upgrade(&room, &own).await, 101);
}

#[tokio::test]
async fn behind_a_proxy_the_page_is_at_the_proxys_address() {
    let public = Server::start_with(&["--public-url", "https://spel.example/"]);
    let trusting = Server::start_with(&["--trusted-proxy", "127.0.0.0/8"]);
    let page = ("origin", "https://spel.example");
    let named = ("x-forwarded-host", "spel.example");
    for (server, headers, status) in [
        (&public, vec![page], 200),
        (&public, vec![("origin", "https://evil.example")], 403),
        (
            &public,
            vec![("origin", "https://evil.example"), named],
            403,
        ),
        (&trusting, vec![page, named], 200),
        (
            &trusting,
            vec![page, ("forwarded", "host=\"spel.example\";proto=https")],
            200,
        ),
        (&trusting, vec![page], 403),
        (&public, vec![("host", "evil.example")], 421),
        (&public, vec![("host", "spel.example")], 200),
        (&public, vec![("host", "spel.example:443"), page], 200),
        (&public, vec![("host", "competentiespel:8080")], 200),
        (&trusting, vec![("host", "backend.example")], 200),
    ] {
        let answer = ask(server, Method::GET, "/api/where", &headers).await;
        assert_eq!(answer.status().as_u16(), status, "{headers:?}");
    }
    for wrong in [
        "spel.example",
        "ftp://spel.example",
        "https://",
        "https://a@spel.example",
    ] {
        let data = tempfile::tempdir().expect("a folder");
        let (ended, why) = tests::run_to_end(data.path(), &["--public-url", wrong]);
        assert_eq!(ended.code(), Some(2), "{wrong}: {why}");
    }
}

#[tokio::test]
async fn a_body_that_says_it_is_no_json_is_refused() {
    let server = Server::start();
    for (kind, status) in [
        (None, 201),
        (Some("application/json"), 201),
        (Some("Application/JSON; charset=utf-8"), 201),
        (Some("application/json;charset=\"utf-8\""), 201),
        (Some("text/plain"), 415),
        (Some("text/plain; application/json"), 415),
        (Some("application/x-www-form-urlencoded"), 415),
        (Some("multipart/form-data; boundary=x"), 415),
        (Some("application/jsonp"), 415),
        (Some("application/json, text/plain"), 415),
        (Some("text/json"), 415),
    ] {
        for path in ["/api/sessions", "/api/sessions/import"] {
            let mut request = server.site().request(Method::POST, path);
            if let Some(kind) = kind {
                request = request.header("content-type", kind);
            }
            let body = match path {
                "/api/sessions" => opening(),
                _ => json!({"token": random_token(), "example": true}).to_string(),
            };
            let answer = request.body(body).send().await.expect("an answer");
            assert_eq!(answer.status().as_u16(), status, "{path} {kind:?}");
            if status == 415 {
                assert_eq!(code_of(answer).await.1, "media_type");
            }
        }
    }
}

#[tokio::test]
async fn every_answer_tells_browsers_what_to_keep_to() {
    let server = Server::start();
    for (path, status) in [
        ("/", 200),
        ("/KWX7P2", 200),
        ("/niets.js", 404),
        ("/api/where", 200),
        ("/api/nothing", 404),
        ("/healthz", 200),
        ("/readyz", 200),
        ("/metrics", 401),
    ] {
        let answer = ask(&server, Method::GET, path, &[]).await;
        assert_eq!(answer.status().as_u16(), status, "{path}");
        let header = |name: &str| {
            let value = answer.headers().get(name).map(|value| value.to_str());
            value.and_then(Result::ok).unwrap_or_default().to_owned()
        };
        assert_eq!(
            header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert_eq!(
            header("cross-origin-resource-policy"),
            "same-origin",
            "{path}"
        );
        assert!(header("permissions-policy").contains("camera=()"), "{path}");
        assert!(
            header("content-security-policy").contains("default-src 'self'"),
            "{path}"
        );
        assert_eq!(header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(header("referrer-policy"), "no-referrer", "{path}");
    }
}
