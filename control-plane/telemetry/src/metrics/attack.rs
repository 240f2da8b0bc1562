//! What is refused because nobody who means well does it.

/// What was tried, as a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Attack {
    /// To finish a sign-in that was not begun in that browser, or with a code that GitHub does not know.
    SignIn,
    /// To call the API with a token that is none.
    Token,
    /// To hand over a stack with a one-time code that is none, or to set up with a wrong one.
    Code,
    /// To post a form that did not come from a page of the session.
    Form,
    /// To see or do something in an account that is not theirs.
    Tenant,
    /// To do what admins alone may.
    Admin,
    /// To do something more often than anybody needs to.
    Rate,
}

impl Attack {
    /// All of them.
    pub const ALL: [Attack; 7] =
        [Attack::SignIn, Attack::Token, Attack::Code, Attack::Form, Attack::Tenant, Attack::Admin, Attack::Rate];

    /// The label's value.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Attack::SignIn => "sign_in",
            Attack::Token => "token",
            Attack::Code => "code",
            Attack::Form => "form",
            Attack::Tenant => "tenant",
            Attack::Admin => "admin",
            Attack::Rate => "rate",
        }
    }
}
