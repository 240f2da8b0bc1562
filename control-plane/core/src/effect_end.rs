//! How effects end: one word each for the row, the log and the metrics, and one answer to the question whether what was
//! wanted was got.

/// Whether what an effect wanted was got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// It was, or nobody wants it any more.
    Done,
    /// Another way is taken.
    Replaced,
    /// It was not, and this effect does not try again.
    GaveUp,
}

macro_rules! ends {
    ($($(#[$doc:meta])* $variant:ident = $word:literal, $verdict:ident;)+) => {
        /// How an effect ended.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum EffectEnd {
            $($(#[$doc])* $variant,)+
        }

        impl EffectEnd {
            /// All of them.
            pub const ALL: &[EffectEnd] = &[$(EffectEnd::$variant),+];

            /// The word, as it is stored. A word once given stays.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $(EffectEnd::$variant => $word,)+
                }
            }

            /// Whether what it wanted was got.
            #[must_use]
            pub fn verdict(self) -> Verdict {
                match self {
                    $(EffectEnd::$variant => Verdict::$verdict,)+
                }
            }
        }
    };
}

ends! {
    /// The state has moved on: nobody wants it any more.
    Superseded = "superseded", Done;
    /// What the other side refuses will not be tried again by this effect.
    GaveUp = "gave up", GaveUp;
    /// The row was written by a version that this one does not understand.
    Unreadable = "unreadable", GaveUp;
    /// A runner was planned for the job.
    Planned = "runner planned", Done;
    /// The job waits, with a reason; it is looked at again.
    Held = "held", Done;
    /// The job gets no runner, with a reason.
    JobRefused = "job refused", GaveUp;
    /// GitHub says that the job is elsewhere in its life by now.
    MovedOn = "moved on", Done;
    /// GitHub does not know the job any more.
    JobGone = "gone", Done;
    /// A just-in-time configuration was made.
    Registered = "registered", Done;
    /// The name belongs to a runner in the middle of a job: this runner is given up for another one.
    NameBusy = "name busy", Replaced;
    /// GitHub makes no configuration.
    NotRegistered = "not registered", GaveUp;
    /// The registration is gone.
    Deregistered = "deregistered", Done;
    /// A job runs on it; it stays.
    Busy = "busy", Done;
    /// AWS made the instance.
    Launched = "launched", Done;
    /// AWS has no capacity for this candidate; the next one is tried.
    NoCapacity = "no capacity", Replaced;
    /// AWS refuses the launch.
    Refused = "refused", GaveUp;
    /// What had to be known for the call was not there: nothing was called.
    NeverCalled = "never called", GaveUp;
    /// The instance that a launch made was found.
    Found = "found", Done;
    /// No launch of this attempt made an instance, or it has ended.
    NotFound = "not found", Done;
    /// AWS ends the instance.
    Terminated = "terminated", Done;
    /// The root volume's performance was given back.
    Tuned = "tuned", Done;
    /// The root volume costs nothing beside its size.
    NothingToSave = "nothing to save", Done;
    /// AWS shows no root volume.
    NoVolume = "no volume", GaveUp;
    /// GitHub cancels the run.
    Cancelled = "cancelled", Done;
    /// GitHub runs the failed jobs again.
    RunAgain = "run again", Done;
    /// GitHub said where the job is in its life.
    Asked = "asked", Done;
    /// The reason stands in the job's timeline.
    Told = "told", Done;
    /// The connection works.
    Working = "working", Done;
    /// The connection does not work.
    Broken = "broken", Done;
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn each_end_has_a_word_of_its_own() {
        let words: BTreeSet<&str> = EffectEnd::ALL.iter().map(|end| end.as_str()).collect();
        assert_eq!(words.len(), EffectEnd::ALL.len());
    }

    #[test]
    fn a_runner_whose_name_was_busy_does_not_count_as_done() {
        assert_eq!(EffectEnd::NameBusy.verdict(), Verdict::Replaced);
        assert_eq!(EffectEnd::NotRegistered.verdict(), Verdict::GaveUp);
    }
}
