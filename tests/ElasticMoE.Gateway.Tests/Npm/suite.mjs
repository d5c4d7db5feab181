// The npm package openai against a server process with a real model (first URL) and one whose template knows tools (second URL); the third argument is the longest body the first takes.
import assert from "node:assert/strict";
import OpenAI from "openai";
import { collect } from "./collect.mjs";

const [real, structured, bodyMax] = process.argv.slice(2);
const client = (key = "test-key-1", url = real) => new OpenAI({ baseURL: `${url}/v1`, apiKey: key, maxRetries: 0 });
const openai = client();
const binds = client("test-key-1", structured);
const model = "emoe-mini";
const ask = (content) => [{ role: "user", content }];
const question = ask("Add 40 and 64.");
const answer = "40 + 64 = 104";
const tools = [{ type: "function", function: { name: "add", description: "Adds.", parameters: { type: "object", properties: { a: { type: "integer" } } } } }];

const failsWith = (status, promise) => assert.rejects(promise, (error) => error instanceof OpenAI.APIError && error.status === status && typeof error.code === "string");

const cases = {
  async "a whole answer"() {
    const whole = await openai.chat.completions.create({ model, messages: question });
    assert.equal(whole.choices[0].message.content, answer);
    assert.equal(whole.choices[0].finish_reason, "stop");
    assert.deepEqual(whole.usage, { prompt_tokens: 13, completion_tokens: 12, total_tokens: 25, prompt_tokens_details: { cached_tokens: 0 } });
  },
  async "a streamed answer with usage"() {
    const seen = await collect(await openai.chat.completions.create({ model, messages: question, stream: true, stream_options: { include_usage: true } }));
    assert.deepEqual([seen.role, seen.text, seen.reason, seen.usage.total_tokens], ["assistant", answer, "stop", 25]);
  },
  async "the stream helper puts the same answer together"() {
    const final = await openai.chat.completions.stream({ model, messages: question }).finalChatCompletion();
    assert.equal(final.choices[0].message.content, answer);
  },
  async "stop strings and maxima"() {
    const stopped = await openai.chat.completions.create({ model, messages: question, stop: [" = 1"] });
    assert.deepEqual([stopped.choices[0].message.content, stopped.choices[0].finish_reason], ["40 + 64", "stop"]);
    const cut = await openai.chat.completions.create({ model, messages: question, max_completion_tokens: 3 });
    assert.deepEqual([cut.choices[0].message.content, cut.choices[0].finish_reason], ["40 +", "length"]);
  },
  async "seeds and three choices"() {
    const draw = () => openai.chat.completions.create({ model, messages: ask("Tell a story."), n: 3, seed: 5, temperature: 1.5, max_tokens: 20 });
    const [first, second] = [await draw(), await draw()];
    const texts = first.choices.map((choice) => choice.message.content);
    assert.deepEqual(texts, second.choices.map((choice) => choice.message.content));
    assert.deepEqual(first.choices.map((choice) => choice.index), [0, 1, 2]);
    assert.equal(new Set(texts).size, 3);
  },
  async "logprobs"() {
    const { choices } = await openai.chat.completions.create({ model, messages: question, logprobs: true, top_logprobs: 2 });
    assert.equal(choices[0].logprobs.content.map((token) => token.token).join(""), answer);
    assert.ok(choices[0].logprobs.content.every((token) => token.top_logprobs.length === 2 && token.logprob <= 0));
  },
  async "completions, whole, streamed and echoed"() {
    const whole = await openai.completions.create({ model, prompt: "Once upon a time", max_tokens: 8, echo: true, logprobs: null });
    assert.ok(whole.choices[0].text.startsWith("Once upon a time"));
    let text = "";
    for await (const chunk of await openai.completions.create({ model, prompt: "Once upon a time", max_tokens: 8, stream: true })) text += chunk.choices[0].text;
    assert.equal("Once upon a time" + text, whole.choices[0].text);
  },
  async "models"() {
    assert.deepEqual((await openai.models.list()).data.map((entry) => entry.id), [model]);
    assert.equal((await openai.models.retrieve(model)).owned_by, "elasticmoe");
  },
  async "responses, whole and streamed"() {
    const whole = await openai.responses.create({ model, input: "Add 40 and 64." });
    assert.deepEqual([whole.output_text, whole.status, whole.usage.total_tokens], [answer, "completed", 25]);
    const events = [];
    for await (const event of await openai.responses.create({ model, input: question, stream: true })) events.push(event);
    assert.equal(events.filter((event) => event.type === "response.output_text.delta").map((event) => event.delta).join(""), answer);
    assert.deepEqual(events.map((event) => event.sequence_number), events.map((_, i) => i));
    const last = events.at(-1);
    assert.equal(last.type, "response.completed");
    assert.equal(last.response.output[0].content[0].text, answer);
  },
  async "refusals"() {
    await failsWith(400, openai.chat.completions.create({ model, messages: question, temperature: -1 }));
    await failsWith(401, client("wrong-key").chat.completions.create({ model, messages: question }));
    await failsWith(404, openai.chat.completions.create({ model: "other", messages: question }));
    await failsWith(413, openai.chat.completions.create({ model, messages: ask("x".repeat(Number(bodyMax) + 1)) }));
    const slow = client("slow-key-2");
    await slow.chat.completions.create({ model, messages: question });
    await failsWith(429, slow.chat.completions.create({ model, messages: question }));
  },
  async "cancellation"() {
    const narrow = client("narrow-key");
    // The key allows one request at a time and has room again a moment after the last has ended; until then it is refused.
    const begin = async () => {
      for (;;) {
        try {
          return await narrow.chat.completions.create({ model, messages: ask("Tell a story."), stream: true });
        } catch (refused) {
          assert.equal(refused.status, 429);
        }
      }
    };
    for (let i = 0; i < 2; i++) {
      for await (const _ of await begin()) break;
      for (let open = true; open; ) open = !(await fetch(`${real}/metrics`).then((page) => page.text())).includes("emoe_requests_running 0\n");
    }
  },
  async "json_schema, whole and streamed, and its refusal"() {
    const schema = { type: "object", properties: { age: { type: "integer", minimum: 3, maximum: 8 }, tags: { type: "array", items: { enum: ["ü", "b"] }, maxItems: 2 } }, required: ["age", "tags"], additionalProperties: false };
    const request = { model, messages: question, seed: 4, temperature: 1.2, max_tokens: 80, response_format: { type: "json_schema", json_schema: { name: "x", strict: true, schema } } };
    const whole = await binds.chat.completions.create({ ...request, n: 3 });
    for (const { message } of whole.choices) {
      const value = JSON.parse(message.content);
      assert.deepEqual(Object.keys(value), ["age", "tags"]);
      assert.ok(value.age >= 3 && value.age <= 8 && value.tags.length <= 2);
    }
    const seen = await collect(await binds.chat.completions.create({ ...request, stream: true }));
    assert.equal(seen.text, whole.choices[0].message.content);
    await failsWith(400, binds.chat.completions.create({ ...request, response_format: { type: "json_schema", json_schema: { name: "x", schema: { not: {} } } } }));
  },
  async "a required call keeps to its schema"() {
    const parameters = { type: "object", properties: { city: { enum: ["Oslo", "Bern"] }, days: { type: "integer", minimum: 1, maximum: 3 } }, required: ["city", "days"], additionalProperties: false };
    const tool = { type: "function", function: { name: "weather", parameters, strict: true } };
    for (const tool_choice of ["required", { type: "function", function: { name: "weather" } }]) {
      const request = { model, messages: ask("Weather?"), tools: [...tools, tool], tool_choice, parallel_tool_calls: false, max_tokens: 600, temperature: 1, seed: 2 };
      const { choices } = await binds.chat.completions.create(request);
      assert.equal(choices[0].finish_reason, "tool_calls");
      const [call] = choices[0].message.tool_calls;
      const seen = await collect(await binds.chat.completions.create({ ...request, stream: true }));
      assert.deepEqual([seen.reason, seen.calls.map((part) => [part.index, part.function])], ["tool_calls", [[0, call.function]]]);
      const value = JSON.parse(call.function.arguments);
      if (call.function.name === "weather") assert.ok(["Oslo", "Bern"].includes(value.city) && value.days >= 1 && value.days <= 3);
      else assert.ok(tool_choice === "required" && (value.a === undefined || Number.isInteger(value.a)));
    }
  },
};

for (const [name, run] of Object.entries(cases)) {
  await run();
  console.log(`ok ${name}`);
}
