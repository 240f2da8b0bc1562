/* OpenSSL 3's EVP_MAC, as far as SQLCipher uses it (HMAC with SHA-1, SHA-256 or SHA-512), over AWS-LC's HMAC functions.
   Appended to AWS-LC's <openssl/evp.h>. */
#ifndef SPRINTERS_EVP_MAC_H
#define SPRINTERS_EVP_MAC_H

#include <stddef.h>
#include <string.h>
#include <openssl/digest.h>
#include <openssl/hmac.h>

#ifdef __GLIBC__
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Registered after SQLCipher's own handler of exit(), and so called before it. */
static void sprinters_leave(int status, void *unused) {
  (void)unused;
  fflush(NULL);
  _exit(status);
}

/* At exit() SQLCipher frees what it holds, the keys of open files too, although other threads may be in the middle of a
   page: now and then the process then ended with a segmentation fault. The system takes all memory back anyway. */
static inline void sprinters_leave_at_exit(void) {
  static int registered;
  if (!__atomic_exchange_n(&registered, 1, __ATOMIC_SEQ_CST)) on_exit(sprinters_leave, NULL);
}
#else
static inline void sprinters_leave_at_exit(void) {}
#endif

/* The one algorithm there is. */
typedef struct {
  const char *name;
} EVP_MAC;

typedef HMAC_CTX EVP_MAC_CTX;

/* SQLCipher passes the digest's name in the first of them. */
typedef struct {
  const char *key;
  unsigned int data_type;
  const char *data;
  size_t data_size;
  size_t return_size;
} OSSL_PARAM;

#define OSSL_PARAM_UTF8_STRING 4
#define OSSL_PARAM_END { NULL, 0, NULL, 0, 0 }

static inline EVP_MAC *EVP_MAC_fetch(void *library, const char *algorithm, const char *properties) {
  static EVP_MAC hmac = { "HMAC" };
  (void)library;
  (void)properties;
  sprinters_leave_at_exit();
  return strcmp(algorithm, hmac.name) == 0 ? &hmac : NULL;
}

static inline void EVP_MAC_free(EVP_MAC *mac) {
  (void)mac;
}

static inline EVP_MAC_CTX *EVP_MAC_CTX_new(EVP_MAC *mac) {
  return mac == NULL ? NULL : HMAC_CTX_new();
}

static inline void EVP_MAC_CTX_free(EVP_MAC_CTX *ctx) {
  HMAC_CTX_free(ctx);
}

static inline int EVP_MAC_init(EVP_MAC_CTX *ctx, const unsigned char *key, size_t key_size, const OSSL_PARAM *params) {
  const EVP_MD *digest = NULL;
  if (params == NULL || params->key == NULL || params->data == NULL || strcmp(params->key, "digest") != 0) return 0;
  if (strcmp(params->data, "sha512") == 0) digest = EVP_sha512();
  else if (strcmp(params->data, "sha256") == 0) digest = EVP_sha256();
  else if (strcmp(params->data, "sha1") == 0) digest = EVP_sha1();
  return digest != NULL && HMAC_Init_ex(ctx, key, key_size, digest, NULL);
}

static inline int EVP_MAC_update(EVP_MAC_CTX *ctx, const unsigned char *data, size_t size) {
  return HMAC_Update(ctx, data, size);
}

/* Without room to write to, only says how much is needed. */
static inline int EVP_MAC_final(EVP_MAC_CTX *ctx, unsigned char *out, size_t *written, size_t room) {
  unsigned int size = (unsigned int)HMAC_size(ctx);
  if (out != NULL && (room < size || !HMAC_Final(ctx, out, &size))) return 0;
  *written = size;
  return 1;
}

#endif
