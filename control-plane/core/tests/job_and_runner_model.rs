//! Both machines and all reconcilers against a small world: GitHub, EC2 and a network that loses, repeats and reorders.
//! Whatever happens first, in the end no instance is left, no registration is left, and every job ran or says why not.

#![expect(clippy::unwrap_used, clippy::panic, reason = "the world stops the test where it is broken")]

use proptest::prelude::*;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::{Attempt, InstanceId, JobId, RegistrationId, RunnerId, RunnerName, TaggedRunner};
use sprinters_core::job::{self, Conclusion, Job, JobEffect, JobEvent, JobObserved, JobState, Position, Wait};
use sprinters_core::reconcile::{
    self, Coverage, InstanceFinding, InstancePhase, JobFinding, NamedRunner, OurJob, OurRunner, RegistrationFinding,
    Suspects, TheirInstance, TheirRegistration,
};
use sprinters_core::runner::{self, Runner, RunnerEffect, RunnerEvent, RunnerState};
use sprinters_core::time::Timestamp;
use std::collections::BTreeMap;
use std::time::Duration;

/// A job at GitHub.
#[derive(Debug, Clone)]
struct TheirJob {
    labels: u8,
    gated: bool,
    status: JobObserved,
    cancelled: bool,
    moved: u64,
}

/// A registration at GitHub.
#[derive(Debug, Clone)]
struct Registered {
    runner: RunnerId,
    labels: u8,
    online: bool,
    job: Option<JobId>,
}

/// An instance at EC2.
#[derive(Debug, Clone)]
struct Instance {
    runner: RunnerId,
    attempt: Attempt,
    alive: bool,
    launched_at: Timestamp,
    registration: RegistrationId,
    reclaimed: bool,
}

/// What we have written down of a job, besides its machine.
#[derive(Debug)]
struct JobRow {
    job: Job,
    labels: u8,
    since: Timestamp,
    queued_at: Timestamp,
    heard_at: Timestamp,
}

/// What we have written down of a runner, besides its machine.
#[derive(Debug)]
struct RunnerRow {
    runner: Runner,
    made_for: JobId,
    labels: u8,
    since: Timestamp,
    missed_instance: u8,
    missed_registration: u8,
}

#[derive(Debug, Clone)]
enum Effect {
    Job(JobId, JobEffect),
    Runner(RunnerId, RunnerEffect),
}

#[derive(Debug, Default)]
struct World {
    now: Timestamp,
    // Theirs.
    their_jobs: BTreeMap<JobId, TheirJob>,
    registered: BTreeMap<RegistrationId, Registered>,
    instances: BTreeMap<InstanceId, Instance>,
    tokens: BTreeMap<String, Result<InstanceId, RunnerEvent>>,
    deliveries: Vec<(JobId, Position, JobObserved)>,
    // Ours.
    jobs: BTreeMap<JobId, JobRow>,
    runners: BTreeMap<RunnerId, RunnerRow>,
    effects: Vec<Effect>,
    suspect_instances: Suspects<InstanceId>,
    suspect_registrations: Suspects<RegistrationId>,
    told: BTreeMap<JobId, Vec<Failure>>,
    next: u64,
}

impl World {
    fn fresh(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    // --- GitHub

    fn queue_job(&mut self, labels: u8, gated: bool) {
        let id = JobId(self.fresh());
        let status = if gated { JobObserved::Waiting } else { JobObserved::Queued };
        self.their_jobs.insert(id, TheirJob { labels, gated, status, cancelled: false, moved: 1 });
        // Even a job that waits for approval is announced as queued first.
        self.deliveries.push((id, Position::requested(1, None, true), JobObserved::Queued));
        if gated {
            self.deliveries.push((
                id,
                Position::requested(1, Some(Timestamp::from_secs(1)), false),
                JobObserved::Waiting,
            ));
        }
    }

    fn set_job(&mut self, id: JobId, status: JobObserved) {
        let job = self.their_jobs.get_mut(&id).unwrap();
        job.status = status;
        job.moved += 1;
        let position = their_position(job);
        self.deliveries.push((id, position, status));
    }

    fn approve(&mut self, id: JobId) {
        if matches!(self.their_jobs[&id].status, JobObserved::Waiting) {
            self.set_job(id, JobObserved::Queued);
        }
    }

    fn assign(&mut self, job: JobId, registration: RegistrationId) {
        let fits = self
            .registered
            .get(&registration)
            .is_some_and(|r| r.online && r.job.is_none() && r.labels == self.their_jobs[&job].labels);
        if fits && matches!(self.their_jobs[&job].status, JobObserved::Queued) {
            let registered = self.registered.get_mut(&registration).unwrap();
            registered.job = Some(job);
            let runner = registered.runner;
            self.set_job(job, JobObserved::InProgress { on: Some(runner) });
        }
    }

    fn cancel(&mut self, id: JobId) {
        self.their_jobs.get_mut(&id).unwrap().cancelled = true;
        match self.their_jobs[&id].status {
            JobObserved::Waiting | JobObserved::Queued => {
                self.set_job(id, JobObserved::Completed { conclusion: Conclusion::Cancelled, on: None });
            }
            JobObserved::InProgress { .. } => self.finish(id, Conclusion::Cancelled),
            JobObserved::Completed { .. } => {}
        }
    }

    fn finish(&mut self, id: JobId, conclusion: Conclusion) {
        let JobObserved::InProgress { on } = self.their_jobs[&id].status else { return };
        self.registered.retain(|_, registered| registered.job != Some(id));
        self.set_job(id, JobObserved::Completed { conclusion, on });
    }

    fn boot(&mut self, instance: &InstanceId) {
        let Some(instance) = self.instances.get(instance).filter(|i| i.alive) else { return };
        if let Some(registered) = self.registered.get_mut(&instance.registration) {
            registered.online = true;
        }
    }

    /// The instance ends by itself or is taken back; GitHub notices that a job's runner is lost.
    fn die(&mut self, id: &InstanceId, reclaimed: bool) {
        let Some(instance) = self.instances.get_mut(id).filter(|i| i.alive) else { return };
        instance.alive = false;
        instance.reclaimed = reclaimed;
        let registration = instance.registration;
        let job = self.registered.get_mut(&registration).and_then(|r| {
            r.online = false;
            r.job
        });
        if let Some(job) = job {
            self.finish(job, Conclusion::Failure);
        }
    }

    // --- us: events

    fn job_event(&mut self, id: JobId, event: &JobEvent) {
        let now = self.now;
        if matches!(event, JobEvent::Observed { .. }) && !self.jobs.contains_key(&id) {
            let labels = self.their_jobs[&id].labels;
            let row = JobRow { job: Job::unheard(false), labels, since: now, queued_at: now, heard_at: now };
            self.jobs.insert(id, row);
        }
        let Some(row) = self.jobs.get_mut(&id) else { return };
        let before = row.job.clone();
        let (after, effects) = job::step_at(before.clone(), event, now);
        // I10
        assert!(before.position <= after.position, "a job moved backwards");
        if let JobEvent::Observed { news, position } = event {
            row.heard_at = now;
            if *position <= before.position {
                assert_eq!(before, after, "old news changed a job");
            }
            let for_runner = news.for_runner(id);
            if before.state != after.state {
                row.since = now;
            }
            row.job = after;
            self.effects.extend(effects.into_iter().map(|effect| Effect::Job(id, effect)));
            // The runner hears of it whether or not the job had heard already; its own machine knows what is late.
            if let Some((runner, event)) = for_runner {
                self.runner_event(runner, &event);
            }
            return;
        }
        if before.state != after.state {
            row.since = now;
        }
        row.job = after;
        self.effects.extend(effects.into_iter().map(|effect| Effect::Job(id, effect)));
    }

    fn runner_event(&mut self, id: RunnerId, event: &RunnerEvent) {
        let Some(row) = self.runners.get_mut(&id) else { return };
        let (after, effects) = runner::step(&row.runner, event, self.now);
        if row.runner.state.name() != after.state.name() {
            row.since = self.now;
            (row.missed_instance, row.missed_registration) = (0, 0);
        }
        row.runner = after;
        self.effects.extend(effects.into_iter().map(|effect| Effect::Runner(id, effect)));
    }

    // --- us: effects

    /// Performs an effect. `answered` says whether we live to hear the outcome; if not, the effect stays and is
    /// performed again.
    fn perform(&mut self, at: usize, luck: u8, answered: bool) {
        let effect = self.effects[at].clone();
        if answered {
            self.effects.remove(at);
        }
        match effect {
            Effect::Job(job, effect) => self.perform_job(job, effect, answered),
            Effect::Runner(runner, effect) => self.perform_runner(runner, effect, luck, answered),
        }
    }

    fn perform_job(&mut self, id: JobId, effect: JobEffect, answered: bool) {
        match effect {
            // Planning writes a row of our own, so it happened or it did not.
            JobEffect::RequestRunner | JobEffect::RequestRunnerLater { .. } if answered => {
                let runner_id = RunnerId(u128::from(self.fresh()));
                let (runner, effects) = Runner::planned(2, self.now);
                let labels = self.jobs[&id].labels;
                let (since, made_for) = (self.now, id);
                let row = RunnerRow { runner, made_for, labels, since, missed_instance: 0, missed_registration: 0 };
                self.runners.insert(runner_id, row);
                self.effects.extend(effects.into_iter().map(|effect| Effect::Runner(runner_id, effect)));
                self.job_event(id, &JobEvent::RunnerPlanned { runner: runner_id });
            }
            JobEffect::RequestRunner | JobEffect::RequestRunnerLater { .. } => {}
            JobEffect::ReleaseRunner { runner } => self.runner_event(runner, &RunnerEvent::NotNeeded),
            JobEffect::Reassign { taken, spare } => {
                let owner = self.runners.get(&taken).map(|row| (row.made_for, row.labels));
                let spare_fits = |labels| spare.filter(|s| self.runners.get(s).is_some_and(|row| row.labels == labels));
                match owner {
                    Some((owner, labels)) if owner != id => {
                        let instead = spare_fits(labels);
                        if let Some(spare) = instead {
                            self.runners.get_mut(&spare).unwrap().made_for = owner;
                        }
                        self.job_event(owner, &JobEvent::RunnerTaken { runner: taken, instead });
                    }
                    Some(_) | None => {
                        if let Some(spare) = spare {
                            self.runner_event(spare, &RunnerEvent::NotNeeded);
                        }
                    }
                }
            }
            JobEffect::Tell { failure } => self.told.entry(id).or_default().push(failure),
            JobEffect::CancelRun => self.cancel(id),
            JobEffect::RerunOnDemand => panic!("no job here asks for it"),
        }
    }

    fn perform_runner(&mut self, id: RunnerId, effect: RunnerEffect, luck: u8, answered: bool) {
        match effect {
            RunnerEffect::Register => {
                if luck == 0 && answered {
                    let failure = FailureReason::GitHubUnavailable.into();
                    return self.runner_event(id, &RunnerEvent::NotRegistered { failure });
                }
                // A name that is taken by a registration whose answer was lost: the old one is removed first.
                self.registered.retain(|_, registered| registered.runner != id);
                let registration = RegistrationId(self.fresh());
                let labels = self.runners[&id].labels;
                self.registered.insert(registration, Registered { runner: id, labels, online: false, job: None });
                if answered {
                    self.runner_event(id, &RunnerEvent::Registered { registration });
                }
            }
            RunnerEffect::Launch { attempt } => {
                let Some(registration) = self.runners[&id].runner.state.registration() else { return };
                let token = id.client_token(attempt);
                if !self.tokens.contains_key(&token) {
                    let outcome = match luck {
                        0 => Err(RunnerEvent::NoCapacity { attempt, failure: FailureReason::NoCapacity.into() }),
                        1 => Err(RunnerEvent::Refused { attempt, failure: FailureReason::RoleGone.into() }),
                        _good => {
                            let instance: InstanceId = format!("i-{:017x}", self.fresh()).parse().unwrap();
                            let (runner, launched_at) = (id, self.now);
                            let made =
                                Instance { runner, attempt, alive: true, launched_at, registration, reclaimed: false };
                            self.instances.insert(instance.clone(), made);
                            Ok(instance)
                        }
                    };
                    // A refusal that nobody heard leaves no trace at AWS: the next call is decided anew.
                    if outcome.is_ok() || answered {
                        self.tokens.insert(token.clone(), outcome);
                    }
                }
                if answered {
                    let event = match self.tokens[&token].clone() {
                        Ok(instance) => RunnerEvent::Launched { attempt, instance },
                        Err(event) => event,
                    };
                    self.runner_event(id, &event);
                }
            }
            RunnerEffect::Find { attempt } => {
                if !answered {
                    return;
                }
                let found = self.instances.iter().find(|(_, i)| i.runner == id && i.attempt == attempt && i.alive);
                // While a call is still on its way nobody can say that nothing will come of it.
                let under_way = self
                    .effects
                    .iter()
                    .any(|e| matches!(e, Effect::Runner(of, RunnerEffect::Launch { .. }) if *of == id));
                // Now and then the list lags, and what is there is not found. Then the scans must put it right.
                let event = match found.filter(|_| luck != 2) {
                    Some((instance, _)) => RunnerEvent::Launched { attempt, instance: instance.clone() },
                    None if under_way => return,
                    None => RunnerEvent::InstanceGone { failure: FailureReason::InstanceFailed.into() },
                };
                self.runner_event(id, &event);
            }
            RunnerEffect::Deregister { registration } => {
                let busy = self.registered.get(&registration).is_some_and(|registered| registered.job.is_some());
                if !busy {
                    self.registered.remove(&registration);
                }
                if answered {
                    let event = if busy { RunnerEvent::StillBusy } else { RunnerEvent::Deregistered };
                    self.runner_event(id, &event);
                }
            }
            RunnerEffect::Terminate { instance } => self.terminate(&instance),
            RunnerEffect::Failed { failure } => {
                let job = self.runners[&id].made_for;
                self.job_event(job, &JobEvent::RunnerFailed { runner: id, failure });
            }
            RunnerEffect::Lost { failure } => {
                let on_it = self
                    .jobs
                    .iter()
                    .find(|(_, row)| row.job.state == JobState::Running { on: Some(id) })
                    .map(|(job, _)| *job);
                if let Some(job) = on_it {
                    self.job_event(job, &JobEvent::RunnerLost { runner: id, failure });
                }
            }
        }
    }

    fn terminate(&mut self, id: &InstanceId) {
        let registration = self.instances[id].registration;
        let busy = self.registered.get(&registration).is_some_and(|registered| registered.job.is_some());
        assert!(!busy, "a busy runner was killed: {id}");
        self.instances.get_mut(id).unwrap().alive = false;
    }

    // --- us: scans

    fn deadlines(&mut self) {
        let due: Vec<RunnerId> = self
            .runners
            .iter()
            .filter(|(_, row)| row.runner.deadline.is_some_and(|deadline| deadline <= self.now))
            .map(|(id, _)| *id)
            .collect();
        for id in due {
            self.runner_event(id, &RunnerEvent::TooLate);
        }
    }

    fn scan_instances(&mut self, coverage: Coverage) {
        let mut theirs: Vec<TheirInstance> = self
            .instances
            .iter()
            .map(|(id, i)| TheirInstance {
                id: id.clone(),
                runner: TaggedRunner::read(&i.runner.to_string()).ok().map(|tagged| (tagged, i.attempt)),
                phase: if i.alive { InstancePhase::Running } else { InstancePhase::Terminated },
                launched_at: i.launched_at,
                ended_because: i.reclaimed.then(|| FailureReason::SpotReclaimed.into()),
            })
            .collect();
        theirs.sort_by_key(|i| i.runner);
        if coverage == Coverage::Partial {
            theirs.truncate(theirs.len() / 2);
        }
        let states: Vec<(RunnerId, RunnerState, Timestamp, u8)> = self
            .runners
            .iter()
            .map(|(id, row)| (*id, row.runner.state.clone(), row.since, row.missed_instance))
            .collect();
        let ours: Vec<OurRunner<'_>> = states
            .iter()
            .map(|(id, state, since, misses)| OurRunner { id: *id, state, since: *since, misses: *misses })
            .collect();
        let (findings, suspects) = reconcile::instances(&ours, &theirs, coverage, &self.suspect_instances, self.now);
        self.suspect_instances = suspects;
        for finding in findings {
            match finding {
                InstanceFinding::Event { runner, event } => self.runner_event(runner, &event),
                InstanceFinding::Missed { runner, misses } => {
                    self.runners.get_mut(&runner).unwrap().missed_instance = misses;
                }
                InstanceFinding::Seen { runner } => self.runners.get_mut(&runner).unwrap().missed_instance = 0,
                InstanceFinding::EndOrphan { instance, runner } => {
                    let tagged = runner.unwrap();
                    let name = *self.runners.keys().find(|id| tagged.compare(**id).is_eq()).unwrap();
                    let busy = self.registered.values().any(|r| r.runner == name && r.job.is_some());
                    if !busy {
                        self.registered.retain(|_, registered| registered.runner != name);
                        self.terminate(&instance);
                    }
                }
            }
        }
    }

    fn scan_registrations(&mut self, coverage: Coverage) {
        let mut theirs: Vec<TheirRegistration> = self
            .registered
            .iter()
            .map(|(id, r)| TheirRegistration { id: *id, name: name(r.runner), busy: r.job.is_some(), online: true })
            .collect();
        theirs.push(TheirRegistration {
            id: RegistrationId(0),
            name: "somebody-elses".to_owned(),
            busy: false,
            online: true,
        });
        if coverage == Coverage::Partial {
            theirs.truncate(theirs.len() / 2);
        }
        let states: Vec<(RunnerId, RunnerState, Timestamp, u8)> = self
            .runners
            .iter()
            .map(|(id, row)| (*id, row.runner.state.clone(), row.since, row.missed_registration))
            .collect();
        let names: Vec<RunnerName> = states.iter().map(|(id, ..)| RunnerName::from_stored(name(*id))).collect();
        let ours: Vec<NamedRunner<'_>> = states
            .iter()
            .zip(&names)
            .map(|((id, state, since, misses), name)| {
                let runner = OurRunner { id: *id, state, since: *since, misses: *misses };
                NamedRunner { runner, name }
            })
            .collect();
        let (findings, suspects) =
            reconcile::registrations(&ours, &theirs, coverage, &self.suspect_registrations, self.now);
        self.suspect_registrations = suspects;
        for finding in findings {
            match finding {
                RegistrationFinding::Event { runner, event } => self.runner_event(runner, &event),
                RegistrationFinding::Missed { runner, misses } => {
                    self.runners.get_mut(&runner).unwrap().missed_registration = misses;
                }
                RegistrationFinding::Seen { runner } => self.runners.get_mut(&runner).unwrap().missed_registration = 0,
                RegistrationFinding::Deregister { registration } => {
                    assert!(registration != RegistrationId(0), "somebody else's runner was deleted");
                    if self.registered.get(&registration).is_some_and(|registered| registered.job.is_none()) {
                        self.registered.remove(&registration);
                    }
                }
            }
        }
    }

    fn scan_jobs(&mut self) {
        let requested = |id: JobId, effects: &[Effect]| {
            effects.iter().any(|e| match e {
                Effect::Job(of, JobEffect::RequestRunner | JobEffect::RequestRunnerLater { .. }) => *of == id,
                Effect::Job(..) | Effect::Runner(..) => false,
            })
        };
        let ours: Vec<OurJob> = self
            .jobs
            .iter()
            .filter(|(_, row)| !row.job.state.is_end())
            .map(|(id, row)| OurJob {
                id: *id,
                state: row.job.state.clone(),
                since: row.since,
                queued_at: row.queued_at,
                heard_at: row.heard_at,
                requested: requested(*id, &self.effects),
                wait: row.job.wait.clone(),
                patience: Wait::PATIENCE,
            })
            .collect();
        let runners = self.runners.iter().map(|(id, row)| (*id, (row.made_for, row.runner.state.clone()))).collect();
        for finding in reconcile::jobs(&ours, &runners, self.now) {
            match finding {
                JobFinding::Event { job, event } => self.job_event(job, &event),
                JobFinding::RequestRunner { job } => self.effects.push(Effect::Job(job, JobEffect::RequestRunner)),
                JobFinding::Ask { job } => {
                    let theirs = self.their_jobs[&job].clone();
                    let event = JobEvent::Observed { position: their_position(&theirs), news: theirs.status };
                    self.job_event(job, &event);
                }
                JobFinding::NotNeeded { runner } => self.runner_event(runner, &RunnerEvent::NotNeeded),
            }
        }
    }

    /// Looks at what must hold at every moment.
    fn check(&self) {
        // I2: whatever was repeated or lost, a runner has one live instance.
        let mut alive: BTreeMap<RunnerId, u32> = BTreeMap::new();
        for instance in self.instances.values().filter(|instance| instance.alive) {
            *alive.entry(instance.runner).or_default() += 1;
        }
        assert!(alive.values().all(|n| *n <= 1), "two live instances of one runner: {alive:?}");
        // I7: who we say runs a job is who GitHub gave it to.
        for (id, row) in &self.jobs {
            if let JobState::Running { on } = row.job.state {
                let theirs = match self.their_jobs[id].status {
                    JobObserved::InProgress { on } | JobObserved::Completed { on, .. } => on,
                    JobObserved::Waiting | JobObserved::Queued => panic!("we say it runs, GitHub does not"),
                };
                assert_eq!(on, theirs);
            }
        }
    }

    /// Everything that is due now happens, and what follows from it; no scan, no deadline.
    fn settle(&mut self) {
        for _ in 0..20 {
            for (job, position, news) in std::mem::take(&mut self.deliveries) {
                self.job_event(job, &JobEvent::Observed { position, news });
            }
            while !self.effects.is_empty() {
                self.perform(0, 9, true);
            }
            if self.deliveries.is_empty() {
                return;
            }
        }
        panic!("effects and deliveries chase each other: {:?}", self.effects);
    }

    /// The storm is over: everything that is due happens, minute by minute.
    fn calm_down(&mut self) {
        for minute in 0..60 * 30 {
            self.now = self.now.after(Duration::from_mins(1));
            self.settle();
            let ids: Vec<InstanceId> = self.instances.keys().cloned().collect();
            ids.iter().for_each(|id| self.boot(id));
            let jobs: Vec<JobId> = self.their_jobs.keys().copied().collect();
            if minute == 5 {
                jobs.iter().for_each(|job| self.approve(*job));
            }
            if minute % 7 == 0 {
                jobs.iter().for_each(|job| self.finish(*job, Conclusion::Success));
            }
            let registrations: Vec<RegistrationId> = self.registered.keys().copied().collect();
            for job in jobs {
                registrations.iter().for_each(|registration| self.assign(job, *registration));
            }
            self.deadlines();
            self.scan_jobs();
            self.scan_instances(Coverage::Complete);
            self.scan_registrations(Coverage::Complete);
            self.check();
        }
    }
}

/// What it is called at GitHub.
fn name(runner: RunnerId) -> String {
    RunnerName::from_random(!runner.0).as_str().to_owned()
}

fn their_position(job: &TheirJob) -> Position {
    let gate = job.gated.then_some(Timestamp::from_secs(job.moved));
    match job.status {
        JobObserved::Waiting => Position::requested(1, gate, false),
        JobObserved::Queued => Position::requested(1, gate, true),
        JobObserved::InProgress { .. } => Position::in_progress(1),
        JobObserved::Completed { .. } => Position::completed(1),
    }
}

/// One thing that happens.
#[derive(Debug, Clone)]
enum TimelineEvent {
    Queue { labels: u8, gated: bool },
    Approve(u8),
    Deliver { which: u8, keep: bool },
    Lose(u8),
    Perform { which: u8, luck: u8, answered: bool },
    Wait(u16),
    Boot(u8),
    Assign { job: u8, registration: u8 },
    Finish(u8),
    Die { which: u8, reclaimed: bool },
    Cancel(u8),
    Deadlines,
    ScanInstances(bool),
    ScanRegistrations(bool),
    ScanJobs,
}

fn happening() -> impl Strategy<Value = TimelineEvent> {
    prop_oneof![
        2 => (0u8..2, prop::bool::weighted(0.3)).prop_map(|(labels, gated)| TimelineEvent::Queue { labels, gated }),
        1 => any::<u8>().prop_map(TimelineEvent::Approve),
        6 => (any::<u8>(), prop::bool::weighted(0.3)).prop_map(|(which, keep)| TimelineEvent::Deliver { which, keep }),
        1 => any::<u8>().prop_map(TimelineEvent::Lose),
        10 => (any::<u8>(), 0u8..8, prop::bool::weighted(0.8)).prop_map(|(which, luck, answered)| TimelineEvent::Perform { which, luck, answered }),
        2 => (1u16..400).prop_map(TimelineEvent::Wait),
        4 => any::<u8>().prop_map(TimelineEvent::Boot),
        4 => (any::<u8>(), any::<u8>()).prop_map(|(job, registration)| TimelineEvent::Assign { job, registration }),
        2 => any::<u8>().prop_map(TimelineEvent::Finish),
        1 => (any::<u8>(), any::<bool>()).prop_map(|(which, reclaimed)| TimelineEvent::Die { which, reclaimed }),
        1 => any::<u8>().prop_map(TimelineEvent::Cancel),
        2 => Just(TimelineEvent::Deadlines),
        1 => any::<bool>().prop_map(TimelineEvent::ScanInstances),
        1 => any::<bool>().prop_map(TimelineEvent::ScanRegistrations),
        1 => Just(TimelineEvent::ScanJobs),
    ]
}

fn pick<T: Clone>(mut from: impl Iterator<Item = T>, which: u8, len: usize) -> Option<T> {
    if len == 0 { None } else { from.nth(usize::from(which) % len) }
}

fn happen(world: &mut World, what: &TimelineEvent) {
    let job = |world: &World, which| pick(world.their_jobs.keys().copied(), which, world.their_jobs.len());
    let instance = |world: &World, which| pick(world.instances.keys().cloned(), which, world.instances.len());
    match what {
        TimelineEvent::Queue { labels, gated } => {
            if world.their_jobs.len() < 6 {
                world.queue_job(*labels, *gated);
            }
        }
        TimelineEvent::Approve(which) => {
            if let Some(job) = job(world, *which) {
                world.approve(job);
            }
        }
        TimelineEvent::Deliver { which, keep } => {
            if world.deliveries.is_empty() {
                return;
            }
            let at = usize::from(*which) % world.deliveries.len();
            let (job, position, news) = world.deliveries[at];
            if !keep {
                world.deliveries.remove(at);
            }
            world.job_event(job, &JobEvent::Observed { position, news });
        }
        TimelineEvent::Lose(which) => {
            if !world.deliveries.is_empty() {
                let at = usize::from(*which) % world.deliveries.len();
                // GitHub's list of deliveries brings back the ones of jobs that we have never heard of.
                if world.jobs.contains_key(&world.deliveries[at].0) {
                    world.deliveries.remove(at);
                }
            }
        }
        TimelineEvent::Perform { which, luck, answered } => {
            if !world.effects.is_empty() {
                let at = usize::from(*which) % world.effects.len();
                world.perform(at, *luck, *answered);
            }
        }
        TimelineEvent::Wait(seconds) => world.now = world.now.after(Duration::from_secs(u64::from(*seconds))),
        TimelineEvent::Boot(which) => {
            if let Some(instance) = instance(world, *which) {
                world.boot(&instance);
            }
        }
        TimelineEvent::Assign { job: which, registration } => {
            let registration = pick(world.registered.keys().copied(), *registration, world.registered.len());
            if let (Some(job), Some(registration)) = (job(world, *which), registration) {
                world.assign(job, registration);
            }
        }
        TimelineEvent::Finish(which) => {
            if let Some(job) = job(world, *which) {
                world.finish(job, Conclusion::Success);
            }
        }
        TimelineEvent::Die { which, reclaimed } => {
            if let Some(instance) = instance(world, *which) {
                world.die(&instance, *reclaimed);
            }
        }
        TimelineEvent::Cancel(which) => {
            if let Some(job) = job(world, *which) {
                world.cancel(job);
            }
        }
        TimelineEvent::Deadlines => world.deadlines(),
        TimelineEvent::ScanInstances(complete) => {
            world.scan_instances(if *complete { Coverage::Complete } else { Coverage::Partial });
        }
        TimelineEvent::ScanRegistrations(complete) => {
            world.scan_registrations(if *complete { Coverage::Complete } else { Coverage::Partial });
        }
        TimelineEvent::ScanJobs => world.scan_jobs(),
    }
}

fn live_through(story: &[TimelineEvent]) {
    let mut world = World { now: Timestamp::from_secs(1_000_000), ..World::default() };
    for what in story {
        happen(&mut world, what);
        world.check();
    }
    world.calm_down();
    // I3: nothing is left.
    let alive: Vec<&Instance> = world.instances.values().filter(|instance| instance.alive).collect();
    assert!(alive.is_empty(), "orphans: {alive:?}\n{:?}", world.runners);
    assert!(world.registered.is_empty(), "registrations: {:?}\n{:?}", world.registered, world.runners);
    for (id, row) in &world.runners {
        assert!(matches!(row.runner.state, RunnerState::Gone { .. }), "{id} {:?}", row.runner);
    }
    // I4: every job ran, or says why not.
    for (id, theirs) in &world.their_jobs {
        let row = &world.jobs[id];
        match (&row.job.state, theirs.status) {
            (JobState::Completed { .. }, JobObserved::Completed { .. }) => {}
            (JobState::Failed { failure }, JobObserved::Completed { .. }) => {
                assert!(world.told[id].contains(failure), "nobody was told of {failure}");
            }
            (ours, theirs) => panic!("job {id:?} is {ours:?} here and {theirs:?} at GitHub"),
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn in_the_end_nothing_is_left_and_nobody_waits(story in prop::collection::vec(happening(), 0..160)) {
        live_through(&story);
    }
}

#[test]
fn a_stolen_runner_is_exchanged_for_the_thiefs_own() {
    let mut world = World { now: Timestamp::from_secs(1_000_000), ..World::default() };
    world.queue_job(0, false);
    world.queue_job(0, false);
    world.settle();
    let instances: Vec<InstanceId> = world.instances.keys().cloned().collect();
    assert_eq!(instances.len(), 2);
    instances.iter().for_each(|id| world.boot(id));
    let jobs: Vec<JobId> = world.their_jobs.keys().copied().collect();
    let made_for = |world: &World, job: JobId| {
        let JobState::Starting { runner } = world.jobs[&job].job.state else { panic!("{job:?}") };
        world.registered.iter().find(|(_, r)| r.runner == runner).map(|(id, _)| *id).unwrap()
    };
    // The second job takes the runner of the first.
    let first = made_for(&world, jobs[0]);
    world.assign(jobs[1], first);
    world.settle();
    assert_eq!(world.instances.len(), 2, "no third launch");
    assert!(matches!(world.jobs[&jobs[0]].job.state, JobState::Starting { .. }), "it gets the other one");
    let spare = made_for(&world, jobs[0]);
    assert_ne!(spare, first);
    world.assign(jobs[0], spare);
    world.settle();
    assert!(jobs.iter().all(|job| matches!(world.jobs[job].job.state, JobState::Running { on: Some(_) })));
}

#[test]
fn a_job_cancelled_while_its_runner_boots_leaves_nothing_behind() {
    let mut world = World { now: Timestamp::from_secs(1_000_000), ..World::default() };
    world.queue_job(0, false);
    let job = *world.their_jobs.keys().next().unwrap();
    world.settle();
    assert_eq!(world.instances.values().filter(|i| i.alive).count(), 1);
    world.cancel(job);
    world.settle();
    assert_eq!(world.instances.values().filter(|i| i.alive).count(), 0, "at once, without a scan");
    assert!(world.registered.is_empty());
}

#[test]
fn a_job_cancelled_while_its_instance_is_being_launched_leaves_nothing_behind() {
    let mut world = World { now: Timestamp::from_secs(1_000_000), ..World::default() };
    world.queue_job(0, false);
    let job = *world.their_jobs.keys().next().unwrap();
    let (_, position, news) = world.deliveries.remove(0);
    world.job_event(job, &JobEvent::Observed { position, news });
    world.perform(0, 9, true);
    world.perform(0, 9, true);
    let launch = world
        .effects
        .iter()
        .position(|effect| matches!(effect, Effect::Runner(_, RunnerEffect::Launch { .. })))
        .unwrap();
    // AWS has made the instance, and we have not heard.
    world.perform(launch, 9, false);
    world.cancel(job);
    world.settle();
    assert_eq!(world.instances.values().map(|i| i.alive).collect::<Vec<_>>(), [false], "ended at once, without a scan");
    assert!(world.registered.is_empty());
}
