// Written by sprinters-dsl-generator; see stacks/dsl/generator/README.md. Do not edit.
//! What is nested in `AWS::KMS::Key`.

use crate::value::{self};

value::text_enum! {
    /// One of `SYMMETRIC_DEFAULT`, `RSA_2048`, `RSA_3072`, `RSA_4096`, `ECC_NIST_P256`, `ECC_NIST_P384`, `ECC_NIST_P521`, `ECC_SECG_P256K1`, `HMAC_224`, `HMAC_256`, `HMAC_384`, `HMAC_512`, `SM2`, `ML_DSA_44`, `ML_DSA_65`, `ML_DSA_87`, `ECC_NIST_EDWARDS25519`.
    KeySpec {
        /// `SYMMETRIC_DEFAULT`.
        SymmetricDefault = "SYMMETRIC_DEFAULT",
        /// `RSA_2048`.
        Rsa2048 = "RSA_2048",
        /// `RSA_3072`.
        Rsa3072 = "RSA_3072",
        /// `RSA_4096`.
        Rsa4096 = "RSA_4096",
        /// `ECC_NIST_P256`.
        EccNistP256 = "ECC_NIST_P256",
        /// `ECC_NIST_P384`.
        EccNistP384 = "ECC_NIST_P384",
        /// `ECC_NIST_P521`.
        EccNistP521 = "ECC_NIST_P521",
        /// `ECC_SECG_P256K1`.
        EccSecgP256K1 = "ECC_SECG_P256K1",
        /// `HMAC_224`.
        Hmac224 = "HMAC_224",
        /// `HMAC_256`.
        Hmac256 = "HMAC_256",
        /// `HMAC_384`.
        Hmac384 = "HMAC_384",
        /// `HMAC_512`.
        Hmac512 = "HMAC_512",
        /// `SM2`.
        Sm2 = "SM2",
        /// `ML_DSA_44`.
        MlDsa44 = "ML_DSA_44",
        /// `ML_DSA_65`.
        MlDsa65 = "ML_DSA_65",
        /// `ML_DSA_87`.
        MlDsa87 = "ML_DSA_87",
        /// `ECC_NIST_EDWARDS25519`.
        EccNistEdwards25519 = "ECC_NIST_EDWARDS25519",
    }
}

value::text_enum! {
    /// One of `ENCRYPT_DECRYPT`, `SIGN_VERIFY`, `GENERATE_VERIFY_MAC`, `KEY_AGREEMENT`.
    KeyUsage {
        /// `ENCRYPT_DECRYPT`.
        EncryptDecrypt = "ENCRYPT_DECRYPT",
        /// `SIGN_VERIFY`.
        SignVerify = "SIGN_VERIFY",
        /// `GENERATE_VERIFY_MAC`.
        GenerateVerifyMac = "GENERATE_VERIFY_MAC",
        /// `KEY_AGREEMENT`.
        KeyAgreement = "KEY_AGREEMENT",
    }
}

value::text_enum! {
    /// One of `AWS_KMS`, `EXTERNAL`.
    Origin {
        /// `AWS_KMS`.
        AwsKms = "AWS_KMS",
        /// `EXTERNAL`.
        External = "EXTERNAL",
    }
}

