#!/bin/sh
# Fetches the chart library that makes reports interactive: Apache ECharts 6.0.0 (Apache-2.0), as
# packed in the wheel of panel 1.9.4.
#
#     fetch-charts.sh FOLDER
#
# Leaves FOLDER/echarts.min.js, checked against the hash below; says nothing when it is there
# already. On failure it leaves FOLDER as it was and ends with status 1.
set -eu

wheel=panel==1.9.4
member=panel/dist/bundled/echarts/echarts@6.0.0/dist/echarts.min.js
sha256=baa8dfe7e1d9336b98e8986ba7e20ea15e7cdbea1ef42a59d59478632fa45a1d

if [ $# -ne 1 ]; then
  echo "usage: fetch-charts.sh FOLDER" >&2
  exit 2
fi
target=$1/echarts.min.js

holds() { echo "$sha256  $1" | sha256sum --check --status 2>/dev/null; }

if [ -f "$target" ] && holds "$target"; then
  exit 0
fi

scratch=$(mktemp -d)
partial=$target.$$
trap 'rm -rf "$scratch" "$partial"' EXIT
trap 'exit 1' HUP INT TERM

python=$(command -v python3) || { echo "fetch-charts: python3 is not installed" >&2; exit 1; }
if ! "$python" -m pip download --quiet --disable-pip-version-check --no-deps \
  --dest "$scratch" "$wheel" >"$scratch/log" 2>&1; then
  echo "fetch-charts: pip could not download $wheel:" >&2
  tail -n 3 "$scratch/log" >&2
  exit 1
fi
"$python" - "$scratch" "$member" <<'PYTHON'
import glob, sys, zipfile
folder, member = sys.argv[1:]
with zipfile.ZipFile(glob.glob(folder + "/*.whl")[0]) as wheel:
    data = wheel.read(member)
with open(folder + "/echarts.min.js", "wb") as file:
    file.write(data)
PYTHON
if ! holds "$scratch/echarts.min.js"; then
  echo "fetch-charts: the file in $wheel is not the one expected" >&2
  exit 1
fi
mkdir -p "$1"
cp "$scratch/echarts.min.js" "$partial"
mv "$partial" "$target"
