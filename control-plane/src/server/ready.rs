//! Ready: a delivery can be kept, and somebody works on it.

use sprinters_core::time::Timestamp;
use sprinters_services::Services;
use sprinters_store::StoreError;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::Mutex;
use tokio::time::timeout;

/// How long the database may take to keep a row.
const ANSWER: Duration = Duration::from_secs(2);

/// For so long it is taken to be ready still: nobody makes us write more often than that.
const GOOD_FOR: Duration = Duration::from_millis(100);

/// How old the last turn of the worker's loop may be. It turns five times a second; one turn that takes up a storm of
/// deliveries takes some seconds.
pub(crate) const LOOP_AGE: Duration = Duration::from_secs(90);

/// How overdue a scan of our own tables may be. They are due every thirty seconds and ask nobody outside.
const SCAN_AGE: Duration = Duration::from_secs(5 * 60);
const OWN_SCANS: [&str; 2] = ["jobs", "subjects"];

/// Whether this process is ready. Cheap to clone; all clones remember together.
#[derive(Debug, Clone)]
pub(super) struct Readiness {
    services: Services,
    ready_at: Arc<Mutex<Option<Instant>>>,
}

impl Readiness {
    pub(super) fn new(services: Services) -> Readiness {
        Readiness { services, ready_at: Arc::default() }
    }

    pub(super) fn services(&self) -> &Services {
        &self.services
    }

    /// Why it is not ready; nothing if it is. One look at a time.
    pub(super) async fn problem(&self) -> Option<String> {
        if self.services.vitals.is_stopping() {
            self.services.metrics.ready().set(0);
            return Some("the process is stopping".to_owned());
        }
        let mut ready_at = self.ready_at.lock().await;
        if ready_at.is_some_and(|at| at.elapsed() < GOOD_FOR) {
            return None;
        }
        let problem = self.look().await;
        self.services.metrics.ready().set(i64::from(problem.is_none()));
        *ready_at = problem.is_none().then(Instant::now);
        problem
    }

    async fn look(&self) -> Option<String> {
        if let Some(trouble) = self.services.store.trouble() {
            return Some(format!("the database {trouble}"));
        }
        let now = self.services.clock.now();
        let kept = timeout(ANSWER, self.services.store.beat(now)).await;
        let problem = match kept {
            Err(_) => Some("does not answer"),
            Ok(Err(error)) => Some(error.about_database()),
            Ok(Ok(())) => None,
        };
        if let Some(problem) = problem {
            // Whoever watches the server may know by now why no connection is to be had.
            return Some(format!("the database {}", self.services.store.trouble().unwrap_or(problem)));
        }
        let age = self.services.vitals.loop_age()?;
        if LOOP_AGE < age {
            return Some(format!("the worker has stood still for {} seconds", age.as_secs()));
        }
        match timeout(ANSWER, self.overdue(now)).await {
            Err(_) => Some("the database does not answer".to_owned()),
            Ok(Err(error)) => Some(format!("the database {}", error.about_database())),
            Ok(Ok(overdue)) => overdue,
        }
    }

    /// The scan of our own tables that nobody runs, if there is one. It may be another process that runs it.
    async fn overdue(&self, now: Timestamp) -> Result<Option<String>, StoreError> {
        let due = self.services.store.scans_due().await?;
        let overdue = OWN_SCANS.iter().filter_map(|kind| Some((kind, now.since(*due.get(*kind)?))));
        // A process that has just come up finds what was due while nobody ran.
        let late = |late: Duration| late.min(self.services.vitals.age());
        let longest = overdue.map(|(kind, since)| (kind, late(since))).max_by_key(|(_, late)| *late);
        let longest = longest.filter(|(_, late)| SCAN_AGE < *late);
        Ok(longest.map(|(kind, late)| format!("the scan of {kind} is {} seconds overdue", late.as_secs())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sprinters_common::clock::Clock;
    use sprinters_common::vitals::Vitals;
    use sprinters_services::identity::AppIdentity;
    use sprinters_store::{DatabaseUrl, Opening, Store};

    const HOUR: Duration = Duration::from_secs(60 * 60);

    /// A process that came up an hour ago, and whose loop turned last at that moment.
    async fn process(directory: &tempfile::TempDir, turned: Option<Instant>) -> Readiness {
        let database = DatabaseUrl::in_directory(directory.path());
        let opening = Opening { database, root_keys: None, state_dir: directory.path().to_owned(), may_migrate: true };
        let store = Store::open(&opening).await.unwrap();
        let vitals = Vitals::since(Instant::now().checked_sub(HOUR).unwrap());
        if let Some(turned) = turned {
            vitals.turn(turned);
        }
        let services = Services::new(store, AppIdentity::default(), Clock::System, Arc::default());
        Readiness::new(Services { vitals: Arc::new(vitals), ..services })
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_worker_that_stands_still_is_not_ready_and_one_that_leaves_its_scans_neither() {
        let directory = tempfile::TempDir::new().unwrap();
        let web = process(&directory, None).await;
        assert_eq!(web.problem().await, None, "another process works");
        web.services().store.close().await;
        drop(web);
        let stuck = process(&directory, Instant::now().checked_sub(HOUR / 2)).await;
        let problem = stuck.problem().await.unwrap();
        assert!(problem.starts_with("the worker has stood still for 180"), "{problem}");
        stuck.services().store.close().await;
        drop(stuck);
        let idle = process(&directory, Some(Instant::now())).await;
        let problem = idle.problem().await.unwrap();
        assert!(problem.contains("overdue"), "{problem}");
        idle.services().vitals.stop();
        assert_eq!(idle.problem().await.unwrap(), "the process is stopping");
    }
}
