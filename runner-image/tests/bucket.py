"""A bucket of S3 as far as one entry of a cache needs it, and the issuer of the tokens that open the cache."""

import base64
import json
import os
import subprocess
import time
import urllib.parse

NAME = "acme-cache"
CREDENTIALS = {"Code": "Success", "Type": "AWS-HMAC", "AccessKeyId": "ASIASTANDIN", "SecretAccessKey": "secret", "Token": "session/token==", "Expiration": "2036-01-01T00:00:00Z"}


def encoded(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


class Bucket:
    def __init__(self):
        self.objects, self.refused = {}, []

    def answer(self, method, target, headers, body):
        """Status and body. Only the role's session gets in, and an object that is there stays."""
        path, _, query = target.partition("?")
        given = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))
        key = urllib.parse.unquote(path).removeprefix(f"/{NAME}").lstrip("/")
        if not given.get("X-Amz-Credential", "").startswith("ASIASTANDIN/") or given.get("X-Amz-Security-Token") != CREDENTIALS["Token"]:
            self.refused.append(target)
            return 403, b""
        if method == "PUT":
            if headers.get("If-None-Match") != "*" or key in self.objects:
                return 412, b""
            self.objects[key] = body
            return 200, b""
        if method == "GET" and given.get("list-type") == "2":
            keys = sorted(key for key in self.objects if key.startswith(given.get("prefix", "")))
            contents = "".join(
                f"<Contents><Key>{key}</Key><LastModified>2026-12-01T00:00:00.000Z</LastModified><ETag>\"0\"</ETag><Size>{len(self.objects[key])}</Size><StorageClass>STANDARD</StorageClass></Contents>"
                for key in keys
            )
            listed = f"<Name>{NAME}</Name><Prefix></Prefix><KeyCount>{len(keys)}</KeyCount><MaxKeys>1000</MaxKeys><IsTruncated>false</IsTruncated>"
            return 200, f'<?xml version="1.0"?><ListBucketResult xmlns="http://s3.amazonaws.com/doc/2006-03-01/">{listed}{contents}</ListBucketResult>'.encode()
        if method in ("GET", "HEAD") and key in self.objects:
            data = self.objects[key]
            if "Range" in headers:
                first, last = headers["Range"].removeprefix("bytes=").split("-")
                return 206, data[int(first) : int(last) + 1]
            return 200, data
        return 404, b""


class Issuer:
    """Signs as GitHub does, with a key of its own."""

    def __init__(self, folder, seen):
        self.key, self.seen = os.path.join(folder, "issuer.pem"), seen
        subprocess.run(["openssl", "genrsa", "-out", self.key, "2048"], check=True, capture_output=True)
        modulus = subprocess.run(["openssl", "rsa", "-in", self.key, "-noout", "-modulus"], check=True, capture_output=True).stdout
        number = bytes.fromhex(modulus.decode().strip().partition("=")[2])
        self.keys = json.dumps({"keys": [{"kty": "RSA", "kid": "one", "alg": "RS256", "use": "sig", "e": "AQAB", "n": encoded(number)}]}).encode()

    def token(self, repository):
        now = int(time.time())
        claims = {"iss": self.seen, "aud": "vso:1", "nbf": now - 600, "exp": now + 7200, "repository_id": str(repository), "run_id": "1", "ac": json.dumps([{"Scope": "refs/heads/main", "Permission": 3}])}
        text = ".".join(encoded(json.dumps(part).encode()) for part in ({"alg": "RS256", "typ": "JWT", "kid": "one"}, claims))
        signature = subprocess.run(["openssl", "dgst", "-sha256", "-sign", self.key], input=text.encode(), check=True, capture_output=True).stdout
        return f"{text}.{encoded(signature)}"
