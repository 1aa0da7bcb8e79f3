#!/bin/sh
# Makes a virtual environment with SimPy in the folder $1, unless it is there already.
# Without a Python or a network the benchmarks leave the comparison with SimPy out.
set -u
folder=$1
"$folder/bin/python" -c "import simpy" 2>/dev/null && exit 0
rm -rf "$folder"
if python3 -m venv "$folder" 2>/dev/null || python3 -m virtualenv -q "$folder" 2>/dev/null; then
  "$folder/bin/python" -m pip install --quiet --disable-pip-version-check simpy==4.1.2 && exit 0
fi
echo "SimPy cannot be had: the comparison with it is left out"
rm -rf "$folder"
