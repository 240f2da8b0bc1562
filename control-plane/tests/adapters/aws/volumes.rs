//! Volumes: launched fast, tuned down after boot.

use super::cloud::Cloud;
use sprinters_aws::LaunchDisposition;
use std::time::Duration;

#[tokio::test]
async fn a_volume_is_tuned_once_in_six_hours() {
    let cloud = Cloud::new().await;
    let mut request = cloud.request(1, 0);
    request.volumes[0].iops = 4_000;
    request.volumes[0].mib_per_second = 1_000;
    let launched = cloud.ours.run_instances(&cloud.access, &request, &super::cloud::user_data()).await.unwrap();
    cloud.advance(Duration::from_secs(10));
    let found = cloud.ours.find_instance(&cloud.access, &request.client_token).await.unwrap();
    let (device, volume) = &found[0].volumes[0];
    assert_eq!(device, "/dev/sda1");
    cloud.ours.modify_volume(&cloud.access, volume, 3_000, 125).await.unwrap();
    let seen = cloud.theirs.instance(launched.instance.as_str()).unwrap();
    assert_eq!((seen.volumes[0].iops, seen.volumes[0].mib_per_second), (3_000, 125));

    let error = cloud.ours.modify_volume(&cloud.access, volume, 3_000, 125).await.unwrap_err();
    assert_eq!(error.code(), Some("IncorrectModificationState"));
    assert!(matches!(error.classify(), LaunchDisposition::Again(_)));
    cloud.advance(Duration::from_hours(5));
    let error = cloud.ours.modify_volume(&cloud.access, volume, 3_000, 125).await.unwrap_err();
    assert_eq!(error.code(), Some("VolumeModificationRateExceeded"));
    assert!(matches!(error.classify(), LaunchDisposition::GiveUp(_)));
    cloud.advance(Duration::from_hours(1));
    cloud.ours.modify_volume(&cloud.access, volume, 3_000, 125).await.unwrap();
}
