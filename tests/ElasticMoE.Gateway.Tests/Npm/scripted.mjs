// The npm package openai against a server whose answers a test writes.
import assert from "node:assert/strict";
import OpenAI from "openai";
import { collect } from "./collect.mjs";

const [url] = process.argv.slice(2);
const script = new OpenAI({ baseURL: `${url}/v1`, apiKey: "any", maxRetries: 0 });
const ask = (content) => [{ role: "user", content }];
const tools = [{ type: "function", function: { name: "add", description: "Adds.", parameters: { type: "object", properties: { a: { type: "integer" } } } } }];

{
  const whole = await script.chat.completions.create({ model: "tiny", messages: ask("call"), tools });
  assert.equal(whole.choices[0].finish_reason, "tool_calls");
  assert.deepEqual(whole.choices[0].message.tool_calls.map((call) => [call.type, call.function.name, JSON.parse(call.function.arguments)]), [["function", "add", { a: 40 }], ["function", "now", {}]]);
  const seen = await collect(await script.chat.completions.create({ model: "tiny", messages: ask("call"), tools, stream: true }));
  assert.deepEqual(seen.calls.map((call) => [call.index, call.function.name]), [[0, "add"], [1, "now"]]);
  assert.equal(seen.reason, "tool_calls");
}

await assert.rejects(script.chat.completions.create({ model: "tiny", messages: ask("unavailable") }), (error) => error instanceof OpenAI.APIError && error.status === 503);

{
  const stream = await script.chat.completions.create({ model: "tiny", messages: ask("break"), stream: true });
  await assert.rejects(collect(stream), /all replicas are gone|terminated|aborted/);
  const events = await script.responses.create({ model: "tiny", input: "break", stream: true });
  await assert.rejects(async () => { for await (const _ of events); }, /all replicas are gone|terminated|aborted/);
}
