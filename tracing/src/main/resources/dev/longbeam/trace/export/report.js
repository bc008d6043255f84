const figures = JSON.parse(document.getElementById('figures').textContent);
const slowest = JSON.parse(document.getElementById('slowest').textContent);
const colors = ['var(--c1)', 'var(--c2)', 'var(--c3)', 'var(--c4)', 'var(--c5)', 'var(--c6)'];
const time = figures.time;
const timeSpan = time.bucket_ns * time.messages_per_s.length;

function heading() {
  document.getElementById('title').textContent = figures.trace;
  const sub = document.getElementById('subtitle');
  const begun = new Date(figures.start);
  sub.textContent = 'OTP ' + (figures.facts.otp || '?') + ', begun ' + begun.toISOString().slice(0, 19).replace('T', ' ') + ' UTC. ';
  if (figures.facts.command) {
    const command = figures.facts.command;
    const code = html(sub, 'code', '', command.length > 160 ? command.slice(0, 160) + '…' : command);
    code.title = command;
  }
  const curve = figures.curves[0].points;
  const at = (p) => { const point = curve.find((c) => c[0] >= p); return point ? span(point[1]) : '–'; };
  const tiles = [['Time', span(figures.span_ns)], ['Messages', short(figures.messages)],
    ['Messages/s', short(figures.messages / (figures.span_ns / 1e9))], ['Median latency', at(50)], ['99% within', at(99)],
    ['Reductions', short(figures.reductions)], ['Processes begun', short(figures.spawns)], ['Collections', short(figures.collections)]];
  if (figures.lost_events > 0) { tiles.push(['Events lost', short(figures.lost_events), 'warn']); }
  tiles.forEach((tile) => {
    const box = html(document.getElementById('tiles'), 'div', tile[2]);
    html(box, 'dt', '', tile[0]);
    html(box, 'dd', '', tile[1]);
  });
  document.getElementById('foot').textContent = count(figures.events) + ' events read'
    + (figures.problems > 0 ? '; ' + figures.problems + ' places could not be read.' : '.');
}

function latencyCurves() {
  const curves = figures.curves.filter((curve) => curve.points.length > 0);
  legend('legend-latency', curves.map((curve, i) => [curve.name, colors[i]]));
  plot('chart-latency', (area) => {
    if (curves.length === 0) { make(area.svg, 'text', {x: 0, y: 20}, 'No message has been received.'); return; }
    const values = curves.flatMap((curve) => curve.points.map((p) => Math.max(100, p[1])));
    const low = Math.min(...values);
    const high = Math.max(...values) * 1.3;
    const decades = Math.min(6, Math.max(2, ...curves.map((c) => -Math.log10(Math.max(1e-6, 1 - Math.max(0, ...c.points.map((p) => p[0]).filter((p) => p < 100)) / 100)))));
    const x = (p) => area.left + Math.min(decades, -Math.log10(Math.max(1e-9, 1 - p / 100))) / decades * (area.width - area.left - area.right);
    const y = (ns) => area.height - area.bottom - (Math.log10(Math.max(100, ns)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low)) * (area.height - area.top - area.bottom);
    yAxis(area, logTicks(low, high), y, span);
    let lastX = -99;
    [0, 50, 90, 99, 99.9, 99.99, 99.999].forEach((p) => {
      if (-Math.log10(1 - p / 100) <= decades + 1e-9 && x(p) - lastX > 46 && (p !== 50 || area.width > 560)) {
        lastX = x(p);
        make(area.svg, 'line', {class: 'grid', x1: x(p), x2: x(p), y1: area.top, y2: area.height - area.bottom});
        make(area.svg, 'text', {x: x(p), y: area.height - 6, 'text-anchor': p === 0 ? 'start' : x(p) > area.width - 36 ? 'end' : 'middle'}, p + '%');
      }
    });
    curves.forEach((curve, i) => make(area.svg, 'path', {class: 'line', stroke: colors[i], d: path(curve.points.map((p) => [x(p[0]), y(p[1])]))}));
    crosshair(area, (px) => {
      const level = Math.max(0, (px - area.left) / (area.width - area.left - area.right) * decades);
      const p = 100 * (1 - Math.pow(10, -level));
      const rows = curves.map((curve) => [curve.name, span((curve.points.find((c) => c[0] >= p) || curve.points[curve.points.length - 1])[1])]);
      return {x: px, rows, title: p.toFixed(p > 99 ? 3 : p > 90 ? 2 : 1) + '%'};
    });
  });
}

function overTime(id, legendId, series, options) {
  if (legendId) { legend(legendId, series.map((s) => [s.name, s.color])); }
  plot(id, (area) => {
    const x = timeAxis(area, time.from_ns, timeSpan);
    const values = series.flatMap((s) => s.values).filter((v) => v !== null && v > 0);
    const high = options.high || Math.max(1, ...values) * (options.log ? 1.4 : 1.08);
    const low = options.log ? Math.max(100, Math.min(...values, high / 10)) : 0;
    const inner = area.height - area.top - area.bottom;
    const y = options.log ? (v) => area.height - area.bottom - (Math.log10(Math.max(low, v)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low)) * inner
      : (v) => area.height - area.bottom - v / high * inner;
    yAxis(area, options.log ? logTicks(low, high) : niceTicks(high, 4), y, options.format);
    const middle = (i) => x(time.from_ns + (i + 0.5) * time.bucket_ns);
    series.forEach((s) => {
      const points = s.values.map((v, i) => v === null ? null : [middle(i), y(v)]);
      if (s.area) {
        make(area.svg, 'path', {fill: s.color, 'fill-opacity': 0.16, d: path(points) + 'L' + middle(points.length - 1).toFixed(1) + ' ' + y(0) + 'L' + middle(0).toFixed(1) + ' ' + y(0) + 'Z'});
      }
      make(area.svg, 'path', {class: 'line', stroke: s.color, 'stroke-width': s.thin ? 1.3 : 2, 'stroke-opacity': s.thin ? 0.75 : 1, d: path(points)});
      points.forEach((p, i) => {
        if (p !== null && (i === 0 || points[i - 1] === null) && (i === points.length - 1 || points[i + 1] === null)) {
          make(area.svg, 'circle', {cx: p[0], cy: p[1], r: 1.8, fill: s.color});
        }
      });
    });
    crosshair(area, (px) => {
      const i = Math.max(0, Math.min(time.messages_per_s.length - 1, Math.floor((px - area.left) / (area.width - area.left - area.right) * time.messages_per_s.length)));
      const begin = time.from_ns + i * time.bucket_ns;
      return {x: middle(i), title: seconds(begin, timeSpan), rows: series.map((s) => [s.name, s.values[i] === null ? '–' : options.format(s.values[i])])};
    });
  });
}

function pauses() {
  const list = figures.pauses;
  const total = list.reduce((sum, p) => sum + p.ns, 0);
  document.getElementById('pauses-lead').textContent = list.length === 0 ? 'No process has collected garbage.'
    : count(figures.collections) + ' collections of single processes. The longest took ' + span(list[0].ns) + ', in ' + list[0].process + ' ' + list[0].role
      + (list.length < figures.collections ? '. Shown are the ' + list.length + ' longest, ' : '. Shown are all, ') + span(total) + ' in sum.';
  legend('legend-pauses', [['minor collection', 'var(--c2)'], ['major collection', 'var(--c4)']]);
  plot('chart-pauses', (area) => {
    const x = timeAxis(area, time.from_ns, timeSpan);
    if (list.length === 0) { return; }
    const low = Math.max(100, list[list.length - 1].ns);
    const high = Math.max(low * 10, list[0].ns * 1.5);
    const y = (v) => area.height - area.bottom - (Math.log10(Math.max(low, v)) - Math.log10(low)) / (Math.log10(high) - Math.log10(low)) * (area.height - area.top - area.bottom);
    yAxis(area, logTicks(low, high), y, span);
    list.slice().reverse().forEach((p) => {
      const dot = make(area.svg, 'circle', {class: 'hot', cx: x(p.at_ns), cy: y(p.ns), r: 3.6, fill: p.kind === 'major' ? 'var(--c4)' : 'var(--c2)', 'fill-opacity': 0.55});
      hot(dot, [[p.kind + ' collection', span(p.ns)], ['live', short(p.live * 8) + 'B'], ['freed', short(p.freed * 8) + 'B'], ['at', seconds(p.at_ns, timeSpan)]], p.process + ' ' + p.role);
    });
  });
}

function talkers() {
  const table = document.getElementById('talkers');
  const columns = [['Sent', 'sent', count, ''], ['Received', 'received', count, ''], ['Words sent', 'words', count, 'words'],
    ['Reductions', 'reductions', count, 'work'], ['Ran', 'run_ns', span, 'work'], ['In run queues', 'queue_ns', span, 'plain']];
  const head = html(html(table, 'thead'), 'tr');
  html(head, 'th', '', 'Processes');
  columns.forEach((c, i) => html(head, 'th', i > 1 ? 'hide-small' : '', c[0]));
  const body = html(table, 'tbody');
  figures.talkers.filter((t) => t.sent + t.received > 0).forEach((talker) => {
    const row = html(body, 'tr');
    html(row, 'td', 'who', talker.role);
    columns.forEach((c, i) => {
      const cell = html(row, 'td', 'bar ' + c[3] + (i > 1 ? ' hide-small' : ''));
      html(cell, 'span', '', c[2](talker[c[1]]));
      if (c[3] !== 'plain') {
        const most = Math.max(1, ...figures.talkers.map((t) => t[c[1]]));
        html(cell, 'b').style.width = Math.max(talker[c[1]] > 0 ? 1 : 0, talker[c[1]] / most * 100) + '%';
      }
    });
  });
}

function flow() {
  const flows = figures.flows.map((f) => ({from: f.from, to: f.to, messages: f.messages, size: Math.sqrt(f.messages)}));
  const nodes = (key) => {
    const sums = new Map();
    flows.forEach((f) => {
      const node = sums.get(f[key]) || {name: f[key], sum: 0, size: 0, at: 0, used: 0};
      node.sum += f.messages;
      node.size += f.size;
      sums.set(f[key], node);
    });
    return [...sums.values()].sort((a, b) => b.size - a.size);
  };
  const senders = nodes('from');
  const receivers = nodes('to');
  const rows = Math.max(senders.length, receivers.length);
  document.getElementById('chart-flow').style.height = Math.max(140, 130 + rows * 30) + 'px';
  plot('chart-flow', (area) => {
    if (flows.length === 0) { make(area.svg, 'text', {x: 0, y: 20}, 'No message has been sent.'); return; }
    const total = flows.reduce((sum, f) => sum + f.messages, 0);
    const gap = 16;
    const scale = (area.height - 8 - gap * (rows - 1)) / flows.reduce((sum, f) => sum + f.size, 0);
    const label = Math.min(250, area.width * 0.3);
    const x0 = label;
    const x1 = area.width - label;
    const place = (list) => {
      const size = list.reduce((sum, n) => sum + Math.max(1.5, n.size * scale), 0) + gap * (list.length - 1);
      let y = Math.max(2, (area.height - size) / 2);
      list.forEach((n) => { n.at = y; n.used = 0; y += Math.max(1.5, n.size * scale) + gap; });
    };
    place(senders);
    place(receivers);
    const letters = Math.floor((label - 14) / 6.6);
    const cut = (name) => name.length > letters ? name.slice(0, Math.max(3, letters - 1)) + '…' : name;
    flows.forEach((f) => {
      const s = senders.find((n) => n.name === f.from);
      const r = receivers.find((n) => n.name === f.to);
      const w = Math.max(1.2, f.size * scale);
      const ya = s.at + s.used;
      const yb = r.at + r.used;
      s.used += f.size * scale;
      r.used += f.size * scale;
      const m = (x0 + x1) / 2;
      const ribbon = make(area.svg, 'path', {class: 'hot', fill: colors[senders.indexOf(s) % colors.length], 'fill-opacity': 0.38,
        d: 'M' + (x0 + 8) + ' ' + ya + 'C' + m + ' ' + ya + ' ' + m + ' ' + yb + ' ' + (x1 - 8) + ' ' + yb + 'v' + w
          + 'C' + m + ' ' + (yb + w) + ' ' + m + ' ' + (ya + w) + ' ' + (x0 + 8) + ' ' + (ya + w) + 'Z'});
      hot(ribbon, [['messages', count(f.messages)], ['of those shown', percent(f.messages / total)]], f.from + ' → ' + f.to);
    });
    const bars = (list, x, anchor, side) => list.forEach((n, i) => {
      const height = Math.max(1.5, n.size * scale);
      make(area.svg, 'rect', {x, y: n.at, width: 6, height, rx: 2, fill: side === 0 ? colors[i % colors.length] : 'var(--c6)'});
      const text = make(area.svg, 'text', {class: 'name', x: side === 0 ? x - 8 : x + 14, y: n.at + height / 2 + 4, 'text-anchor': anchor}, cut(n.name));
      hot(text, [['messages', count(n.sum)]], n.name);
    });
    bars(senders, x0, 'end', 0);
    bars(receivers, x1 - 6, 'start', 1);
  });
}

function chains() {
  const holder = document.getElementById('slowest-list');
  const kinds = {queue: 'var(--c4)', collect: 'var(--c3)', scan: 'var(--c5)', busy: 'var(--c1)', handle: 'var(--c2)', blocked: 'var(--c6)', idle: 'var(--line)'};
  const words = {queue: 'waited for a scheduler', collect: 'collected garbage', scan: 'searched its mailbox', busy: 'was busy with other messages',
    handle: 'handled it', blocked: 'waited for work that blocks', idle: 'waited'};
  if (slowest.messages.length === 0) { html(holder, 'p', 'empty', 'No message has been received.'); }
  slowest.messages.forEach((answer) => {
    const first = answer.chain[0];
    const box = html(holder, 'div', 'chain');
    const head = html(box, 'h3');
    html(head, 'b', '', span(answer.latency_ns));
    head.appendChild(document.createTextNode(' for message ' + answer.message + ' from ' + first.from_role + ' to ' + first.to_role
      + (answer.chain.length > 1 ? '; the whole chain took ' + span(answer.path_ns) : '')));
    const stack = html(box, 'div', 'stack');
    const list = html(box, 'ul', 'parts');
    answer.critical_path.forEach((part, i) => {
      const share = part.ns / Math.max(1, answer.path_ns);
      const piece = html(stack, 'span');
      piece.style.flex = Math.max(0.001, share) + ' 1 0';
      piece.style.background = kinds[part.kind];
      hot(piece, [[words[part.kind], span(part.ns)], ['share', percent(share)]], part.process + ' ' + part.role);
      if (i < 5 && (i === 0 || share >= 0.01)) {
        const line = html(list, 'li');
        html(line, 'i').style.background = kinds[part.kind];
        html(line, 'span', 'num', span(part.ns));
        const text = html(line, 'span', 'txt');
        html(text, 'b', '', part.process + ' ' + part.role + ' ' + words[part.kind]);
        text.appendChild(document.createTextNode(part.detail ? ': ' + part.detail : ''));
      }
    });
    if (answer.chain.length > 1) {
      const more = html(box, 'details');
      html(more, 'summary', '', answer.chain.length + ' messages in the chain');
      const links = html(more, 'ol', 'links');
      answer.chain.slice().reverse().forEach((link) => html(links, 'li', '', link.from_role + ' → ' + link.to_role + ', ' + count(link.words)
        + ' words, after ' + span(link.received_ns - link.sent_ns) + (link.scanned > 0 ? ', ' + count(link.scanned) + ' passed over' : '')));
    }
  });
}

function gaps() {
  const holder = document.getElementById('gaps');
  if (figures.gaps.length === 0) { html(holder, 'p', 'empty', 'Nothing is missing: every event of the span is in the trace.'); return; }
  const table = html(html(holder, 'div', 'scroll'), 'table');
  const head = html(html(table, 'thead'), 'tr');
  ['Stream', 'From', 'To', 'What'].forEach((title) => html(head, 'th', '', title));
  const body = html(table, 'tbody');
  figures.gaps.forEach((gap) => {
    const row = html(body, 'tr');
    [gap.stream < 65534 ? 'scheduler ' + (gap.stream + 1) : 'others', seconds(gap.from_ns, timeSpan), seconds(gap.to_ns, timeSpan), gap.what].forEach((cell) => html(row, 'td', '', cell));
  });
}

heading();
latencyCurves();
overTime('chart-rate', null, [{name: 'messages a second', values: time.messages_per_s, color: 'var(--c1)', area: true}], {format: short});
overTime('chart-busy', 'legend-busy', [{name: 'running', values: time.busy, color: 'var(--c2)', area: true}, {name: 'of it collecting', values: time.collecting, color: 'var(--c3)', area: true}], {format: percent, high: 1});
overTime('chart-wait', 'legend-wait', [{name: 'longest', values: time.latency_max, color: 'var(--c4)', thin: true}, {name: '99%', values: time.latency_p99, color: 'var(--c3)'}, {name: '50%', values: time.latency_p50, color: 'var(--c1)'}], {format: span, log: true});
overTime('chart-queue', 'legend-queue', [{name: 'longest', values: time.queue_max, color: 'var(--c4)', thin: true}, {name: '99%', values: time.queue_p99, color: 'var(--c3)'}, {name: '50%', values: time.queue_p50, color: 'var(--c1)'}], {format: span, log: true});
pauses();
talkers();
flow();
chains();
gaps();
document.documentElement.dataset.drawn = 'yes';
