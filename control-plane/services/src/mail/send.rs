//! The mail server.

use crate::mail::MailSettings;
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
    pub fn new(mail: &MailSettings) -> Result<Mailer, SendError> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
    use tokio::net::TcpListener;
    use tokio::task::JoinHandle;

    /// A mail server for one conversation: answers `refuses` to the recipient if that is not empty; gives back what it
    /// took.
    async fn server(refuses: &'static str) -> (String, JoinHandle<String>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://{}", listener.local_addr().unwrap());
        let task = tokio::spawn(async move {
            let (stream, _) = listener.accept().await.unwrap();
            let mut stream = BufReader::new(stream);
            stream.write_all(b"220 test ESMTP\r\n").await.unwrap();
            let (mut mail, mut in_data) = (String::new(), false);
            loop {
                let mut line = String::new();
                if stream.read_line(&mut line).await.unwrap() == 0 {
                    return mail;
                }
                let answer = match (in_data, line.trim_end()) {
                    (true, ".") => {
                        in_data = false;
                        "250 taken"
                    }
                    (true, _) => {
                        mail.push_str(&line);
                        continue;
                    }
                    (false, "DATA") => {
                        in_data = true;
                        "354 go on"
                    }
                    (false, "QUIT") => "221 bye",
                    (false, word) if word.starts_with("RCPT") && !refuses.is_empty() => refuses,
                    (false, _) => "250 fine",
                };
                stream.write_all(format!("{answer}\r\n").as_bytes()).await.unwrap();
            }
        });
        (url, task)
    }

    async fn send(url: String) -> Result<(), SendError> {
        let mail =
            MailSettings { server: SecretString::from(url), from: "Sprinters <sprinters@example.com>".to_owned() };
        let to = SecretString::from("ada@example.com");
        Mailer::new(&mail)
            .unwrap()
            .send(&to, "A subject", "as text", "<p>as HTML</p>", "https://s.example/unsubscribe/x")
            .await
    }

    #[tokio::test]
    async fn a_mail_has_both_bodies_and_can_be_ended_with_one_click() {
        let (url, server) = server("").await;
        send(url).await.unwrap();
        let mail = server.await.unwrap();
        for words in [
            "From: Sprinters <sprinters@example.com>",
            "To: ada@example.com",
            "Subject: A subject",
            "List-Unsubscribe: <https://s.example/unsubscribe/x>",
            "List-Unsubscribe-Post: List-Unsubscribe=One-Click",
            "as text",
            "<p>as HTML</p>",
            "multipart/alternative",
        ] {
            assert!(mail.contains(words), "{words} in {mail}");
        }
    }

    #[tokio::test]
    async fn what_the_server_says_decides_whether_it_is_tried_again() {
        let (url, _server) = server("550 no such person").await;
        assert!(matches!(send(url).await, Err(SendError::Refused(_))));
        let (url, _server) = server("451 later").await;
        assert!(matches!(send(url).await, Err(SendError::Away(_))));
        assert!(matches!(send("smtp://127.0.0.1:1".to_owned()).await, Err(SendError::Away(_))));
    }
}
