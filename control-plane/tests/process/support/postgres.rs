//! A PostgreSQL server of our own: from the installed binaries, in a temporary directory, reachable through a socket
//! there and no other way. One for the whole run; each test has a database of its own.

use std::io::Write as _;
use std::os::unix::fs::chown;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, OnceLock};

/// Ends the server and removes its directory when the tests' end of the pipe is closed, however the tests end.
const WATCH: &str = r#"
"$1/postgres" -D "$2/data" -k "$2" -c listen_addresses= -c fsync="$3" -c max_connections=1000 >"$2/log" 2>&1 &
server=$!
cat >/dev/null
kill -INT "$server"
wait "$server"
rm -rf "$2"
"#;

pub(crate) struct Server {
    binaries: PathBuf,
    directory: PathBuf,
    /// Kept open for as long as the server is to run.
    watch: Mutex<Child>,
}

static SERVER: OnceLock<Server> = OnceLock::new();
static DATABASES: AtomicU32 = AtomicU32::new(0);

/// A new, empty database on the shared server.
pub(crate) fn database() -> String {
    let server = SERVER.get_or_init(|| Server::start("off"));
    let name = format!("test_{}", DATABASES.fetch_add(1, Ordering::Relaxed));
    server.create(&name)
}

/// Runs SQL in the database of a URL and answers with what it prints.
pub(crate) fn sql(url: &str, sql: &str) -> String {
    SERVER.get().unwrap().sql(name(url), sql)
}

/// Runs SQL beside all tests' databases.
pub(crate) fn admin(sql: &str) -> String {
    SERVER.get().unwrap().sql("postgres", sql)
}

/// The database of a URL, as pg_dump writes it.
pub(crate) fn dump(url: &str) -> Vec<u8> {
    SERVER.get().unwrap().tool("pg_dump", name(url), &["--format=custom"], &[])
}

/// Restores a dump into the empty database of a URL.
pub(crate) fn restore(url: &str, dump: &[u8]) {
    let server = SERVER.get().unwrap();
    server.tool("pg_restore", name(url), &["--exit-on-error", "--single-transaction", "--no-owner"], dump);
}

/// The name of the database of a URL.
pub(crate) fn name(url: &str) -> &str {
    url.split('?').next().unwrap().rsplit('/').next().unwrap()
}

impl Server {
    /// Starts a server. `fsync` is `on` where durability is measured.
    pub(crate) fn start(fsync: &str) -> Server {
        let binaries = binaries();
        let directory = tempfile::Builder::new().prefix("sprinters-postgres-").tempdir().unwrap().keep();
        let user = unprivileged();
        if let Some((uid, gid)) = user {
            chown(&directory, Some(uid), Some(gid)).unwrap();
        }
        let initialised = as_user(&binaries.join("initdb"), user, &directory)
            .args(["--auth=trust", "--username=tests", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(directory.join("data"))
            .output()
            .unwrap();
        assert!(initialised.status.success(), "initdb: {}", String::from_utf8_lossy(&initialised.stderr));
        Server::run(directory, fsync)
    }

    /// Starts a server whose commits wait for the standby that follows it.
    pub(crate) fn start_with_standby() -> (Server, Server) {
        let primary = Server::start("off");
        let directory = tempfile::Builder::new().prefix("sprinters-postgres-").tempdir().unwrap().keep();
        let user = unprivileged();
        if let Some((uid, gid)) = user {
            chown(&directory, Some(uid), Some(gid)).unwrap();
        }
        let copied = as_user(&primary.binaries.join("pg_basebackup"), user, &directory)
            .args(["--username=tests", "--write-recovery-conf", "--checkpoint=fast", "--no-sync", "-h"])
            .arg(&primary.directory)
            .arg("-D")
            .arg(directory.join("data"))
            .output()
            .unwrap();
        assert!(copied.status.success(), "pg_basebackup: {}", String::from_utf8_lossy(&copied.stderr));
        let standby = Server::run(directory, "off");
        // Not in the configuration that the standby has copied: it will wait for nobody.
        primary.sql("postgres", "ALTER SYSTEM SET synchronous_standby_names = 'walreceiver'");
        primary.sql("postgres", "SELECT pg_reload_conf()");
        (primary, standby)
    }

    /// The URL of a database that is on the first of these servers that takes writes.
    pub(crate) fn url_of(servers: &[&Server], database: &str) -> String {
        let hosts: Vec<String> = servers.iter().map(|server| server.directory.display().to_string()).collect();
        format!("postgres://tests@localhost/{database}?host={}&target_session_attrs=read-write", hosts.join(","))
    }

    /// The socket that it listens on.
    pub(crate) fn socket(&self) -> PathBuf {
        self.directory.join(".s.PGSQL.5432")
    }

    /// Ends it, as a machine that goes away does to its clients.
    pub(crate) fn stop(&self) {
        let mut watch = self.watch.lock().unwrap();
        drop(watch.stdin.take());
        watch.wait().unwrap();
    }

    /// Makes a standby take writes.
    pub(crate) fn promote(&self) {
        assert_eq!(self.sql("postgres", "SELECT pg_promote()"), "t");
    }

    fn run(directory: PathBuf, fsync: &str) -> Server {
        let (binaries, user) = (binaries(), unprivileged());
        let watch = as_user(Path::new("/bin/sh"), user, &directory)
            .args(["-c", WATCH, "sh"])
            .args([&binaries, &directory])
            .arg(fsync)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let server = Server { binaries, directory, watch: Mutex::new(watch) };
        server.wait_until_ready();
        server
    }

    fn wait_until_ready(&self) {
        // pg_isready waits by itself between its tries of the socket; each ends within a second.
        let ready = |_| {
            let mut command = Command::new(self.binaries.join("pg_isready"));
            command.args(["--quiet", "--timeout=1", "-h"]).arg(&self.directory).status().unwrap().success()
        };
        let log = || std::fs::read_to_string(self.directory.join("log")).unwrap_or_default();
        assert!((0..20_000).any(ready), "PostgreSQL did not start: {}", log());
    }

    /// A new, empty database; answers with its URL.
    pub(crate) fn create(&self, database: &str) -> String {
        self.sql("postgres", &format!("CREATE DATABASE {database}"));
        format!("postgres://tests@localhost/{database}?host={}", self.directory.display())
    }

    /// Runs one of the server's tools on a database; answers with what it writes.
    fn tool(&self, tool: &str, database: &str, arguments: &[&str], input: &[u8]) -> Vec<u8> {
        let mut command = Command::new(self.binaries.join(tool));
        command.args(["-U", "tests", "-d", database, "-h"]).arg(&self.directory).args(arguments);
        let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input).unwrap();
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{tool}: {}", String::from_utf8_lossy(&output.stderr));
        output.stdout
    }

    /// Runs SQL in one of its databases and answers with what it prints.
    pub(crate) fn sql(&self, database: &str, sql: &str) -> String {
        let mut psql = Command::new(self.binaries.join("psql"))
            .args([
                "--no-psqlrc",
                "--quiet",
                "--tuples-only",
                "--no-align",
                "--set=ON_ERROR_STOP=1",
                "-U",
                "tests",
                "-d",
                database,
                "-h",
            ])
            .arg(&self.directory)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        psql.stdin.take().unwrap().write_all(sql.as_bytes()).unwrap();
        let output = psql.wait_with_output().unwrap();
        assert!(output.status.success(), "{sql}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    }
}

/// The newest installed server.
fn binaries() -> PathBuf {
    let mut versions: Vec<PathBuf> = std::fs::read_dir("/usr/lib/postgresql")
        .map(|entries| {
            entries.map(|entry| entry.unwrap().path().join("bin")).filter(|path| path.join("initdb").exists()).collect()
        })
        .unwrap_or_default();
    versions.sort();
    versions
        .pop()
        .expect("no PostgreSQL server under /usr/lib/postgresql: run .ci/install, or apt-get install postgresql")
}

/// PostgreSQL refuses to run as root, so root's tests run it as `nobody`.
fn unprivileged() -> Option<(u32, u32)> {
    let id = |arguments: &[&str]| -> u32 {
        let output = Command::new("id").args(arguments).output().unwrap();
        String::from_utf8(output.stdout).unwrap().trim().parse().unwrap()
    };
    (id(&["-u"]) == 0).then(|| (id(&["-u", "nobody"]), id(&["-g", "nobody"])))
}

fn as_user(program: &Path, user: Option<(u32, u32)>, directory: &Path) -> Command {
    let mut command = Command::new(program);
    command.current_dir(directory).env_clear().env("PATH", "/usr/bin:/bin").env("LC_ALL", "C");
    if let Some((uid, gid)) = user {
        command.uid(uid).gid(gid);
    }
    command
}
