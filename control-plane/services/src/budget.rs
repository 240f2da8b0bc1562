//! An account's month: what was spent, where it goes at its own pace, and what both are to its budget. The same for the
//! page of costs and for e-mail.

use sprinters_core::calendar::month_began;
use sprinters_core::time::Timestamp;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// People are told when so much of a budget is spent, in percent: there is still time to do something.
pub const SHARE_PERCENT: u64 = 80;

/// A month and its budget. Amounts are millionths of a US dollar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Month {
    /// When it began.
    pub began: Timestamp,
    /// Spent since then.
    pub spent: u64,
    /// What it comes to if it goes on like that; none on the first day, which says nothing about a month.
    pub forecast: Option<u64>,
    /// The budget, if there is one.
    pub budget: Option<u64>,
}

/// How a month stands to its budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    /// Well, or there is no budget.
    Fine,
    /// It will be spent before the month is over.
    WillBeSpent,
    /// [`SHARE_PERCENT`] of it are spent.
    NearlySpent,
    /// It is spent: nothing is launched until the next month.
    Spent,
}

impl Month {
    /// The month of a moment, of which so much is spent.
    #[must_use]
    pub fn of(now: Timestamp, spent: u64, budget: Option<u64>) -> Month {
        let began = month_began(now);
        let passed = now.since(began);
        let whole = month_began(began.after(DAY * 32)).since(began);
        let forecast = (DAY <= passed).then(|| {
            let sum = u128::from(spent) * u128::from(whole.as_secs()) / u128::from(passed.as_secs());
            u64::try_from(sum).unwrap_or(u64::MAX)
        });
        Month { began, spent, forecast, budget }
    }

    /// How it stands.
    #[must_use]
    pub fn standing(&self) -> Standing {
        let Some(budget) = self.budget else { return Standing::Fine };
        let share = u128::from(self.spent) * 100;
        if budget <= self.spent {
            Standing::Spent
        } else if u128::from(budget) * u128::from(SHARE_PERCENT) <= share {
            Standing::NearlySpent
        } else if self.forecast.is_some_and(|forecast| budget < forecast) {
            Standing::WillBeSpent
        } else {
            Standing::Fine
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_stands_to_its_budget_as_it_is_spent() {
        // 2024-02-11 00:00, ten of 29 days.
        let now = Timestamp::from_secs(1_707_609_600);
        let standing = |spent, budget| Month::of(now, spent, budget).standing();
        assert_eq!(Month::of(now, 100, None).forecast, Some(290));
        assert_eq!(standing(100, None), Standing::Fine);
        assert_eq!(standing(100, Some(290)), Standing::Fine);
        assert_eq!(standing(100, Some(289)), Standing::WillBeSpent);
        assert_eq!(standing(100, Some(126)), Standing::WillBeSpent);
        assert_eq!(standing(100, Some(125)), Standing::NearlySpent);
        assert_eq!(standing(100, Some(100)), Standing::Spent);
        assert_eq!(standing(0, Some(0)), Standing::Spent, "a budget of nothing is spent from the beginning");
    }

    #[test]
    fn the_first_day_says_nothing_about_a_month() {
        let began = Timestamp::from_secs(1_706_745_600);
        let early = Month::of(began.after(Duration::from_secs(86_399)), 100, Some(101));
        assert_eq!((early.began, early.forecast, early.standing()), (began, None, Standing::NearlySpent));
    }
}
