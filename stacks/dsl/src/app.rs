//! Several stacks that belong together: each in its environment, what one tells another typed.
//!
//! ```
//! use sprinters_dsl::app::{App, Environment};
//! use sprinters_dsl::prelude::*;
//! use sprinters_dsl::resources::{sns, sqs};
//!
//! let mut app = App::new();
//! let here = Environment::new("111122223333", "eu-west-1")?;
//! let mut events = app.stack("events", &here, "What happens in the shop");
//! let topic = events.resource("Orders", sns::Topic::new().kms_master_key_id("alias/aws/sns"));
//! let orders = events.export("OrdersTopic", &topic.topic_arn());
//! let mut mail = app.stack("mail", &here, "Tells customers");
//! let topic_arn = mail.import(&orders);
//! mail.resource("Waiting", sqs::Queue::new());
//! mail.output("Topic", OutputSpec::new(&topic_arn));
//! app.add(events);
//! app.add(mail);
//! let rendered = app.synthesize()?;
//! let order: Vec<&str> = rendered.iter().map(|stack| stack.name.as_str()).collect();
//! assert_eq!(order, ["events", "mail"]);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

use crate::stack::{OutputSpec, Refused, Stack};
use crate::template::Template;
use crate::value::{AccountId, Region, TextKind, Value, ValueError, imported};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use thiserror::Error;

/// An account and a region.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Environment {
    account: String,
    region: String,
}

impl Environment {
    /// By the account's 12 digits and the region's name.
    ///
    /// # Errors
    /// If either has another form.
    pub fn new(account: &str, region: &str) -> Result<Self, ValueError> {
        Value::<AccountId>::literal(account)?;
        Value::<Region>::literal(region)?;
        Ok(Self { account: account.to_owned(), region: region.to_owned() })
    }

    /// The account.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.account
    }

    /// The region.
    #[must_use]
    pub fn region(&self) -> &str {
        &self.region
    }
}

/// What a stack tells other stacks of its environment.
pub struct Export<T> {
    stack: String,
    name: String,
    environment: Environment,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Export<T> {
    fn clone(&self) -> Self {
        Self {
            stack: self.stack.clone(),
            name: self.name.clone(),
            environment: self.environment.clone(),
            kind: PhantomData,
        }
    }
}

impl<T> std::fmt::Debug for Export<T> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Export({})", self.name)
    }
}

/// A stack of an app: a [`Stack`] with a name and an environment.
#[derive(Debug)]
pub struct AppStack {
    name: String,
    environment: Environment,
    stack: Stack,
    imports: Vec<Import>,
}

#[derive(Debug)]
struct Import {
    stack: String,
    name: String,
    environment: Environment,
}

impl Deref for AppStack {
    type Target = Stack;

    fn deref(&self) -> &Stack {
        &self.stack
    }
}

impl DerefMut for AppStack {
    fn deref_mut(&mut self) -> &mut Stack {
        &mut self.stack
    }
}

impl AppStack {
    /// Tells a value to other stacks: an output of this name, exported as `STACK-NAME`.
    pub fn export<T: TextKind>(&mut self, name: &str, value: &Value<T>) -> Export<T> {
        let exported = format!("{}-{name}", self.name);
        let export: Value<String> = Value::raw(json!(exported));
        self.stack.output(name, OutputSpec::new(value).export(&export));
        Export { stack: self.name.clone(), name: exported, environment: self.environment.clone(), kind: PhantomData }
    }

    /// Takes what another stack tells. This one is then deployed after it.
    pub fn import<T>(&mut self, export: &Export<T>) -> Value<T> {
        self.imports.push(Import {
            stack: export.stack.clone(),
            name: export.name.clone(),
            environment: export.environment.clone(),
        });
        imported(export.name.as_str())
    }

    /// Where it is deployed.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
    }
}

/// A stack that became a template.
#[derive(Debug, Clone)]
pub struct Rendered {
    /// The stack's name.
    pub name: String,
    /// Where it is deployed.
    pub environment: Environment,
    /// The template.
    pub template: Template,
    /// The stacks that must be there before.
    pub after: Vec<String>,
}

/// Why an app can't become templates.
#[derive(Debug, Error)]
pub enum AppRefused {
    /// A stack was refused.
    #[error("the stack {stack}: {refused}")]
    Stack {
        /// Its name.
        stack: String,
        /// Every reason.
        refused: Refused,
    },
    /// Two stacks of one environment have one name.
    #[error("two stacks are named {0} in one environment")]
    NameTwice(String),
    /// A stack takes what a stack tells that is not in the app, or in another environment.
    #[error("the stack {stack} imports {export}, which no stack of {account} in {region} exports")]
    NotExported {
        /// Who imports.
        stack: String,
        /// The export's name.
        export: String,
        /// The importing stack's account.
        account: String,
        /// And region.
        region: String,
    },
    /// Stacks wait for each other.
    #[error("the stacks {} wait for each other", .0.join(", "))]
    Circle(Vec<String>),
}

/// Stacks that belong together.
#[derive(Debug, Default)]
pub struct App {
    stacks: Vec<AppStack>,
}

impl App {
    /// Without stacks.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Begins a stack; [`App::add`] takes it when it is complete.
    #[must_use]
    pub fn stack(&self, name: &str, environment: &Environment, description: &str) -> AppStack {
        AppStack {
            name: name.to_owned(),
            environment: environment.clone(),
            stack: Stack::new(description),
            imports: Vec::new(),
        }
    }

    /// Takes a stack.
    pub fn add(&mut self, stack: AppStack) {
        self.stacks.push(stack);
    }

    /// Turns every stack into its template, in an order in which they can be deployed.
    ///
    /// # Errors
    /// The first reason why not.
    pub fn synthesize(self) -> Result<Vec<Rendered>, AppRefused> {
        let mut known = BTreeSet::new();
        for stack in &self.stacks {
            if !known.insert((stack.environment.clone(), stack.name.clone())) {
                return Err(AppRefused::NameTwice(stack.name.clone()));
            }
        }
        let mut left: Vec<Rendered> = Vec::new();
        for AppStack { name, environment, stack, imports } in self.stacks {
            for import in &imports {
                let there = known.contains(&(environment.clone(), import.stack.clone()));
                if import.environment != environment || !there {
                    let Environment { account, region } = environment;
                    return Err(AppRefused::NotExported { stack: name, export: import.name.clone(), account, region });
                }
            }
            let after: BTreeSet<String> = imports.into_iter().map(|import| import.stack).collect();
            let template = match stack.synthesize() {
                Ok(template) => template,
                Err(refused) => return Err(AppRefused::Stack { stack: name, refused }),
            };
            left.push(Rendered { name, environment, template, after: after.into_iter().collect() });
        }
        in_order(left)
    }
}

/// Each stack after those that it waits for; otherwise in the order in which they were added.
fn in_order(mut left: Vec<Rendered>) -> Result<Vec<Rendered>, AppRefused> {
    let mut out: Vec<Rendered> = Vec::new();
    let mut done: BTreeMap<Environment, BTreeSet<String>> = BTreeMap::new();
    while !left.is_empty() {
        let ready = left.iter().position(|stack| {
            stack.after.iter().all(|name| done.get(&stack.environment).is_some_and(|done| done.contains(name)))
        });
        let Some(ready) = ready else {
            return Err(AppRefused::Circle(left.into_iter().map(|stack| stack.name).collect()));
        };
        let stack = left.remove(ready);
        done.entry(stack.environment.clone()).or_default().insert(stack.name.clone());
        out.push(stack);
    }
    Ok(out)
}
