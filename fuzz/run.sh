#!/bin/sh
# Builds the fuzz targets and runs each for FUZZ_SECONDS, two at a time; see README.md.
set -eu
cd "$(dirname "$0")"
repository=$(cd .. && pwd)
seconds=${FUZZ_SECONDS:-60}
target=${CARGO_TARGET_DIR:-$repository/target/fuzz}
# Coverage as libFuzzer reads it, without a nightly compiler.
coverage="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4"
coverage="$coverage -Cllvm-args=-sanitizer-coverage-inline-8bit-counters"
coverage="$coverage -Cllvm-args=-sanitizer-coverage-pc-table"
coverage="$coverage -Cllvm-args=-sanitizer-coverage-trace-compares"
host=$(rustc -vV | sed -n 's/^host: //p')
CARGO_TARGET_DIR=$target RUSTFLAGS="--cfg fuzzing $coverage" \
    cargo build --locked --release --target "$host"

mkdir -p work/bin
for name in tvmaze imdb jsonl snapshot; do
    cp "$target/$host/release/$name" work/bin/
    mkdir -p "work/corpus/$name"
done

# Seeds from the fixtures.
tests=$repository/tests
for file in "$tests"/sources/tvmaze/*/*.json*; do
    cp "$file" "work/corpus/tvmaze/seed-$(echo "${file#"$tests"/sources/tvmaze/}" | tr / -)"
done
cp "$tests/sources/fjordland/show.json" work/corpus/tvmaze/seed-fjordland
cat "$tests"/sources/tvmaze/*/*.json* > work/corpus/tvmaze/seed-all
television=$tests/sources/imdb/television
for first in 2 3; do
    seed=work/corpus/imdb/seed-$first
    printf "\\00$first" > "$seed"
    for name in name.basics title.akas title.basics title.crew title.episode title.principals; do
        cat "$television/$name.tsv" >> "$seed"
        printf '\036' >> "$seed"
    done
    cat "$television/title.ratings.tsv" >> "$seed"
done
for folder in "$tests"/store/small "$tests"/store/bad/*; do
    seed=work/corpus/jsonl/seed-$(basename "$folder")
    : > "$seed"
    for file in "$folder"/*.jsonl; do
        [ -e "$file" ] || continue
        { printf '%s\n' "$(basename "$file")"; cat "$file"; printf '\036'; } >> "$seed"
    done
done
for column in 0 1 2 3 4 5 6 7; do
    printf "\\001\\00$column\\002\\000\\000\\000\\000\\000\\000" > "work/corpus/snapshot/seed-$column"
done

run() {
    # Inputs are long from the start: a snapshot's say where what is changed.
    "work/bin/$1" -len_control=0 -max_total_time="$seconds" -max_len="$2" -timeout=20 -rss_limit_mb=2048 \
        -print_final_stats=1 -artifact_prefix="work/$1-" "work/corpus/$1" \
        > "work/$1.log" 2>&1 && echo "$1: nothing found" && return
    echo "$1: see fuzz/work/$1.log"
    return 1
}

found=0
run tvmaze 8192 & first=$!
run imdb 8192 || found=1
wait $first || found=1
run jsonl 40000 & first=$!
run snapshot 129 || found=1
wait $first || found=1
exit $found
