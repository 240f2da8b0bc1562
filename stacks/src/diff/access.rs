//! Properties that by their names decide who may do something, in types that nothing here compares.

/// Names that stand for access wherever they stand.
const WORDS: [&str; 33] = [
    "AllowedAccounts",
    "AllowedPrincipals",
    "AuthType",
    "AuthenticateCognitoConfig",
    "AuthenticateOidcConfig",
    "AuthenticationType",
    "AuthorizationType",
    "Authorizer",
    "AuthorizerId",
    "CidrAllowList",
    "DataAccessRole",
    "Grantee",
    "Grants",
    "IAMAuth",
    "IamAuthEnabled",
    "IpAllowList",
    "IpWhitelist",
    "LaunchPermissionConfiguration",
    "NetworkAccessType",
    "OrganizationArns",
    "Permission",
    "Permissions",
    "Principal",
    "Principals",
    "PublicAccess",
    "PubliclyAccessible",
    "SharedAccounts",
    "SharedWith",
    "TargetAccountIds",
    "TrustedAccounts",
    "TrustedPrincipals",
    "TrustedSigners",
    "UserGroups",
];

/// The keys by which an OpenAPI document asks callers who they are (the OpenAPI specification, "Security Requirement
/// Object", and "OpenAPI extensions for API Gateway").
const OF_OPENAPI: [&str; 7] = [
    "security",
    "securityDefinitions",
    "securitySchemes",
    "x-amazon-apigateway-api-key-source",
    "x-amazon-apigateway-auth",
    "x-amazon-apigateway-authorizer",
    "x-amazon-apigateway-policy",
];

/// Names from a document's root down to one of its methods: `Body`, `paths`, `/orders`, `post`.
const METHOD_DEPTH: usize = 4;

/// Whether a property, by the names on the way to it, decides who may do something.
pub(super) fn decides(path: &[&str]) -> bool {
    let openapi = match path {
        ["Body" | "DefinitionBody", rest @ ..] => {
            // A path or a method that came or went is one more thing to call, or one less.
            let method = rest.first() == Some(&"paths") && path.len() <= METHOD_DEPTH;
            method || rest.iter().any(|name| OF_OPENAPI.contains(name))
        }
        _ => false,
    };
    openapi || path.iter().any(|name| WORDS.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_decides_is_told_by_its_name() {
        for (path, expected) in [
            ("Body.paths./a.get.security", true),
            ("Body.paths./a.get", true),
            ("Body.paths./a.get.responses", false),
            ("Body.info.title", false),
            ("Elsewhere.security", false),
            ("Any.0.Principals", true),
            ("PrincipalsNote", false),
        ] {
            assert_eq!(decides(&path.split('.').collect::<Vec<_>>()), expected, "{path}");
        }
    }
}
