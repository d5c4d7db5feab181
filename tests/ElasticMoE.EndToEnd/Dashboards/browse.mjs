// node --experimental-websocket browse.mjs CHROMIUM URL KEY FOLDER: uses the dashboard of a cluster as a person would, over Chromium's own
// protocol, and fails with what was wrong. Screenshots go to FOLDER.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [chromium, url, key, folder] = process.argv.slice(2);
const limitMs = 60_000;
const browser = spawn(chromium, ['--headless=new', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--no-first-run', '--disable-background-networking', '--remote-debugging-port=0', `--user-data-dir=${join(folder, 'profile')}`, 'about:blank']);
const address = await new Promise((found, failed) => {
  let said = '';
  browser.stderr.on('data', data => {
    said += data;
    const match = said.match(/DevTools listening on (ws:\S+)/);
    if (match) found(match[1]);
  });
  browser.on('exit', code => failed(new Error(`chromium ended with ${code}: ${said}`)));
});
const socket = new WebSocket(address);
await new Promise((open, failed) => { socket.onopen = open; socket.onerror = failed; });

let last = 0, session;
const waiting = new Map(), requests = [], complaints = [];
socket.onmessage = ({ data }) => {
  const message = JSON.parse(data);
  if (message.id) {
    const { done, failed } = waiting.get(message.id);
    waiting.delete(message.id);
    if (message.error) failed(new Error(JSON.stringify(message.error))); else done(message.result);
    return;
  }
  if (message.method === 'Network.requestWillBeSent') requests.push(message.params.request.url);
  if (message.method === 'Runtime.exceptionThrown') complaints.push(message.params.exceptionDetails.exception?.description ?? message.params.exceptionDetails.text);
  if (message.method === 'Runtime.consoleAPICalled' && ['error', 'warning'].includes(message.params.type)) complaints.push(message.params.args.map(one => one.value ?? one.description).join(' '));
  if (message.method === 'Log.entryAdded' && message.params.entry.level === 'error') complaints.push(message.params.entry.text);
};
const send = (method, params = {}) => new Promise((done, failed) => {
  waiting.set(++last, { done, failed });
  socket.send(JSON.stringify({ id: last, method, params, ...(session ? { sessionId: session } : {}) }));
});
async function evaluate(expression) {
  const { result, exceptionDetails } = await send('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true });
  if (exceptionDetails) throw new Error(`${expression}: ${exceptionDetails.exception?.description ?? exceptionDetails.text}`);
  return result.value;
}
async function until(what, expression) {
  const end = Date.now() + limitMs;
  while (!(await evaluate(expression))) {
    if (Date.now() > end) throw new Error(`${what} isn't so: ${await evaluate("document.body.innerText.slice(0, 2000)")}`);
    await new Promise(done => setTimeout(done, 50));
  }
}
const press = async name => {
  for (const type of ['keyDown', 'keyUp']) await send('Input.dispatchKeyEvent', { type, key: name, code: name });
};
async function shoot(name) {
  writeFileSync(join(folder, `${name}.png`), Buffer.from((await send('Page.captureScreenshot', { captureBeyondViewport: true })).data, 'base64'));
}
async function enter(text) {
  await evaluate(`document.getElementById('key').value = ${JSON.stringify(text)}; document.querySelector('#enter button').click()`);
}

try {
  const { targetId } = await send('Target.createTarget', { url: 'about:blank' });
  session = (await send('Target.attachToTarget', { targetId, flatten: true })).sessionId;
  for (const domain of ['Page', 'Runtime', 'Network', 'Log']) await send(`${domain}.enable`);
  await send('Emulation.setDeviceMetricsOverride', { width: 1280, height: 900, deviceScaleFactor: 1, mobile: false });
  await send('Page.navigate', { url: `${url}dashboard` });
  await until('the page', "document.readyState === 'complete' && document.getElementById('enter') !== null");

  // 1. A wrong key is refused, and nothing is shown.
  await enter('0'.repeat(64));
  await until('a refusal', "document.getElementById('trouble').textContent.includes('key is wrong') && document.getElementById('overview').childElementCount === 0");
  // That answer is one of 401, which the browser notes by itself.
  if (!complaints.every(text => text.includes('401'))) throw new Error(`the console says: ${complaints.join(' | ')}`);
  complaints.length = 0;

  // 2. With the right one everything has live data.
  await enter(key);
  await until('the overview', "document.getElementById('overview').childElementCount > 5 && /healthy|working/.test(document.getElementById('health').textContent)");
  await until('nodes', "document.querySelectorAll('#nodes tr').length >= 2");
  await until('the timeline', "document.querySelectorAll('#events li').length > 0");
  await until('the heat map', "(() => { const heat = document.getElementById('heat'), pixels = heat.getContext('2d').getImageData(0, 0, heat.width, heat.height).data; return pixels.some(value => value > 0); })()");

  // 3. By keyboard: an expert is chosen, scaled, and the heat map shows it.
  await evaluate("document.getElementById('heat').focus()");
  for (const name of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await press(name);
  await until('a choice', "document.getElementById('selected').textContent.startsWith('Expert ') && document.getElementById('explanation').textContent.length > 0");
  const before = await evaluate("state.layers[chosen.layer].experts[chosen.expert][0]");
  await evaluate("document.querySelector('[data-do=more]').click()");
  await until('another replica', `state && state.layers[chosen.layer].experts[chosen.expert][0] === ${before + 1}`);
  await until('its reason', "/held/.test(document.getElementById('explanation').textContent)");
  await until('its words', `document.getElementById('selected').textContent.includes('${before + 1} awake')`);

  // 4. An answer of the model, and the time between its tokens.
  await evaluate("document.getElementById('message').value = 'Add 40 and 64.'; document.querySelector('#ask button').click()");
  await until('an answer', "document.getElementById('answer').textContent.includes('104')");
  await until('latency', 'latency.length > 0');
  await until('its end', "document.getElementById('routes').textContent.startsWith('Choose')");
  // By keyboard from token to token: each shows four experts in each of five layers, and the heat map frames them.
  await evaluate("document.querySelector('#answer .token').focus()");
  await press('ArrowRight');
  await until('its experts', "routes.size === 5 && [...routes.values()].every(experts => experts.size >= 4) && /^“.+” was computed by layer 1: \\d+ \\d+ \\d+ \\d+/.test(document.getElementById('routes').textContent)");
  await evaluate("document.getElementById('ask-plan').click()");
  await until('a plan', "document.getElementById('plan-note').textContent.length > 0");
  await shoot('dashboard');

  // 5. In the dark, on a phone: nothing is wider than the screen.
  await send('Emulation.setEmulatedMedia', { features: [{ name: 'prefers-color-scheme', value: 'dark' }] });
  await send('Emulation.setDeviceMetricsOverride', { width: 390, height: 844, deviceScaleFactor: 2, mobile: true });
  await until('the phone', "document.documentElement.scrollWidth <= 390 && getComputedStyle(document.body).backgroundColor === 'rgb(20, 23, 26)'");
  await shoot('dashboard-phone');

  // 6. A model of the largest published size, 61 layers of 256 experts: all of it is drawn, and its far corner is reached by keyboard.
  const drawn = await evaluate(`(async () => {
    stream.abort();
    ask = async () => [{ decision: 'keep', explanation: 'this model is made up' }];
    state.layers = Array.from({ length: 61 }, (_, layer) => ({ layer, experts: Array.from({ length: 256 }, (_, expert) => [(layer + expert) % 5, 1, (layer * 256 + expert) % 16000, 0]) }));
    await choose(60, 254);
    const times = Array.from({ length: 20 }, () => { const start = performance.now(); draw(); return performance.now() - start; }).sort((a, b) => a - b);
    const heat = document.getElementById('heat'), paint = heat.getContext('2d'), { height } = geometry(), scale = heat.width / heat.clientWidth, cell = heat.width / 256;
    const filled = state.layers.every((_, y) => [...Array(256).keys()].every(x => paint.getImageData(Math.floor((x + .3) * cell), Math.floor((y + .3) * height * scale), 1, 1).data[3] > 0));
    return { filled, median: times[10], slowest: times[19] };
  })()`);
  if (!drawn.filled) throw new Error('not every cell of 61 × 256 is drawn');
  await evaluate("document.getElementById('heat').focus()");
  for (const name of ['ArrowRight', 'ArrowRight', 'ArrowDown']) await press(name);
  await until('the far corner', "chosen.layer === 60 && chosen.expert === 255");
  await until('the phone, with 61 × 256 experts', "document.documentElement.scrollWidth <= 390");
  console.log(`61 × 256 experts drawn in ${drawn.median.toFixed(1)} ms (median of 20; slowest ${drawn.slowest.toFixed(1)} ms)`);
  await shoot('dashboard-large');

  const elsewhere = requests.filter(request => !request.startsWith(url) && !request.startsWith('data:') && !request.startsWith('about:'));
  if (elsewhere.length > 0) throw new Error(`requests left the origin: ${elsewhere.join(' ')}`);
  if (complaints.length > 0) throw new Error(`the console says: ${complaints.join(' | ')}`);
  console.log(`${requests.length} requests, all to ${url}`);
} catch (failed) {
  console.error(failed.message);
  process.exitCode = 1;
} finally {
  socket.close();
  browser.kill();
}
