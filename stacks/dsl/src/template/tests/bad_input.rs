//! What is refused, and what the refusal says.
