#!/usr/bin/env bash
# Writes src/gen from ../../proto. Run after changing a .proto file; the result is committed.
set -euo pipefail
cd "$(dirname "$0")/../../proto"
export PATH="$PWD/../node_modules/.bin:$PATH"
rm -rf ../packages/contracts/src/gen
buf generate --template ../packages/contracts/buf.gen.yaml --output ..
