//! When the worker looks at what. The first that comes waits for nobody; of a stream, what comes within some milliseconds is looked at together, because
//! a look costs the same for one as for many.

use std::time::{Duration, Instant};

/// How long deliveries are gathered that somebody waits for.
const GATHER_DELIVERIES: Duration = Duration::from_millis(10);

/// How long deliveries are gathered that nobody waits for: what a person who looks at the page does not notice.
const GATHER_NEWS: Duration = Duration::from_millis(100);

/// How long ends of effects are gathered, each of which may want another effect.
const GATHER_EFFECTS: Duration = Duration::from_millis(4);

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    /// Deliveries.
    pub(super) deliveries: bool,
    /// Effects, whatever the deliveries come to.
    pub(super) effects: bool,
    /// What is due by the clock alone or by somebody else's doing.
    pub(super) round: bool,
}

impl Look {
    /// At everything.
    pub(super) const ALL: Look = Look { deliveries: true, effects: true, round: true };
}

/// When to look next. It has no clock: every moment is an argument.
#[derive(Debug)]
pub(super) struct Rhythm {
    pause: Duration,
    round_at: Instant,
    deliveries: Gathering,
    effects: Gathering,
}

#[derive(Debug, Default)]
struct Gathering {
    /// When they are looked at, if there are some.
    at: Option<Instant>,
    /// When they were last looked at.
    last: Option<Instant>,
}

impl Gathering {
    /// At that moment, or earlier if that was said already.
    fn by(&mut self, moment: Instant) {
        self.at = Some(self.at.map_or(moment, |at| at.min(moment)));
    }

    /// At once, but not more often than that.
    fn every(&mut self, now: Instant, gather: Duration) {
        self.by(self.last.map_or(now, |last| now.max(last + gather)));
    }

    fn is_due(&mut self, now: Instant) -> bool {
        let due = self.at.is_some_and(|at| at <= now);
        if due {
            *self = Gathering { at: None, last: Some(now) };
        }
        due
    }
}

impl Rhythm {
    /// One that begins with a look at everything, and looks round once in a pause.
    pub(super) fn new(pause: Duration, now: Instant) -> Rhythm {
        let mut rhythm =
            Rhythm { pause, round_at: now, deliveries: Gathering::default(), effects: Gathering::default() };
        rhythm.deliveries.by(now);
        rhythm.effects.by(now);
        rhythm
    }

    /// A delivery came that somebody waits for, or somebody wants something done.
    pub(super) fn rung_now(&mut self, now: Instant) {
        self.deliveries.every(now, GATHER_DELIVERIES);
    }

    /// A delivery came that nobody waits for.
    pub(super) fn rung_soon(&mut self, now: Instant) {
        self.deliveries.by(now + GATHER_NEWS);
    }

    /// An effect has ended.
    pub(super) fn effect_ended(&mut self, now: Instant) {
        self.effects.every(now, GATHER_EFFECTS);
    }

    /// There may be more of everything.
    pub(super) fn again(&mut self, now: Instant) {
        self.deliveries.by(now);
        self.effects.by(now);
    }

    /// When to look next.
    pub(super) fn next(&self) -> Instant {
        [self.deliveries.at, self.effects.at].into_iter().flatten().fold(self.round_at, Instant::min)
    }

    /// What is looked at now.
    pub(super) fn look(&mut self, now: Instant) -> Look {
        let round = self.round_at <= now;
        if round {
            self.round_at = now + self.pause;
        }
        Look { deliveries: self.deliveries.is_due(now), effects: self.effects.is_due(now), round }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_millis(200);
    const NOTHING: Look = Look { deliveries: false, effects: false, round: false };
    const DELIVERIES: Look = Look { deliveries: true, ..NOTHING };

    fn milliseconds(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    /// One that has just looked at everything, and when.
    fn begun() -> (Rhythm, Instant) {
        let start = Instant::now();
        let mut rhythm = Rhythm::new(PAUSE, start);
        assert_eq!(rhythm.look(start), Look::ALL);
        (rhythm, start)
    }

    #[test]
    fn left_alone_it_looks_round_once_in_a_pause() {
        let (mut rhythm, start) = begun();
        assert_eq!(rhythm.next(), start + PAUSE);
        assert_eq!(rhythm.look(start + PAUSE / 2), NOTHING);
        assert_eq!(rhythm.look(start + PAUSE), Look { round: true, ..NOTHING });
        assert_eq!(rhythm.next(), start + 2 * PAUSE);
    }

    #[test]
    fn the_first_waits_for_nobody_and_those_of_a_stream_are_taken_together() {
        let (mut rhythm, start) = begun();
        let first = start + milliseconds(20);
        rhythm.rung_now(first);
        assert_eq!(rhythm.next(), first);
        assert_eq!(rhythm.look(first), DELIVERIES);
        for after in 1..10 {
            rhythm.rung_now(first + milliseconds(after));
            assert_eq!(rhythm.look(first + milliseconds(after)), NOTHING);
        }
        assert_eq!(rhythm.next(), first + GATHER_DELIVERIES);
        assert_eq!(rhythm.look(first + GATHER_DELIVERIES), DELIVERIES);
        assert_eq!(rhythm.next(), start + PAUSE, "nothing is left");
    }

    #[test]
    fn what_nobody_waits_for_is_gathered_longer_and_delays_nobody() {
        let (mut rhythm, start) = begun();
        rhythm.rung_soon(start + milliseconds(20));
        rhythm.rung_soon(start + milliseconds(60));
        assert_eq!(rhythm.next(), start + milliseconds(20) + GATHER_NEWS, "counted from the first of them");
        rhythm.rung_now(start + milliseconds(61));
        assert_eq!(rhythm.next(), start + milliseconds(61));
    }

    #[test]
    fn ends_of_effects_are_gathered_and_too_many_are_looked_at_again_at_once() {
        let (mut rhythm, start) = begun();
        rhythm.effect_ended(start + milliseconds(1));
        assert_eq!(rhythm.next(), start + GATHER_EFFECTS);
        assert_eq!(rhythm.look(start + GATHER_EFFECTS), Look { effects: true, ..NOTHING });
        rhythm.again(start + milliseconds(5));
        assert_eq!(rhythm.look(start + milliseconds(5)), Look { round: false, ..Look::ALL });
    }
}
