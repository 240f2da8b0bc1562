//! Every setting, once: its name, what it means and what holds without it. The reader refuses names that are not in
//! this list, and the reference in the README is printed from it.

use std::fmt::Write as _;

/// One setting.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// The environment variable. The configuration file has the same name without prefix and in lower case, and may
    /// group by table: `github_app_id = 1` and `[github]` `app_id = 1` are the same.
    pub name: &'static str,
    /// What holds if it is not set.
    pub default: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Secrets are never printed, and may also be given as the name of a file in `NAME_FILE`.
    pub secret: bool,
}

const fn plain(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting { name, default, meaning, secret: false }
}

const fn secret(name: &'static str, default: &'static str, meaning: &'static str) -> Setting {
    Setting { name, default, meaning, secret: true }
}

/// All settings, in the order in which they are read and printed.
pub const SETTINGS: &[Setting] = &[
    plain("SPRINTERS_LISTEN", "`127.0.0.1:8080`", "Address and port to listen on."),
    plain(
        "SPRINTERS_OPERATIONS_LISTEN",
        "on `SPRINTERS_LISTEN`",
        "Address and port of `/readyz` and `/metrics`, in plain HTTP, which `SPRINTERS_LISTEN` then has no more: a loopback address, or one that only your monitoring reaches.",
    ),
    plain(
        "SPRINTERS_WEBHOOK_LISTEN",
        "on `SPRINTERS_LISTEN`",
        "Address and port of `/webhooks/github`, which `SPRINTERS_LISTEN` then has no more. Uses the same certificate.",
    ),
    plain(
        "SPRINTERS_TRUSTED_PROXIES",
        "none",
        "Addresses or networks of the proxies in front, separated by commas: `10.0.0.0/8,192.0.2.7`. What they say about who asks counts for limits and the audit log.",
    ),
    plain(
        "SPRINTERS_PROXY_HEADER",
        "`X-Forwarded-For`",
        "The header in which these proxies say it: `X-Forwarded-For` or `Forwarded`. The other one is not read, since clients can write it.",
    ),
    plain(
        "SPRINTERS_PUBLIC_URL",
        "none",
        "How GitHub and browsers reach us: `https://`, or `http://` to a loopback address. A path is kept.",
    ),
    plain(
        "SPRINTERS_STATE_DIR",
        "`$XDG_STATE_HOME/sprinters`, else `$HOME/.local/state/sprinters`",
        "Directory of the SQLite file and of generated keys. Created with mode 0700.",
    ),
    secret(
        "SPRINTERS_DATABASE_URL",
        "`sqlite:STATE_DIR/sprinters.db`",
        "`sqlite:PATH` for one process, `postgres://…` for several, with one host or a list of which one takes writes. Over a network, PostgreSQL needs `sslmode=verify-full`.",
    ),
    secret(
        "SPRINTERS_ROOT_KEYS",
        "generated in the state directory (SQLite only)",
        "`ID:BASE64` of 32 bytes, or `ID:aws-kms:ARN` of a KMS key; several separated by commas: the first seals, all open. `keys generate` makes one.",
    ),
    plain(
        "SPRINTERS_GITHUB_API_URL",
        "`https://api.github.com`",
        "GitHub's API. For GitHub Enterprise Server `https://HOST/api/v3`.",
    ),
    plain("SPRINTERS_GITHUB_WEB_URL", "`https://github.com`", "GitHub's pages."),
    plain("SPRINTERS_GITHUB_APP_ID", "none", "The GitHub App's number."),
    secret("SPRINTERS_GITHUB_APP_PRIVATE_KEY", "none", "The GitHub App's private key, in PEM."),
    secret(
        "SPRINTERS_GITHUB_WEBHOOK_SECRET",
        "none",
        "The secret that GitHub signs deliveries with, at least 16 characters. An App made in the console brings its own; without either every delivery is refused.",
    ),
    secret(
        "SPRINTERS_GITHUB_WEBHOOK_SECRET_PREVIOUS",
        "none",
        "The secret before that one, which counts too while it is replaced. Leave it out once GitHub has the new one.",
    ),
    plain("SPRINTERS_GITHUB_CLIENT_ID", "none", "The GitHub App's client id, for signing in."),
    secret("SPRINTERS_GITHUB_CLIENT_SECRET", "none", "The GitHub App's client secret, for signing in."),
    plain(
        "SPRINTERS_IMAGES",
        "none",
        "File of the runner images that may be launched, one JSON object a line. Without it no runner is launched.",
    ),
    plain(
        "SPRINTERS_IMAGE_OWNER_ACCOUNT_ID",
        "none",
        "Id of the AWS account that publishes these images: customers' stacks allow images of this account only. The set-up wizard fills it in.",
    ),
    plain(
        "SPRINTERS_CONTROL_PLANE_ROLE_ARN",
        "none",
        "ARN of the IAM role that this control plane runs as: the one that customers' stacks trust. The set-up wizard fills it in.",
    ),
    plain(
        "SPRINTERS_TEMPLATE_URL",
        "none",
        "Where the customer stack's template lies on S3, for the one-click link: `https://BUCKET.s3.REGION.amazonaws.com/KEY`.",
    ),
    plain(
        "SPRINTERS_SECURITY_CONTACT",
        "none",
        "Whom to tell of a vulnerability in this deployment, for `/.well-known/security.txt`: `mailto:ADDRESS` or an `https://` page.",
    ),
    plain(
        "SPRINTERS_TLS_CERT",
        "none",
        "File with the certificate chain, in PEM, to serve HTTPS (TLS 1.2 and 1.3). Looked at every minute, and at SIGHUP.",
    ),
    plain(
        "SPRINTERS_TLS_KEY",
        "none",
        "File with that certificate's private key, in PEM, that this user alone may read.",
    ),
    secret(
        "SPRINTERS_SMTP_URL",
        "none",
        "Mail server: `smtps://USER:PASSWORD@HOST`, or `smtp://` to a loopback address. Without it no e-mail is sent.",
    ),
    plain("SPRINTERS_MAIL_FROM", "none", "Sender of e-mails."),
    plain(
        "SPRINTERS_RETENTION_DAYS",
        "`30`",
        "Days that finished jobs and deliveries are kept, 4 to 3650. GitHub can send a delivery again for 3 days.",
    ),
    plain(
        "SPRINTERS_STOP_GRACE_SECONDS",
        "`0`",
        "Seconds that the process goes on after SIGTERM while `/readyz` says already that it stops, 0 to 300: as long as a load balancer takes to notice.",
    ),
    plain(
        "SPRINTERS_LOG",
        "`info`",
        "What is logged: `error`, `warn`, `info`, `debug`, `trace`, or a filter such as `info,sqlx=warn`.",
    ),
    plain(
        "SPRINTERS_OTLP_ENDPOINT",
        "none",
        "OpenTelemetry collector that gets a trace of each job, as OTLP over HTTP: `https://`, or `http://` to a loopback address. `/v1/traces` is added.",
    ),
];

/// The reference as a Markdown table.
#[must_use]
pub fn to_markdown() -> String {
    let mut table = String::from("| setting | without it | meaning |\n|---|---|---|\n");
    for setting in SETTINGS {
        let file = if setting.secret { " (secret; or `…_FILE`)" } else { "" };
        // Writing to a string cannot fail.
        let _ = writeln!(table, "| `{}`{file} | {} | {} |", setting.name, setting.default, setting.meaning);
    }
    table
}
