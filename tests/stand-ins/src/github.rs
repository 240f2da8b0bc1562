//! GitHub: apps, installations, repositories, runs, jobs, runners, tokens, deliveries, people.
