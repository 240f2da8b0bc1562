//! What each of AWS's error codes means for a job: every code of the references in `reference/`, and some that AWS
//! answers without listing them (seen with karpenter, aws-parallelcluster and terraform-provider-aws).
//!
//! A code alone does not always say what it is about; `message.rs` reads the sentence of those first.

use super::RefusalKind::{self, Customer, Hold, NextCandidate, Operator, Organisation};
use sprinters_core::failure::FailureReason;

/// Kind, reason, and the codes that are decided so.
#[rustfmt::skip]
pub(super) const DECIDED: [(RefusalKind, FailureReason, &[&str]); 26] = [
    // This pool has nothing left: another type, zone or market may have.
    (NextCandidate, FailureReason::NoCapacity, &[
        "IncompatibleHostRequirements", "InsufficientAddressCapacity", "InsufficientCapacity",
        "InsufficientCapacityOnHost", "InsufficientHostCapacity", "InsufficientInstanceCapacity",
        "InsufficientReservedInstanceCapacity", "InsufficientReservedInstancesCapacity",
        "InsufficientVolumeCapacity", "InvalidCapacityReservationState.PendingActivation",
        "ReservationCapacityExceeded", "SpotMaxPriceTooLow", "UnavailableHostRequirements", "UnfulfillableCapacity",
    ]),
    // Not sold there, or not in this combination.
    (NextCandidate, FailureReason::TypeNotOffered, &[
        "AttachmentLimitExceeded", "BootForVolumeTypeUnsupported", "EncryptedVolumesNotSupported",
        "InvalidAvailabilityZone", "InvalidInstanceFamily", "InvalidInstanceType", "InvalidZone.NotFound",
        "NonEBSInstance", "Unsupported", "UnsupportedException", "UnsupportedHostConfiguration",
        "UnsupportedInstanceTypeOnHost", "VolumeTypeNotAvailableInZone", "ZonesMismatched",
    ]),
    // Another subnet may have room.
    (NextCandidate, FailureReason::SubnetFull, &[
        "InsufficientFreeAddressesInSubnet",
    ]),
    // Another subnet may be there.
    (NextCandidate, FailureReason::SubnetGone, &[
        "InvalidSubnet", "InvalidSubnetID.Malformed", "InvalidSubnetID.NotFound", "InvalidSubnetId.Malformed",
        "InvalidSubnetId.NotFound",
    ]),
    // Another zone may have a default subnet.
    (NextCandidate, FailureReason::NoDefaultVpc, &[
        "DefaultSubnetDoesNotExistInAvailabilityZone", "MissingInput",
    ]),
    // The quota of this market; on-demand has another.
    (NextCandidate, FailureReason::SpotQuota, &[
        "MaxSpotInstanceCountExceeded", "RequestResourceCountExceeded", "SpotInstanceCountLimitExceeded",
    ]),
    // AWS has a disturbance, wants to be asked less often, or is still busy with something.
    (Hold, FailureReason::AwsUnavailable, &[
        "AuthFailure", "BandwidthLimitExceeded", "ConcurrentTagAccess", "CreditSpecificationUpdateInProgress",
        "EC2ThrottledException", "ExpiredToken", "ExpiredTokenException", "IncorrectInstanceState",
        "IncorrectModificationState", "IncorrectSpotRequestState", "IncorrectState", "IncorrectStateException",
        "InternalError", "InternalFailure", "InternalServerError", "InvalidClientTokenId",
        "InvalidInstanceID.NotFound", "InvalidInstanceState", "InvalidState", "PriorRequestNotComplete",
        "RequestAbortedException", "RequestLimitExceeded", "RequestThrottled", "RequestThrottledException",
        "RequestTimeout", "RequestTimeoutException", "RetryableError", "ServerInternal", "ServiceUnavailable",
        "ServiceUnavailableException", "SlowDown", "ThrottledException", "Throttling", "ThrottlingException",
        "TooManyRequestsException", "Unavailable", "UnrecognizedClientException",
    ]),
    // AWS verifies the account, for minutes.
    (Hold, FailureReason::AwsAccountPending, &[
        "PendingVerification",
    ]),
    // What we sign is too old or too young.
    (Operator, FailureReason::ClockWrong, &[
        "InvalidSecurity.RequestHasExpired", "RequestExpired", "RequestInTheFuture", "RequestTimeTooSkewed",
    ]),
    // We did not ask as AWS wants to be asked.
    (Operator, FailureReason::Internal, &[
        "ClientInvalidParameterValue", "DryRunOperation", "FilterLimitExceeded", "IdempotentParameterMismatch",
        "IncompleteSignature", "InvalidAction", "InvalidCharacter", "InvalidClientToken", "InvalidFilter",
        "InvalidMaxResults", "InvalidNextToken", "InvalidPaginationToken", "InvalidQueryParameter",
        "MalformedHttpRequestException", "MalformedPolicyDocument", "MalformedQueryString", "MissingAction",
        "MissingAuthenticationToken", "MissingAuthenticationTokenException", "MissingParameter", "NoSuchVersion",
        "PackedPolicyTooLarge", "RequestEntityTooLargeException", "SignatureDoesNotMatch",
        "UnknownOperationException", "UnknownParameter", "UnsupportedProtocol",
    ]),
    // The image is not there for this account.
    (Operator, FailureReason::ImageNotShared, &[
        "InvalidAMIID.Malformed", "InvalidAMIID.NotFound", "InvalidAMIID.Unavailable", "InvalidManifest",
        "InvalidProductInfo",
    ]),
    // The instance of this token has ended already.
    (Operator, FailureReason::InstanceFailed, &[
        "IdempotentInstanceTerminated",
    ]),
    // A policy says no. The sentence says whose; where it is above the role, the organisation has to act.
    (Customer, FailureReason::ActionDenied, &[
        "AccessDenied", "AccessDeniedException", "NotAuthorized", "UnauthorizedException", "UnauthorizedOperation",
    ]),
    // The AWS account itself.
    (Customer, FailureReason::AwsAccountUnusable, &[
        "AccountDisabled", "Blocked", "OptInRequired", "RegionDisabledException", "SubscriptionRequiredException",
        "VpcLimitExceeded",
    ]),
    // The stack's launch template.
    (Customer, FailureReason::LaunchTemplateGone, &[
        "InvalidLaunchTemplateId.Malformed", "InvalidLaunchTemplateId.NotFound",
        "InvalidLaunchTemplateId.NotFoundException", "InvalidLaunchTemplateId.VersionNotFound",
        "InvalidLaunchTemplateName.MalformedException", "InvalidLaunchTemplateName.NotFoundException",
    ]),
    // The security group.
    (Customer, FailureReason::SecurityGroupGone, &[
        "InvalidGroup.NotFound", "InvalidGroupId.Malformed", "InvalidSecurityGroupID.NotFound",
        "InvalidSecurityGroupId.Malformed",
    ]),
    // The VPC.
    (Customer, FailureReason::SubnetGone, &[
        "InvalidVpcID.Malformed", "InvalidVpcID.NotFound",
    ]),
    // No VPC to launch into.
    (Customer, FailureReason::NoDefaultVpc, &[
        "DefaultVpcDoesNotExist", "VPCIdNotSpecified", "VPCResourceNotSpecified",
    ]),
    // The instance profile.
    (Customer, FailureReason::InstanceProfileGone, &[
        "InvalidIamInstanceProfileArn.Malformed",
    ]),
    // The key that encrypts the volumes.
    (Customer, FailureReason::KmsKeyUnusable, &[
        "CustomerKeyHasBeenRevoked", "InvalidKMSKey.InvalidState", "KMSKeyNotAccessibleFault", "KmsKeyNotFound",
    ]),
    // The service-linked role for spot.
    (Customer, FailureReason::SpotRoleMissing, &[
        "AuthFailure.ServiceLinkedRoleCreationNotPermitted",
    ]),
    // A quota of the account.
    (Customer, FailureReason::VcpuQuota, &[
        "InstanceLimitExceeded", "NetworkInterfaceLimitExceeded", "ResourceCountExceeded", "ResourceLimitExceeded",
        "VcpuLimitExceeded",
    ]),
    // A quota of the account for EBS.
    (Customer, FailureReason::VolumeQuota, &[
        "MaxIOPSLimitExceeded", "VolumeIOPSLimitExceeded", "VolumeLimitExceeded",
        "VolumeModificationSizeLimitExceeded",
    ]),
    // What the label or the stack asks for does not go together: no time mends that. The sentence may say more.
    (Customer, FailureReason::LaunchRefused, &[
        "InstanceCreditSpecification.NotSupported", "InvalidBlockDeviceMapping", "InvalidCpuCredits",
        "InvalidCpuCredits.Malformed", "InvalidID", "InvalidInput", "InvalidInstanceAttributeValue",
        "InvalidInterface.IpAddressLimitExceeded", "InvalidKeyPair.NotFound", "InvalidParameter",
        "InvalidParameterCombination", "InvalidParameterDependency", "InvalidParameterValue", "InvalidRequest",
        "InvalidTagKey.Malformed", "InvalidTenancy", "OperationNotPermitted", "PrivateIpAddressLimitExceeded",
        "SecurityGroupLimitExceeded", "SecurityGroupsPerInstanceLimitExceeded",
        "SecurityGroupsPerInterfaceLimitExceeded", "TagLimitExceeded", "UnknownVolumeType",
        "UnsupportedHibernationConfiguration", "UnsupportedInstanceAttribute", "UnsupportedOperation",
        "UnsupportedTenancy", "ValidationError", "VolumeIOPSLimit",
    ]),
    // A policy of the organisation, in its own words.
    (Organisation, FailureReason::DeniedByOrganization, &[
        "DeclarativePoliciesAccessDeniedException", "DeclarativePoliciesNotEnabledException", "TagPolicyViolation",
    ]),
    // AWS complains of something that we never ask for.
    (Operator, FailureReason::AwsAnswerUnknown, &[
        "ActiveVpcPeeringConnectionPerVpcLimitExceeded", "AddressLimitExceeded", "AsnConflict", "BundlingInProgress",
        "CannotDelete", "CapacityBlockDescribeLimitExceeded", "ClientVpnAuthorizationRuleLimitExceeded",
        "ClientVpnCertificateRevocationListLimitExceeded", "ClientVpnEndpointAssociationExists",
        "ClientVpnEndpointLimitExceeded", "ClientVpnRouteLimitExceeded",
        "ClientVpnTerminateConnectionsLimitExceeded", "ConcurrentCreateImageNoRebootLimitExceeded",
        "ConcurrentSnapshotLimitExceeded", "CustomerGatewayLimitExceeded",
        "DefaultSubnetAlreadyExistsInAvailabilityZone", "DefaultVpcAlreadyExists", "DeleteConversionTaskError",
        "DependencyViolation", "DiskImageSizeTooLarge", "DuplicateSubnetsInSameZone",
        "ExistingVpcEndpointConnections", "FleetNotInModifiableState", "FlowLogAlreadyExists",
        "FlowLogsLimitExceeded", "Gateway.NotAttached", "HostAlreadyCoveredByReservation", "HostLimitExceeded",
        "InaccessibleStorageLocation", "InaccessibleStorageLocationException", "InstanceEventStartTimeCannotChange",
        "InstanceTpmEkPubNotFound", "InterfaceInUseByTrafficMirrorSession", "InterfaceInUseByTrafficMirrorTarget",
        "InternetGatewayLimitExceeded", "InvalidAMIAttributeItemValue", "InvalidAMIName.Duplicate",
        "InvalidAMIName.Malformed", "InvalidAddress.Locked", "InvalidAddress.Malformed", "InvalidAddress.NotFound",
        "InvalidAddressID.NotFound", "InvalidAffinity", "InvalidAllocationID.NotFound",
        "InvalidAssociationID.NotFound", "InvalidAttachment.NotFound", "InvalidAttachmentID.NotFound",
        "InvalidAutoPlacement", "InvalidBundleID.NotFound", "InvalidCapacityBlockOfferingIdExpired",
        "InvalidCapacityBlockOfferingIdMalformed", "InvalidCapacityBlockOfferingIdNotFound",
        "InvalidCapacityReservationId.Malformed", "InvalidCapacityReservationId.NotFound",
        "InvalidCarrierGatewayID.NotFound", "InvalidCidr.InUse", "InvalidClientVpnActiveAssociationNotFound",
        "InvalidClientVpnAssociationIdNotFound", "InvalidClientVpnConnection.IdNotFound",
        "InvalidClientVpnConnection.UserNotFound", "InvalidClientVpnDuplicateAssociationException",
        "InvalidClientVpnDuplicateAuthorizationRule", "InvalidClientVpnDuplicateRoute",
        "InvalidClientVpnEndpointAuthorizationRuleNotFound", "InvalidClientVpnEndpointId.NotFound",
        "InvalidClientVpnRouteNotFound", "InvalidClientVpnSubnetId.DifferentAccount",
        "InvalidClientVpnSubnetId.DuplicateAz", "InvalidClientVpnSubnetId.NotFound",
        "InvalidClientVpnSubnetId.OverlappingCidr", "InvalidConversionTaskId", "InvalidConversionTaskId.Malformed",
        "InvalidCustomerGateway.DuplicateIpAddress", "InvalidCustomerGatewayID.NotFound",
        "InvalidCustomerGatewayId.Malformed", "InvalidCustomerGatewayState",
        "InvalidDeclarativePoliciesReportId.Malformed", "InvalidDhcpOptionID.NotFound",
        "InvalidDhcpOptionsID.NotFound", "InvalidDhcpOptionsId.Malformed",
        "InvalidEgressOnlyInternetGatewayId.Malformed", "InvalidEgressOnlyInternetGatewayId.NotFound",
        "InvalidElasticGpuID.Malformed", "InvalidElasticGpuID.NotFound", "InvalidExportTaskID.Malformed",
        "InvalidExportTaskID.NotFound", "InvalidFlowLogId.NotFound", "InvalidFormat", "InvalidFpgaImageID.Malformed",
        "InvalidFpgaImageID.NotFound", "InvalidGatewayID.NotFound", "InvalidGroup.Duplicate", "InvalidGroup.InUse",
        "InvalidGroup.Reserved", "InvalidHostConfiguration", "InvalidHostID.Malformed", "InvalidHostID.NotFound",
        "InvalidHostId", "InvalidHostId.Malformed", "InvalidHostId.NotFound", "InvalidHostReservationId.Malformed",
        "InvalidHostReservationOfferingId.Malformed", "InvalidHostState", "InvalidIPAddress.InUse",
        "InvalidInstanceConnectEndpointId.Malformed", "InvalidInstanceConnectEndpointId.NotFound",
        "InvalidInstanceCreditSpecification", "InvalidInstanceCreditSpecification.DuplicateInstanceId",
        "InvalidInstanceEventIDNotFound", "InvalidInstanceEventStartTime", "InvalidInstanceID",
        "InvalidInstanceID.Malformed", "InvalidInstanceID.NotLinkable", "InvalidInternetGatewayID.NotFound",
        "InvalidInternetGatewayId.Malformed", "InvalidKernelId.Malformed", "InvalidKey.Format",
        "InvalidKeyPair.Duplicate", "InvalidKeyPair.Format", "InvalidLaunchTargets",
        "InvalidLaunchTemplateName.AlreadyExistsException", "InvalidNatGatewayID.NotFound",
        "InvalidNetworkAclEntry.NotFound", "InvalidNetworkAclID.NotFound", "InvalidNetworkAclId.Malformed",
        "InvalidNetworkInterface.InUse", "InvalidNetworkInterface.NotFound",
        "InvalidNetworkInterfaceAttachmentId.Malformed", "InvalidNetworkInterfaceID.NotFound",
        "InvalidNetworkInterfaceId.Malformed", "InvalidNetworkLoadBalancerArn.Malformed",
        "InvalidNetworkLoadBalancerArn.NotFound", "InvalidOption.Conflict", "InvalidPermission.Duplicate",
        "InvalidPermission.Malformed", "InvalidPermission.NotFound", "InvalidPlacementGroup.Duplicate",
        "InvalidPlacementGroup.InUse", "InvalidPlacementGroup.Unknown", "InvalidPlacementGroupId.Malformed",
        "InvalidPolicyDocument", "InvalidPrefixListID.NotFound", "InvalidPrefixListId.Malformed",
        "InvalidPurchaseToken.Expired", "InvalidPurchaseToken.Malformed", "InvalidQuantity",
        "InvalidRamDiskId.Malformed", "InvalidRegion", "InvalidReservationID.Malformed",
        "InvalidReservationID.NotFound", "InvalidReservedInstancesId", "InvalidReservedInstancesOfferingId",
        "InvalidResourceConfigurationArn.Malformed", "InvalidResourceConfigurationArn.NotFound",
        "InvalidResourceType.Unknown", "InvalidRoute.InvalidState", "InvalidRoute.Malformed",
        "InvalidRoute.NotFound", "InvalidRouteTableID.NotFound", "InvalidRouteTableId.Malformed",
        "InvalidScheduledInstance", "InvalidSecurityGroupRuleId.Malformed", "InvalidSecurityGroupRuleId.NotFound",
        "InvalidServiceName", "InvalidSnapshot.InUse", "InvalidSnapshot.NotFound", "InvalidSnapshotID.Malformed",
        "InvalidSpotDatafeed.NotFound", "InvalidSpotFleetRequestConfig", "InvalidSpotFleetRequestId.Malformed",
        "InvalidSpotFleetRequestId.NotFound", "InvalidSpotInstanceRequestID.Malformed",
        "InvalidSpotInstanceRequestID.NotFound", "InvalidStateTransition", "InvalidSubnet.Conflict",
        "InvalidSubnet.Range", "InvalidTargetArn.Unknown", "InvalidTargetException", "InvalidTime",
        "InvalidTrafficMirrorFilterNotFound", "InvalidTrafficMirrorFilterRuleNotFound",
        "InvalidTrafficMirrorSessionNotFound", "InvalidTrafficMirrorTargetNoFound", "InvalidUserID.Malformed",
        "InvalidVolume.NotFound", "InvalidVolume.ZoneMismatch", "InvalidVolumeID.Duplicate",
        "InvalidVolumeID.Malformed", "InvalidVolumeID.ZoneMismatch", "InvalidVpcEndpoint.NotFound",
        "InvalidVpcEndpointId.Malformed", "InvalidVpcEndpointId.NotFound", "InvalidVpcEndpointService.NotFound",
        "InvalidVpcEndpointServiceId.NotFound", "InvalidVpcEndpointServiceIdId.Malformed", "InvalidVpcEndpointType",
        "InvalidVpcPeeringConnectionID.NotFound", "InvalidVpcPeeringConnectionId.Malformed",
        "InvalidVpcPeeringConnectionState.DnsHostnamesDisabled", "InvalidVpcRange", "InvalidVpcState",
        "InvalidVpnConnection.InvalidState", "InvalidVpnConnection.InvalidType", "InvalidVpnConnectionID",
        "InvalidVpnConnectionID.NotFound", "InvalidVpnGatewayAttachment.NotFound", "InvalidVpnGatewayID.NotFound",
        "InvalidVpnGatewayState", "KeyPairLimitExceeded", "LegacySecurityGroup", "LimitPriceExceeded",
        "LogDestinationNotFound", "LogDestinationPermissionIssue", "MaxConfigLimitExceededException",
        "MaxScheduledInstanceCapacityExceeded", "MaxSpotFleetRequestCountExceeded", "MaxTemplateLimitExceeded",
        "MaxTemplateVersionLimitExceeded", "NatGatewayLimitExceeded", "NatGatewayMalformed", "NatGatewayNotFound",
        "NetworkAclEntryAlreadyExists", "NetworkAclEntryLimitExceeded", "NetworkAclLimitExceeded",
        "NetworkInterfaceNotSupported", "NetworkLoadBalancerNotFoundException",
        "NlbInUseByTrafficMirrorTargetException", "NotExportable", "OutstandingVpcPeeringConnectionLimitExceeded",
        "PendingSnapshotLimitExceeded", "PendingVpcPeeringConnectionLimitExceeded", "PlacementGroupLimitExceeded",
        "ReservedInstancesCountExceeded", "ReservedInstancesLimitExceeded", "ReservedInstancesUnavailable",
        "Resource.AlreadyAssigned", "Resource.AlreadyAssociated", "ResourceCountLimitExceeded", "RouteAlreadyExists",
        "RouteLimitExceeded", "RouteTableLimitExceeded", "RulesPerSecurityGroupLimitExceeded",
        "ScheduledInstanceLimitExceeded", "ScheduledInstanceParameterMismatch", "ScheduledInstanceSlotNotOpen",
        "ScheduledInstanceSlotUnavailable", "SnapshotCopyUnsupported.InterRegion",
        "SnapshotCreationPerVolumeRateExceeded", "SnapshotLimitExceeded", "SubnetLimitExceeded",
        "TargetCapacityLimitExceededException", "TrafficMirrorFilterInUse", "TrafficMirrorFilterLimitExceeded",
        "TrafficMirrorFilterRuleAlreadyExists", "TrafficMirrorFilterRuleLimitExceeded",
        "TrafficMirrorSessionLimitExceeded", "TrafficMirrorSessionsPerInterfaceLimitExceeded",
        "TrafficMirrorSessionsPerTargetLimitExceeded", "TrafficMirrorSourcesPerTargetLimitExceeded",
        "TrafficMirrorTargetInUseException", "TrafficMirrorTargetLimitExceeded", "UnknownPrincipalType.Unsupported",
        "UpdateLimitExceeded", "VolumeInUse", "VpcEndpointLimitExceeded", "VpcPeeringConnectionAlreadyExists",
        "VpcPeeringConnectionsPerVpcLimitExceeded", "VpnConnectionLimitExceeded",
        "VpnGatewayAttachmentLimitExceeded", "VpnGatewayLimitExceeded",
    ]),
];

/// The decision about a code; none where nobody has met it yet.
pub(super) fn decided(code: &str) -> Option<(RefusalKind, FailureReason)> {
    DECIDED.iter().find(|(_, _, codes)| codes.contains(&code)).map(|(kind, reason, _)| (*kind, *reason))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::{BTreeMap, BTreeSet};
    use std::fmt::Write as _;

    const REFERENCES: [&str; 2] =
        [include_str!("../../reference/ec2-error-codes.txt"), include_str!("../../reference/sts-error-codes.txt")];

    fn listed() -> BTreeSet<&'static str> {
        REFERENCES.into_iter().flat_map(str::lines).filter(|line| !line.starts_with('#') && !line.is_empty()).collect()
    }

    #[test]
    fn every_code_of_awss_reference_is_decided_and_once() {
        let listed = listed();
        assert!(430 < listed.len(), "{}", listed.len());
        let undecided: Vec<_> = listed.iter().filter(|code| decided(code).is_none()).collect();
        assert!(undecided.is_empty(), "nobody decided what a job does then: {undecided:?}");
        let mut times: BTreeMap<&str, u32> = BTreeMap::new();
        for code in DECIDED.iter().flat_map(|(_, _, codes)| codes.iter()) {
            *times.entry(code).or_default() += 1;
        }
        times.retain(|_, times| *times != 1);
        assert!(times.is_empty(), "decided twice: {times:?}");
    }

    #[test]
    fn what_passes_or_is_mended_by_somebody_ends_no_job() {
        for (kind, reason, codes) in &DECIDED {
            let ends = reason.next() == sprinters_core::failure::Next::GiveUp;
            let final_for_label = matches!(reason, FailureReason::TypeNotOffered | FailureReason::LaunchRefused);
            assert!(!ends || final_for_label, "{kind:?} {reason}: {codes:?}");
        }
    }

    /// `docs/aws-errors.md` is this table.
    #[test]
    fn operators_read_the_same_table() {
        let mut page = String::from(include_str!("aws-errors-head.md"));
        for kind in RefusalKind::ALL {
            write!(page, "\n## {}\n\n{}\n\n| reason | AWS's codes |\n| --- | --- |\n", kind.title(), kind.meaning())
                .unwrap();
            for (_, reason, codes) in DECIDED.iter().filter(|(of, _, _)| *of == kind) {
                if *reason == FailureReason::AwsAnswerUnknown {
                    writeln!(page, "| `{reason}` | {} codes about resources that Sprinters never uses, and any code that is in no list |", codes.len()).unwrap();
                    continue;
                }
                let codes: Vec<String> = codes.iter().map(|code| format!("`{code}`")).collect();
                writeln!(page, "| `{reason}` | {} |", codes.join(", ")).unwrap();
            }
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/aws-errors.md");
        if std::env::var_os("UPDATE_DOCS").is_some() {
            std::fs::write(path, &page).unwrap();
        }
        let shown = std::fs::read_to_string(path).unwrap();
        assert_eq!(shown, page, "docs/aws-errors.md is not what the code decides; run this test with UPDATE_DOCS=1");
    }
}
