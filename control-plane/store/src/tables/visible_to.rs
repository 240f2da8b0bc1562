//! What a reader may see. Every query of a page or of the API takes one, and has it in its `WHERE`: there is no reading
//! first and checking later.

/// One account, and of it everything or what one person reaches. Only the console's access check and the API's token
/// check make one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct VisibleTo {
    account: i64,
    person: i64,
}

/// The condition on rows of `jobs`: `$1` is the account, `$2` the person, 0 for everything.
macro_rules! jobs_visible_to {
    () => {
        "jobs.account_id = $1 AND ($2 = 0 OR EXISTS (
            SELECT 1 FROM reachable_repositories AS reachable
            WHERE reachable.person_id = $2 AND reachable.account_id = $1 AND reachable.repository_id = jobs.repository_id))"
    };
}

/// The same for rows of `runners`.
macro_rules! runners_visible_to {
    () => {
        "runners.account_id = $1 AND ($2 = 0 OR EXISTS (
            SELECT 1 FROM reachable_repositories AS reachable
            WHERE reachable.person_id = $2 AND reachable.account_id = $1 AND reachable.repository_id = runners.repository_id))"
    };
}

pub(crate) use {jobs_visible_to, runners_visible_to};

impl VisibleTo {
    /// All of an account: for its admins, and for tokens that they made.
    #[must_use]
    pub fn whole(account: i64) -> VisibleTo {
        VisibleTo { account, person: 0 }
    }

    /// Of an account, the repositories that GitHub lists for a person.
    #[must_use]
    pub fn of_person(account: i64, person: i64) -> VisibleTo {
        VisibleTo { account, person }
    }

    /// GitHub's number of the account.
    #[must_use]
    pub fn account(self) -> i64 {
        self.account
    }

    /// Whether it is all of the account.
    #[must_use]
    pub fn is_whole(self) -> bool {
        self.person == 0
    }

    pub(crate) fn person(self) -> i64 {
        self.person
    }
}
