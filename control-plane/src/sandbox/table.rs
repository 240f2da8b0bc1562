//! Jobs going by, one line for each thing that happens to one.

use sprinters_core::ids::JobId;
use sprinters_store::{Entry, Store, StoreError, TimelineEvent};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry::Vacant;

/// Most entries that are shown at once.
const AT_ONCE: i64 = 500;

/// What has been shown so far.
#[derive(Debug, Default)]
pub struct Table {
    last: i64,
    names: BTreeMap<JobId, (String, String)>,
}

impl Table {
    /// The lines that are new: what happened to jobs since the last look.
    ///
    /// # Errors
    /// If the database is away.
    pub async fn lines(&mut self, store: &Store) -> Result<Vec<String>, StoreError> {
        let mut lines = Vec::new();
        for entry in store.timeline_after(self.last, AT_ONCE).await? {
            let Some((job, text)) = entry.job.zip(words(&entry)) else {
                self.last = self.last.max(entry.id);
                continue;
            };
            if let Vacant(place) = self.names.entry(job) {
                match store.job(job).await {
                    Ok(Some(row)) => {
                        place.insert((format!("{} {}", row.repository, row.name), row.label));
                    }
                    Ok(None) => {}
                    // What was read already is shown; the next look goes on from here.
                    Err(_) if !lines.is_empty() => return Ok(lines),
                    Err(error) => return Err(error),
                }
            }
            let (name, label) = self.names.get(&job).cloned().unwrap_or_default();
            self.last = self.last.max(entry.id);
            lines.push(format!("{}  {name:<22} {label:<48} {text}", clock(entry.at.as_millis())));
        }
        Ok(lines)
    }
}

/// Hours, minutes and seconds of a moment, in UTC.
fn clock(millis: u64) -> String {
    let seconds = millis / 1_000 % 86_400;
    format!("{:02}:{:02}:{:02}", seconds / 3_600, seconds / 60 % 60, seconds % 60)
}

fn words(entry: &Entry) -> Option<String> {
    match &entry.happening {
        TimelineEvent::Job { state, failure, .. } => {
            Some(failure.as_ref().map_or_else(|| state.clone(), |failure| format!("{state}: {failure}")))
        }
        TimelineEvent::Launch { instance_type, market, answer, .. } => {
            Some(format!("{instance_type} {market}: {answer}"))
        }
        TimelineEvent::Retry { effect, failure, .. } => Some(format!("{effect} is tried again: {failure}")),
        TimelineEvent::Told { failure } => Some(format!("what to do: {}", failure.reason().remedy())),
        TimelineEvent::Notice { text } => Some(text.clone()),
        TimelineEvent::Runner { state, .. } if state == "gone" => Some("its instance is gone".to_owned()),
        TimelineEvent::Runner { .. }
        | TimelineEvent::NearMiss { .. }
        | TimelineEvent::Connection { .. }
        | TimelineEvent::Orphan { .. } => None,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_moment_has_a_time_of_day() {
        assert_eq!(super::clock(1_764_086_399_999), "15:59:59");
    }
}
