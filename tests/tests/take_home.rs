//! The files to take home over HTTP: who gets them, when, and what a browser is told of them.

use game::{Lead, Phase};
use reqwest::{Method, Response, StatusCode};
use serde_json::Value;
use tests::{Room, Server};

const FILES: [(&str, &str, &str); 5] = [
    ("/export.json", "application/json", ".json"),
    ("/export.md", "text/markdown; charset=utf-8", ".md"),
    (
        "/export.csv",
        "text/csv; charset=utf-8; header=present",
        ".csv",
    ),
    (
        "/export.xlsx",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        ".xlsx",
    ),
    (
        "/export.docx",
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    ),
];

async fn get(room: &Room, token: &str, path: &str) -> Response {
    let path = format!("/api/sessions/{}{path}", room.code);
    let request = room.site.request(Method::GET, &path).bearer_auth(token);
    request.send().await.expect("an answer")
}

async fn problem(answer: Response) -> String {
    let body: Value = answer.json().await.expect("a problem");
    body["code"].as_str().expect("its code").to_owned()
}

#[tokio::test]
async fn facilitators_get_every_file_once_there_is_something_to_tell() {
    let server = Server::start();
    let mut room = Room::open(&server, 3).await;
    let leader = room.leader.token().to_string();
    room.go(Phase::Conversation).await;
    for (path, ..) in FILES {
        let early = get(&room, &leader, path).await;
        assert_eq!(early.status(), StatusCode::CONFLICT, "{path}");
        assert_eq!(problem(early).await, "wrong_phase");
    }
    room.go(Phase::Talents).await;
    for path in ["/export.docx", "/export.csv?table=werkagenda"] {
        let early = get(&room, &leader, path).await;
        assert_eq!(
            early.status(),
            StatusCode::CONFLICT,
            "all have not seen it: {path}"
        );
    }
    let to = Phase::Werkagenda;
    room.lead(Lead::Phase { to }).await;
    for (path, kind, ending) in FILES {
        let answer = get(&room, &leader, path).await;
        assert_eq!(answer.status(), StatusCode::OK, "{path}");
        let header = |name: &str| answer.headers()[name].to_str().expect("ASCII").to_owned();
        assert_eq!(header("content-type"), kind);
        assert_eq!(header("cache-control"), "no-store");
        let name = header("content-disposition");
        assert!(name.starts_with("attachment; filename=\""), "{name}");
        assert!(
            name.contains("; filename*=UTF-8''") && name.ends_with(ending),
            "{name}"
        );
        assert!(!answer.bytes().await.expect("a body").is_empty());

        let member = room.members[0].token();
        let refused = get(&room, member, path).await;
        assert_eq!(refused.status(), StatusCode::FORBIDDEN, "{path}");
        let refused = get(&room, &"0".repeat(32), path).await;
        assert_eq!(refused.status(), StatusCode::UNAUTHORIZED, "{path}");
    }
    let english = get(&room, &leader, "/export.md?lang=en").await;
    let english = english.text().await.expect("text");
    assert!(english.contains("Played on"), "{english}");
    for wrong in ["/export.md?lang=fy", "/export.csv?table=geheim"] {
        let refused = get(&room, &leader, wrong).await;
        assert_eq!(refused.status(), StatusCode::BAD_REQUEST);
        assert_eq!(problem(refused).await, "bad_request");
    }
}
