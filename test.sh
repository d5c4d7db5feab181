#!/usr/bin/env bash
# Builds everything and runs every test.
set -euo pipefail
cd "$(dirname "$0")"
dotnet build ElasticMoE.sln -c Release
dotnet test ElasticMoE.sln -c Release --no-build
