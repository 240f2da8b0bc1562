//! A property of a nested type is misspelt.
use sprinters_dsl::resources::ec2::launch_template::Ebs;

fn main() {
    let _ = Ebs::new().encryptd(true);
}
