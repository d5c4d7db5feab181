// The npm package openai while a cluster fails, in step with a test: says "streaming" once pieces of a long answer come, waits for the word, and gets an error.
import assert from "node:assert/strict";
import { createInterface } from "node:readline";
import OpenAI from "openai";

const [url, apiKey] = process.argv.slice(2);
const openai = new OpenAI({ baseURL: `${url}/v1`, apiKey, maxRetries: 0 });
const words = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const request = { model: "emoe-mini", prompt: "Once upon a time", max_tokens: 1800, n: 16, ignore_eos: true };

async function breaks(meanwhile) {
  const stream = (await openai.completions.create({ ...request, stream: true }))[Symbol.asyncIterator]();
  assert.equal((await stream.next()).done, false);
  console.log("streaming");
  const reading = (async () => {
    for (let next = await stream.next(); !next.done; next = await stream.next()) assert.equal(next.value.choices[0].finish_reason, null);
  })();
  await Promise.all([assert.rejects(reading, (error) => !(error instanceof assert.AssertionError) && !(error instanceof OpenAI.APIUserAbortError)), meanwhile()]);
}

await breaks(async () => {
  await words.next();
  await assert.rejects(openai.completions.create({ ...request, n: 1 }), (error) => error instanceof OpenAI.APIError && error.status === 503 && typeof error.code === "string" && error.headers.get("retry-after") !== null);
  console.log("refused");
});
// The word that the server is well again.
await words.next();
await breaks(async () => {});
process.exit(0);
