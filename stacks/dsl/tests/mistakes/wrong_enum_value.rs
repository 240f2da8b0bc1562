//! Tokens are `optional` or `required`.
use sprinters_dsl::resources::ec2::launch_template::MetadataOptions;

fn main() {
    let _ = MetadataOptions::new().http_tokens("mandatory");
}
