// Serves bench/compare.sh and bench/agree.sh: tells whether two continuations agree, and makes a table of ratios.
import { readFileSync, writeFileSync } from "node:fs";

const marginMin = 0.05;
const lowerIsBetter = (name) => ["load", "resident"].includes(name) || /first|between/.test(name);

const lines = (path) => readFileSync(path, "utf8").trim().split("\n").map((line) => line.split(/\s+/));

// Two continuations part for good at the first different id; before it, and where either margin is small, nothing is wrong.
function agree(name, oursPath, theirsPath) {
  const ours = lines(oursPath), theirs = lines(theirsPath);
  for (let i = 0; i < ours.length; i++) {
    if (ours[i][0] === theirs[i][0])
      continue;
    const margin = Math.max(Number(ours[i][1]), Number(theirs[i][1]));
    if (margin <= marginMin)
      return console.log(`${name}: ${i} ids equal, then a tie within ${margin.toFixed(3)}`);
    console.error(`${name}: id ${i} differs: ${ours[i]} here, ${theirs[i]} there`);
    process.exit(1);
  }
  console.log(`${name}: ${ours.length} ids equal`);
}

// What llama.cpp can't be told: how far gpt-oss's experts are clamped, that yarn's range stays unrounded, and that its two magnitudes differ.
function adapt(path) {
  const config = JSON.parse(readFileSync(path, "utf8")), changes = [];
  const set = (object, field, value) => {
    if (object?.[field] === undefined || object[field] === value)
      return;
    changes.push(`${field} ${object[field]} becomes ${value}`);
    object[field] = value;
  };
  set(config, "swiglu_limit", 7);
  set(config.rope_scaling, "truncate", true);
  if (config.rope_scaling?.mscale_all_dim !== undefined)
    set(config.rope_scaling, "mscale", config.rope_scaling.mscale_all_dim);
  writeFileSync(path, JSON.stringify(config));
  if (changes.length > 0)
    console.log(`${config.model_type}: ${changes.join(", ")}`);
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b), half = sorted.length >> 1;
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

// What `emoe bench serve --json` says, in lines as peer.c prints them.
function served() {
  const figures = JSON.parse(readFileSync(0, "utf8"));
  for (const [name, value] of Object.entries(figures)) {
    const [, clients, what] = /^streams(\d+)(.*)$/.exec(name);
    const line = { TokensPerSecond: "tokens", FirstTokenP50Ms: "first-p50", InterTokenP50Ms: "between-p50", InterTokenP99Ms: "between-p99" }[what];
    if (line)
      console.log(`serve:${clients}:${line} ${value}`);
  }
}

// The machine's own rates are measured beside the program's, and the best of all rounds counts; counts are the model's.
function shares(figures, print) {
  const best = (file, name) => Math.max(...figures.filter((f) => f.name === name && (!file || f.file === file)).map((f) => f.value));
  const bandwidth = best(null, "bandwidth"), peak = best(null, "peak");
  print(`\nof the best bandwidth of ${(bandwidth / 1e9).toFixed(1)} GB/s and the best f32 peak of ${(peak / 1e9).toFixed(0)} GFLOP/s (${figures.filter((f) => f.name === "peak").length} measurements)`);
  const result = {};
  let isValid = true;
  for (const { file, name, program, rates } of group(figures, (f) => `${f.file} ${f.name} ${f.program}`)) {
    const [what, size, depth] = name.split(":");
    const perToken = what === "decode" && size === "1" && !depth ? best(file, "active") : what === "prefill" && file.endsWith("bf16") ? best(file, `operations:${size}`) / Number(size) : 0;
    if (perToken === 0)
      continue;
    const share = perToken * Math.max(...rates) / (what === "decode" ? bandwidth : peak);
    isValid &&= share <= 1;
    result[`${file}-${name}-${program}`] = Number(share.toFixed(4));
    print([file.padEnd(20), name.padEnd(14), program.padEnd(8), `${(100 * share).toFixed(1)} %`].join(" "));
  }
  if (!isValid)
    print("INVALID: something exceeds what the machine was measured to do");
  return { bandwidth, peak, isValid, shares: result };
}

function group(figures, key) {
  const groups = new Map();
  for (const figure of figures) {
    if (!groups.has(key(figure)))
      groups.set(key(figure), { ...figure, rates: [] });
    groups.get(key(figure)).rates.push(figure.value);
  }
  return groups.values();
}

function table(path, json, resultPath) {
  const figures = lines(path).map(([round, program, file, name, value]) => ({ round: Number(round), program, file, name, value: Number(value) }));
  const ratios = {}, spreads = {};
  const print = json ? console.error : console.log;
  print(["model".padEnd(20), "what".padEnd(20), "ours".padStart(14), "llama.cpp".padStart(14), "ratio".padStart(8), "  lowest-highest"].join(" "));
  for (const { file, name } of group(figures.filter((f) => f.program === "theirs"), (f) => `${f.file} ${f.name}`)) {
    const rates = (program) => figures.filter((f) => f.file === file && f.name === name && f.program === program).sort((a, b) => a.round - b.round).map((f) => f.value);
    const ours = rates("ours"), theirs = rates("theirs"), each = ours.map((value, i) => value / theirs[i]);
    ratios[`${file}-${name}`] = Number(median(each).toFixed(4));
    spreads[`${file}-${name}`] = [Math.min(...each), Math.max(...each)].map((value) => Number(value.toFixed(4)));
    const shown = (values) => median(values).toFixed(name === "resident" ? 0 : 2).padStart(14);
    print([file.padEnd(20), name.padEnd(20), shown(ours), shown(theirs), median(each).toFixed(2).padStart(8),
      `  ${Math.min(...each).toFixed(2)}-${Math.max(...each).toFixed(2)}${lowerIsBetter(name) ? " (lower is better)" : ""}`].join(" "));
  }
  const machine = shares(figures, print);
  const result = JSON.stringify({ ratios, spreads, ...machine });
  writeFileSync(resultPath, result + "\n");
  if (json)
    console.log(result);
  process.exitCode = machine.isValid ? 0 : 1;
}

const [, , command, ...rest] = process.argv;
if (command === "agree")
  agree(...rest);
else if (command === "adapt")
  adapt(rest[0]);
else if (command === "served")
  served();
else
  table(rest[0], rest[1] === "true", rest[2]);
