//! What happened to a job, in the words of people who never read our code; the machine's words stand beside them for
//! whoever looks for them.

use crate::format::HumanTime;
use serde::Serialize;
use sprinters_core::time::Timestamp;
use sprinters_store::{Entry, JobRow, ListedRunner, TimelineEvent};

/// One line.
#[derive(Debug, Serialize)]
pub(crate) struct ActivityView {
    pub(crate) at: HumanTime,
    pub(crate) text: String,
    pub(crate) more: Option<String>,
    /// What the machines noted.
    detail: String,
}

/// Everything that is kept, newest first.
pub(crate) fn activity(entries: &[Entry], job: &JobRow, runners: &[ListedRunner], now: Timestamp) -> Vec<ActivityView> {
    let of = |entry: &Entry| {
        let runner = entry.runner.map(|id| id.to_string());
        let runner = runners.iter().find(|one| Some(&one.id) == runner.as_ref());
        let Words { text, more } = words(entry, job, runner, now);
        ActivityView { at: HumanTime::new(entry.at, now), text, more, detail: detail(&entry.happening) }
    };
    entries.iter().rev().take(100).map(of).collect()
}

struct Words {
    text: String,
    more: Option<String>,
}

fn plain(text: impl Into<String>) -> Words {
    Words { text: text.into(), more: None }
}

/// `m7i.large (spot)`.
pub(crate) fn machine(instance_type: &str, market: &str) -> String {
    format!("{instance_type} ({market})")
}

/// ` in eu-central-1a`, where the zone is known.
pub(crate) fn in_zone(zone: Option<&str>) -> String {
    zone.map_or(String::new(), |zone| format!(" in {zone}"))
}

fn words(entry: &Entry, job: &JobRow, runner: Option<&ListedRunner>, now: Timestamp) -> Words {
    match &entry.happening {
        TimelineEvent::Job { event, failure, .. } => Words {
            text: of_job(event, job),
            more: failure.as_ref().map(|failure| format!("{failure}. {}.", failure.reason().remedy())),
        },
        TimelineEvent::Runner { event, instance, failure, .. } => {
            // A job that has ended lost nothing by its instance's end.
            let over = job.finished_at.is_some_and(|finished| finished <= entry.at);
            Words {
                text: of_runner(event, instance.as_deref().or_else(|| runner?.instance_id.as_deref()), runner),
                more: failure.as_ref().filter(|_| !over).map(ToString::to_string),
            }
        }
        TimelineEvent::Launch { instance_type, market, zone, answer, .. } => Words {
            text: format!("Requested {}{}", machine(instance_type, market), in_zone(zone.as_deref())),
            more: (!answer.starts_with("i-") && answer != "launched").then(|| format!("AWS: {answer}")),
        },
        TimelineEvent::Retry { effect, failure, again_at } => Words {
            text: format!("{} failed. Next try {}", call(effect), HumanTime::new(*again_at, now).relative),
            more: Some(failure.to_string()),
        },
        TimelineEvent::Told { failure } => {
            Words { text: "Failure reported".to_owned(), more: Some(failure.to_string()) }
        }
        TimelineEvent::Notice { text } => plain(text.clone()),
        TimelineEvent::NearMiss { label, meant } => {
            Words { text: format!("{label} is almost a Sprinters label"), more: Some(format!("Did you mean {meant}?")) }
        }
        TimelineEvent::Connection { state, failure, .. } => {
            Words { text: format!("The connection is {state}"), more: failure.as_ref().map(ToString::to_string) }
        }
        TimelineEvent::Orphan { what, id } => plain(format!("Removed an {what} without a job: {id}")),
    }
}

fn of_job(event: &str, job: &JobRow) -> String {
    let words = match event {
        "told waiting" => "GitHub is waiting for an environment approval",
        "told queued" | "told" => "GitHub queued the job",
        "told in_progress" => "The job started",
        "told completed" if job.finished_at.is_none() => "The job ended, and is queued again",
        "told completed" => "Job completed",
        "runner planned" => "Chose an instance",
        "held" => "On hold",
        "refused" => "Not started",
        "runner failed" => "The runner failed before the job started",
        "runner taken" => "Another job took this runner",
        "runner lost" => "The job lost its runner",
        "queued too long" => "Waited too long",
        // Names of events, not an enum: one of a newer version stands as it is.
        other => other,
    };
    words.to_owned()
}

fn of_runner(event: &str, instance: Option<&str>, runner: Option<&ListedRunner>) -> String {
    let the_instance = instance.map_or("EC2 instance".to_owned(), |instance| format!("EC2 instance {instance}"));
    match event {
        "registered" => match runner {
            Some(runner) => {
                format!("Registered a runner with GitHub for {}", machine(&runner.instance_type, &runner.market))
            }
            None => "Registered a runner with GitHub".to_owned(),
        },
        "not registered" => "GitHub refused to register the runner".to_owned(),
        "launched" => format!("{the_instance} launched"),
        "no capacity" => "AWS has no capacity there. Trying the next choice".to_owned(),
        "refused" => "AWS refused the launch".to_owned(),
        "picked up" => "Job assigned to the runner".to_owned(),
        "job done" => "The runner finished and shuts down".to_owned(),
        "not needed" => "The runner isn't needed any more".to_owned(),
        "deregistered" => "Runner removed from GitHub".to_owned(),
        "still busy" => "GitHub says the runner is busy".to_owned(),
        "instance gone" => format!("{the_instance} terminated"),
        "too late" => "The runner reached its deadline".to_owned(),
        // As above.
        other => format!("Runner: {other}"),
    }
}

/// A call, by the kind of its effect.
fn call(effect: &str) -> String {
    let words = match effect {
        "request-runner" => "Choosing an instance",
        "register" => "Registering the runner with GitHub",
        "launch" => "Launching the EC2 instance",
        "find" => "Looking for the EC2 instance",
        "deregister" => "Removing the runner from GitHub",
        "terminate" => "Terminating the EC2 instance",
        "cancel-run" => "Cancelling the run on GitHub",
        "rerun" => "Rerunning the job on GitHub",
        // As above.
        other => other,
    };
    words.to_owned()
}

fn detail(happening: &TimelineEvent) -> String {
    match happening {
        TimelineEvent::Job { event, state, .. } => format!("job: {event} → {state}"),
        TimelineEvent::Runner { event, state, attempt, .. } => {
            let attempt = attempt.map_or(String::new(), |attempt| format!(", attempt {}", u32::from(attempt) + 1));
            format!("runner: {event} → {state}{attempt}")
        }
        TimelineEvent::Launch { attempt, answer, .. } => {
            format!("ec2:RunInstances, attempt {}: {answer}", u32::from(*attempt) + 1)
        }
        TimelineEvent::Retry { effect, failure, .. } => format!("{effect}: {}", failure.reason()),
        TimelineEvent::Told { failure } => format!("told: {}", failure.reason()),
        TimelineEvent::Notice { .. } => "notice".to_owned(),
        TimelineEvent::NearMiss { .. } => "near miss".to_owned(),
        TimelineEvent::Connection { connection, state, .. } => format!("connection {connection} → {state}"),
        TimelineEvent::Orphan { what, .. } => format!("orphan: {what}"),
    }
}

/// When something that did not succeed is tried again, if that lies ahead.
pub(crate) fn next_try(entries: &[Entry], now: Timestamp) -> Option<(String, Timestamp)> {
    entries.iter().rev().find_map(|entry| match &entry.happening {
        TimelineEvent::Retry { effect, failure, again_at } if now < *again_at => {
            Some((format!("{} failed: {failure}", call(effect)), *again_at))
        }
        TimelineEvent::Retry { .. }
        | TimelineEvent::Job { .. }
        | TimelineEvent::Runner { .. }
        | TimelineEvent::Launch { .. }
        | TimelineEvent::Told { .. }
        | TimelineEvent::Notice { .. }
        | TimelineEvent::NearMiss { .. }
        | TimelineEvent::Connection { .. }
        | TimelineEvent::Orphan { .. } => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use sprinters_core::failure::FailureReason;
    use sprinters_core::ids::RunnerId;
    use sprinters_core::job::{Conclusion, JobState};
    use sprinters_samples as samples;

    #[test]
    fn a_finished_job_does_not_end_with_a_lost_runner() {
        let at = Timestamp::from_secs;
        let mut job = samples::job(1, 1, "x", JobState::Completed { conclusion: Conclusion::Success }, at(0));
        job.finished_at = Some(at(50));
        let gone = |seconds| Entry {
            id: 1,
            account_id: 1,
            job: Some(job.id),
            runner: Some(RunnerId(1)),
            at: at(seconds),
            happening: TimelineEvent::Runner {
                event: "instance gone".to_owned(),
                state: "gone".to_owned(),
                attempt: None,
                instance: Some("i-0123456789abcdef0".to_owned()),
                failure: Some(FailureReason::RunnerLost.into()),
            },
        };
        let after = words(&gone(60), &job, None, at(70));
        assert_eq!((after.text.as_str(), after.more), ("EC2 instance i-0123456789abcdef0 terminated", None));
        assert!(words(&gone(40), &job, None, at(70)).more.is_some());
    }
}
