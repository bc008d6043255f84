'use strict';
// Small drawing tools: scales, axes, lines, one tooltip.
const SVG = 'http://www.w3.org/2000/svg';
const tip = document.getElementById('tip');

function make(parent, name, attributes, text) {
  const element = document.createElementNS(SVG, name);
  for (const key in attributes) { element.setAttribute(key, attributes[key]); }
  if (text !== undefined) { element.textContent = text; }
  parent.appendChild(element);
  return element;
}

function html(parent, name, className, text) {
  const element = document.createElement(name);
  if (className) { element.className = className; }
  if (text !== undefined) { element.textContent = text; }
  parent.appendChild(element);
  return element;
}

function span(ns) {
  if (ns === null || ns === undefined) { return '–'; }
  const units = [[1e9, 's'], [1e6, 'ms'], [1e3, 'µs'], [1, 'ns']];
  const unit = units.find((u) => ns >= u[0]) || units[3];
  const value = ns / unit[0];
  return (value >= 100 || unit[0] === 1 ? Math.round(value) : value >= 10 ? value.toFixed(1) : value.toFixed(2)).toString()
    .replace(/\.0+$/, '') + '\u202f' + unit[1];
}

function count(n) {
  return Math.round(n).toLocaleString('en').replace(/,/g, '\u202f');
}

function short(n) {
  const units = [[1e9, 'G'], [1e6, 'M'], [1e3, 'k']];
  const unit = units.find((u) => n >= u[0]);
  if (!unit) { return String(Math.round(n * 100) / 100); }
  const value = n / unit[0];
  return (value >= 100 ? Math.round(value) : value.toFixed(1).replace(/\.0$/, '')) + '\u202f' + unit[1];
}

function percent(share) {
  return (share * 100 >= 10 ? Math.round(share * 100) : (share * 100).toFixed(1)) + '%';
}

function seconds(ns, spanNs) {
  const value = ns / 1e9;
  return (spanNs < 2e8 ? (ns / 1e6).toFixed(spanNs < 2e7 ? 1 : 0) + '\u202fms' : value.toFixed(spanNs < 5e9 ? 2 : spanNs < 6e10 ? 1 : 0) + '\u202fs');
}

function showTip(event, rows, title) {
  tip.textContent = '';
  if (title) { html(tip, 'b', '', title); }
  rows.forEach((row) => {
    const line = html(tip, 'div');
    html(line, 'span', '', row[0]);
    if (row[1] !== undefined) { html(line, 'span', '', row[1]); }
  });
  tip.hidden = false;
  const box = tip.getBoundingClientRect();
  const x = Math.min(window.innerWidth - box.width - 8, Math.max(8, event.clientX + 14));
  const y = event.clientY + 18 + box.height > window.innerHeight ? event.clientY - box.height - 12 : event.clientY + 18;
  tip.style.left = x + 'px';
  tip.style.top = Math.max(4, y) + 'px';
}

function hideTip() { tip.hidden = true; }

function hot(element, rows, title) {
  element.addEventListener('pointermove', (event) => showTip(event, rows, title));
  element.addEventListener('pointerleave', hideTip);
}

function logTicks(low, high) {
  const ticks = [];
  for (let power = Math.floor(Math.log10(low)); power <= Math.ceil(Math.log10(high)); power++) { ticks.push(Math.pow(10, power)); }
  const step = Math.ceil(ticks.length / 7);
  return ticks.filter((tick, i) => tick >= low * 0.99 && tick <= high * 1.01 && i % step === 0);
}

function niceTicks(high, wanted) {
  const raw = high / wanted;
  const power = Math.pow(10, Math.floor(Math.log10(raw)));
  const step = [1, 2, 2.5, 5, 10].map((m) => m * power).find((s) => s >= raw);
  const ticks = [];
  for (let value = 0; value <= high * 1.0001; value += step) { ticks.push(value); }
  return ticks;
}

// A drawing area with a margin; draws again when its width changes.
function plot(id, draw) {
  const holder = document.getElementById(id);
  let width = 0;
  const again = () => {
    const now = holder.clientWidth;
    if (now === width || now === 0) { return; }
    width = now;
    holder.textContent = '';
    const height = holder.clientHeight;
    const svg = make(holder, 'svg', {viewBox: '0 0 ' + width + ' ' + height, role: 'img'});
    draw({svg, width, height, left: 58, right: 12, top: 8, bottom: 26, holder});
  };
  new ResizeObserver(again).observe(holder);
  again();
}

function yAxis(area, ticks, y, format) {
  ticks.forEach((tick) => {
    make(area.svg, 'line', {class: 'grid', x1: area.left, x2: area.width - area.right, y1: y(tick), y2: y(tick)});
    make(area.svg, 'text', {x: area.left - 8, y: y(tick) + 4, 'text-anchor': 'end'}, format(tick));
  });
}

function timeAxis(area, fromNs, spanNs) {
  const x = (ns) => area.left + (ns - fromNs) / spanNs * (area.width - area.left - area.right);
  const wanted = Math.max(4, Math.floor(area.width / 120));
  const step = niceTicks(spanNs, wanted)[1];
  for (let tick = Math.ceil(fromNs / step) * step; tick <= fromNs + spanNs; tick += step) {
    make(area.svg, 'line', {class: 'axis', x1: x(tick), x2: x(tick), y1: area.height - area.bottom, y2: area.height - area.bottom + 4});
    make(area.svg, 'text', {x: x(tick), y: area.height - 6, 'text-anchor': x(tick) > area.width - 30 ? 'end' : 'middle'}, seconds(tick, spanNs));
  }
  make(area.svg, 'line', {class: 'axis', x1: area.left, x2: area.width - area.right, y1: area.height - area.bottom, y2: area.height - area.bottom});
  return x;
}

function path(points) {
  let text = '';
  let pen = false;
  points.forEach((p) => {
    if (p === null) { pen = false; return; }
    text += (pen ? 'L' : 'M') + p[0].toFixed(1) + ' ' + p[1].toFixed(1);
    pen = true;
  });
  return text;
}

function legend(id, entries) {
  const holder = document.getElementById(id);
  entries.forEach((entry) => {
    const item = html(holder, 'span');
    html(item, 'i').style.background = entry[1];
    item.appendChild(document.createTextNode(entry[0]));
  });
}

// Follows the pointer over an area and shows what stands at its place.
function crosshair(area, find) {
  const line = make(area.svg, 'line', {class: 'cross', y1: area.top, y2: area.height - area.bottom, visibility: 'hidden'});
  const pad = make(area.svg, 'rect', {x: area.left, y: area.top, width: Math.max(1, area.width - area.left - area.right),
    height: area.height - area.top - area.bottom, fill: 'transparent'});
  pad.addEventListener('pointermove', (event) => {
    const found = find(event.clientX - area.holder.getBoundingClientRect().left);
    if (!found) { return; }
    line.setAttribute('x1', found.x);
    line.setAttribute('x2', found.x);
    line.setAttribute('visibility', 'visible');
    showTip(event, found.rows, found.title);
  });
  pad.addEventListener('pointerleave', () => { line.setAttribute('visibility', 'hidden'); hideTip(); });
}
