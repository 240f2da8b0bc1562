//! The quick-create link: one click from a web page to CloudFormation's review page, everything filled in.
//!
//! Format and limits: AWS CloudFormation User Guide, "Create quick-create links for stacks". The console ignores
//! parameters that the template lacks, and says nothing; so an unknown name, or a value that the template refuses,
//! never becomes a link here.
//!
//! ```
//! use sprinters_stacks::link::{LinkRequest, quick_create};
//! use sprinters_stacks::{StackKind, render};
//!
//! let link = quick_create(
//!     &render(StackKind::Runner)?,
//!     &LinkRequest {
//!         template_url: "https://sprinters-templates.s3.eu-central-1.amazonaws.com/runner.yaml".to_owned(),
//!         region: "eu-central-1".to_owned(),
//!         stack_name: "sprinters".to_owned(),
//!         parameters: vec![("ImageOwnerAccountId".to_owned(), "222233334444".to_owned())],
//!     },
//! )?;
//! assert!(link.ends_with("&stackName=sprinters&param_ImageOwnerAccountId=222233334444"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod parameter;
mod url;
mod value;

use crate::runner::parameter::IMAGE_OWNER_ACCOUNT_ID;
use parameter::ParameterError;
use sprinters_dsl::template::Template;
use thiserror::Error;

pub use url::MAX_TEMPLATE_URL_CHARACTERS;
pub use value::{MAX_VALUE_BYTES, ValueProblem};

/// Most characters of a stack's name: CloudFormation API Reference, `CreateStack`, `StackName`.
pub const MAX_STACK_NAME_CHARACTERS: usize = 128;

/// What the link is to fill in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkRequest {
    /// Where the template lies: `https`, on S3, at most [`MAX_TEMPLATE_URL_CHARACTERS`].
    pub template_url: String,
    /// The region of the stack, `eu-central-1`.
    pub region: String,
    /// The stack's name: a letter, then letters, digits and hyphens, at most [`MAX_STACK_NAME_CHARACTERS`].
    pub stack_name: String,
    /// Names and values of parameters; lists with commas. What is left out, the person fills in or leaves at its
    /// default.
    pub parameters: Vec<(String, String)>,
}

/// Why there is no link.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum LinkError {
    /// The address of the template is none that CloudFormation's console takes.
    #[error("the template URL `{url}` {problem}")]
    TemplateUrl {
        /// The address.
        url: String,
        /// What is wrong, to be read after the address.
        problem: &'static str,
    },
    /// The address of the template is too long.
    #[error(
        "the template URL has {characters} characters; a quick-create link takes at most {MAX_TEMPLATE_URL_CHARACTERS}"
    )]
    TemplateUrlTooLong {
        /// Its length.
        characters: usize,
    },
    /// The region is not written like one.
    #[error("`{region}` is not a region")]
    Region {
        /// What was given.
        region: String,
    },
    /// CloudFormation refuses the name.
    #[error("`{name}` can't be the name of a stack")]
    StackName {
        /// What was given.
        name: String,
    },
    /// A parameter or its value.
    #[error(transparent)]
    Parameter(#[from] ParameterError),
    /// A parameter is left out whose value nobody who opens the link can know.
    #[error("the link has no {name}, and nobody who opens it can know its value")]
    Missing {
        /// Its name.
        name: &'static str,
    },
    /// A parameter whose value CloudFormation masks. A link is seen by many eyes, and the console ignores it there.
    #[error("the parameter {name} is NoEcho; a quick-create link can't carry its value")]
    NoEcho {
        /// Its name.
        name: String,
    },
}

impl LinkError {
    /// What to do about it, one sentence.
    #[must_use]
    pub fn help(&self) -> String {
        match self {
            Self::TemplateUrl { .. } => {
                "upload the template to S3 and give its address, https://BUCKET.s3.REGION.amazonaws.com/KEY".to_owned()
            }
            Self::TemplateUrlTooLong { .. } => "upload the template under a shorter key".to_owned(),
            Self::Region { .. } => "write a region's code, such as eu-central-1".to_owned(),
            Self::StackName { .. } => format!(
                "begin with a letter, go on with letters, digits and hyphens, at most {MAX_STACK_NAME_CHARACTERS} characters"
            ),
            Self::Parameter(error) => error.help(),
            Self::Missing { name } => {
                format!(
                    "give {name}: the AWS account that publishes the runner images, as the operator of the control plane set it"
                )
            }
            Self::NoEcho { name } => format!("leave {name} out; the person who opens the link fills it in"),
        }
    }
}

/// The quick-create link for a template.
///
/// # Errors
///
/// When the link would not open, or would not fill in what was asked: see [`LinkError`].
pub fn quick_create(template: &Template, request: &LinkRequest) -> Result<String, LinkError> {
    url::check(&request.template_url)?;
    let console = url::console(&request.region).ok_or_else(|| LinkError::Region { region: request.region.clone() })?;
    if !is_stack_name(&request.stack_name) {
        return Err(LinkError::StackName { name: request.stack_name.clone() });
    }
    if let Some((name, _)) =
        request.parameters.iter().find(|(name, _)| template.parameter(name).is_some_and(|parameter| parameter.no_echo))
    {
        return Err(LinkError::NoEcho { name: name.clone() });
    }
    parameter::check(template, &request.parameters)?;
    let owner = template.parameter(IMAGE_OWNER_ACCOUNT_ID).filter(|parameter| parameter.default.is_none());
    if owner.is_some() && !request.parameters.iter().any(|(name, _)| name == IMAGE_OWNER_ACCOUNT_ID) {
        return Err(LinkError::Missing { name: IMAGE_OWNER_ACCOUNT_ID });
    }
    let mut link = format!(
        "https://{region}.{console}/cloudformation/home?region={region}#/stacks/create/review?templateURL={template}&stackName={name}",
        region = request.region,
        template = url::encode(&request.template_url),
        name = url::encode(&request.stack_name),
    );
    for (name, value) in &request.parameters {
        link.push_str(&format!("&param_{}={}", url::encode(name), url::encode(value)));
    }
    Ok(link)
}

/// Whether CloudFormation's console takes this as the address of a template, for whoever sets it long before there is a
/// link.
///
/// # Errors
///
/// [`LinkError::TemplateUrl`] or [`LinkError::TemplateUrlTooLong`].
pub fn check_template_url(url: &str) -> Result<(), LinkError> {
    url::check(url)
}

/// Whether CloudFormation takes this as the name of a stack.
#[must_use]
pub fn is_stack_name(name: &str) -> bool {
    name.len() <= MAX_STACK_NAME_CHARACTERS
        && name.starts_with(|first: char| first.is_ascii_alphabetic())
        && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}
