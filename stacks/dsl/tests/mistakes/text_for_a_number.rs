//! A size is a number.
use sprinters_dsl::resources::ec2::launch_template::Ebs;

fn main() {
    let _ = Ebs::new().volume_size("100 GiB");
}
