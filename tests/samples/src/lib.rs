//! Data with one of everything: jobs in every state, runners, connections, people. For looking at each page in each of
//! its states; the tests, the benchmark and the example `console` use it.

mod users;

pub use users::{people, session, somebody, token, token_for};

use secrecy::SecretString;
use serde_json::Value;
use sprinters_core::failure::{Failure, FailureReason};
use sprinters_core::ids::{Attempt, InstanceId, JobId, RegistrationId, RunnerId, RunnerName};
use sprinters_core::job::{Conclusion, Job, JobState, Position, Wait};
use sprinters_core::label::RunnerSpec;
use sprinters_core::launch_request::LaunchRequest;
use sprinters_core::plan::StoredPlan;
use sprinters_core::plan::{Circumstances, plan};
use sprinters_core::runner::{ClaimedBy, End, Runner, RunnerState};
use sprinters_core::site::{Repository, RunnerSite};
use sprinters_core::time::Timestamp;
use sprinters_core::verification::ConnectionCheck;
use sprinters_store::{
    AuditEntry, Change, ConnectionState, JobRow, NewConnection, RunnerRow, StackOutputs, Store, StoreError, Subject,
    TimelineEvent, Verified, in_change,
};
use std::time::Duration;

/// The role that customers' roles trust, as pages name it.
pub const CONTROL_PLANE_ROLE: &str = "arn:aws:iam::999988887777:role/sprinters-control-plane";

/// Who publishes the runner images, as pages name it.
pub const IMAGE_OWNER: &str = "999988887777";

/// Where the rendered template lies.
pub const TEMPLATE_URL: &str = "https://sprinters-templates.s3.eu-central-1.amazonaws.com/runner.yaml";

/// GitHub's number of the account that the samples are about.
pub const ACME: i64 = 1;

/// GitHub's number of another account, of which nobody of the first sees anything.
pub const GLOBEX: i64 = 2;

/// An admin of the first account.
pub const ADA: i64 = 501;

/// Somebody who reaches one repository of the first account.
pub const BOB: i64 = 502;

/// An admin of the other account.
pub const EVE: i64 = 503;

/// The repository that both reach.
pub const WEB: i64 = 11;

const API: i64 = 12;
const LABEL: &str = "sprinters:aws:ubuntu-24.04:eu-central-1:m7i.large:spot=auto";

fn ago(now: Timestamp, seconds: u64) -> Timestamp {
    Timestamp::from_millis(now.as_millis().saturating_sub(seconds * 1_000))
}

/// A job.
#[must_use]
pub fn job(id: u64, account: i64, name: &str, state: JobState, queued_at: Timestamp) -> JobRow {
    JobRow {
        id: JobId(id),
        account_id: account,
        installation_id: 70 + account,
        repository_id: if id.is_multiple_of(2) { API } else { WEB },
        repository: match (account, id.is_multiple_of(2)) {
            (ACME, true) => "acme/api".to_owned(),
            (ACME, false) => "acme/web".to_owned(),
            (_, _) => "globex/secret".to_owned(),
        },
        private: true,
        run_id: i64::try_from(id / 4 + 500).unwrap_or_default(),
        run_attempt: 1,
        name: name.to_owned(),
        workflow: Some("CI".to_owned()),
        head_branch: Some("main".to_owned()),
        label: LABEL.to_owned(),
        labels: vec![LABEL.to_owned()],
        job: Job {
            state,
            position: Position::requested(1, None, true),
            runners_failed: 0,
            runners_taken: 0,
            reclaimed: false,
            rerun_when_reclaimed: false,
            wait: Wait::default(),
        },
        on_demand_only: false,
        queued_at,
        state_since: queued_at,
        heard_at: queued_at,
        started_at: None,
        finished_at: None,
    }
}

/// A runner for a job, planned at that moment.
///
/// # Errors
/// If the label plans nothing, which it does.
pub fn runner(
    id: u128,
    account: i64,
    connection: i64,
    job: &JobRow,
    state: RunnerState,
    created_at: Timestamp,
) -> Result<RunnerRow, StoreError> {
    let broken = |problem: String| StoreError::Inconsistent { table: "samples", row: id.to_string(), problem };
    let spec: RunnerSpec =
        LABEL.parse().map_err(|error: sprinters_core::label::LabelError| broken(error.to_string()))?;
    let plan = plan(&spec, &Circumstances::unknown()).map_err(|error| broken(error.to_string()))?;
    let mut plan = StoredPlan::from(&plan);
    for candidate in &mut plan.candidates {
        // What spot costs is only known where AWS was asked.
        candidate.price_micro_usd_per_hour = candidate.on_demand_micro_usd_per_hour.map(|price| price * 2 / 5);
    }
    Ok(RunnerRow {
        id: RunnerId(id),
        account_id: account,
        connection_id: connection,
        site: RunnerSite::Repository(Repository {
            installation: 70 + account,
            id: job.repository_id,
            full_name: job.repository.clone(),
        }),
        name: RunnerName::from_random(!id),
        registration: state.registration(),
        repository_id: job.repository_id,
        job_id: job.id,
        labels: job.labels.clone(),
        plan,
        runner: Runner { state, candidates: 2, deadline: None, trouble: None },
        state_since: created_at,
        missed_instance: 0,
        missed_registration: 0,
        candidate: 0,
        zone: Some("eu-central-1a".to_owned()),
        created_at,
        launched_at: None,
        busy_at: None,
        ended_at: None,
    })
}

fn instance(digit: char) -> Result<InstanceId, StoreError> {
    let text: String = std::iter::once("i-0".to_owned()).chain((0..8).map(|_| format!("{digit}0"))).collect();
    text.parse().map_err(|_| StoreError::Inconsistent {
        table: "samples",
        row: text.clone(),
        problem: "no instance id".to_owned(),
    })
}

/// A connection in a state.
///
/// # Errors
/// If the database is away.
pub async fn connection(
    store: &Store,
    account: i64,
    region: &str,
    state: ConnectionState,
    now: Timestamp,
) -> Result<i64, StoreError> {
    let broken = |problem: String| StoreError::Inconsistent { table: "samples", row: region.to_owned(), problem };
    let deployment_id = format!("sprinters-{account}-{region}");
    let new = NewConnection {
        account_id: account,
        region: region.parse().map_err(|_| broken("no region".to_owned()))?,
        deployment_id: &deployment_id,
        code_hash: &deployment_id,
        code_expires_at: now.after(Duration::from_secs(86_400)),
    };
    let id = store.begin_connection(&new, ago(now, 86_400 * 20)).await?;
    if let Some(row) = store.connection(id).await? {
        store.put_external_id(&row, false, &SecretString::from("sample-external-id-of-this-connection"), now).await?;
    }
    if state == ConnectionState::Pending {
        return Ok(id);
    }
    let outputs = StackOutputs {
        role_arn: "arn:aws:iam::111122223333:role/sprinters-ControlPlane-ABC".to_owned(),
        launch_template_id: "lt-0123456789abcdef0".to_owned(),
        launch_template_version: "3".to_owned(),
        security_group_id: "sg-0123456789abcdef0".to_owned(),
        vpc_id: "vpc-0123456789abcdef0".to_owned(),
        subnet_ids: Vec::new(),
        account_id: "111122223333".to_owned(),
        allowed_types: Vec::new(),
        allowed_sizes: Vec::new(),
        may_tune_volumes: true,
        kms_key_arn: None,
        template_digest: match (state, digest(), earlier_template()) {
            (ConnectionState::Working, _, Some((digest, _))) => digest,
            (_, Some(newest), _) => newest,
            (_, _, _) => return Err(broken("the template does not render".to_owned())),
        },
        stack_id: Some(format!("arn:aws:cloudformation:{region}:111122223333:stack/sprinters/1")),
        stack_name: Some("sprinters".to_owned()),
    };
    store.put_outputs(id, &deployment_id, &outputs).await?;
    let works = state == ConnectionState::Working;
    let check = |what: &str, must_be_refused: bool, passed: bool, answer: &str| ConnectionCheck {
        what: what.to_owned(),
        must_be_refused,
        passed,
        answer: answer.to_owned(),
        failure: None,
    };
    let checks = vec![
        check("Assume the role with the external id", false, works, if works { "OK" } else { "AccessDenied" }),
        check("Assume the role with another external id", true, true, "AccessDenied"),
        check(
            "Launch an instance from the template",
            false,
            works,
            if works { "DryRunOperation" } else { "not tried" },
        ),
        check("Launch without the deployment's tag", true, true, "UnauthorizedOperation"),
        check("Terminate an instance of somebody else", true, true, "UnauthorizedOperation"),
    ];
    let failure = (!works).then(|| Failure::from(FailureReason::ExternalIdWrong));
    let verified = Verified { state, checks: Some(checks), failure };
    in_change!(store, change => change.put_verified(id, &verified, ago(now, 600)).await)?;
    Ok(id)
}

/// One of everything.
///
/// # Errors
/// If the database is away.
pub async fn everything(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    let working = connection(store, ACME, "eu-central-1", ConnectionState::Working, now).await?;
    connection(store, ACME, "us-east-1", ConnectionState::Broken, now).await?;
    connection(store, ACME, "eu-west-1", ConnectionState::Pending, now).await?;
    let theirs = connection(store, GLOBEX, "eu-central-1", ConnectionState::Working, now).await?;
    in_change!(store, change => open_jobs(change, working, now).await)?;
    in_change!(store, change => ended_jobs(change, working, now).await)?;
    let mut other = job(2001, GLOBEX, "globex build", JobState::Running { on: Some(RunnerId(0xf)) }, ago(now, 100));
    other.started_at = Some(ago(now, 50));
    let busy = RunnerState::Busy {
        instance: "i-0fffffffffffffff0".parse().map_err(|_| lost("instance"))?,
        registration: RegistrationId(9),
        taken: ClaimedBy { job: Some(JobId(2001)) },
    };
    let mut their_runner = runner(0xf, GLOBEX, theirs, &other, busy, ago(now, 90))?;
    their_runner.launched_at = Some(ago(now, 85));
    let orphan = TimelineEvent::Orphan { what: "instance".to_owned(), id: "i-0123456789abcdef9".to_owned() };
    in_change!(store, change => {
        change.put_job(&other);
        change.add_runner(&their_runner).await?;
        change.note(Subject { account_id: ACME, job: None, runner: None }, &orphan, ago(now, 7_200));
        Ok(())
    })?;
    let entry = AuditEntry {
        account: ACME,
        person: None,
        actor: "control plane",
        action: "aws.session",
        subject: &format!("connection {working}"),
        detail: "for ec2:RunInstances: to launch the runner of a queued job",
        address: "",
    };
    store.audit(&entry, ago(now, 900)).await?;
    for (action, calls, seconds) in [
        ("ec2:RunInstances", 12, 20),
        ("ec2:CreateTags", 12, 20),
        ("ec2:DescribeInstances", 4_711, 15),
        ("ec2:TerminateInstances", 1, 4_900),
    ] {
        let uses = [(working, action, calls - 1, ago(now, 86_400 * 19)), (working, action, 1, ago(now, seconds))];
        store.add_action_uses(&uses).await?;
    }
    if let Some((digest, json)) = earlier_template() {
        store.keep_template(&digest, &json, now).await?;
    }
    store.add_up_costs(now).await
}

fn lost(what: &str) -> StoreError {
    StoreError::Inconsistent { table: "samples", row: what.to_owned(), problem: "not what it should be".to_owned() }
}

async fn open_jobs(change: &mut Change, connection: i64, now: Timestamp) -> Result<(), StoreError> {
    change.put_job(&job(1001, ACME, "deploy", JobState::Waiting, ago(now, 400)));
    change.put_job(&job(1002, ACME, "lint", JobState::Queued { held: None }, ago(now, 4)));
    let held = Failure::about(FailureReason::AccountRunnerLimit, "5 of 5");
    change.put_job(&job(1003, ACME, "unit tests", JobState::Queued { held: Some(held) }, ago(now, 95)));
    let starting = job(1004, ACME, "integration tests", JobState::Starting { runner: RunnerId(4) }, ago(now, 21));
    let booting = RunnerState::Booting {
        instance: "i-0b0b0b0b0b0b0b0b0".parse().map_err(|_| lost("instance"))?,
        registration: RegistrationId(4),
    };
    let mut row = runner(4, ACME, connection, &starting, booting, ago(now, 20))?;
    (row.launched_at, row.state_since) = (Some(ago(now, 16)), ago(now, 16));
    change.put_job(&starting);
    change.add_runner(&row).await?;
    launch(change, &row, 0, "i-0b0b0b0b0b0b0b0b0").await?;
    let mut running = job(1005, ACME, "build (linux)", JobState::Running { on: Some(RunnerId(5)) }, ago(now, 300));
    running.started_at = Some(ago(now, 268));
    let busy = RunnerState::Busy {
        instance: "i-0a0a0a0a0a0a0a0a0".parse().map_err(|_| lost("instance"))?,
        registration: RegistrationId(5),
        taken: ClaimedBy { job: Some(JobId(1005)) },
    };
    let mut row = runner(5, ACME, connection, &running, busy, ago(now, 299))?;
    (row.launched_at, row.busy_at) = (Some(ago(now, 295)), Some(ago(now, 268)));
    change.put_job(&running);
    change.add_runner(&row).await?;
    launch(change, &row, 0, "i-0a0a0a0a0a0a0a0a0").await?;
    Ok(())
}

async fn launch(change: &mut Change, row: &RunnerRow, attempt: u16, answer: &str) -> Result<(), StoreError> {
    let candidate = row.plan.candidates.first().ok_or_else(|| lost("plan"))?;
    let request = LaunchRequest {
        client_token: row.id.client_token(Attempt(attempt)),
        launch_template_id: "lt-0123456789abcdef0".to_owned(),
        launch_template_version: "3".to_owned(),
        instance_type: candidate.instance_type.clone(),
        image_id: "ami-0123456789abcdef0".to_owned(),
        spot: true,
        zone: Some("eu-central-1a".to_owned()),
        subnet_id: None,
        security_group_id: None,
        volumes: Vec::new(),
        tags: Vec::new(),
    };
    change.add_launch(row.id, Attempt(attempt), &request, row.created_at).await?;
    change.answer_launch(row.id, Attempt(attempt), answer, row.created_at.after(Duration::from_secs(2))).await?;
    let about = Subject { account_id: row.account_id, job: Some(row.job_id), runner: Some(row.id) };
    let happening = TimelineEvent::Launch {
        attempt,
        instance_type: candidate.instance_type.clone(),
        market: "spot".to_owned(),
        zone: Some("eu-central-1a".to_owned()),
        answer: answer.to_owned(),
    };
    change.note(about, &happening, row.created_at.after(Duration::from_secs(2)));
    Ok(())
}

async fn ended_jobs(change: &mut Change, connection: i64, now: Timestamp) -> Result<(), StoreError> {
    let gone = |why: End| RunnerState::Gone { why };
    let completed = |conclusion| JobState::Completed { conclusion };
    let reclaim = Failure::about(FailureReason::SpotReclaimed, "Server.SpotInstanceTermination");
    let no_capacity =
        Failure::about(FailureReason::NoCapacity, "m7i.large in eu-central-1a: InsufficientInstanceCapacity");
    let samples = [
        (1006, "build (arm)", completed(Conclusion::Success), Some(End::Finished), 1_000),
        (1007, "nightly", completed(Conclusion::Failure), Some(End::Failed { failure: reclaim.clone() }), 5_000),
        (
            1008,
            "gpu tests",
            JobState::Failed { failure: no_capacity.clone() },
            Some(End::Failed { failure: no_capacity }),
            9_000,
        ),
        (1009, "<img src=x onerror=alert(1)>", completed(Conclusion::Success), Some(End::Finished), 90_000),
    ];
    for (id, name, state, end, seconds) in samples {
        let mut row = job(id, ACME, name, state, ago(now, seconds));
        // The oldest one took two hours and the nightly one an hour, so that something was spent on the first of a
        // month too; the others some minutes.
        let took = match id {
            1009 => 7_200,
            1007 => 3_600,
            _ => 200,
        };
        let ran = !matches!(row.job.state, JobState::Failed { .. });
        row.started_at = ran.then(|| ago(now, seconds - 30));
        row.finished_at = Some(ago(now, seconds - 30 - took));
        row.state_since = ago(now, seconds - 30 - took);
        row.job.reclaimed = id == 1007;
        let Some(end) = end else { continue };
        // The instance is only told while the runner lives, and kept from then on.
        let busy = RunnerState::Stopping {
            instance: instance(char::from_digit(u32::try_from(id - 1000).unwrap_or(1), 10).unwrap_or('1'))?,
            why: end.clone(),
            asked: 0,
        };
        let number = u128::from(id);
        let mut machine = runner(number, ACME, connection, &row, busy, ago(now, seconds - 1))?;
        if ran {
            (machine.launched_at, machine.busy_at) = (Some(ago(now, seconds - 5)), Some(ago(now, seconds - 30)));
            if id == 1006 {
                machine.runner.state = RunnerState::Stopping {
                    instance: "i-0123456789abcdef6".parse().map_err(|_| lost("instance"))?,
                    why: end.clone(),
                    asked: 0,
                };
            }
        }
        change.put_job(&row);
        change.add_runner(&machine).await?;
        launch(change, &machine, 0, if ran { "launched" } else { "InsufficientInstanceCapacity" }).await?;
        machine.runner.state = gone(end);
        machine.ended_at = Some(ago(now, seconds - 40 - took));
        change.put_runner(&machine).await?;
        if id == 1007 {
            let about = Subject { account_id: ACME, job: Some(JobId(id)), runner: None };
            change.note(about, &TimelineEvent::Told { failure: reclaim.clone() }, ago(now, seconds - 30 - took));
        }
    }
    Ok(())
}

/// Many jobs that ended, for measuring: with numbers from `from` on, each a minute before the next.
///
/// # Errors
/// If the database is away.
pub async fn many_jobs(store: &Store, from: u64, count: u64, now: Timestamp) -> Result<(), StoreError> {
    in_change!(store, change => {
    for number in 0..count {
        let state = JobState::Completed { conclusion: Conclusion::Success };
        let queued = ago(now, (count - number) * 60);
        let mut row = job(from + number, ACME, &format!("job {number}"), state, queued);
        row.started_at = Some(queued.after(Duration::from_secs(20)));
        row.finished_at = Some(queued.after(Duration::from_secs(200)));
        change.put_job(&row);
    }
    Ok(())
    })
}

/// The digest of the template as we render it, which an installed stack tells as an output.
fn digest() -> Option<String> {
    let template = sprinters_stacks::render(sprinters_stacks::StackKind::Runner).ok()?;
    template.as_json().pointer("/Outputs/TemplateDigest/Value")?.as_str().map(str::to_owned)
}

/// A template as an earlier version could have rendered it, with its digest: for the samples. It does not let us tune
/// volumes.
fn earlier_template() -> Option<(String, String)> {
    const DIGEST: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    fn without(value: &mut Value, sid: &str) {
        match value {
            Value::Array(all) => {
                all.retain(|one| with_id(one, sid).is_none());
                all.iter_mut().for_each(|one| without(one, sid));
            }
            Value::Object(fields) => fields.values_mut().for_each(|one| without(one, sid)),
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
    let mut json = sprinters_stacks::render(sprinters_stacks::StackKind::Runner).ok()?.as_json().clone();
    without(&mut json, "TuneOwnVolumes");
    *json.pointer_mut("/Outputs/TemplateDigest/Value")? = Value::from(DIGEST);
    Some((DIGEST.to_owned(), json.to_string()))
}

/// The statement of that id, which may stand inside an `Fn::If`.
fn with_id<'a>(value: &'a Value, id: &str) -> Option<&'a Value> {
    if value.get("Sid").and_then(Value::as_str) == Some(id) {
        return Some(value);
    }
    value
        .get("Fn::If")
        .and_then(Value::as_array)
        .and_then(|branches| branches.iter().find_map(|branch| with_id(branch, id)))
}
