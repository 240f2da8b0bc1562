//! Somebody new follows the set-up with what its pages show and nothing else: from a control plane with nothing but
//! addresses set to a green job. Every value that the stack is installed with is read from a page.

use crate::harness::On;
use crate::postgres;
use sprinters_common::clock;
use sprinters_dsl::template::Template;
use sprinters_fakes::aws::Aws;
use sprinters_fakes::clock::Clock;
use sprinters_fakes::github::{GitHub, NewJob, Status};
use sprinters_fakes::machines::Machines;
use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use url::Url;

const ACCOUNT: &str = "222233334444";
const REGION: &str = "eu-central-1";
const CONTROL_PLANE: &str = "arn:aws:iam::999988887777:role/sprinters-control-plane";
const IMAGE_OWNER: &str = "555566667777";

/// How long a machine takes from its launch to an online runner.
const BOOT: Duration = Duration::from_secs(1);

/// How long anything on the way may take on a busy machine.
const WITHIN: Duration = Duration::from_secs(60);

/// A page, as a browser has it.
struct Page {
    url: Url,
    status: u16,
    html: String,
}

/// A form of a page: where it goes, and what it carries that nobody types.
struct Form {
    action: Url,
    from: Url,
    fields: Vec<(String, String)>,
}

/// As a browser shows it.
fn unescaped(html: &str) -> String {
    let mut text = html.to_owned();
    for (escaped, letter) in
        [("&#x27;", "'"), ("&#x2f;", "/"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")]
    {
        text = text.replace(escaped, letter);
    }
    text
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    Some(unescaped(value))
}

impl Page {
    fn shows(&self, words: &str) -> bool {
        unescaped(&self.html).contains(words)
    }

    /// What is between head and foot: menus have links with the same words.
    fn main(&self) -> &str {
        self.html.split_once("<main").unwrap_or_else(|| panic!("{} has no main part: {}", self.url, self.html)).1
    }

    /// Where the link with these words leads.
    fn link(&self, words: &str) -> Url {
        let found = self.main().split("<a ").skip(1).find(|rest| {
            let text = rest.split("</a>").next().and_then(|tag| tag.split_once('>')).map(|(_, text)| text);
            text.is_some_and(|text| unescaped(text).trim() == words)
        });
        let tag = found.unwrap_or_else(|| panic!("no link `{words}` on {}: {}", self.url, self.html));
        let tag = format!(" {}", tag.split('>').next().unwrap());
        self.url.join(&attribute(&tag, "href").unwrap()).unwrap()
    }

    /// The form with a button of these words, with what its fields hold already.
    fn form(&self, button: &str) -> Form {
        let forms = self.main().split("<form ").skip(1).filter_map(|rest| rest.split("</form>").next());
        let form = forms
            .into_iter()
            .find(|form| unescaped(form).contains(&format!(">{button}</button>")))
            .unwrap_or_else(|| panic!("no button `{button}` on {}: {}", self.url, self.html));
        let head = format!(" {}", form.split('>').next().unwrap());
        let inputs = form.split("<input ").skip(1).map(|rest| format!(" {}", rest.split('>').next().unwrap()));
        let fields = inputs
            .filter_map(|tag| Some((attribute(&tag, "name")?, attribute(&tag, "value").unwrap_or_default())))
            .collect();
        let action = self.url.join(&attribute(&head, "action").unwrap()).unwrap();
        Form { action, from: self.url.clone(), fields }
    }

    /// A list of names and values.
    fn list(&self) -> BTreeMap<String, String> {
        let list = self.html.split("id=\"parameters\">").nth(1).unwrap().split("</dl>").next().unwrap();
        list.split("<dt>")
            .skip(1)
            .map(|row| {
                let (name, rest) = row.split_once("</dt><dd><code>").unwrap();
                (unescaped(name), unescaped(rest.split("</code>").next().unwrap()))
            })
            .collect()
    }

    /// What stands ready to be copied.
    fn copied(&self, id: &str) -> String {
        let block = self.html.split(&format!("<pre id=\"{id}\"")).nth(1).unwrap();
        unescaped(block.split_once('>').unwrap().1.split("</pre>").next().unwrap())
    }
}

impl Form {
    fn with(mut self, name: &str, value: &str) -> Form {
        self.fields.retain(|(known, _)| known != name);
        self.fields.push((name.to_owned(), value.to_owned()));
        self
    }
}

/// A browser: it keeps cookies and follows where it is sent.
#[derive(Default)]
struct Browser {
    cookies: BTreeMap<(u16, String), String>,
}

impl Browser {
    async fn open(&mut self, url: Url) -> Page {
        self.ask("GET", url, None, String::new()).await
    }

    async fn send(&mut self, form: Form) -> Page {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        body.extend_pairs(&form.fields);
        self.ask("POST", form.action, Some(form.from), body.finish()).await
    }

    async fn ask(&mut self, method: &str, url: Url, from: Option<Url>, body: String) -> Page {
        let (mut method, mut url, mut from, mut body) = (method.to_owned(), url, from, body);
        for _ in 0..10 {
            let (status, head, html) = self.exchange(&method, &url, from.as_ref(), &body).await;
            let Some(to) = header(&head, "location").filter(|_| (300..400).contains(&status)) else {
                return Page { url, status, html };
            };
            url = url.join(&to).unwrap();
            (method, from, body) = ("GET".to_owned(), None, String::new());
        }
        panic!("{url} sends the browser round and round");
    }

    async fn exchange(&mut self, method: &str, url: &Url, from: Option<&Url>, body: &str) -> (u16, String, String) {
        let port = url.port().unwrap();
        let mine = self.cookies.iter().filter(|((of, _), _)| *of == port);
        let cookies: Vec<String> = mine.map(|((_, name), value)| format!("{name}={value}")).collect();
        let path = &url[url::Position::BeforePath..url::Position::AfterQuery];
        // The earlier version has no chunks, and ends with the connection.
        let mut head = format!("{method} {path} HTTP/1.0\r\nhost: 127.0.0.1:{port}\r\n");
        if !cookies.is_empty() {
            head += &format!("cookie: {}\r\n", cookies.join("; "));
        }
        if let Some(from) = from {
            let origin = from.origin().ascii_serialization();
            let length = body.len();
            head += &format!(
                "origin: {origin}\r\ncontent-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n"
            );
        }
        let mut stream = tokio::net::TcpStream::connect(("127.0.0.1", port)).await.unwrap();
        stream.write_all(format!("{head}\r\n{body}").as_bytes()).await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        let answer = String::from_utf8(answer).unwrap();
        let (head, html) = answer.split_once("\r\n\r\n").unwrap();
        for cookie in head.lines().filter_map(|line| header(line, "set-cookie")) {
            let (name, value) = cookie.split(';').next().unwrap().split_once('=').unwrap();
            self.cookies.insert((port, name.to_owned()), value.to_owned());
        }
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_owned(), html.to_owned())
    }

    /// Looks again and again until a page shows something.
    async fn until(&mut self, url: Url, words: &str) -> Page {
        let mut often = tokio::time::interval(Duration::from_millis(100));
        let looking = async {
            loop {
                often.tick().await;
                let page = self.open(url.clone()).await;
                assert!(!page.shows(">broken<"), "{url}: {}", page.html);
                if page.status == 200 && page.shows(words) {
                    return page;
                }
            }
        };
        tokio::time::timeout(WITHIN, looking).await.unwrap_or_else(|_| panic!("{url} never shows `{words}`"))
    }
}

fn header(head: &str, name: &str) -> Option<String> {
    head.lines().find_map(|line| {
        let (known, value) = line.split_once(':')?;
        known.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
    })
}

/// A control plane of somebody's own. It ends with the test.
struct Process(Child);

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What an operator sets: addresses, and what they know of their deployment.
struct Operator {
    address: SocketAddr,
    state: PathBuf,
    images: PathBuf,
    database: Option<String>,
}

impl Operator {
    async fn start(&self, github: &GitHub, aws: &Aws) -> Process {
        let keys = aws.session_of(CONTROL_PLANE);
        let mut command = Command::new(env!("CARGO_BIN_EXE_sprinters-control-plane"));
        command.arg("serve").env_clear().stdin(Stdio::null()).stdout(Stdio::null());
        let (address, web) = (self.address.to_string(), github.web_url());
        for (name, value) in [
            ("SPRINTERS_LISTEN", address.as_str()),
            ("SPRINTERS_PUBLIC_URL", &format!("http://{address}")),
            ("SPRINTERS_STATE_DIR", self.state.to_str().unwrap()),
            ("SPRINTERS_GITHUB_API_URL", &github.api_url()),
            ("SPRINTERS_GITHUB_WEB_URL", &web),
            ("SPRINTERS_IMAGES", self.images.to_str().unwrap()),
            ("SPRINTERS_IMAGE_OWNER_ACCOUNT_ID", IMAGE_OWNER),
            ("SPRINTERS_CONTROL_PLANE_ROLE_ARN", CONTROL_PLANE),
            ("SPRINTERS_TEMPLATE_URL", "https://sprinters-templates.s3.eu-central-1.amazonaws.com/runner.yaml"),
            ("SPRINTERS_LOG", "warn"),
            ("AWS_ENDPOINT_URL", &aws.endpoint()),
            ("AWS_REGION", "us-east-1"),
            ("AWS_ACCESS_KEY_ID", &keys.access_key_id),
            ("AWS_SECRET_ACCESS_KEY", &keys.secret_access_key),
            ("AWS_SESSION_TOKEN", keys.session_token.as_deref().unwrap_or_default()),
        ] {
            command.env(name, value);
        }
        if let Some(database) = &self.database {
            let key = Command::new(env!("CARGO_BIN_EXE_sprinters-control-plane")).args(["keys", "generate"]).output();
            command.env("SPRINTERS_DATABASE_URL", database);
            command.env("SPRINTERS_ROOT_KEYS", String::from_utf8(key.unwrap().stdout).unwrap().trim());
        }
        let mut process = Process(command.spawn().unwrap());
        let mut often = tokio::time::interval(Duration::from_millis(50));
        let there = async {
            while tokio::net::TcpStream::connect(self.address).await.is_err() {
                assert!(process.0.try_wait().unwrap().is_none(), "the control plane ended");
                often.tick().await;
            }
        };
        tokio::time::timeout(WITHIN, there).await.unwrap();
        process
    }
}

/// The outputs as the console of AWS shows them: a table, copied with its headings.
fn table(outputs: &BTreeMap<String, String>) -> String {
    let rows = outputs.iter().map(|(name, value)| format!("{name}\t{value}\tWhat it is\t-"));
    ["Key\tValue\tDescription\tExport name".to_owned()].into_iter().chain(rows).collect::<Vec<_>>().join("\n")
}

async fn look_after(mut machines: Machines) {
    let mut often = tokio::time::interval(Duration::from_millis(100));
    loop {
        often.tick().await;
        machines.step(clock::now().as_millis());
    }
}

async fn from_nothing_to_a_green_job(on: On) {
    let directory = tempfile::TempDir::new().unwrap();
    let github = GitHub::start(Clock::System).await.unwrap();
    let aws = Aws::start(Clock::System).await.unwrap();
    let organization = github.add_organization("acme");
    let person = github.add_user("octavia", "octavia@acme.example");
    github.add_member(organization, person);
    github.sit_down(person);
    let repository = github.add_repository(organization, "web", true);
    let images = directory.path().join("images.jsonl");
    std::fs::write(&images, aws.publish_each_name(REGION, IMAGE_OWNER)).unwrap();
    // GitHub has to know where we are before we are there.
    let free = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let operator = Operator {
        address: free.local_addr().unwrap(),
        // Nobody has made it.
        state: directory.path().join("state/sprinters"),
        images,
        database: (on == On::Postgres).then(postgres::database),
    };
    drop(free);
    let _process = operator.start(&github, &aws).await;
    let machines = tokio::spawn(look_after(Machines::new(aws.clone(), github.clone(), BOOT)));
    let base = Url::parse(&format!("http://{}", operator.address)).unwrap();
    let mut browser = Browser::default();

    // 1. The GitHub App. The page names the file with the code.
    let page = browser.open(base.join("/setup").unwrap()).await;
    assert!(page.shows("in the file <code>setup-code</code> in the state directory"), "{}", page.html);
    let code = read(&operator.state.join("setup-code"));
    let form = page.form("Continue").with("code", code.trim()).with("organization", "acme");
    let page = browser.send(form).await;
    let page = browser.send(page.form("Create on GitHub")).await;
    let page = browser.open(page.link("Sign in with GitHub")).await;
    assert_eq!((page.url.path(), page.status), ("/setup", 200), "{}", page.html);
    browser.open(page.link("Install it on GitHub")).await;
    let page = browser.until(base.join("/setup").unwrap(), ">acme</a></li>").await;
    let page = browser.open(page.link("acme")).await;
    assert_eq!((page.url.path(), page.status), ("/o/acme/setup/connect", 200), "{}", page.html);

    // 2. The AWS account: the VPC is the customer's, everything else is on the page.
    let form = page.form("Continue").with("region", REGION).with("vpc", &aws.default_vpc(ACCOUNT, REGION));
    let page = browser.send(form).await;
    assert!(page.url.path().starts_with("/o/acme/connections/"), "an address of its own: {}", page.url);
    let link = page.link("Create the stack in AWS");
    let query = link.fragment().unwrap().split_once('?').unwrap().1;
    let linked: BTreeMap<String, String> = url::form_urlencoded::parse(query.as_bytes()).into_owned().collect();
    let in_link: BTreeMap<String, String> = linked
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("param_")?.to_owned(), value.clone())))
        .collect();
    let in_list = page.list();
    assert_eq!(in_link, in_list, "the link and the list say the same");
    let command = page.copied("deploy");
    for (name, value) in &in_list {
        assert!(command.contains(&format!("{name}={value}")), "the command has {name}: {command}");
    }
    let template = browser.open(page.link("the template")).await;
    let template = Template::parse(&template.html).unwrap();
    let parameters: Vec<(&str, &str)> = in_link.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let installed = aws.install_stack(ACCOUNT, REGION, &linked["stackName"], &template, &parameters).unwrap();
    let form = page.form("Check the connection").with("outputs", &table(&installed.outputs));
    let page = browser.send(form).await;
    let page = browser.until(page.url.clone(), ">working<").await;
    assert!(page.shows("Assume the role with another external id"), "the checks, one by one: {}", page.html);

    // 3. The one line, and the first job.
    let page = browser.open(page.link("Use it in a workflow")).await;
    let label = page.copied("runs-on").strip_prefix("runs-on: ").unwrap().to_owned();
    let job = github.queue_job(&NewJob { repository, labels: vec![label], ..NewJob::default() });
    let page = browser.until(page.url.clone(), "Your first job is here").await;
    let started = async {
        let mut often = tokio::time::interval(Duration::from_millis(100));
        while github.job(job).unwrap().status != Status::InProgress {
            often.tick().await;
        }
    };
    tokio::time::timeout(WITHIN, started).await.expect("the job runs");
    assert!(github.finish_job(job, "success"));
    let first = page.html.split("Your first job is here: ").nth(1).unwrap();
    let first = attribute(&format!(" {}", first.split('>').next().unwrap().trim_start_matches("<a ")), "href").unwrap();
    browser.until(base.join(&first).unwrap(), ">succeeded<").await;
    let mut often = tokio::time::interval(Duration::from_millis(100));
    let gone = async {
        while !aws.live_instances().is_empty() {
            often.tick().await;
        }
    };
    tokio::time::timeout(WITHIN, gone).await.expect("nothing is left in the account");
    machines.abort();
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_nothing_to_a_green_job_with_what_the_pages_show_on_sqlite() {
    from_nothing_to_a_green_job(On::Sqlite).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn from_nothing_to_a_green_job_with_what_the_pages_show_on_postgres() {
    from_nothing_to_a_green_job(On::Postgres).await;
}
