# Sourced by compare.sh and agree.sh, which set root, work and say(): gets llama.cpp as the prebuilt library of an npm package, and builds peer.c on it.
package=node-llama-cpp@3.22.1
llama="$work/llama"
for tool in node npm git cc; do command -v "$tool" > /dev/null || { say "$tool is missing"; exit 1; }; done
mkdir -p "$work"
if [ ! -x "$llama/peer" ] || [ "$root/bench/peer.c" -nt "$llama/peer" ]; then
  say "getting $package"
  mkdir -p "$llama"
  [ -d "$llama/node_modules/node-llama-cpp" ] || (cd "$llama" && { [ -f package.json ] || npm init -y > /dev/null; } && npm install --no-audit --no-fund --ignore-scripts "$package" > /dev/null)
  [ -d "$llama/source" ] || git clone -q "$llama/node_modules/node-llama-cpp/llama/gitRelease.bundle" "$llama/source" 2> /dev/null
  libs=$(dirname "$(ls "$llama"/node_modules/@node-llama-cpp/linux-x64/bins/*/libggml-base.so)")
  ln -sfn "$libs" "$llama/libs"
  cc -O2 -Wall -I"$llama/source/include" -I"$llama/source/ggml/include" "$root/bench/peer.c" -o "$llama/peer" \
    "$libs"/libllama.v*.so "$libs"/libggml.v*.so "$libs/libggml-base.so" -Wl,-rpath,"$libs"
fi
peer() { "$llama/peer" "$llama/libs" "$@"; }
