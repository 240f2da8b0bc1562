//! A control plane, put together in one place and in one way: `serve`, the sandbox, tests, benches and the example
//! start it here.

use crate::server::{self, Listener, Paths};
use crate::wake;
use crate::webhook::{self, Intake};
use sprinters_aws::Aws;
use sprinters_common::clock::Clock;
use sprinters_console::{self as console, Console, ConsoleSettings};
use sprinters_core::images::PublishedImages;
use sprinters_services::Services;
use sprinters_services::identity::AppIdentity;
use sprinters_services::mail::Mailer;
use sprinters_store::Store;
use sprinters_worker::{Limits, Worker};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::watch;
use tokio::task::JoinHandle;

/// How long a stopping process waits for what serves and works: each of them has bounds of its own below it, but for a
/// database that hangs.
const STOP: Duration = Duration::from_secs(4);

/// How long a stopping process waits for the last commit of deliveries. What was not committed was not answered either,
/// and comes again.
const LAST_COMMIT: Duration = Duration::from_millis(500);

/// How long a stopping process waits for the database to let go of its connections.
const CLOSE: Duration = Duration::from_millis(400);

/// Who works on what was kept.
#[derive(Debug, Default)]
pub enum Work {
    /// Another process.
    #[default]
    Elsewhere,
    /// This process, for as long as it runs.
    Here(Aws),
    /// Nobody by itself: whoever has the worker lets it settle. For tests, whose time stands still.
    ByHand(Aws),
}

/// What a control plane is started with.
#[derive(Debug)]
pub struct Options {
    /// Everything that is kept.
    pub store: Store,
    /// The GitHub App to act as; its parts may come later.
    pub identity: AppIdentity,
    /// The time.
    pub clock: Clock,
    /// The runner images that may be launched.
    pub images: Arc<PublishedImages>,
    /// Who works.
    pub work: Work,
    /// What the worker may take up at once.
    pub limits: Limits,
    /// The pages for people; none are served without.
    pub console: Option<ConsoleSettings>,
    /// Sends e-mail.
    pub mailer: Option<Mailer>,
    /// Where requests come from; none are answered without.
    pub listener: Option<Listener>,
    /// Where readiness and metrics are asked for, if not there.
    pub operations: Option<Listener>,
    /// Where deliveries come in, if not there.
    pub webhook: Option<Listener>,
    /// How long a body may take to arrive.
    pub body_time: Duration,
    /// How long it goes on after it is told to stop, while it says already that it is not ready.
    pub stop_grace: Duration,
}

impl Options {
    /// The least: a store, and nothing that answers or works.
    #[must_use]
    pub fn new(store: Store) -> Options {
        Options {
            store,
            identity: AppIdentity::default(),
            clock: Clock::System,
            images: Arc::default(),
            work: Work::Elsewhere,
            limits: Limits::default(),
            console: None,
            mailer: None,
            listener: None,
            operations: None,
            webhook: None,
            body_time: webhook::ARRIVE,
            stop_grace: Duration::ZERO,
        }
    }
}

/// A running control plane.
#[derive(Debug)]
pub struct ControlPlane {
    /// What its parts share.
    pub services: Services,
    /// Its worker, if this process has one.
    pub worker: Option<Worker>,
    /// Its pages, if this process serves them.
    pub console: Option<Console>,
    stop: watch::Sender<bool>,
    stop_grace: Duration,
    // Handles, and no set: dropped with the whole, they go on until they hear that it is time to stop.
    serving: Vec<JoinHandle<()>>,
    working: JoinHandle<()>,
    committing: JoinHandle<()>,
    waking: JoinHandle<()>,
    _pages: Option<console::Tasks>,
}

impl ControlPlane {
    /// Starts everything that was asked for.
    #[must_use]
    pub fn start(options: Options) -> ControlPlane {
        let services = Services::new(options.store, options.identity, options.clock, options.images);
        let console = options.console.map(|settings| Console::new(services.clone(), settings));
        let pages = console.as_ref().map(|console| console::start(console, options.mailer));
        let (stop, stopped) = watch::channel(false);
        let (worker, runs) = match options.work {
            Work::Elsewhere => (None, false),
            Work::Here(aws) => (Some(Worker::new(services.clone(), aws, options.limits)), true),
            Work::ByHand(aws) => (Some(Worker::new(services.clone(), aws, options.limits)), false),
        };
        let working = match worker.clone().filter(|_| runs) {
            Some(worker) => {
                let stop = until(stopped.clone());
                tokio::spawn(async move { worker.run(stop).await })
            }
            None => tokio::spawn(async {}),
        };
        let waking = match (&worker, runs) {
            (None, _) => tokio::spawn(as_long_as(until(stopped.clone()), wake::tell(services.clone()))),
            (Some(_), true) => tokio::spawn(as_long_as(until(stopped.clone()), wake::hear(services.clone()))),
            (Some(_), false) => tokio::spawn(async {}),
        };
        let (intake, committing) = Intake::start_with(services.clone(), options.body_time);
        let paths = Paths { webhook: options.webhook.is_none(), operations: options.operations.is_none(), pages: true };
        let listeners =
            [(options.listener, paths), (options.operations, Paths::OPERATIONS), (options.webhook, Paths::WEBHOOK)];
        let mut serving = Vec::new();
        for (listener, paths) in listeners {
            if let Some(listener) = listener {
                let served = server::Served { intake: intake.clone(), console: console.clone(), paths };
                serving.push(tokio::spawn(server::serve(listener, served, until(stopped.clone()))));
            }
        }
        drop(intake);
        let stop_grace = options.stop_grace;
        ControlPlane {
            services,
            worker,
            console,
            stop,
            stop_grace,
            serving,
            working,
            committing,
            waking,
            _pages: pages,
        }
    }

    /// Says that it is not ready, goes on for the grace, then lets what has begun come to its end, within five seconds
    /// whatever hangs, and closes the store.
    pub async fn stop(self) {
        self.services.vitals.stop();
        tokio::time::sleep(self.stop_grace).await;
        // Nobody listens where a part ended before.
        let _ = self.stop.send(true);
        let parts = self.serving.iter().chain([&self.working, &self.waking]);
        let cut_off: Vec<_> = parts.map(JoinHandle::abort_handle).collect();
        let ended = async {
            let _ = tokio::join!(futures_util::future::join_all(self.serving), self.working);
            // Its connection goes back before the store closes.
            let _ = self.waking.await;
        };
        if tokio::time::timeout(STOP, ended).await.is_err() {
            tracing::warn!("stopped while something hangs; leases that are left run out");
            cut_off.iter().for_each(tokio::task::AbortHandle::abort);
        }
        let _ = tokio::time::timeout(LAST_COMMIT, self.committing).await;
        if tokio::time::timeout(CLOSE, self.services.store.close()).await.is_err() {
            tracing::warn!("the database did not let go of its connections");
        }
    }
}

async fn until(mut stopped: watch::Receiver<bool>) {
    // The sender goes with the control plane.
    let _ = stopped.wait_for(|stop| *stop).await;
}

/// Does something until it is to stop, wherever that finds it.
async fn as_long_as(stop: impl Future<Output = ()>, act: impl Future<Output = ()>) {
    tokio::select! {
        () = stop => {}
        () = act => {}
    }
}
