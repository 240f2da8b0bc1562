//! From the timeline into the outbox, and from the outbox to people. Both may be done by several processes at once and
//! after a crash once more: the outbox has each matter once, and a mail whose answer was lost is at worst sent twice.

use super::compose::{Notification, compose};
use super::send::{Mailer, SendError};
use super::{Unsubscribe, digest, unsubscribe_key};
use secrecy::SecretString;
use sprinters_common::Chain;
use sprinters_common::random;
use sprinters_core::images::PublishedImages;
use sprinters_core::time::Timestamp;
use sprinters_store::{DueMail, NewMail, SecretKind, SecretName, Store, StoreError};
use std::time::Duration;

/// How far back the timeline is looked through: longer than any stop of all processes that is not an outage.
const LOOK_BACK: Duration = Duration::from_secs(60 * 60);

/// Mails that are sent in one go.
const AT_ONCE: i64 = 20;

/// How long one process has for them.
const LEASE: Duration = Duration::from_secs(120);

/// Between two tries, doubled each time.
const AGAIN: Duration = Duration::from_secs(60);

/// How old GitHub's word may be that somebody is an admin, for a mail to go out: longer than it takes to ask again.
const WORD: Duration = Duration::from_secs(10 * 60);

/// After so many tries, half a day in all, a mail is given up.
const MAX_ATTEMPTS: i64 = 9;

/// Puts what happened lately into the outbox, for everybody who wants to be told. Says how many mails are new.
///
/// # Errors
/// If the database is away.
pub async fn announce(store: &Store, base: &str, now: Timestamp) -> Result<u32, StoreError> {
    let since = Timestamp::from_millis(
        now.as_millis().saturating_sub(u64::try_from(LOOK_BACK.as_millis()).unwrap_or(u64::MAX)),
    );
    let mut new = 0;
    for entry in store.told_since(since).await? {
        if let Some(matter) = Notification::of(&entry) {
            new += tell(store, entry.account_id, &matter, base, now).await?;
        }
    }
    Ok(new)
}

/// Puts what holds at the moment into the outbox: budgets that are nearly spent, images that grow too old. Says how
/// many mails are new.
///
/// # Errors
/// If the database is away.
pub async fn announce_standing(
    store: &Store,
    images: &PublishedImages,
    base: &str,
    now: Timestamp,
) -> Result<u32, StoreError> {
    let mut matters = digest::budgets(store, now).await?;
    matters.extend(digest::images(store, images, now).await?);
    let mut new = 0;
    for (account, matter) in matters {
        new += tell(store, account, &matter, base, now).await?;
    }
    Ok(new)
}

/// Puts a matter into the outbox for everybody who wants to be told.
async fn tell(
    store: &Store,
    account: i64,
    matter: &Notification,
    base: &str,
    now: Timestamp,
) -> Result<u32, StoreError> {
    let Some(account) = store.account(account).await? else { return Ok(0) };
    let mut new = 0;
    for (person, _, is_admin) in store.members(account.id).await? {
        if !wants(store, matter, account.id, person, is_admin).await? {
            continue;
        }
        let key = unsubscribe_key(store, now).await?;
        let to = Unsubscribe { person, account: account.id, kind: matter.kind };
        let letter = match compose(matter, to, &account.login, base, &key) {
            Ok(letter) => letter,
            Err(error) => {
                tracing::error!(%error, "a mail could not be written");
                continue;
            }
        };
        let once = format!("{}/{}/{}/{person}/{}", matter.kind.as_str(), account.id, matter.about, matter.period);
        let mail = NewMail {
            once: &once,
            account: account.id,
            person,
            kind: matter.kind.as_str(),
            subject: &letter.subject,
            text: &letter.text,
            html: &letter.html,
        };
        new += u32::from(store.put_mail(&mail, now).await?);
    }
    Ok(new)
}

async fn wants(
    store: &Store,
    matter: &Notification,
    account: i64,
    person: i64,
    is_admin: bool,
) -> Result<bool, StoreError> {
    // Costs and connections are of the whole account; so nobody who sees a part of it is told.
    if !is_admin {
        return Ok(false);
    }
    let choices = store.notification_choices(person, account).await?;
    let chosen = choices.into_iter().find(|(kind, _)| kind == matter.kind.as_str()).map(|(_, wanted)| wanted);
    Ok(chosen.unwrap_or(matter.kind.by_default(is_admin)))
}

/// Sends what is due. Says how many were sent.
///
/// # Errors
/// If the database is away. A mail that the server refuses is no error here: it is tried again, and given up in the
/// end.
pub async fn send_due(store: &Store, mailer: &Mailer, base: &str, now: Timestamp) -> Result<u32, StoreError> {
    let mut sent = 0;
    let key = unsubscribe_key(store, now).await?;
    for mail in store.lease_mail(random::number_63()?, now, LEASE, AT_ONCE).await? {
        match send(store, mailer, base, &key, &mail, now).await {
            Ok(is_sent) => sent += u32::from(is_sent),
            // Whoever took it over tells how it ended.
            Err(error) if error.is_lost_lease() => tracing::info!(mail = mail.id, "the lease of a mail was lost"),
            Err(error) => return Err(error),
        }
    }
    Ok(sent)
}

/// Sends one. Says whether it was sent.
async fn send(
    store: &Store,
    mailer: &Mailer,
    base: &str,
    key: &SecretString,
    mail: &DueMail,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let subject = mail.person.to_string();
    let name = SecretName { account: 0, kind: SecretKind::EmailAddress, subject: &subject };
    let Some(address) = store.secret(name).await? else {
        return store.finish_mail(mail, "no address", now).await.map(|()| false);
    };
    // Whoever left the account, or ended the authorization, gets no mail of it; and nobody does on an old word.
    match store.admin_told_at(mail.person, mail.account).await? {
        Some(told) if told != Timestamp::from_millis(0) => {
            if WORD < now.since(told) {
                let waited = mail.attempts + 1;
                let again = AGAIN * 2_u32.saturating_pow(u32::try_from(mail.attempts).unwrap_or_default());
                return match MAX_ATTEMPTS <= waited {
                    true => store.finish_mail(mail, "nobody could say who may read it", now).await.map(|()| false),
                    false => store.return_mail(mail, now.after(again)).await.map(|()| false),
                };
            }
        }
        Some(_) | None => return store.finish_mail(mail, "no access any more", now).await.map(|()| false),
    }
    let Some(kind) = super::Kind::named(&mail.kind) else {
        return store.finish_mail(mail, "a kind of a later version", now).await.map(|()| false);
    };
    let end = format!(
        "{base}/unsubscribe/{}",
        Unsubscribe { person: mail.person, account: mail.account, kind }.to_token(key)
    );
    match mailer.send(&address, &mail.subject, &mail.text, &mail.html, &end).await {
        Ok(()) => store.finish_mail(mail, "sent", now).await.map(|()| true),
        Err(error @ SendError::Refused(_)) => {
            tracing::warn!(mail = mail.id, error = %Chain(&error), "a mail was refused for good");
            store.finish_mail(mail, "refused", now).await.map(|()| false)
        }
        Err(error @ SendError::Away(_)) => {
            tracing::warn!(mail = mail.id, error = %Chain(&error), "a mail could not be sent");
            if MAX_ATTEMPTS <= mail.attempts + 1 {
                return store.finish_mail(mail, "given up", now).await.map(|()| false);
            }
            let doubled = AGAIN * 2_u32.saturating_pow(u32::try_from(mail.attempts).unwrap_or_default());
            store.return_mail(mail, now.after(doubled)).await.map(|()| false)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sprinters_core::failure::FailureReason;
    use sprinters_core::ids::JobId;
    use sprinters_samples as samples;
    use sprinters_store::DatabaseUrl;
    use sprinters_store::{Opening, Subject, TimelineEvent, in_change};

    #[tokio::test]
    async fn a_matter_is_told_once_a_day_to_admins_who_want_to_hear_it() {
        let directory = tempfile::TempDir::new().unwrap();
        let database = DatabaseUrl::in_directory(directory.path());
        let opening = Opening { database, root_keys: None, state_dir: directory.path().to_owned(), may_migrate: true };
        let store = Store::open(&opening).await.unwrap();
        let now = Timestamp::from_secs(1_795_622_400);
        samples::people(&store, now).await.unwrap();
        let tell = async |reason: FailureReason| {
            let about = Subject { account_id: samples::ACME, job: Some(JobId(7)), runner: None };
            let told = TimelineEvent::Told { failure: reason.into() };
            in_change!(store, change => {
                change.note(about, &told, now);
                Ok(())
            })
            .unwrap();
        };
        let base = "https://s.example";
        tell(FailureReason::BudgetSpent).await;
        tell(FailureReason::BudgetSpent).await;
        // Passes by itself: nobody is woken for it.
        tell(FailureReason::AccountRunnerLimit).await;
        assert_eq!(announce(&store, base, now).await.unwrap(), 1);
        assert_eq!(announce(&store, base, now).await.unwrap(), 0);
        store.choose_notification(samples::ADA, samples::ACME, "configuration", false).await.unwrap();
        tell(FailureReason::LabelWrong).await;
        assert_eq!(announce(&store, base, now).await.unwrap(), 0);
        let due = store.lease_mail(1, now, LEASE, 10).await.unwrap();
        assert_eq!(due.len(), 1);
        let (text, html) = (&due[0].text, &due[0].html);
        assert!(text.contains("https://s.example/o/acme/jobs/7"), "{text}");
        assert!(html.contains("unsubscribe&#x2f;501.1.budget."), "{html}");
        // Under a lease nobody else sends it.
        assert!(store.lease_mail(2, now, LEASE, 10).await.unwrap().is_empty());
        // Whoever took longer than the lease writes nothing over what its successor does.
        let later = now.after(LEASE);
        let taken_over = store.lease_mail(2, later, LEASE, 10).await.unwrap();
        assert!(store.finish_mail(&due[0], "sent", later).await.unwrap_err().is_lost_lease());
        assert!(store.return_mail(&due[0], later).await.unwrap_err().is_lost_lease());
        store.finish_mail(&taken_over[0], "sent", later).await.unwrap();
    }

    #[tokio::test]
    async fn whoever_left_gets_no_mail_and_nobody_does_on_an_old_word() {
        let directory = tempfile::TempDir::new().unwrap();
        let database = DatabaseUrl::in_directory(directory.path());
        let opening = Opening { database, root_keys: None, state_dir: directory.path().to_owned(), may_migrate: true };
        let store = Store::open(&opening).await.unwrap();
        let now = Timestamp::from_secs(1_795_622_400);
        samples::people(&store, now).await.unwrap();
        let subject = samples::ADA.to_string();
        let name = SecretName { account: 0, kind: SecretKind::EmailAddress, subject: &subject };
        store.put_secret(name, &SecretString::from("ada@example.com"), now).await.unwrap();
        let put = async |once: &str| {
            let mail = NewMail {
                once,
                account: samples::ACME,
                person: samples::ADA,
                kind: super::super::Kind::ALL[0].as_str(),
                subject: "s",
                text: "t",
                html: "h",
            };
            assert!(store.put_mail(&mail, now).await.unwrap());
        };
        // Nothing listens there: a mail that goes out comes back and is tried again.
        let server = SecretString::from("smtp://127.0.0.1:9");
        let mailer = Mailer::new(&super::super::MailSettings { server, from: "s@example.com".to_owned() }).unwrap();
        let base = "https://s.example";
        put("on an old word").await;
        let later = now.after(WORD + Duration::from_secs(1));
        assert_eq!(send_due(&store, &mailer, base, later).await.unwrap(), 0);
        assert!(store.mail_recipients(later, 10).await.unwrap().is_empty(), "it waits until GitHub was asked");
        assert_eq!(store.mail_recipients(later.after(AGAIN), 10).await.unwrap(), [samples::ADA]);
        store.replace_memberships(samples::ADA, &[], later).await.unwrap();
        put("after she left").await;
        assert_eq!(send_due(&store, &mailer, base, later.after(AGAIN)).await.unwrap(), 0);
        let far = later.after(Duration::from_secs(30 * 24 * 60 * 60));
        assert!(store.mail_recipients(far, 10).await.unwrap().is_empty(), "it never goes out");
    }

    #[tokio::test]
    async fn a_budget_is_told_of_while_there_is_time_and_an_image_before_github_refuses_it() {
        let directory = tempfile::TempDir::new().unwrap();
        let database = DatabaseUrl::in_directory(directory.path());
        let opening = Opening { database, root_keys: None, state_dir: directory.path().to_owned(), may_migrate: true };
        let store = Store::open(&opening).await.unwrap();
        let now = Timestamp::from_secs(1_795_622_400);
        samples::people(&store, now).await.unwrap();
        samples::everything(&store, now).await.unwrap();
        let base = "https://s.example";
        let spent = store.spent_since(samples::ACME, sprinters_core::calendar::month_began(now), now).await.unwrap();
        assert!(0 < spent);
        let set = async |budget| {
            let mut settings = store.account_settings(samples::ACME).await.unwrap();
            settings.policy.monthly_budget_micro_usd = budget;
            in_change!(store, change => change.put_account_settings(samples::ACME, &settings, now).await).unwrap();
        };
        let none = PublishedImages::default();
        let told = async || announce_standing(&store, &none, base, now).await.unwrap();
        assert_eq!(told().await, 0, "no budget, no word");
        set(Some(spent * 100)).await;
        assert_eq!(told().await, 0);
        set(Some(spent * 101 / 100)).await;
        assert_eq!((told().await, told().await), (1, 0), "once a month, however often it is looked for");
        set(Some(spent)).await;
        assert_eq!((told().await, told().await), (1, 0));
        let due = store.lease_mail(1, now, LEASE, 10).await.unwrap();
        let subjects: Vec<&str> = due.iter().map(|mail| mail.subject.as_str()).collect();
        for words in ["budget is nearly used up", "budget is used up"] {
            assert!(subjects.iter().any(|subject| subject.contains(words)), "{subjects:?}");
        }

        // 2026-11-25: an image of the 6th is nineteen days old, one of the 5th twenty.
        let line = |built| {
            format!(
                r#"{{"region":"eu-central-1","image":"ami-0123456789abcdef0","name":"ubuntu-24.04","architecture":"x86_64","root_gib":8,"runner_version":"2.333.0","built":"{built}"}}"#
            )
        };
        let images = |built| PublishedImages::read(&line(built)).unwrap();
        assert_eq!(announce_standing(&store, &images("2026-11-06"), base, now).await.unwrap(), 0);
        assert_eq!(announce_standing(&store, &images("2026-11-05"), base, now).await.unwrap(), 2, "both accounts");
        assert_eq!(announce_standing(&store, &images("2026-11-05"), base, now.after(LEASE)).await.unwrap(), 0);
        let newer = PublishedImages::read(&format!("{}\n{}", line("2026-11-05"), line("2026-11-20"))).unwrap();
        assert_eq!(announce_standing(&store, &newer, base, now).await.unwrap(), 0, "it is not launched any more");
    }
}
