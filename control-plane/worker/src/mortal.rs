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
pub(super) struct Mortal {
    chosen: Option<Arc<Chosen>>,
    dead: Arc<AtomicBool>,
}

impl Mortal {
    pub(super) fn when(chosen: Arc<Chosen>) -> Mortal {
        Mortal { chosen: Some(chosen), dead: Arc::default() }
    }

    /// Whether it is dead at this moment of an effect of this kind. Nobody comes back to life.
    pub(super) fn dies(&self, kind: &'static str, moment: Moment) -> bool {
        let Some(chosen) = &self.chosen else { return false };
        if chosen(kind, moment) {
            self.dead.store(true, Ordering::SeqCst);
        }
        self.is_dead()
    }

    pub(super) fn is_dead(&self) -> bool {
        self.dead.load(Ordering::SeqCst)
    }
}

impl fmt::Debug for Mortal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Mortal").field("chosen", &self.chosen.is_some()).field("dead", &self.is_dead()).finish()
    }
}
