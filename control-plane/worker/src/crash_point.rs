//! A worker that dies at a chosen moment, as a killed process does: for tests of what is left on the disk.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A moment in the life of one effect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// It is leased, and nothing was called.
    Leased,
    /// What had to be called was called, and nothing of its end is written.
    Performed,
}

impl Moment {
    /// Both, in order.
    pub const ALL: [Moment; 2] = [Moment::Leased, Moment::Performed];
}

type Chosen = dyn Fn(&'static str, Moment) -> bool + Send + Sync;

/// Whether and when a worker dies. By default never.
#[derive(Clone, Default)]
pub(super) struct CrashPoint {
    chosen: Option<Arc<Chosen>>,
    dead: Arc<AtomicBool>,
}

impl CrashPoint {
    pub(super) fn at(chosen: Arc<Chosen>) -> CrashPoint {
        CrashPoint { chosen: Some(chosen), dead: Arc::default() }
    }

    /// Whether it is dead at this moment of an effect of this kind. Nobody comes back to life.
    pub(super) fn reached(&self, kind: &'static str, moment: Moment) -> bool {
        let Some(chosen) = &self.chosen else { return false };
        if chosen(kind, moment) {
            self.dead.store(true, Ordering::SeqCst);
        }
        self.has_crashed()
    }

    pub(super) fn has_crashed(&self) -> bool {
        self.dead.load(Ordering::SeqCst)
    }
}

impl fmt::Debug for CrashPoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("CrashPoint").field("chosen", &self.chosen.is_some()).field("dead", &self.has_crashed()).finish()
    }
}
