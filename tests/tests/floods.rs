//! Work and floods that anyone can send: what is bounded, and that others are served beside it. What it
//! does to the pace of a room is measured by `tests/load`.

use competentiespel::player::{Lost, Player, random_token};
use futures_util::{SinkExt, StreamExt};
use game::Seat;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};
use std::time::Duration;
use tests::{Room, Server};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::protocol::frame::Frame;
use tokio_tungstenite::tungstenite::protocol::frame::coding::{Data, OpCode};

/// Long enough for anything that does come.
const PATIENCE: Duration = Duration::from_secs(30);

/// Everything the server says until it closes.
async fn heard(stream: &mut TcpStream) -> String {
    let mut heard = Vec::new();
    // A reset after an answer is a close too.
    let _ = timeout(PATIENCE, stream.read_to_end(&mut heard)).await;
    String::from_utf8_lossy(&heard).into_owned()
}

async fn connect(server: &Server) -> TcpStream {
    let stream = TcpStream::connect(server.site().address()).await;
    stream.expect("the server listens")
}

#[tokio::test]
async fn a_deck_of_mistakes_is_told_the_first_few_and_costs_quota() {
    let server = Server::start();
    let site = server.site();
    let mistakes = (0..9_000).map(|field| format!("a{field}=1\n"));
    for file in [
        "a=1\n".repeat(65_000),
        format!("a={{{}}}", "a=1,".repeat(6_000)),
        mistakes.collect(),
    ] {
        let wish = json!({"title": "T", "team": "T", "token": random_token(), "deck_file": file});
        let request = site.request(Method::POST, "/api/sessions").json(&wish);
        let answer = request.send().await.expect("an answer");
        assert_eq!(answer.status(), StatusCode::UNPROCESSABLE_ENTITY);
        let problem: Value = answer.json().await.expect("a problem");
        let details = problem["details"].as_array().expect("details").len();
        assert!((1..=20).contains(&details), "{details}");
    }
    let mut statuses = Vec::new();
    for _ in 0..60 {
        let wish = json!({"title": "T", "team": "T", "token": random_token(), "deck_file": "x"});
        let request = site.request(Method::POST, "/api/sessions").json(&wish);
        statuses.push(request.send().await.expect("an answer").status());
    }
    assert!(statuses.contains(&StatusCode::TOO_MANY_REQUESTS));
    // A session without a file of its own is another matter.
    Room::open(&server, 1).await;
}

#[tokio::test]
async fn headers_over_the_limit_are_refused() {
    let server = Server::start();
    let mut stream = connect(&server).await;
    let head = format!(
        "GET /healthz HTTP/1.1\r\nhost: x\r\nx: {}",
        "a".repeat(40_000)
    );
    // It may be closed before all was written.
    let _ = stream.write_all(head.as_bytes()).await;
    assert!(heard(&mut stream).await.starts_with("HTTP/1.1 431"));
    let mut stream = connect(&server).await;
    let head = format!(
        "GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\nx: {}\r\n\r\n",
        "a".repeat(20_000)
    );
    stream.write_all(head.as_bytes()).await.expect("it is read");
    assert!(heard(&mut stream).await.starts_with("HTTP/1.1 200"));
}

#[tokio::test]
async fn a_body_that_drips_is_cut_off_and_keeps_nobody_waiting() {
    let server = Server::start();
    let mut dripping = Vec::new();
    for _ in 0..20 {
        let mut stream = connect(&server).await;
        let head =
            "POST /api/sessions/import HTTP/1.1\r\nhost: x\r\ncontent-length: 500000\r\n\r\n{";
        stream.write_all(head.as_bytes()).await.expect("it is read");
        dripping.push(stream);
    }
    // While all of them are being read, the example opens.
    let wish = json!({"token": random_token(), "example": true});
    let site = server.site();
    let request = site
        .request(Method::POST, "/api/sessions/import")
        .json(&wish);
    let answer = timeout(PATIENCE, request.send())
        .await
        .expect("it is served");
    assert_eq!(answer.expect("an answer").status(), StatusCode::CREATED);
    for mut stream in dripping {
        let answer = heard(&mut stream).await;
        assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
        assert!(answer.contains("connection: close"), "{answer}");
    }
}

#[tokio::test]
async fn bodies_without_an_end_are_bounded_in_all() {
    let server = Server::start();
    let piece = vec![b' '; 500_000];
    let mut streams = Vec::new();
    for _ in 0..200 {
        let mut stream = connect(&server).await;
        let head = "POST /api/sessions HTTP/1.1\r\nhost: x\r\ncontent-length: 519000\r\n\r\n";
        stream.write_all(head.as_bytes()).await.expect("it is read");
        // Where it is refused it is closed.
        let _ = timeout(PATIENCE, stream.write_all(&piece)).await;
        streams.push(stream);
    }
    let mut refused = 0;
    for mut stream in streams {
        let answer = heard(&mut stream).await;
        // Too many of that address, or too much of all that is being read.
        let statuses = ["HTTP/1.1 429", "HTTP/1.1 503"];
        refused += usize::from(statuses.iter().any(|status| answer.starts_with(status)));
    }
    assert!(refused >= 150, "{refused}");
}

#[tokio::test]
async fn who_goes_on_after_many_refusals_is_closed() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    for message in [
        Message::text(r#"{"n":1,"do":"fly"}"#),
        Message::text(r#"{"doing":"choosing"}"#),
        Message::Ping("x".repeat(100).into()),
        Message::Pong("x".into()),
    ] {
        let token = room.members[0].token().to_string();
        let mut socket = enter(&server, &room.code, &token).await;
        for _ in 0..300 {
            // It may be closed before the last.
            if socket.feed(message.clone()).await.is_err() {
                break;
            }
        }
        let _ = socket.flush().await;
        let mut code = None;
        while let Ok(Some(Ok(heard))) = timeout(PATIENCE, socket.next()).await {
            if let Message::Close(Some(frame)) = heard {
                code = Some(u16::from(frame.code));
            }
        }
        assert_eq!(code, Some(4008), "{message:?}");
    }
    // Nobody else noticed.
    room.go(game::Phase::Giving).await;
    let card = room.member(2).view.hand(Seat(2))[0].clone();
    room.give(2, &card, 1, None).await;
}

#[tokio::test]
async fn who_pings_and_never_reads_is_closed_and_holds_little() {
    let server = Server::start();
    let room = Room::open(&server, 1).await;
    let token = room.members[0].token().to_string();
    let before = server.memory();
    let mut sockets = Vec::new();
    for _ in 0..8 {
        sockets.push(enter(&server, &room.code, &token).await);
    }
    let ping = Message::Ping(vec![0; 125].into());
    for socket in &mut sockets {
        let flood = async {
            for _ in 0..50_000 {
                if socket.feed(ping.clone()).await.is_err() {
                    return true;
                }
            }
            socket.flush().await.is_err()
        };
        let closed = timeout(PATIENCE, flood).await;
        assert_ne!(closed, Ok(false), "all of it was taken");
    }
    let taken = server.memory().saturating_sub(before);
    assert!(taken < 16 * 1024 * 1024, "{taken} bytes");
}

/// Pieces of a message that holds nothing and never ends, after a hello and instead of one.
#[tokio::test]
async fn a_message_that_never_ends_ends_the_connection() {
    let server = Server::start();
    let mut room = Room::open(&server, 2).await;
    let token = room.members[0].token().to_string();
    let begin = Frame::message(Vec::new(), OpCode::Data(Data::Text), false);
    let more = Frame::message(Vec::new(), OpCode::Data(Data::Continue), false);
    for says_hello in [true, false] {
        let mut socket = match says_hello {
            true => enter(&server, &room.code, &token).await,
            false => upgrade(&server, &room.code).await,
        };
        let flood = async {
            socket.send(Message::Frame(begin.clone())).await?;
            for _ in 0..200_000 {
                socket.feed(Message::Frame(more.clone())).await?;
            }
            socket.flush().await
        };
        let ended = timeout(PATIENCE, flood).await.expect("it is closed");
        assert!(ended.is_err(), "all of it was taken");
    }
    room.go(game::Phase::Giving).await;
}

/// A websocket that said nothing yet.
async fn upgrade(server: &Server, code: &str) -> tokio_tungstenite::WebSocketStream<TcpStream> {
    let stream = connect(server).await;
    let url = format!("ws://{}/api/sessions/{code}/live", server.site().address());
    let socket = tokio_tungstenite::client_async(url, stream).await;
    socket.expect("a websocket").0
}

/// A websocket that was let in.
async fn enter(
    server: &Server,
    code: &str,
    token: &str,
) -> tokio_tungstenite::WebSocketStream<TcpStream> {
    let mut socket = upgrade(server, code).await;
    let hello = json!({"hello": {"v": 1, "token": token, "device": "0123456789abcdef"}});
    let sent = socket.send(Message::text(hello.to_string())).await;
    sent.expect("it can be sent");
    let welcome = timeout(PATIENCE, socket.next()).await;
    assert!(
        matches!(welcome, Ok(Some(Ok(Message::Text(_))))),
        "{welcome:?}"
    );
    socket
}

#[tokio::test]
async fn with_few_descriptors_newcomers_enter_and_who_is_inside_stays() {
    let server = Server::start_with_descriptors(256);
    let mut room = Room::open(&server, 3).await;
    let mut idle = Vec::new();
    for _ in 0..400 {
        idle.push(connect(&server).await);
    }
    let known = room.members[0].token().to_string();
    for _ in 0..5 {
        let again = timeout(PATIENCE, Player::connect(&room.site, &room.code, &known)).await;
        assert!(matches!(again, Ok(Ok(_))), "a valid token gets in");
    }
    timeout(PATIENCE, room.join())
        .await
        .expect("a newcomer gets in");
    room.go(game::Phase::Giving).await;
    for player in room.members.iter().chain([&room.leader]) {
        assert_eq!(player.welcomes, 1, "who is inside stays");
    }
    // One line now and then, however many there are.
    let output = server.output();
    let warnings = ["as many connections", "was not accepted"];
    let warnings: usize = warnings
        .map(|line| output.matches(line).count())
        .iter()
        .sum();
    assert!(warnings <= 3, "{warnings}");
}

#[tokio::test]
async fn a_half_open_handshake_makes_room_for_others() {
    let server = Server::start();
    let room = Room::open(&server, 1).await;
    let url = format!(
        "ws://{}/api/sessions/{}/live",
        server.site().address(),
        room.code
    );
    let mut silent = Vec::new();
    for _ in 0..300 {
        let stream = connect(&server).await;
        // Those that are there already make room.
        if let Ok((socket, _)) = tokio_tungstenite::client_async(&url, stream).await {
            silent.push(socket);
        }
    }
    // Either they were not let in, or the first made room: nobody waited till it should have said hello,
    // and told it so.
    if silent.len() > 256 {
        let first = timeout(PATIENCE, silent[0].next()).await;
        let first = first.expect("it is closed");
        assert!(matches!(first, None | Some(Err(_))), "{first:?}");
    }
    let token = room.members[0].token();
    let again = Player::connect(&room.site, &room.code, token).await;
    assert!(!matches!(again, Err(Lost::Closed(_))));
}
