//! The mail server.

use crate::settings::Mail;
use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransport;
use lettre::{AsyncTransport as _, Message, Tokio1Executor};
use secrecy::{ExposeSecret as _, SecretString};
use std::time::Duration;

/// How long the server may take for one mail.
const ANSWER: Duration = Duration::from_secs(30);

/// Why a mail was not sent. Neither says to whom.
#[derive(Debug, thiserror::Error)]
pub enum SendError {
    /// It will not be taken, now or later.
    #[error("the mail is not taken: {0}")]
    Refused(&'static str),
    /// The server is away, or says to try again.
    #[error("the mail server did not take it: {0}")]
    Away(&'static str),
}

/// Sends e-mail through the server of the settings.
#[derive(Clone)]
pub struct Mailer {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
}

impl std::fmt::Debug for Mailer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailer").field("from", &self.from.to_string()).finish_non_exhaustive()
    }
}

impl Mailer {
    /// For a server and a sender.
    ///
    /// # Errors
    /// If the settings are not of a mail server.
    pub fn new(mail: &Mail) -> Result<Mailer, SendError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(mail.server.expose_secret())
            .map_err(|_| SendError::Refused("SPRINTERS_SMTP_URL is no mail server"))?
            .timeout(Some(ANSWER))
            .build();
        let from = mail.from.parse().map_err(|_| SendError::Refused("SPRINTERS_MAIL_FROM is no address"))?;
        Ok(Mailer { transport, from })
    }

    /// Sends one mail. `unsubscribe` is an address that ends its kind with one POST (RFC 8058).
    ///
    /// # Errors
    /// If it was not taken.
    pub async fn send(
        &self,
        to: &SecretString,
        subject: &str,
        text: &str,
        html: &str,
        unsubscribe: &str,
    ) -> Result<(), SendError> {
        let to: Mailbox = to.expose_secret().parse().map_err(|_| SendError::Refused("the address is none"))?;
        let body = MultiPart::alternative_plain_html(text.to_owned(), html.to_owned());
        let message = Message::builder().from(self.from.clone()).to(to).subject(subject).multipart(body);
        let mut message = message.map_err(|_| SendError::Refused("it can't be written as a mail"))?;
        let headers = message.headers_mut();
        headers.insert_raw(HeaderValue::new(
            HeaderName::new_from_ascii_str("List-Unsubscribe"),
            format!("<{unsubscribe}>"),
        ));
        let click = "List-Unsubscribe=One-Click".to_owned();
        headers.insert_raw(HeaderValue::new(HeaderName::new_from_ascii_str("List-Unsubscribe-Post"), click));
        // Nobody's holiday answers this.
        headers.insert_raw(HeaderValue::new(
            HeaderName::new_from_ascii_str("Auto-Submitted"),
            "auto-generated".to_owned(),
        ));
        match self.transport.send(message).await {
            Ok(_) => Ok(()),
            Err(error) if error.is_permanent() => Err(SendError::Refused("the server said no")),
            Err(error) if error.is_timeout() => Err(SendError::Away("no answer in time")),
            Err(error) if error.is_transient() => Err(SendError::Away("the server said to try again")),
            Err(_) => Err(SendError::Away("no connection")),
        }
    }
}
