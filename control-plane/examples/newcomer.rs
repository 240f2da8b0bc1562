//! A control plane that nobody has set up, between the fakes of GitHub and AWS: for the browser test of the set-up
//! wizard.
//!
//! `newcomer PROGRAM` starts the program `sprinters-control-plane serve` with nothing but addresses set, and prints one
//! line of JSON: its address, and the code in its state directory. On standard input it takes lines, and answers each
//! with `ok`: `install REGION FILE KEY=VALUE…` (somebody creates the stack with these parameters and no others, in a
//! VPC of theirs, and writes the table of its outputs into the file), `job LABEL` (a workflow of theirs asks for it),
//! `quit`.

#![expect(
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a program for tests: it talks on standard output and ends where it can't go on"
)]

use sprinters_fakes::aws::Aws;
use sprinters_fakes::clock::Clock;
use sprinters_fakes::github::{GitHub, NewJob};
use sprinters_fakes::machines::Machines;
use std::net::SocketAddr;
use std::time::{Duration, SystemTime};

const ACCOUNT: &str = "111122223333";
const CONTROL_PLANE: &str = "arn:aws:iam::444455556666:role/sprinters-control-plane";
const IMAGE_OWNER: &str = "123456789012";

/// How long a machine takes from its launch to an online runner.
const BOOT: Duration = Duration::from_secs(2);

#[tokio::main]
async fn main() {
    let program = std::env::args().nth(1).unwrap();
    let state = tempfile::TempDir::new().unwrap();
    let github = GitHub::start(Clock::System).await.unwrap();
    let aws = Aws::start(Clock::System).await.unwrap();
    let organization = github.add_organization("acme");
    let person = github.add_user("octavia", "octavia@acme.example");
    github.add_member(organization, person);
    github.sit_down(person);
    let repository = github.add_repository(organization, "web", true);
    let images = state.path().join("images.jsonl");
    let published = ["us-east-1", "eu-central-1"].map(|region| aws.publish_each_name(region, IMAGE_OWNER));
    std::fs::write(&images, published.concat()).unwrap();
    // GitHub has to know where we are before we are there.
    let address = free_address().await;
    let keys = aws.session_of(CONTROL_PLANE);
    let mut child = tokio::process::Command::new(program)
        .arg("serve")
        .env_clear()
        .env("SPRINTERS_LISTEN", address.to_string())
        .env("SPRINTERS_PUBLIC_URL", format!("http://{address}"))
        .env("SPRINTERS_STATE_DIR", state.path())
        .env("SPRINTERS_GITHUB_API_URL", github.api_url())
        .env("SPRINTERS_GITHUB_WEB_URL", github.web_url())
        .env("SPRINTERS_IMAGES", &images)
        .env("SPRINTERS_IMAGE_OWNER_ACCOUNT_ID", IMAGE_OWNER)
        .env("SPRINTERS_CONTROL_PLANE_ROLE_ARN", CONTROL_PLANE)
        .env("SPRINTERS_TEMPLATE_URL", "https://sprinters-templates.s3.eu-central-1.amazonaws.com/runner.yaml")
        .env("SPRINTERS_LOG", "warn")
        .env("AWS_ENDPOINT_URL", aws.endpoint())
        .env("AWS_REGION", "us-east-1")
        .env("AWS_ACCESS_KEY_ID", &keys.access_key_id)
        .env("AWS_SECRET_ACCESS_KEY", &keys.secret_access_key)
        .env("AWS_SESSION_TOKEN", keys.session_token.clone().unwrap_or_default())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    while tokio::net::TcpStream::connect(address).await.is_err() {
        assert!(child.try_wait().unwrap().is_none(), "the control plane ended");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let code = std::fs::read_to_string(state.path().join("setup-code")).unwrap();
    println!("{}", serde_json::json!({"url": format!("http://{address}"), "code": code.trim()}));
    tokio::spawn(look_after(Machines::new(aws.clone(), github.clone(), BOOT)));
    let (sender, mut lines) = tokio::sync::mpsc::channel(16);
    std::thread::spawn(move || {
        for line in std::io::stdin().lines().map_while(Result::ok) {
            if sender.blocking_send(line).is_err() {
                break;
            }
        }
    });
    while let Some(line) = lines.recv().await {
        match line.split_whitespace().collect::<Vec<_>>().as_slice() {
            ["install", region, file, parameters @ ..] => {
                let vpc = aws.default_vpc(ACCOUNT, region);
                let mut parameters: Vec<(&str, &str)> =
                    parameters.iter().map(|pair| pair.split_once('=').unwrap()).collect();
                parameters.push(("VpcId", &vpc));
                let template = sprinters_stacks::render(sprinters_stacks::StackKind::Runner).unwrap();
                let installed = aws.install_stack(ACCOUNT, region, "sprinters", &template, &parameters).unwrap();
                let rows = installed.outputs.iter().map(|(name, value)| format!("{name}\t{value}\tWhat it is\t-"));
                std::fs::write(file, rows.collect::<Vec<_>>().join("\n")).unwrap();
            }
            ["job", label] => {
                let _ =
                    github.queue_job(&NewJob { repository, labels: vec![(*label).to_owned()], ..NewJob::default() });
            }
            ["quit"] => break,
            other => println!("unknown: {other:?}"),
        }
        println!("ok");
    }
    child.kill().await.unwrap();
}

async fn free_address() -> SocketAddr {
    tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap()
}

async fn look_after(mut machines: Machines) {
    loop {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        machines.step(u64::try_from(now.as_millis()).unwrap());
        tokio::time::sleep(Duration::from_millis(250)).await;
    }
}
