#!/usr/bin/env bash
# Builds @tensorflow/tfjs-node, whose own installation downloads TensorFlow from outside npm, against the library in
# pip's tensorflow-cpu: for the tests of the TensorFlow engine. All of it goes into node_modules/.cache; a second run
# does nothing. Needs Python 3 with pip (or .venv), a C++ compiler and Node's headers.
set -euo pipefail
cd "$(dirname "$0")/../.."

version=4.22.0
folder=$PWD/node_modules/.cache/native-tensorflow
package=$folder/node_modules/@tensorflow/tfjs-node
binding=$package/lib/napi-v8/tfjs_binding.node
[[ -f $binding ]] && exit 0

python=.venv/bin/python
[[ -x $python ]] || python=python3
headers=$(node -p 'require("node:path").resolve(process.execPath, "../../include/node")')
[[ -f $headers/node_api.h ]] || { echo "Node's headers are not in $headers." >&2; exit 1; }

mkdir -p "$folder"
# The wheel alone: nothing of it is run by Python.
if [[ ! -e $folder/python/tensorflow/libtensorflow_cc.so.2 ]]; then
  "$python" -m pip install --quiet --retries 0 --no-deps --upgrade --target "$folder/python" tensorflow-cpu
fi
echo '{ "private": true }' >"$folder/package.json"
npm install --prefix "$folder" --ignore-scripts --no-audit --no-fund --silent "@tensorflow/tfjs-node@$version"

wheel=$folder/python/tensorflow
mkdir -p "$package/deps/lib" "$package/lib/napi-v8"
ln -sfn "$wheel/include" "$package/deps/include"
ln -sf "$wheel/libtensorflow_cc.so.2" "$package/deps/lib/libtensorflow_cc.so.2"
ln -sf "$wheel/libtensorflow_cc.so.2" "$package/deps/lib/libtensorflow.so"
ln -sf "$wheel/libtensorflow_framework.so.2" "$package/deps/lib/libtensorflow_framework.so.2"
ln -sf "$wheel/libtensorflow_framework.so.2" "$package/deps/lib/libtensorflow_framework.so"

# What its binding.gyp says, for this one platform.
cd "$package"
g++ -std=c++17 -O2 -fPIC -shared -w -DNAPI_VERSION=8 -I"$headers" -I. -Ideps/include binding/*.cc \
  -Ldeps/lib -ltensorflow -ltensorflow_framework -Wl,-rpath,'$ORIGIN/../../deps/lib' -o "$binding.new"
mv "$binding.new" "$binding"
node -e 'require(process.argv[1]); console.log("TensorFlow for tests: built")' "$package"
