//! Every HTTP answer that is no success.

use crate::frame::{DoorCode, Problem, ProblemCode};
use crate::room::input::Shut;
use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use game::{Code, Refusal};

/// A request that is not granted.
#[derive(Debug)]
pub(crate) struct Failure {
    status: StatusCode,
    problem: Problem,
    /// There may be more of the request.
    is_unread: bool,
}

impl Failure {
    pub(crate) fn new(code: DoorCode, message: impl Into<String>) -> Failure {
        Failure {
            status: status_of_door(code),
            problem: Problem {
                code: ProblemCode::Door(code),
                message: message.into(),
                limit: None,
                details: Vec::new(),
            },
            is_unread: false,
        }
    }

    /// Answers a request whose body was not read to its end: the connection ends with it. Who asks
    /// again on it would otherwise be cut off in the middle, as the server can close it any moment.
    pub(crate) fn unread(mut self) -> Failure {
        self.is_unread = true;
        self
    }

    /// The sentence for who writes a client; of the failures of this server's own, no input of
    /// anyone's.
    pub(crate) fn message(&self) -> &str {
        &self.problem.message
    }

    pub(crate) fn with_limit(mut self, limit: usize) -> Failure {
        self.problem.limit = u32::try_from(limit).ok();
        self
    }

    pub(crate) fn with_details(mut self, details: Vec<String>) -> Failure {
        self.problem.details = details;
        self
    }

    /// The same, for a reason of its own.
    pub(crate) fn but(mut self, code: DoorCode) -> Failure {
        self.status = status_of_door(code);
        self.problem.code = ProblemCode::Door(code);
        self
    }

    /// The one answer for no token, a wrong one, and no such session.
    pub(crate) fn no_entry() -> Failure {
        Failure::new(
            DoorCode::NoEntry,
            "no token, or one that opens nothing here",
        )
    }

    pub(crate) fn no_right() -> Failure {
        Failure::new(DoorCode::NoRight, "this token is not for that")
    }

    pub(crate) fn unknown_code() -> Failure {
        Failure::new(DoorCode::UnknownCode, "no session has this code")
    }

    pub(crate) fn unavailable() -> Failure {
        Failure::new(DoorCode::Unavailable, "not now; try again in a moment")
    }

    pub(crate) fn failed() -> Failure {
        Failure::new(
            DoorCode::Failed,
            "something failed here; the server's log says what",
        )
    }

    pub(crate) fn bad_request(why: impl Into<String>) -> Failure {
        Failure::new(DoorCode::BadRequest, why)
    }

    pub(crate) fn too_many_tries() -> Failure {
        Failure::new(
            DoorCode::TooManyTries,
            "too many tries from this address; wait a little",
        )
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Failure {
        Failure {
            status: status_of_rules(refusal.code),
            problem: Problem {
                code: ProblemCode::Rules(refusal.code),
                message: refusal.message().to_owned(),
                limit: refusal.limit,
                details: Vec::new(),
            },
            is_unread: false,
        }
    }
}

impl From<Shut> for Failure {
    fn from(shut: Shut) -> Failure {
        match shut {
            Shut::NoSession | Shut::NoRight => Failure::no_entry(),
            Shut::Unavailable | Shut::NotDeleted => Failure::unavailable(),
        }
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let mut response = (self.status, axum::Json(self.problem)).into_response();
        let come_back = matches!(
            self.status,
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE
        );
        if come_back {
            let after = HeaderValue::from_static("1");
            response.headers_mut().insert(header::RETRY_AFTER, after);
        }
        if self.status == StatusCode::UNAUTHORIZED {
            let how = HeaderValue::from_static("Bearer");
            response.headers_mut().insert(header::WWW_AUTHENTICATE, how);
        }
        if self.is_unread {
            let close = HeaderValue::from_static("close");
            response.headers_mut().insert(header::CONNECTION, close);
        }
        response
    }
}

fn status_of_door(code: DoorCode) -> StatusCode {
    match code {
        DoorCode::UnknownCode => StatusCode::NOT_FOUND,
        DoorCode::NoEntry => StatusCode::UNAUTHORIZED,
        DoorCode::NoRight | DoorCode::CreateKey | DoorCode::ForeignOrigin => StatusCode::FORBIDDEN,
        DoorCode::WrongHost => StatusCode::MISDIRECTED_REQUEST,
        DoorCode::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        DoorCode::TooManyTries => StatusCode::TOO_MANY_REQUESTS,
        DoorCode::BadRequest => StatusCode::BAD_REQUEST,
        DoorCode::ImportTooLarge => StatusCode::PAYLOAD_TOO_LARGE,
        DoorCode::DeckWrong
        | DoorCode::UnknownDeck
        | DoorCode::ImportNoJson
        | DoorCode::ImportOther
        | DoorCode::ImportOlder
        | DoorCode::ImportNewer
        | DoorCode::ImportDamaged
        | DoorCode::ImportImpossible => StatusCode::UNPROCESSABLE_ENTITY,
        DoorCode::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
        DoorCode::Failed => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

fn status_of_rules(code: Code) -> StatusCode {
    match code {
        Code::NotAllowed => StatusCode::FORBIDDEN,
        Code::Busy | Code::NotNow => StatusCode::SERVICE_UNAVAILABLE,
        Code::TooFast => StatusCode::TOO_MANY_REQUESTS,
        Code::TextEmpty
        | Code::TextTooLong
        | Code::TextCharacters
        | Code::HandSize
        | Code::Retention
        | Code::DeckUnfit => StatusCode::UNPROCESSABLE_ENTITY,
        _ => StatusCode::CONFLICT,
    }
}

/// The code in an address, as it was typed.
pub(crate) struct PathCode(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for PathCode {
    type Rejection = Failure;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Failure> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(code)) => Ok(PathCode(code)),
            Err(_) => Err(Failure::bad_request("the code in the address is not text")),
        }
    }
}
