//! From a launch plan of the core to the one call that AWS gets: what is sent, and what the instance reads.

mod request;
mod user_data;

pub use request::{CannotLaunch, Target, request};
pub use user_data::{UserDataError, user_data};

#[cfg(test)]
mod tests {
    use sprinters_core::images::PublishedImages;
    use sprinters_core::label::Image;
    use sprinters_core::plan::{Circumstances, StoredPlan};

    pub(super) fn plan(label: &str) -> StoredPlan {
        StoredPlan::from(&sprinters_core::plan::plan(&label.parse().unwrap(), &Circumstances::unknown()).unwrap())
    }

    pub(super) fn images() -> PublishedImages {
        let line = |image: &Image| {
            let (name, root_gib) = (image.name(), image.root_size().get());
            let architecture = if name.contains("-arm") { "arm64" } else { "x86_64" };
            format!(
                r#"{{"region":"us-east-1","image":"ami-0123456789abcdef0","name":"{name}","architecture":"{architecture}","root_gib":{root_gib},"runner_version":"2.333.0","built":"2026-11-01"}}"#
            )
        };
        let lines: Vec<String> = Image::ALL.iter().map(line).collect();
        PublishedImages::read(&lines.join("\n")).unwrap()
    }
}
