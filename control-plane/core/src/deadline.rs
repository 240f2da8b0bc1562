//! How long anything may take. Each ends in a reason or a next try; none is silent.

use std::time::Duration;

/// A registration at GitHub: one call, with retries through a secondary rate limit, which asks for a minute or two.
pub const REGISTERING: Duration = Duration::from_mins(5);

/// One RunInstances, repeated with the same token while its answer is lost or throttled. AWS answers within seconds;
/// its own retries end before two minutes.
pub const LAUNCHING: Duration = Duration::from_mins(3);

/// From the instance's launch until GitHub says that a job took its runner. The slowest image boots in under a minute;
/// GitHub offers a job again after 60 seconds; and GitHub removes just-in-time runners that nobody wanted after two to
/// six minutes.
pub const PICK_UP: Duration = Duration::from_mins(10);

/// The life of a runner that took a job. GitHub ends every job after five days, so at this point no job runs on it.
pub const LIFETIME: Duration = Duration::from_hours(5 * 24 + 1);

/// For GitHub's answer to a deregistration before it is asked again.
pub const RELEASING: Duration = Duration::from_mins(2);

/// For an instance to end by itself when its job is done: upload of the logs, then power-off.
pub const STOPPING: Duration = Duration::from_mins(3);

/// Between two TerminateInstances for an instance that is still there, doubled each time up to
/// [`TERMINATE_AGAIN_AT_MOST`].
pub const TERMINATE_AGAIN: Duration = Duration::from_mins(2);

/// The longest wait between two TerminateInstances. An instance costs money every minute, so never much longer.
pub const TERMINATE_AGAIN_AT_MOST: Duration = Duration::from_mins(30);

/// For a job in the queue. GitHub gives it up after 24 hours, and then so do we.
pub const JOB_QUEUED: Duration = Duration::from_hours(24);

/// An instance younger than this may be missing from DescribeInstances, which lags behind RunInstances by up to a
/// minute.
pub const VISIBLE: Duration = Duration::from_mins(2);

/// An instance or a registration that nobody knows must be this old before anything is done to it: whoever made it may
/// not have written it down yet.
pub const ORPHAN: Duration = Duration::from_mins(10);

/// Added to the lifetime in the user data, after which the instance powers itself off even if nobody reaches it.
pub const INSTANCE_OWN_LIMIT: Duration = Duration::from_hours(5 * 24 + 2);
