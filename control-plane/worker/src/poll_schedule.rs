//! When the worker looks at what. The first that comes waits for nobody; of a stream, what comes within some
//! milliseconds is looked at together, because a look costs the same for one as for many.

use std::time::{Duration, Instant};

/// How long deliveries are gathered that somebody waits for.
const GATHER_DELIVERIES: Duration = Duration::from_millis(10);

/// How long deliveries are gathered that nobody waits for: what a person who looks at the page does not notice.
const GATHER_NEWS: Duration = Duration::from_millis(100);

/// How long ends of effects are gathered, each of which may want another effect.
const GATHER_EFFECTS: Duration = Duration::from_millis(4);

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Poll {
    /// Deliveries.
    pub(super) deliveries: bool,
    /// Effects, whatever the deliveries come to.
    pub(super) effects: bool,
    /// What is due by the clock alone or by somebody else's doing.
    pub(super) round: bool,
}

impl Poll {
    /// At everything.
    pub(super) const ALL: Poll = Poll { deliveries: true, effects: true, round: true };

    /// At nothing.
    pub(super) const NOTHING: Poll = Poll { deliveries: false, effects: false, round: false };
}

/// When to look next. It has no clock: every moment is an argument.
#[derive(Debug)]
pub(super) struct PollSchedule {
    pause: Duration,
    round_at: Instant,
    deliveries: Debounce,
    effects: Debounce,
}

#[derive(Debug, Default)]
struct Debounce {
    /// When they are looked at, if there are some.
    at: Option<Instant>,
    /// When they were last looked at.
    last: Option<Instant>,
}

impl Debounce {
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
            *self = Debounce { at: None, last: Some(now) };
        }
        due
    }
}

impl PollSchedule {
    /// One that begins with a look at everything, and looks round once in a pause.
    pub(super) fn new(pause: Duration, now: Instant) -> PollSchedule {
        let mut schedule =
            PollSchedule { pause, round_at: now, deliveries: Debounce::default(), effects: Debounce::default() };
        schedule.deliveries.by(now);
        schedule.effects.by(now);
        schedule
    }

    /// A delivery came that somebody waits for, or somebody wants something done.
    pub(super) fn notified_urgent(&mut self, now: Instant) {
        self.deliveries.every(now, GATHER_DELIVERIES);
    }

    /// A delivery came that nobody waits for.
    pub(super) fn notified_eventually(&mut self, now: Instant) {
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
    pub(super) fn poll(&mut self, now: Instant) -> Poll {
        let round = self.round_at <= now;
        if round {
            self.round_at = now + self.pause;
        }
        Poll { deliveries: self.deliveries.is_due(now), effects: self.effects.is_due(now), round }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PAUSE: Duration = Duration::from_millis(200);
    const NOTHING: Poll = Poll::NOTHING;
    const DELIVERIES: Poll = Poll { deliveries: true, ..NOTHING };

    fn milliseconds(number: u64) -> Duration {
        Duration::from_millis(number)
    }

    /// One that has just looked at everything, and when.
    fn begun() -> (PollSchedule, Instant) {
        let start = Instant::now();
        let mut schedule = PollSchedule::new(PAUSE, start);
        assert_eq!(schedule.poll(start), Poll::ALL);
        (schedule, start)
    }

    #[test]
    fn left_alone_it_looks_round_once_in_a_pause() {
        let (mut schedule, start) = begun();
        assert_eq!(schedule.next(), start + PAUSE);
        assert_eq!(schedule.poll(start + PAUSE / 2), NOTHING);
        assert_eq!(schedule.poll(start + PAUSE), Poll { round: true, ..NOTHING });
        assert_eq!(schedule.next(), start + 2 * PAUSE);
    }

    #[test]
    fn the_first_waits_for_nobody_and_those_of_a_stream_are_taken_together() {
        let (mut schedule, start) = begun();
        let first = start + milliseconds(20);
        schedule.notified_urgent(first);
        assert_eq!(schedule.next(), first);
        assert_eq!(schedule.poll(first), DELIVERIES);
        for after in 1..10 {
            schedule.notified_urgent(first + milliseconds(after));
            assert_eq!(schedule.poll(first + milliseconds(after)), NOTHING);
        }
        assert_eq!(schedule.next(), first + GATHER_DELIVERIES);
        assert_eq!(schedule.poll(first + GATHER_DELIVERIES), DELIVERIES);
        assert_eq!(schedule.next(), start + PAUSE, "nothing is left");
    }

    #[test]
    fn what_nobody_waits_for_is_gathered_longer_and_delays_nobody() {
        let (mut schedule, start) = begun();
        schedule.notified_eventually(start + milliseconds(20));
        schedule.notified_eventually(start + milliseconds(60));
        assert_eq!(schedule.next(), start + milliseconds(20) + GATHER_NEWS, "counted from the first of them");
        schedule.notified_urgent(start + milliseconds(61));
        assert_eq!(schedule.next(), start + milliseconds(61));
    }

    #[test]
    fn ends_of_effects_are_gathered_and_too_many_are_looked_at_again_at_once() {
        let (mut schedule, start) = begun();
        schedule.effect_ended(start + milliseconds(1));
        assert_eq!(schedule.next(), start + GATHER_EFFECTS);
        assert_eq!(schedule.poll(start + GATHER_EFFECTS), Poll { effects: true, ..NOTHING });
        schedule.again(start + milliseconds(5));
        assert_eq!(schedule.poll(start + milliseconds(5)), Poll { round: false, ..Poll::ALL });
    }
}
