//! Account keys that a service has unwrapped, for a while: so that not every secret costs a call, and a service that is
//! down is not felt at once.

use super::account::{AccountKey, AccountKeyId};
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a key is kept. A root key that is disabled at the service closes what it wrapped after that time.
const KEEP: Duration = Duration::from_secs(5 * 60);

/// Most keys that are kept: one of each account that is busy. With some 100 bytes each they are 100 KB.
const MOST: usize = 1_024;

/// The keys. They are wiped when they are dropped.
#[derive(Debug, Default)]
pub(super) struct Unwrapped {
    keys: Mutex<HashMap<AccountKeyId, (AccountKey, Instant)>>,
}

impl Unwrapped {
    pub(super) fn get(&self, id: AccountKeyId, account: i64, now: Instant) -> Option<AccountKey> {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        let (key, until) = keys.get(&id)?;
        if *until <= now {
            keys.remove(&id);
            return None;
        }
        // The same number for another account is another row.
        (key.account() == account).then(|| key.clone())
    }

    pub(super) fn put(&self, key: &AccountKey, now: Instant) {
        let mut keys = self.keys.lock().unwrap_or_else(PoisonError::into_inner);
        if MOST <= keys.len() {
            keys.retain(|_, (_, until)| now < *until);
        }
        if MOST <= keys.len() {
            let oldest = keys.iter().min_by_key(|(_, (_, until))| *until).map(|(id, _)| *id);
            oldest.and_then(|id| keys.remove(&id));
        }
        keys.insert(key.id(), (key.clone(), now + KEEP));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_kept_for_a_while_and_for_its_account() {
        let (cache, start) = (Unwrapped::default(), Instant::now());
        let key = AccountKey::generate(7).unwrap();
        cache.put(&key, start);
        assert!(cache.get(key.id(), 7, start + KEEP - Duration::from_secs(1)).is_some());
        assert!(cache.get(key.id(), 8, start).is_none());
        assert!(cache.get(key.id(), 7, start + KEEP).is_none());
        assert!(cache.keys.lock().unwrap().is_empty());
    }

    #[test]
    fn the_oldest_goes_when_there_are_too_many() {
        let (cache, start) = (Unwrapped::default(), Instant::now());
        let keys: Vec<AccountKey> = (0..=MOST as i64).map(|account| AccountKey::generate(account).unwrap()).collect();
        for (second, key) in keys.iter().enumerate() {
            cache.put(key, start + Duration::from_millis(second as u64));
        }
        assert_eq!(cache.keys.lock().unwrap().len(), MOST);
        assert!(cache.get(keys[0].id(), 0, start).is_none() && cache.get(keys[1].id(), 1, start).is_some());
    }
}
