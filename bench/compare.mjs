// Serves bench/compare.sh and bench/agree.sh: tells whether two continuations agree, and makes a table of ratios.
import { readFileSync, writeFileSync } from "node:fs";

const marginMin = 0.05;
const lowerIsBetter = new Set(["load", "resident"]);

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

function table(path, json) {
  const rates = new Map();
  for (const [round, program, file, name, value] of lines(path)) {
    const key = `${file} ${name}`;
    if (!rates.has(key))
      rates.set(key, { file, name, ours: [], theirs: [] });
    rates.get(key)[program][round - 1] = Number(value);
  }
  const ratios = {};
  const print = json ? console.error : console.log;
  print(["model".padEnd(20), "what".padEnd(14), "ours".padStart(14), "llama.cpp".padStart(14), "ratio".padStart(8), "  lowest-highest"].join(" "));
  for (const { file, name, ours, theirs } of rates.values()) {
    const each = ours.map((value, i) => value / theirs[i]);
    ratios[`${file}-${name}`] = Number(median(each).toFixed(4));
    const shown = (values) => median(values).toFixed(name === "resident" ? 0 : 2).padStart(14);
    print([file.padEnd(20), name.padEnd(14), shown(ours), shown(theirs), median(each).toFixed(2).padStart(8),
      `  ${Math.min(...each).toFixed(2)}-${Math.max(...each).toFixed(2)}${lowerIsBetter.has(name) ? " (lower is better)" : ""}`].join(" "));
  }
  if (json)
    console.log(JSON.stringify({ ratios }));
}

const [, , command, ...rest] = process.argv;
if (command === "agree")
  agree(...rest);
else if (command === "adapt")
  adapt(rest[0]);
else
  table(rest[0], rest[1] === "true");
