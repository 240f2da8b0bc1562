//! AWS: STS, EC2, CloudFormation and KMS, with the policies of installed stacks enforced.
//!
//! A model with state behind the protocols that AWS speaks, on one loopback port; the service and region of a call are
//! those that it was signed for. Every call is authenticated (key, token, signature, scope), evaluated by the policies
//! of whoever calls, and only then done; what AWS refuses is refused in AWS's words. A stack is installed from the
//! rendered template, so what is enforced is what a customer installs.
//!
//! [`Aws`] is the handle: cheap to clone, all clones are one AWS. Through it a test makes accounts, images, prices and
//! scarcity, orders faults, and asks what there is and what was called. Time is a [`Clock`]; nothing moves by itself
//! but with it.
//!
//! What it does not do: several instances a call, network interfaces of one's own, anything that no runner needs.

mod cloudformation;
mod control;
mod ec2;
mod fault;
mod form;
mod identity;
mod instance;
mod kms;
mod ledger;
mod moment;
mod policy;
mod refusal;
mod request;
mod seen;
mod server;
mod signature;
mod stack;
mod state;
mod sts;
mod throttle;
mod xml;

pub use control::CustomerStack;
pub use fault::{Fault, FaultOn};
pub use identity::Credentials;
pub use instance::{SeenInstance, SeenVolume, State};
pub use kms::KeyState;
pub use ledger::Call;
pub use policy::{BadPolicy, Layer};
pub use stack::{InstallError, Installed};
pub use state::{Image, Market, Pool};

use crate::clock::Clock;
use state::World;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

/// An AWS on loopback. It ends with its last clone.
#[derive(Debug, Clone)]
pub struct Aws {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    world: Arc<Mutex<World>>,
    address: SocketAddr,
    server: AbortHandle,
}

impl Drop for Inner {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Aws {
    /// Starts an empty one on a free port of 127.0.0.1.
    ///
    /// # Errors
    /// If no port can be listened on.
    pub async fn start(clock: Clock) -> std::io::Result<Aws> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
        let address = listener.local_addr()?;
        let world = Arc::new(Mutex::new(World::new(clock)));
        let server = tokio::spawn(server::serve(listener, Arc::clone(&world))).abort_handle();
        Ok(Aws { inner: Arc::new(Inner { world, address, server }) })
    }

    /// Its address, for `AWS_ENDPOINT_URL`.
    #[must_use]
    pub fn endpoint(&self) -> String {
        format!("http://{}", self.inner.address)
    }

    fn world(&self) -> MutexGuard<'_, World> {
        // Nobody panics while holding it; should somebody, the world is as good as it was.
        self.inner.world.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
