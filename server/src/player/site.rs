//! The HTTP side of a client: opening a session, taking a seat, giving passes, reading.

use crate::frame::{Door, Opened, PassGiven, Problem, ProblemCode, Seated};
use anyhow::{Context, bail};
use game::{Code, PassId, Role, Seat};
use reqwest::{Method, RequestBuilder, StatusCode};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::time::Duration;

/// Longest wait for one answer.
const ANSWER_MAX: Duration = Duration::from_secs(30);

/// A server.
#[derive(Clone, Debug)]
pub struct Site {
    http: reqwest::Client,
    address: String,
}

/// The server said no.
#[derive(Debug, thiserror::Error)]
#[error("{status}: {message}")]
pub struct Denied {
    /// The HTTP status.
    pub status: u16,
    /// Why, where the body says so.
    pub code: Option<ProblemCode>,
    /// One sentence.
    pub message: String,
    /// The limit, where there is one.
    pub limit: Option<u32>,
}

impl Denied {
    /// The refusal of the rules behind it, if it was one.
    pub fn rules(&self) -> Option<Code> {
        match self.code {
            Some(ProblemCode::Rules(code)) => Some(code),
            _ => None,
        }
    }
}

/// 128 random bits in 32 hexadecimal digits: what a client makes to be known by.
pub fn random_token() -> String {
    format!("{:032x}", rand::random::<u128>())
}

impl Site {
    /// The server at `http://host:port`.
    pub fn new(url: &str) -> anyhow::Result<Site> {
        let Some(rest) = url.strip_prefix("http://") else {
            bail!(
                "{url} does not begin with http://; a server behind https has a plain address on its own machine"
            );
        };
        let host = rest.trim_end_matches('/');
        if host.is_empty() || host.contains('/') {
            bail!("{url} is not of the form http://host:port");
        }
        let has_port = host
            .rsplit_once(':')
            .is_some_and(|(_, port)| port.parse::<u16>().is_ok());
        let address = if has_port {
            host.to_string()
        } else {
            format!("{host}:80")
        };
        let http = reqwest::Client::builder()
            .timeout(ANSWER_MAX)
            .no_proxy()
            .build()
            .context("no HTTP client")?;
        Ok(Site { http, address })
    }

    /// `host:port`
    pub fn address(&self) -> &str {
        &self.address
    }

    /// A request to a path of this server.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.http
            .request(method, format!("http://{}{path}", self.address))
    }

    /// Begins a session; `more` may set `deck`, `hand`, `retention_days` and so on. Gives its code.
    pub async fn open(
        &self,
        token: &str,
        title: &str,
        team: &str,
        more: Value,
    ) -> Result<String, Denied> {
        let mut body = json!({"title": title, "team": team, "token": token});
        if let (Some(body), Value::Object(more)) = (body.as_object_mut(), more) {
            body.extend(more);
        }
        let request = self.request(Method::POST, "/api/sessions").json(&body);
        Ok(read::<Opened>(request).await?.code)
    }

    /// What is said at the door.
    pub async fn door(&self, code: &str) -> Result<Door, Denied> {
        read(self.request(Method::GET, &format!("/api/sessions/{code}/door"))).await
    }

    /// Takes a seat as a member.
    pub async fn sit(
        &self,
        code: &str,
        token: &str,
        name: &str,
        function: Option<&str>,
        sector: Option<&str>,
    ) -> Result<Seat, Denied> {
        let mut body = json!({"name": name, "token": token});
        if let Some(function) = function {
            body["function"] = function.into();
        }
        if let Some(sector) = sector {
            body["sector"] = sector.into();
        }
        self.seat(code, None, body).await
    }

    /// A facilitator seats someone: without `token` someone without a device, with it themselves.
    pub async fn sit_as_leader(
        &self,
        code: &str,
        leader: &str,
        token: Option<&str>,
        name: &str,
    ) -> Result<Seat, Denied> {
        let mut body = json!({"name": name});
        if let Some(token) = token {
            body["token"] = token.into();
        }
        self.seat(code, Some(leader), body).await
    }

    async fn seat(&self, code: &str, leader: Option<&str>, body: Value) -> Result<Seat, Denied> {
        let mut request = self
            .request(Method::POST, &format!("/api/sessions/{code}/seats"))
            .json(&body);
        if let Some(leader) = leader {
            request = request.bearer_auth(leader);
        }
        Ok(read::<Seated>(request).await?.seat)
    }

    /// A facilitator lets someone in who is no member.
    pub async fn pass(
        &self,
        code: &str,
        leader: &str,
        role: Role,
        token: &str,
        name: Option<&str>,
    ) -> Result<PassId, Denied> {
        let mut body = json!({"role": role, "token": token});
        if let Some(name) = name {
            body["name"] = name.into();
        }
        let request = self
            .request(Method::POST, &format!("/api/sessions/{code}/passes"))
            .bearer_auth(leader)
            .json(&body);
        Ok(read::<PassGiven>(request).await?.pass)
    }

    /// The deck a session is played with.
    pub async fn deck(&self, code: &str, token: &str) -> Result<cards::Deck, Denied> {
        read(
            self.request(Method::GET, &format!("/api/sessions/{code}/deck"))
                .bearer_auth(token),
        )
        .await
    }

    /// The documents as they were at that entry, with this token's eyes.
    pub async fn replay_at(
        &self,
        code: &str,
        token: &str,
        seq: u64,
    ) -> Result<BTreeMap<String, Value>, Denied> {
        #[derive(serde::Deserialize)]
        struct At {
            welcome: Documents,
        }
        #[derive(serde::Deserialize)]
        struct Documents {
            docs: BTreeMap<String, Value>,
        }
        let path = format!("/api/sessions/{code}/replay?at={seq}");
        let at = read::<At>(self.request(Method::GET, &path).bearer_auth(token)).await?;
        Ok(at.welcome.docs)
    }

    /// All changes from the first entry on, with this token's eyes.
    pub async fn replay(&self, code: &str, token: &str) -> Result<Vec<Value>, Denied> {
        let path = format!("/api/sessions/{code}/replay");
        let text = text(self.request(Method::GET, &path).bearer_auth(token)).await?;
        text.lines()
            .map(|line| serde_json::from_str(line).map_err(|_| garbled(StatusCode::OK)))
            .collect()
    }

    /// Deletes a session. Whether its bytes are gone already.
    pub async fn delete(&self, code: &str, leader: &str) -> Result<bool, Denied> {
        let path = format!("/api/sessions/{code}");
        let answer: Value = read(self.request(Method::DELETE, &path).bearer_auth(leader)).await?;
        answer["wiped"]
            .as_bool()
            .ok_or_else(|| garbled(StatusCode::OK))
    }
}

async fn read<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, Denied> {
    serde_json::from_str(&text(request).await?).map_err(|_| garbled(StatusCode::OK))
}

async fn text(request: RequestBuilder) -> Result<String, Denied> {
    let answer = request.send().await.map_err(|error| Denied {
        status: 0,
        code: None,
        // The address may hold nothing secret: tokens travel in headers and bodies.
        message: format!("no answer: {error}"),
        limit: None,
    })?;
    let status = answer.status();
    let text = answer.text().await.map_err(|_| garbled(status))?;
    if status.is_success() {
        return Ok(text);
    }
    match serde_json::from_str::<Problem>(&text) {
        Ok(problem) => Err(Denied {
            status: status.as_u16(),
            code: Some(problem.code),
            message: problem.message,
            limit: problem.limit,
        }),
        Err(_) => Err(garbled(status)),
    }
}

fn garbled(status: StatusCode) -> Denied {
    Denied {
        status: status.as_u16(),
        code: None,
        message: "the answer is not as the protocol says".to_string(),
        limit: None,
    }
}
