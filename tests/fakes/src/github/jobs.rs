//! Workflow runs and jobs, and which runner a job goes to.

use super::GitHub;
use super::runners::Site;
use super::state::{Run, State};

/// A job to queue. `NewJob { repository, labels, ..NewJob::default() }` is an ordinary one in a run of its own.
#[derive(Debug, Clone, Default)]
pub struct NewJob {
    /// Number of the repository.
    pub repository: i64,
    /// `runs-on`.
    pub labels: Vec<String>,
    /// Its name; `build` if empty.
    pub name: String,
    /// The run it belongs to; a new one if none.
    pub run: Option<i64>,
    /// Whether an environment's approval comes first.
    pub needs_approval: bool,
    /// Number of the repository that the code comes from, for a pull request from a fork.
    pub fork: Option<i64>,
    /// The branch; `main` if empty.
    pub head_branch: String,
    /// Whether it goes on when its run is cancelled: `if: always()`.
    pub always: bool,
    /// Whether GitHub forgets to send its deliveries, as happens.
    pub silent: bool,
}

/// Where a job stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// It waits for an approval.
    Waiting,
    /// It waits for a runner.
    Queued,
    /// It runs.
    InProgress,
    /// It ended.
    Completed,
}

impl Status {
    /// GitHub's word.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Status::Waiting => "waiting",
            Status::Queued => "queued",
            Status::InProgress => "in_progress",
            Status::Completed => "completed",
        }
    }
}

/// The deployment of a job with an environment.
#[derive(Debug, Clone)]
pub struct Environment {
    /// GitHub's number of the deployment.
    pub deployment: u64,
    /// When it was made.
    pub created_at: u64,
    /// When it changed: orders the events of an approval.
    pub updated_at: u64,
}

/// A job.
#[derive(Debug, Clone)]
pub struct Job {
    /// GitHub's number of it.
    pub id: u64,
    /// Number of its run.
    pub run: i64,
    /// Which attempt of the run, from 1.
    pub attempt: u32,
    /// Number of its repository.
    pub repository: i64,
    /// Its name.
    pub name: String,
    /// `runs-on`.
    pub labels: Vec<String>,
    /// Where it stands.
    pub status: Status,
    /// How it ended, in GitHub's word.
    pub conclusion: Option<String>,
    /// The runner it took: id and name.
    pub runner: Option<(u64, String)>,
    /// When it was queued, in milliseconds since 1970.
    pub created_at: u64,
    /// When it began.
    pub started_at: Option<u64>,
    /// When it ended.
    pub completed_at: Option<u64>,
    /// Its environment.
    pub environment: Option<Environment>,
    /// Whether it goes on when its run is cancelled.
    pub always: bool,
    /// Whether its deliveries are forgotten.
    pub silent: bool,
}

impl State {
    pub(super) fn queue_job(&mut self, new: &NewJob) -> u64 {
        let now = self.now;
        let run = match new.run.filter(|run| self.runs.contains_key(run)) {
            Some(run) => run,
            None => self.start_run(new),
        };
        let id = self.next_id();
        let attempt = self.runs.get(&run).map_or(1, |run| run.attempt);
        let environment = if new.needs_approval {
            Some(Environment { deployment: self.next_id(), created_at: now, updated_at: now })
        } else {
            None
        };
        let job = Job {
            id,
            run,
            attempt,
            repository: new.repository,
            name: if new.name.is_empty() { "build".to_owned() } else { new.name.clone() },
            labels: new.labels.clone(),
            status: if new.needs_approval { Status::Waiting } else { Status::Queued },
            conclusion: None,
            runner: None,
            created_at: now,
            started_at: None,
            completed_at: None,
            environment,
            always: new.always,
            silent: new.silent,
        };
        self.jobs.insert(id, job);
        if let Some(run) = self.runs.get_mut(&run) {
            run.jobs.push(id);
        }
        self.tell_job(id, "queued");
        if new.needs_approval {
            self.tell_job(id, "waiting");
        } else {
            self.queue.push(id);
            self.route();
        }
        id
    }

    fn start_run(&mut self, new: &NewJob) -> i64 {
        let id = self.next_signed_id();
        let run = Run {
            id,
            repository: new.repository,
            attempt: 1,
            head_branch: if new.head_branch.is_empty() { "main".to_owned() } else { new.head_branch.clone() },
            head_repository: new.fork.unwrap_or(new.repository),
            jobs: Vec::new(),
            workflow: "CI".to_owned(),
            created_at: self.now,
            updated_at: self.now,
        };
        self.runs.insert(id, run);
        id
    }

    fn approve(&mut self, id: u64) -> bool {
        let now = self.now;
        let Some(job) = self.jobs.get_mut(&id).filter(|job| job.status == Status::Waiting) else { return false };
        job.status = Status::Queued;
        if let Some(environment) = &mut job.environment {
            environment.updated_at = now;
        }
        self.changed += 1;
        self.queue.push(id);
        self.tell_job(id, "queued");
        self.route();
        true
    }

    /// Ends a job in whatever state it is; its runner has done its one job and is gone.
    pub(super) fn end_job(&mut self, id: u64, conclusion: &str) -> bool {
        let now = self.now;
        let Some(job) = self.jobs.get_mut(&id).filter(|job| job.status != Status::Completed) else { return false };
        job.status = Status::Completed;
        job.conclusion = Some(conclusion.to_owned());
        job.completed_at = Some(now);
        let (run, runner) = (job.run, job.runner.as_ref().map(|(id, _)| *id));
        self.changed += 1;
        self.queue.retain(|queued| *queued != id);
        if let Some(runner) = runner {
            self.runners.remove(&runner);
        }
        if let Some(run) = self.runs.get_mut(&run) {
            run.updated_at = now;
        }
        self.tell_job(id, "completed");
        true
    }

    /// Gives queued jobs to idle online runners, for as long as any fits. The order is that of the queue.
    pub(super) fn route(&mut self) {
        if !self.runners.values().any(|runner| runner.online && runner.job.is_none()) {
            return;
        }
        let mut at = 0;
        while let Some(id) = self.queue.get(at).copied() {
            match self.runner_for(id) {
                Some(runner) => {
                    self.queue.remove(at);
                    self.begin(id, runner);
                }
                None => at += 1,
            }
        }
    }

    /// At the repository first, then at the organisation; the one that has waited longest.
    fn runner_for(&self, job: u64) -> Option<u64> {
        let job = self.jobs.get(&job)?;
        let repository = self.repositories.get(&job.repository)?;
        let sites = [Site::Repository(repository.id), Site::Organization(repository.owner)];
        sites.into_iter().find_map(|site| {
            let idle = |runner: &&super::runners::Runner| runner.site == site && runner.online && runner.job.is_none();
            let fits = |runner: &&super::runners::Runner| {
                job.labels.iter().all(|label| runner.labels.iter().any(|has| has.eq_ignore_ascii_case(label)))
            };
            let found = self.runners.values().filter(idle).filter(fits);
            found.min_by_key(|runner| (runner.online_since, runner.id)).map(|runner| runner.id)
        })
    }

    fn begin(&mut self, id: u64, runner: u64) {
        let now = self.now;
        let Some(runner) = self.runners.get_mut(&runner) else { return };
        runner.job = Some(id);
        let took = (runner.id, runner.name.clone());
        if let Some(job) = self.jobs.get_mut(&id) {
            job.status = Status::InProgress;
            job.runner = Some(took);
            job.started_at = Some(now);
        }
        self.changed += 1;
        self.tell_job(id, "in_progress");
    }

    /// Cancels a run: all its jobs but those that always run, unless forced. False if it has completed.
    pub(super) fn cancel_run(&mut self, id: i64, force: bool) -> bool {
        let Some(run) = self.runs.get(&id) else { return false };
        if self.status_of_run(run).0 == "completed" {
            return false;
        }
        for job in run.jobs.clone() {
            if self.jobs.get(&job).is_some_and(|job| force || !job.always) {
                self.end_job(job, "cancelled");
            }
        }
        true
    }

    /// Runs what failed once more, as new jobs. Of what had succeeded GitHub tells again. False while it goes on.
    pub(super) fn rerun_failed(&mut self, id: i64) -> bool {
        let Some(run) = self.runs.get(&id) else { return false };
        if self.status_of_run(run).0 != "completed" {
            return false;
        }
        let attempt = run.attempt;
        let last: Vec<_> =
            run.jobs.iter().filter_map(|id| self.jobs.get(id)).filter(|job| job.attempt == attempt).cloned().collect();
        let now = self.now;
        if let Some(run) = self.runs.get_mut(&id) {
            run.attempt += 1;
            run.updated_at = now;
        }
        for job in last {
            if job.conclusion.as_deref() == Some("success") {
                self.tell_job(job.id, "completed");
                continue;
            }
            self.queue_job(&NewJob {
                repository: job.repository,
                labels: job.labels,
                name: job.name,
                run: Some(id),
                needs_approval: job.environment.is_some(),
                always: job.always,
                silent: job.silent,
                ..NewJob::default()
            });
        }
        true
    }
}

impl GitHub {
    /// Queues a job, or has it wait for an approval. Answers with its number.
    #[must_use]
    pub fn queue_job(&self, new: &NewJob) -> u64 {
        self.with(|state| state.queue_job(new))
    }

    /// Approves a job's environment; false if it does not wait.
    pub fn approve(&self, job: u64) -> bool {
        self.with(|state| state.approve(job))
    }

    /// Finishes a job with GitHub's word for how: `success`, `failure`, `timed_out`, `skipped`. False if it had ended.
    pub fn finish_job(&self, job: u64, conclusion: &str) -> bool {
        self.with(|state| state.end_job(job, conclusion))
    }

    /// Cancels one job, as a newer run of the same concurrency group does. False if it had ended.
    pub fn cancel_job(&self, job: u64) -> bool {
        self.with(|state| state.end_job(job, "cancelled"))
    }

    /// Cancels a run, as a person does. False if it had ended.
    pub fn cancel_run(&self, run: i64) -> bool {
        self.with(|state| state.cancel_run(run, false))
    }

    /// Runs a run's failed jobs again, as a person does. False while it goes on.
    pub fn rerun_failed_jobs(&self, run: i64) -> bool {
        self.with(|state| state.rerun_failed(run))
    }

    /// A job as it is now.
    #[must_use]
    pub fn job(&self, id: u64) -> Option<Job> {
        self.with(|state| state.jobs.get(&id).cloned())
    }

    /// All jobs, oldest first.
    #[must_use]
    pub fn jobs(&self) -> Vec<Job> {
        self.with(|state| state.jobs.values().cloned().collect())
    }

    /// A run as it is now.
    #[must_use]
    pub fn run(&self, id: i64) -> Option<Run> {
        self.with(|state| state.runs.get(&id).cloned())
    }
}
