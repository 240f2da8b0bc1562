//! `/o/{login}/settings`: launch policy and budget, members, and how to leave.

use crate::admin_action::Admin;
use crate::csrf::Change;
use crate::error::PageError;
use crate::request_context::AccountSession;
use crate::state::Console;
use crate::view;
use crate::view::{Frame, Tab};
use axum::extract::{Query, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};
use sprinters_core::catalogue::Region;
use sprinters_core::plan::TypePattern;
use sprinters_core::policy::Policy;
use sprinters_store::{AccountSettings, AuditEntry, RunnerList, RunnersAt, in_change};

#[derive(Debug, Serialize)]
struct FieldView {
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    value: String,
    numeric: bool,
    wrong: Option<String>,
}

#[derive(Debug, Serialize)]
struct MemberView {
    login: String,
    is_admin: bool,
}

#[derive(Debug, Serialize)]
struct SettingsView {
    path: String,
    tokens: String,
    fields: Vec<FieldView>,
    forks: bool,
    organization: bool,
    is_organization: bool,
    members: Vec<MemberView>,
    retention: u16,
    done: Option<&'static str>,
    problem: Option<&'static str>,
}

/// The form, as it is written.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Form {
    types: String,
    regions: String,
    runners: String,
    repository_runners: String,
    vcpu: String,
    volume: String,
    budget: String,
    patience: String,
    forks: String,
    organization: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct QueryParams {
    done: String,
}

impl Form {
    fn of(settings: &AccountSettings) -> Form {
        let policy = &settings.policy;
        let number = |value: Option<u32>| value.map(|value| value.to_string()).unwrap_or_default();
        Form {
            types: policy.allowed_types.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            regions: policy.allowed_regions.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
            runners: number(policy.max_runners),
            repository_runners: number(policy.max_runners_per_repository),
            vcpu: number(policy.max_vcpu),
            volume: number(policy.max_volume_gib),
            budget: policy.monthly_budget_micro_usd.map(budget_text).unwrap_or_default(),
            patience: number(settings.patience_hours),
            forks: if policy.forks_may_launch { "yes" } else { "" }.to_owned(),
            organization: if settings.runners_at == RunnersAt::Organization { "yes" } else { "" }.to_owned(),
        }
    }

    /// The settings, or what is wrong by field.
    fn read(&self) -> Result<AccountSettings, Vec<(&'static str, String)>> {
        let mut wrong = Vec::new();
        let mut number = |name: &'static str, text: &str| {
            let text = text.trim();
            if text.is_empty() {
                return None;
            }
            match text.parse::<u32>() {
                Ok(number) if 0 < number => Some(number),
                Ok(_) | Err(_) => {
                    wrong.push((name, "Enter a whole number greater than 0, or leave blank.".to_owned()));
                    None
                }
            }
        };
        let (max_runners, max_runners_per_repository) =
            (number("runners", &self.runners), number("repository_runners", &self.repository_runners));
        let (max_vcpu, max_volume_gib) = (number("vcpu", &self.vcpu), number("volume", &self.volume));
        let patience_hours = number("patience", &self.patience);
        let mut allowed_types: Vec<TypePattern> = Vec::new();
        for text in items(&self.types) {
            match text.parse() {
                Ok(pattern) => allowed_types.push(pattern),
                Err(_) => wrong
                    .push(("types", format!("`{text}` is no pattern of instance types; write m7i.* or c8g.large."))),
            }
        }
        let mut allowed_regions: Vec<Region> = Vec::new();
        for text in items(&self.regions) {
            match text.parse() {
                Ok(region) => allowed_regions.push(region),
                Err(_) => wrong.push(("regions", format!("`{text}` is no region; write eu-central-1."))),
            }
        }
        let budget = self.budget.trim();
        let monthly_budget_micro_usd = if budget.is_empty() { None } else { parse_budget(budget) };
        if !budget.is_empty() && monthly_budget_micro_usd.is_none() {
            wrong.push(("budget", "Enter US dollars, such as 250 or 99.50, or leave blank.".to_owned()));
        }
        if patience_hours.is_some_and(|hours| LONGEST_PATIENCE_HOURS < hours) {
            wrong.push((
                "patience",
                format!("Enter at most {LONGEST_PATIENCE_HOURS}: GitHub ends a job after 24 hours."),
            ));
        }
        if !wrong.is_empty() {
            return Err(wrong);
        }
        let policy = Policy {
            allowed_types,
            allowed_regions,
            max_runners,
            max_runners_per_repository,
            max_vcpu,
            max_volume_gib,
            monthly_budget_micro_usd,
            forks_may_launch: self.forks == "yes",
        };
        let runners_at = if self.organization == "yes" { RunnersAt::Organization } else { RunnersAt::Repository };
        Ok(AccountSettings { policy, runners_at, patience_hours })
    }

    fn fields(&self, wrong: &[(&'static str, String)]) -> Vec<FieldView> {
        let field = |name, label, hint, value: &str, numeric| FieldView {
            name,
            label,
            hint,
            value: value.to_owned(),
            numeric,
            wrong: wrong.iter().find(|(field, _)| *field == name).map(|(_, text)| text.clone()),
        };
        vec![
            field("types", "Instance types", "Patterns with commas, such as m7i.*, c8g.large", &self.types, false),
            field("regions", "Regions", "Comma-separated, such as eu-central-1, us-east-1", &self.regions, false),
            field("runners", "Max concurrent runners", "In the whole account. Further jobs wait", &self.runners, true),
            field(
                "repository_runners",
                "Max concurrent runners per repository",
                "Further jobs wait",
                &self.repository_runners,
                true,
            ),
            field("vcpu", "Max concurrent vCPUs", "Of all runners together", &self.vcpu, true),
            field("volume", "Largest volume in GiB", "Larger ones are refused", &self.volume, true),
            field(
                "budget",
                "Monthly budget (USD)",
                "When it is spent, jobs are refused until the next month",
                &self.budget,
                true,
            ),
            field(
                "patience",
                "Hours to wait for AWS",
                "A job that AWS can't start is tried again; its workflow run is cancelled after this time. Leave blank for 12, at most 23",
                &self.patience,
                true,
            ),
        ]
    }
}

/// The longest patience, in whole hours.
const LONGEST_PATIENCE_HOURS: u32 = 23;

fn items(text: &str) -> impl Iterator<Item = &str> {
    text.split([',', ' ', '\n']).map(str::trim).filter(|item| !item.is_empty())
}

/// `250`, `99.50`: at most two digits behind the point, at most a thousand million.
fn parse_budget(text: &str) -> Option<u64> {
    let (whole, cents) = text.split_once('.').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || 9 < whole.len() || 2 < cents.len() || !digits(whole) || !digits(cents) {
        return None;
    }
    let cents: u64 = format!("{cents:0<2}").parse().ok()?;
    let micro = whole.parse::<u64>().ok()? * 1_000_000 + cents * 10_000;
    (0 < micro).then_some(micro)
}

fn budget_text(micro_usd: u64) -> String {
    let cents = micro_usd / 10_000;
    if cents.is_multiple_of(100) { (cents / 100).to_string() } else { format!("{}.{:02}", cents / 100, cents % 100) }
}

/// `GET /o/{login}/settings`.
pub(crate) async fn show(
    State(console): State<Console>,
    seat: AccountSession,
    Query(asked): Query<QueryParams>,
) -> Result<Response, PageError> {
    let settings = console.store().account_settings(seat.membership.account).await?;
    let done = (asked.done == "saved").then_some("Saved. Applies to new launches.");
    page(&console, &seat, &Form::of(&settings), &[], done).await
}

async fn page(
    console: &Console,
    seat: &AccountSession,
    form: &Form,
    wrong: &[(&'static str, String)],
    done: Option<&'static str>,
) -> Result<Response, PageError> {
    let members = console.store().members(seat.membership.account).await?;
    let view = SettingsView {
        path: seat.path("settings"),
        tokens: seat.path("settings/tokens"),
        fields: form.fields(wrong),
        forks: form.forks == "yes",
        organization: form.organization == "yes",
        is_organization: seat.membership.is_organization,
        members: members.into_iter().map(|(_, login, is_admin)| MemberView { login, is_admin }).collect(),
        retention: console.settings().retention_days,
        done,
        problem: (!wrong.is_empty()).then_some("Nothing was saved: please look at the fields below."),
    };
    Ok(view::page(&Frame::seat(seat, Some(Tab::Settings), "Settings"), "settings.html", view))
}

/// `POST /o/{login}/settings`.
pub(crate) async fn save(
    State(console): State<Console>,
    Admin(seat): Admin,
    Change(form): Change<Form>,
) -> Result<Response, PageError> {
    let settings = match form.read() {
        Ok(settings) => settings,
        Err(wrong) => {
            let mut response = page(&console, &seat, &form, &wrong, None).await?;
            *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
            return Ok(response);
        }
    };
    let (account, now) = (seat.membership.account, seat.visit.now);
    in_change!(console.store(), change => change.put_account_settings(account, &settings, now).await)?;
    let detail = serde_json::to_string(&settings.policy).unwrap_or_default();
    let entry = AuditEntry {
        account: seat.membership.account,
        person: None,
        actor: "",
        action: "settings.save",
        subject: "launch policy",
        detail: &detail,
        address: "",
    };
    super::note(&console, &seat, &entry).await?;
    Ok(Redirect::to(&format!("{}?done=saved", seat.path("settings"))).into_response())
}

#[derive(Debug, Deserialize)]
pub(crate) struct Confirmed {
    confirm: String,
}

#[derive(Debug, Serialize)]
struct DeleteView {
    path: String,
    settings: String,
    problem: Option<String>,
}

/// `GET /o/{login}/settings/delete`.
pub(crate) async fn ask_delete(Admin(seat): Admin) -> Response {
    delete_page(&seat, None)
}

fn delete_page(seat: &AccountSession, problem: Option<String>) -> Response {
    let view = DeleteView { path: seat.path("settings/delete"), settings: seat.path("settings"), problem };
    view::page(&Frame::seat(seat, Some(Tab::Settings), "Delete"), "delete.html", view)
}

/// `POST /o/{login}/settings/delete`.
pub(crate) async fn delete(
    State(console): State<Console>,
    Admin(seat): Admin,
    Change(form): Change<Confirmed>,
) -> Result<Response, PageError> {
    let refuse = |problem: &str| {
        let mut response = delete_page(&seat, Some(problem.to_owned()));
        *response.status_mut() = axum::http::StatusCode::UNPROCESSABLE_ENTITY;
        Ok(response)
    };
    if form.confirm.trim() != seat.membership.login {
        return refuse("That is not the account's name. Nothing was deleted.");
    }
    // What runs costs money and is ours to end: without its rows nobody would.
    if !console.store().runner_list(seat.visible_to(), RunnerList::Live, 1).await?.is_empty() {
        return refuse("Runners are alive. Disconnect the AWS accounts, and wait until the last one is gone.");
    }
    console.store().erase_account(seat.membership.account).await?;
    tracing::info!(account = seat.membership.account, "an account was deleted by its admin");
    Ok(Redirect::to("/accounts").into_response())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::harness::World;

    #[test]
    fn a_budget_is_dollars() {
        assert_eq!(parse_budget("250"), Some(250_000_000));
        assert_eq!(parse_budget("99.5"), Some(99_500_000));
        assert_eq!(budget_text(99_500_000), "99.50");
        for wrong in ["", "-1", "1,5", "1.234", "0", "1e9", "9999999999", "NaN"] {
            assert_eq!(parse_budget(wrong), None, "{wrong}");
        }
    }

    #[tokio::test]
    async fn a_policy_is_saved_and_read_back_and_a_wrong_one_is_not() {
        let world = World::with_samples().await;
        let fields = [
            ("types", "m7i.*, c8g.large"),
            ("regions", "eu-central-1"),
            ("runners", "5"),
            ("budget", "99.50"),
            ("patience", "3"),
            ("forks", "yes"),
        ];
        assert_eq!(world.post("/o/acme/settings", &fields).await.status(), 303);
        let page = world.text("/o/acme/settings?done=saved").await;
        for words in ["m7i.*, c8g.large", "99.50", "value=\"3\"", "Saved", "checked"] {
            assert!(page.contains(words), "{words}");
        }
        let refused = world.post("/o/acme/settings", &[("runners", "many"), ("types", "<b>")]).await;
        assert_eq!(refused.status(), 422);
        assert!(refused.text().await.contains("aria-invalid"));
        let too_long = world.post("/o/acme/settings", &[("patience", "24")]).await;
        assert_eq!(too_long.status(), 422);
        assert!(too_long.text().await.contains("at most 23"));
        assert!(world.text("/o/acme/settings").await.contains("99.50"));
        assert_eq!(world.as_member().post("/o/acme/settings", &fields).await.status(), 403);
        assert!(world.as_member().text("/o/acme/settings").await.contains("Only admins"));
    }

    #[tokio::test]
    async fn an_account_is_deleted_by_name_and_not_while_runners_live() {
        let world = World::with_samples().await;
        assert_eq!(world.post("/o/acme/settings/delete", &[("confirm", "acm")]).await.status(), 422);
        assert_eq!(world.post("/o/acme/settings/delete", &[("confirm", "acme")]).await.status(), 422);
        let empty = World::new().await;
        assert_eq!(empty.post("/o/acme/settings/delete", &[("confirm", "acme")]).await.status(), 303);
        assert_eq!(empty.get("/o/acme/jobs").await.status(), 404);
    }
}
