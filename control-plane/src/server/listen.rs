//! Connections.

use super::exchange::{Connection, Shared};
use super::places::{Activity, Client, Judged, Place, Places};
use super::proxies::TrustedProxies;
use super::routes::Served;
use super::tls::{NoHandshake, Protocol, Tls};
use hyper::rt::{Read, Write};
use hyper::server::conn::{http1, http2};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulConnection;
use socket2::SockRef;
use sprinters_telemetry::metrics::{Metrics, TlsOutcome};
use std::convert::Infallible;
use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};

/// What connections may take of us.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Most connections at once, live streams not counted. When all are taken, a silent one makes room. With a body of
    /// 64 KiB each, 2,048 are 128 MiB.
    pub connections: usize,
    /// Most requests of pages and programs under way at once. Deliveries and operators have the rest to themselves.
    pub requests: usize,
    /// Most of these from one client.
    pub requests_of_client: usize,
    /// How long a connection may take to send its headers, and how long it may be idle between requests.
    pub headers: Duration,
    /// How long a connection may take for the TLS handshake.
    pub handshake: Duration,
    /// How long a body may take to arrive. The largest of a page has 64 KiB: 6 KB a second.
    pub body: Duration,
    /// How long a request may take from its headers to the last byte of its answer, all of it taken by the client.
    pub answer: Duration,
    /// The same for a live stream, which ends by itself before.
    pub stream: Duration,
    /// How long a client may take nothing of what was sent to it.
    pub stalled: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            connections: 2_048,
            requests: 1_536,
            requests_of_client: 256,
            headers: Duration::from_secs(10),
            handshake: Duration::from_secs(10),
            body: Duration::from_secs(10),
            answer: Duration::from_secs(60),
            stream: Duration::from_secs(6 * 60),
            stalled: Duration::from_secs(20),
        }
    }
}

/// Most bytes of a request's headers. GitHub's have about 1 KB.
const HEADER_BYTES: usize = 32 * 1024;

/// Bytes of an answer that the operating system holds for a client that does not read; Linux takes twice as many.
const SEND_BYTES: usize = 64 * 1024;

/// Most requests of one HTTP/2 connection at once. A browser with forty tabs has forty streams.
const REQUESTS_OF_CONNECTION: u32 = 64;

/// Bytes of bodies that an HTTP/2 connection may send before anybody asked for them: of one request, and of all.
const WINDOW: u32 = 64 * 1024;
const CONNECTION_WINDOW: u32 = 256 * 1024;

/// How long requests that have begun may take when we stop. A delivery takes some milliseconds.
const STOP: Duration = Duration::from_secs(3);

/// Pause after the operating system refused a connection, as it does when there are no file descriptors left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// Where connections come from.
#[derive(Debug)]
pub struct Listener {
    /// The port.
    pub socket: TcpListener,
    /// With it every connection is TLS; without it none is.
    pub tls: Option<Tls>,
    /// What connections may take of us.
    pub limits: Limits,
    /// Who is believed about who asks.
    pub proxies: TrustedProxies,
}

impl Listener {
    /// Without TLS and proxies, within the usual limits.
    #[must_use]
    pub fn plain(socket: TcpListener) -> Listener {
        Listener { socket, tls: None, limits: Limits::default(), proxies: TrustedProxies::default() }
    }
}

/// Serves until `stop`, then lets what has begun come to its end.
pub async fn serve(listener: Listener, served: Served, stop: impl Future<Output = ()>) {
    let Listener { socket, tls, limits, proxies } = listener;
    let metrics = served.intake.services.metrics.clone();
    let console = served.console.clone().filter(|_| served.paths.pages);
    let shared = Arc::new(Shared { router: super::router(served), limits, proxies, shares: Arc::default() });
    let places = Places::new(limits.connections);
    let (stopping, stopped) = watch::channel(false);
    // Closed when the last connection has let go of it.
    let (alive, mut all_gone) = mpsc::channel::<Infallible>(1);
    let mut stop = std::pin::pin!(stop);
    loop {
        let accepted = tokio::select! {
            accepted = socket.accept() => accepted,
            () = &mut stop => break,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                tracing::warn!(%error, "a connection could not be accepted");
                tokio::time::sleep(ACCEPT_PAUSE).await;
                continue;
            }
        };
        let activity = Activity::new();
        let place = tokio::select! {
            place = places.take(Client::of(peer.ip()), &activity) => place,
            () = &mut stop => break,
        };
        let accepted = Accepted { shared: Arc::clone(&shared), peer, activity, place, stopped: stopped.clone() };
        let (metrics, tls, alive) = (metrics.clone(), tls.clone(), alive.clone());
        tokio::spawn(async move {
            let gauge = metrics.connections();
            gauge.inc();
            accepted.serve(stream, tls, &metrics).await;
            gauge.dec();
            drop(alive);
        });
    }
    drop((socket, alive));
    if let Some(console) = &console {
        console.end_streams();
    }
    let _ = stopping.send(true);
    if tokio::time::timeout(STOP, all_gone.recv()).await.is_err() {
        tracing::warn!("stopped with requests under way");
    }
}

/// A connection that was accepted and has its place.
struct Accepted {
    shared: Arc<Shared>,
    peer: SocketAddr,
    activity: Arc<Activity>,
    place: Place,
    stopped: watch::Receiver<bool>,
}

impl Accepted {
    async fn serve(self, stream: TcpStream, tls: Option<Tls>, metrics: &Metrics) {
        let limits = self.shared.limits;
        set_options(&stream, limits);
        let Some(tls) = tls else { return self.http1(TokioIo::new(stream)).await };
        // Whoever is slow with the handshake makes room too.
        let shaken = tokio::select! {
            shaken = tls.accept(stream, limits.handshake) => shaken,
            () = self.activity.evicted() => return,
        };
        match shaken {
            Ok((stream, protocol)) => {
                metrics.handshake(TlsOutcome::Done);
                match protocol {
                    Protocol::Http1 => self.http1(TokioIo::new(stream)).await,
                    Protocol::Http2 => self.http2(TokioIo::new(stream)).await,
                }
            }
            Err(NoHandshake::Failed) => metrics.handshake(TlsOutcome::Failed),
            Err(NoHandshake::Slow) => metrics.handshake(TlsOutcome::Slow),
        }
    }

    async fn http1(self, io: impl Read + Write + Unpin + Send + 'static) {
        let Accepted { shared, peer, activity, place, stopped } = self;
        let limits = shared.limits;
        let connection = connection(shared, peer, &activity, place);
        let answer = service_fn(move |request| {
            let connection = Arc::clone(&connection);
            async move { Ok::<_, Infallible>(connection.answer(request).await) }
        });
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(limits.headers).max_buf_size(HEADER_BYTES);
        to_its_end(builder.serve_connection(io, answer), &activity, limits, stopped).await;
    }

    async fn http2(self, io: impl Read + Write + Unpin + Send + 'static) {
        let Accepted { shared, peer, activity, place, stopped } = self;
        let limits = shared.limits;
        let connection = connection(shared, peer, &activity, place);
        let answer = service_fn(move |request| {
            let connection = Arc::clone(&connection);
            async move { Ok::<_, Infallible>(connection.answer(request).await) }
        });
        let mut builder = http2::Builder::new(TokioExecutor::new());
        builder
            .timer(TokioTimer::new())
            .max_concurrent_streams(REQUESTS_OF_CONNECTION)
            .max_header_list_size(u32::try_from(HEADER_BYTES).unwrap_or(u32::MAX))
            .initial_stream_window_size(WINDOW)
            .initial_connection_window_size(CONNECTION_WINDOW)
            .max_send_buf_size(SEND_BYTES);
        to_its_end(builder.serve_connection(io, answer), &activity, limits, stopped).await;
    }
}

fn connection(shared: Arc<Shared>, peer: SocketAddr, activity: &Arc<Activity>, place: Place) -> Arc<Connection> {
    Arc::new(Connection { shared, peer, activity: Arc::clone(activity), place: Mutex::new(Some(place)) })
}

/// Lets a connection live until it ends, is silent or slow for too long, or has to make room.
async fn to_its_end<C: GracefulConnection>(
    connection: C,
    activity: &Activity,
    limits: Limits,
    mut stopped: watch::Receiver<bool>,
) {
    let mut connection = std::pin::pin!(connection);
    let mut looks = tokio::time::interval(limits.headers.min(limits.answer) / 4);
    looks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let mut leaving = false;
    loop {
        tokio::select! {
            // How a client leaves is its own business.
            _ = connection.as_mut() => return,
            () = activity.evicted() => return,
            _ = stopped.wait_for(|stop| *stop), if !leaving => {
                leaving = true;
                connection.as_mut().graceful_shutdown();
            }
            _ = looks.tick() => match activity.judge(Instant::now(), limits.headers) {
                Judged::Fine => {}
                Judged::Overdue => return,
                // HTTP/1 between two requests has its own clock. What is still there long after that takes an answer
                // byte by byte, or is HTTP/2 and was told to leave.
                Judged::Quiet if activity.judge(Instant::now(), 2 * limits.headers) == Judged::Quiet => return,
                Judged::Quiet if !leaving => {
                    leaving = true;
                    connection.as_mut().graceful_shutdown();
                }
                Judged::Quiet => {}
            },
        }
    }
}

/// Answers are one small packet; waiting for more to send would only delay them. What a client does not take is held
/// within bounds and not for long: that is the operating system's to see, also where nobody here sends any more.
fn set_options(stream: &TcpStream, limits: Limits) {
    let _ = stream.set_nodelay(true);
    let socket = SockRef::from(stream);
    let _ = socket.set_send_buffer_size(SEND_BYTES);
    #[cfg(target_os = "linux")]
    let _ = socket.set_tcp_user_timeout(Some(limits.stalled));
}
