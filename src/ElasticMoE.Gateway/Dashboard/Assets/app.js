'use strict';
// The cluster as its leader tells it, once a second. Whatever is shown or done is asked under the admin key, which this page keeps in memory alone.
const byId = id => document.getElementById(id);
let key = '', stream = null, routes = new Map(), state = null, chosen = { layer: 0, expert: 0 }, picked = false, explained = 0;
const latency = []; // { at, seconds }
let tokensBefore = null;

function say(text) {
  byId('trouble').hidden = !text;
  byId('trouble').textContent = text || '';
}

function element(name, text, classes) {
  const made = document.createElement(name);
  made.textContent = text;
  if (classes) made.className = classes;
  return made;
}

async function ask(path, options = {}) {
  const answer = await fetch(`/dashboard/${path}`, { ...options, headers: { Authorization: `Bearer ${key}`, 'Content-Type': 'application/json' } });
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.error.message);
  return body;
}

async function change(path, fields) {
  try {
    const outcome = await ask(path, { method: 'POST', body: JSON.stringify(fields) });
    say(outcome.exit === 0 ? '' : outcome.message);
  } catch (failed) {
    say(failed.message);
  }
}

/* Live ---------------------------------------------------------------------------------------------------------------------------------- */

async function* events(response) {
  const decoder = new TextDecoder();
  let text = '';
  for (const reader = response.body.getReader(); ;) {
    const { done, value } = await reader.read();
    if (done) return;
    text += decoder.decode(value, { stream: true });
    for (let end; (end = text.indexOf('\n\n')) >= 0; text = text.slice(end + 2)) {
      const data = text.slice(0, end).split('\n').filter(line => line.startsWith('data: ')).map(line => line.slice(6)).join('\n');
      if (data) yield data;
    }
  }
}

async function connect() {
  stream?.abort();
  const own = stream = new AbortController();
  while (!own.signal.aborted) {
    try {
      const response = await fetch('/dashboard/live', { headers: { Authorization: `Bearer ${key}` }, signal: own.signal });
      if (!response.ok) {
        say((await response.json()).error.message);
        if (response.status === 401 || response.status === 501) return;
      } else {
        for await (const data of events(response)) {
          const news = JSON.parse(data);
          if (news.trouble) { say(news.trouble); continue; }
          if (state === null) say('');
          state = news;
          draw();
        }
      }
    } catch (failed) {
      if (own.signal.aborted) return;
      say(`the connection is lost: ${failed.message}`);
    }
    state = null;
    byId('health').textContent = 'not connected';
    byId('health').className = 'state';
    await new Promise(done => setTimeout(done, 1000));
  }
}

/* What is shown ------------------------------------------------------------------------------------------------------------------------- */

function draw() {
  const { status, nodes } = state;
  byId('health').textContent = status.health;
  byId('health').className = `state ${status.health}`;
  byId('health').title = status.causes.join('\n');
  const share = status.budgetBytes ? Math.round(100 * status.residentBytes / status.budgetBytes) : 0;
  byId('overview').replaceChildren(...[
    ['nodes', `${status.nodesReady} of ${status.nodesKnown}`], ['routers', status.routers], ['experts', status.experts], ['asleep', status.expertsAsleep],
    ['awake replicas', status.awakeReplicas], ['standbys', status.standbys], ['memory of replicas', `${share} %`], ['without standby elsewhere', status.expertsUnprotected], ['lease', status.lease], ['map', status.epoch],
  ].map(([name, value]) => {
    const card = element('div', name);
    card.prepend(element('strong', `${value}`));
    return card;
  }));
  drawNodes(nodes);
  drawHeat();
  drawChosen();
  if (picked && explained !== status.lastEvent) explain();
  byId('events').replaceChildren(...state.events.slice().reverse().map(one => element('li', `${new Date(one.unixMs).toLocaleTimeString()}  ${one.text}`)));
}

function drawNodes(nodes) {
  const focused = document.activeElement?.dataset?.node;
  byId('nodes').replaceChildren(...nodes.map(node => {
    const row = document.createElement('tr');
    const memory = `${(node.residentBytes / 2 ** 20).toFixed(0)} of ${(node.budgetBytes / 2 ** 20).toFixed(0)} MiB`;
    row.append(element('td', node.node), element('td', node.state, node.state.split(' ')[0]), element('td', node.awake), element('td', node.standbys), element('td', memory));
    const closed = node.state.includes(' '), button = element('button', closed ? 'Open again' : 'Drain');
    button.dataset.node = node.node;
    button.onclick = () => change(`nodes/${closed ? 'uncordon' : 'drain'}`, { node: node.node });
    const cell = document.createElement('td');
    cell.append(button);
    row.append(cell);
    return row;
  }));
  if (focused) document.querySelector(`#nodes button[data-node="${focused}"]`)?.focus();
  const select = byId('pin-node'), wanted = nodes.map(node => `${node.node}`);
  if ([...select.options].map(option => option.value).join() !== wanted.join())
    select.replaceChildren(...wanted.map(node => new Option(node, node)));
}

const ramp = [[38, 69, 110], [47, 158, 143], [242, 193, 78], [209, 73, 91]];

function colour(value) {
  const at = Math.min(0.9999, Math.max(0, value)) * (ramp.length - 1), low = Math.floor(at), part = at - low;
  return `rgb(${ramp[low].map((from, i) => Math.round(from + part * (ramp[low + 1][i] - from))).join(' ')})`;
}

function prepare(canvas, height) {
  const scale = window.devicePixelRatio || 1, width = canvas.clientWidth;
  if (canvas.width !== Math.round(width * scale) || canvas.height !== Math.round(height * scale))
    [canvas.width, canvas.height] = [Math.round(width * scale), Math.round(height * scale)];
  canvas.style.height = `${height}px`;
  const paint = canvas.getContext('2d');
  paint.setTransform(scale, 0, 0, scale, 0, 0);
  paint.clearRect(0, 0, width, height);
  return { paint, width };
}

/* An expert is [awake, standbys, share of the layer in parts of a million, pins]. */
function valueOf(expert, experts) {
  const show = byId('show').value;
  if (show === 'awake') return expert[0] / 4;
  if (show === 'standbys') return expert[1] / 4;
  return expert[2] / 1e6 * experts / 4;
}

function geometry() {
  const layers = state.layers, columns = Math.max(1, ...layers.map(layer => layer.experts.length)), canvas = byId('heat');
  const height = Math.max(6, Math.min(28, Math.floor(canvas.clientWidth / columns), Math.floor(640 / Math.max(1, layers.length))));
  return { layers, columns, height };
}

function drawHeat() {
  byId('heat').style.minWidth = `${3 * Math.max(1, ...state.layers.map(layer => layer.experts.length))}px`;
  const { layers, columns, height } = geometry(), { paint, width } = prepare(byId('heat'), height * layers.length);
  const cell = width / columns, gap = cell > 6 ? 1 : 0;
  layers.forEach((layer, y) => layer.experts.forEach((expert, x) => {
    paint.fillStyle = colour(valueOf(expert, layer.experts.length));
    paint.fillRect(x * cell, y * height, cell - gap, height - (height > 6 ? 1 : 0));
    if (expert[0] === 0) {
      paint.fillStyle = 'rgb(255 255 255 / .8)';
      paint.beginPath();
      paint.arc((x + .5) * cell, (y + .5) * height, Math.max(.7, Math.min(cell, height) / 7), 0, 2 * Math.PI);
      paint.fill();
    }
    if (expert[3] > 0) {
      paint.strokeStyle = '#fff';
      paint.strokeRect(x * cell + 1.5, y * height + 1.5, Math.max(1, cell - gap - 3), Math.max(1, height - 4));
    }
  }));
  paint.strokeStyle = getComputedStyle(document.documentElement).getPropertyValue('--route');
  paint.lineWidth = Math.min(3, Math.max(1, cell / 8));
  layers.forEach(({ layer }, y) => (routes.get(layer) ?? []).forEach(x => paint.strokeRect(x * cell + 1, y * height + 1, Math.max(1, cell - gap - 2), Math.max(1, height - 3))));
  paint.lineWidth = 1;
  if (picked) {
    paint.strokeStyle = getComputedStyle(document.body).color;
    paint.lineWidth = 2;
    paint.strokeRect(chosen.expert * cell + 1, chosen.layer * height + 1, Math.max(2, cell - 2), height - 2);
    paint.lineWidth = 1;
  }
}

function expertName() {
  return `${state.layers[chosen.layer].layer}/${chosen.expert}`;
}

function drawChosen() {
  byId('actions').hidden = !picked;
  if (!picked) return;
  const [awake, standbys, share, pins] = state.layers[chosen.layer].experts[chosen.expert];
  byId('selected').textContent = `Expert ${expertName()}: ${awake} awake, ${standbys} standbys, ${(share / 1e4).toFixed(1)} % of its layer's rows${pins ? `, ${pins} pins` : ''}`;
}

function choose(layer, expert) {
  const layers = state.layers;
  chosen.layer = Math.min(layers.length - 1, Math.max(0, layer));
  chosen.expert = Math.min(layers[chosen.layer].experts.length - 1, Math.max(0, expert));
  picked = true;
  drawHeat();
  drawChosen();
  return explain();
}

async function explain() {
  explained = state.status.lastEvent;
  const name = expertName();
  try {
    const said = await ask(`autoscale/explain?expert=${encodeURIComponent(name)}`);
    if (name === expertName()) byId('explanation').textContent = said.map(one => `${one.decision}: ${one.explanation}`).join('; ');
  } catch (failed) {
    byId('explanation').textContent = failed.message;
  }
}

/* Latency, from what the gateway counts: the same page that Prometheus reads. */
async function measure() {
  try {
    const page = await (await fetch('/metrics')).text();
    const read = name => Number(page.match(new RegExp(`^${name} (.*)$`, 'm'))?.[1] ?? 0);
    const now = { sum: read('emoe_inter_token_seconds_sum'), count: read('emoe_inter_token_seconds_count') };
    if (tokensBefore && now.count > tokensBefore.count)
      latency.push({ at: Date.now(), seconds: (now.sum - tokensBefore.sum) / (now.count - tokensBefore.count) });
    tokensBefore = now;
  } catch (failed) {
    tokensBefore = null;
  }
  while (latency.length && latency[0].at < Date.now() - 300_000) latency.shift();
  drawLatency();
}

function drawLatency() {
  const { paint, width } = prepare(byId('latency'), 112), end = Date.now(), start = end - 300_000;
  const most = Math.max(0.001, ...latency.map(one => one.seconds)), x = at => (at - start) / 300_000 * width, y = seconds => 100 - 90 * seconds / most;
  const style = getComputedStyle(document.documentElement);
  for (const one of state?.events ?? []) {
    if (one.unixMs < start) continue;
    paint.fillStyle = style.getPropertyValue(/lost|fail|evict|frozen|froze/i.test(one.text) ? '--bad' : '--line');
    paint.fillRect(x(one.unixMs), 0, 2, 104);
  }
  paint.strokeStyle = style.getPropertyValue('--mark');
  paint.beginPath();
  latency.forEach((one, i) => paint[i ? 'lineTo' : 'moveTo'](x(one.at), y(one.seconds)));
  paint.stroke();
  paint.fillStyle = paint.strokeStyle;
  latency.forEach(one => paint.fillRect(x(one.at) - 1.5, y(one.seconds) - 1.5, 3, 3));
  paint.fillStyle = style.getPropertyValue('--soft');
  paint.fillText(latency.length ? `${(most * 1000).toFixed(1)} ms between tokens at most, last five minutes` : 'no tokens in the last five minutes', 4, 12);
}

/* What is done -------------------------------------------------------------------------------------------------------------------------- */

byId('enter').onsubmit = submitted => {
  submitted.preventDefault();
  key = byId('key').value.trim();
  say('');
  connect();
};

byId('show').onchange = () => state && drawHeat();

byId('heat').onclick = click => {
  if (!state) return;
  const { columns, height } = geometry();
  choose(Math.floor(click.offsetY / height), Math.floor(click.offsetX / byId('heat').clientWidth * columns));
};

byId('heat').onkeydown = pressed => {
  const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] };
  const step = steps[pressed.key];
  if (!state || !step) return;
  pressed.preventDefault();
  choose(chosen.layer + (picked ? step[0] : 0), chosen.expert + (picked ? step[1] : 0));
};

byId('actions').onclick = clicked => {
  const what = clicked.target.dataset?.do, expert = expertName(), awake = state.layers[chosen.layer].experts[chosen.expert][0], node = Number(byId('pin-node').value);
  if (what === 'more') change('experts/scale', { expert, replicas: awake + 1 });
  if (what === 'less') change('experts/scale', { expert, replicas: Math.max(0, awake - 1) });
  if (['sleep', 'wake', 'release'].includes(what)) change(`experts/${what}`, { experts: [expert] });
  if (what === 'pin') change('experts/pin', { expert, node, awake: true });
  if (what === 'unpin') change('experts/unpin', { expert, node });
};

byId('ask-plan').onclick = async () => {
  try {
    const [plan, now] = await Promise.all([ask('placement/plan'), ask('placement/get')]);
    const before = new Map(now.entries.map(entry => [entry.expert, entry])), words = entry => entry ? `awake ${entry.awake.join(' ') || '—'}, standby ${entry.standbys.join(' ') || '—'}` : 'nowhere';
    byId('plan').hidden = plan.changes.length === 0;
    byId('plan').tBodies[0].replaceChildren(...plan.changes.slice(0, 500).map(entry => {
      const row = document.createElement('tr');
      row.append(element('td', entry.expert), element('td', words(before.get(entry.expert))), element('td', words(entry)));
      return row;
    }));
    byId('plan-note').textContent = plan.changes.length === 0 ? 'Nothing.' : `${plan.changes.length} changes${plan.changes.length > 500 ? ', of which 500 are listed' : ''}. ${plan.explanation.join('; ')}`;
  } catch (failed) {
    byId('plan-note').textContent = failed.message;
  }
};

/* The chat: a token can be chosen like an expert, and shows which experts it was computed by. */

function addTokens(choice) {
  const text = choice.delta?.content ?? '';
  if (!text) return;
  const token = element('span', text, 'token');
  token.experts = choice.experts ?? [];
  token.tabIndex = byId('answer').childElementCount === 0 ? 0 : -1;
  byId('answer').append(token);
}

/* Several tokens may make one piece of text; all of their experts count. */
function chooseToken(token) {
  for (const other of byId('answer').children) {
    other.classList.toggle('chosen', other === token);
    other.tabIndex = other === token ? 0 : -1;
  }
  token.focus();
  const byLayer = new Map();
  for (const one of token.experts)
    for (const { layer, experts } of one.layers)
      byLayer.set(layer, new Set([...(byLayer.get(layer) ?? []), ...experts]));
  routes = byLayer;
  byId('routes').textContent = byLayer.size === 0 ? 'Where it was computed was not told.'
    : `“${token.textContent}” was computed by ${[...byLayer].map(([layer, experts]) => `layer ${layer}: ${[...experts].sort((a, b) => a - b).join(' ')}`).join(' · ')}`;
  if (state) drawHeat();
}

byId('answer').onclick = clicked => { if (clicked.target.classList.contains('token')) chooseToken(clicked.target); };

byId('answer').onkeydown = pressed => {
  const step = { ArrowRight: 'nextElementSibling', ArrowLeft: 'previousElementSibling', Enter: null, ' ': null }[pressed.key];
  if (step === undefined || !pressed.target.classList.contains('token')) return;
  pressed.preventDefault();
  const token = step ? pressed.target[step] : pressed.target;
  if (token) chooseToken(token);
};

byId('ask').onsubmit = async submitted => {
  submitted.preventDefault();
  const answer = byId('answer'), own = byId('api-key').value.trim(), headers = own ? { Authorization: `Bearer ${own}` } : {};
  answer.replaceChildren();
  byId('routes').textContent = '';
  routes = new Map();
  try {
    const model = (await (await fetch('/v1/models', { headers })).json()).data[0].id;
    const response = await fetch('/v1/chat/completions', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ messages: [{ role: 'user', content: byId('message').value }], stream: true, return_experts: true, model }),
    });
    if (!response.ok) throw new Error((await response.json()).error.message);
    for await (const data of events(response)) {
      if (data === '[DONE]') break;
      const chunk = JSON.parse(data);
      if (chunk.error) throw new Error(chunk.error.message);
      chunk.choices.forEach(addTokens);
    }
    byId('routes').textContent = 'Choose a token to see which experts computed it.';
  } catch (failed) {
    answer.append(element('span', failed.message, 'lost'));
  }
};

window.onresize = () => { if (state) drawHeat(); drawLatency(); };
setInterval(measure, 1000);
