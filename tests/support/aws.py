"""Calls AWS APIs of an emulator for the tests: one JSON request a line on stdin, one JSON answer a line on stdout.

A request is {endpoint, region, key, secret, token, service, method, arguments}; an answer is {ok} or {error: {code, message}}.
"""

import functools
import json
import sys

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError, ParamValidationError

# An answer of the emulator is final: what it refuses once, it refuses again.
CONFIG = Config(retries={"total_max_attempts": 1}, connect_timeout=5, read_timeout=60)


@functools.cache
def client(service, endpoint, region, key, secret, token):
    return boto3.client(
        service,
        endpoint_url=endpoint,
        region_name=region,
        aws_access_key_id=key,
        aws_secret_access_key=secret,
        aws_session_token=token,
        config=CONFIG,
    )


def answer(request):
    caller = client(*(request[name] for name in ("service", "endpoint", "region", "key", "secret", "token")))
    try:
        result = getattr(caller, request["method"])(**request["arguments"])
    except ClientError as error:
        return {"error": {"code": error.response["Error"]["Code"], "message": error.response["Error"]["Message"]}}
    except ParamValidationError as error:
        return {"error": {"code": "ParamValidation", "message": str(error)}}
    result.pop("ResponseMetadata", None)
    return {"ok": result}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line)), default=str), flush=True)
